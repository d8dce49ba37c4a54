import { withoutCredentials } from '../../../text/credentials.ts';
import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';

/** The credential helper is started. */
export const helperRun: LogKind = {
  id: 'helper-run',
  mark: 'running helper',
  pattern: /running helper \{ helperPath: '?([^',}]{1,300})/,
  repeats: 'replaces',
  read: ([program = '']) => ({
    text: `it ran the credential helper ${printable(withoutCredentials(program), 120)}`,
    contradicts: ({ keys, source }) => {
      const configured = [
        'inferenceCredentialHelper',
        'inferenceCredentialHelperWindows',
        'otlpHeadersHelper',
        'bootstrapHeadersHelper',
      ]
        .map((key) => keys.get(key)?.value)
        .filter((value) => typeof value === 'string');
      // The log writes back-slashes twice.
      const ran = program.replaceAll('\\\\', '\\').trim();
      if (configured.length === 0 || source === 'bootstrap' || configured.includes(ran)) return undefined;
      return `The log says that the helper ${printable(withoutCredentials(ran), 120)} was run, and the captures name another.`;
    },
  }),
};
