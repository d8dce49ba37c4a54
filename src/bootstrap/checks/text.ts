import { printable } from '../../text/printable.ts';

/** A text of the server as a sentence may quote it. */
export function text(value: string): string {
  return `"${printable(value, 120)}"`;
}
