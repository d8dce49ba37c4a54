import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';
import { providerContradicts } from '../provider.ts';

/** Third-party mode is on. */
export const active: LogKind = {
  id: 'active',
  mark: '3P mode active',
  pattern: /3P mode active \{ provider: '([^']{0,100})'/,
  repeats: 'replaces',
  read: ([provider = '']) => ({
    text: `third-party mode is active with the provider ${printable(provider, 40)}`,
    contradicts: (expected) => providerContradicts(provider, expected),
  }),
};
