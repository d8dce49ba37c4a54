import { printable } from '../../text/printable.ts';
import type { Expected } from './kind.ts';

/** Where the provider in a line is another than the one in force. */
export function providerContradicts(provider: string, { keys }: Expected): string | undefined {
  const configured = keys.get('inferenceProvider')?.value;
  if (typeof configured !== 'string' || configured === provider) return undefined;
  return `The log says that the provider is ${printable(provider, 40)}, and the captures say ${printable(configured, 40)}.`;
}
