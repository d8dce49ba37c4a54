import { proseWithoutCredentials } from '../../text/credentials.ts';
import { printable } from '../../text/printable.ts';

/** Words of the app, as they may be shown: it may quote what it was given. */
export function foreign(text: string): string {
  return printable(proseWithoutCredentials(text), 200);
}
