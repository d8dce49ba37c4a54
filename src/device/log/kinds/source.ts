import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';
import { providerContradicts } from '../provider.ts';

/** The app has a configuration. Older releases wrote "enterprise"; it is printed for the local library, too. */
export const source: LogKind = {
  id: 'source',
  mark: 'Credentials loaded from',
  pattern: /Credentials loaded from (?:managed|enterprise) config \{ provider: '([^']{0,100})'/,
  repeats: 'replaces',
  read: ([provider = '']) => ({
    text: `it loaded a configuration for the provider ${printable(provider, 40)}`,
    contradicts: (expected) =>
      expected.source === 'none'
        ? 'The log says that a configuration was loaded, and the captures hold none.'
        : providerContradicts(provider, expected),
  }),
};
