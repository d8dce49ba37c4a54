import { bool, integer, list, text, type KeyRow } from '../key-spec.ts';

const SERVED = 'A bootstrap server can deliver it from 1.25927.0 on.';

/** Connection, credential helper: a program on the device that prints the inference credential. */
export const credentialHelper = {
  inferenceCredentialHelper: {
    title: 'Helper script',
    nestedPath: 'inference.credential.command',
    group: 'Credential helper',
    summary: 'Runs the program at this path and uses what it prints as the inference credential.',
    type: text({ role: 'program', format: 'absolute-path' }),
    since: 'baseline',
    notes: [
      'While the credential kind is unset, it makes the static keys of the provider void.',
      'The program exits with 0 and prints a bare token, or JSON with a token and headers, and nothing else.',
      'No arguments are passed unless inferenceCredentialHelperArgs gives some.',
      'Delivered by a bootstrap server (from 1.25927.0), it asks the user for consent unless that delivery is trusted.',
    ],
    example: '/usr/local/bin/gateway-token',
    beside: { kind: 'helper-script' },
  },
  inferenceCredentialHelperArgs: {
    title: 'Credential helper arguments',
    nestedPath: 'inference.credential.args',
    group: 'Credential helper',
    summary: 'Hands these arguments to the credential helper, in this order.',
    type: list(
      text({
        role: 'argument',
        pattern: '^[^"%\\u0000-\\u001f\\u007f]+$',
        words: {
          problem: 'holds a double quote, a percent sign or a control character, which no argument may have',
          fix: 'Let the helper itself add such characters, and pass a plain word.',
        },
      }),
    ),
    since: '2.110.0',
    notes: [
      'Without inferenceCredentialHelper it means nothing.',
      'No argument may be empty or hold a double quote, a percent sign or a control character, on any platform.',
      'Other processes and the diagnostic report can see them, so no secret belongs here.',
    ],
    example: ['--audience', 'llm-gateway'],
    beside: { kind: 'helper-script' },
  },
  inferenceCredentialHelperWindows: {
    title: 'Credential helper (Windows)',
    nestedPath: 'inference.credential.commandWindows',
    group: 'Credential helper',
    summary: 'Gives Windows its own helper path when one configuration serves macOS and Windows.',
    type: text({ role: 'program', format: 'absolute-path' }),
    since: '2.2553.0',
    platforms: ['windows'],
    notes: [
      'Windows seems to prefer it to inferenceCredentialHelper; the documentation at hand does not say.',
    ],
    example: 'C:\\Program Files\\Example\\gateway-token.exe',
    beside: { kind: 'helper-script' },
  },
  inferenceCredentialHelperTtlSec: {
    title: 'Helper script TTL',
    nestedPath: 'inference.credential.ttlSec',
    group: 'Credential helper',
    summary: "Keeps the helper's output in use for so many seconds before the program runs once more.",
    type: integer({ min: 0, unit: 'seconds' }),
    default: 3600,
    since: 'baseline',
    notes: ['With 120 or less, the check for expiry ahead of each turn is left out.', SERVED],
    beside: { kind: 'helper-script' },
  },
  inferenceCredentialHelperTimeoutSec: {
    title: 'Credential helper timeout',
    nestedPath: 'inference.credential.timeoutSec',
    group: 'Credential helper',
    summary: 'Gives up on a helper that has not finished after so many seconds.',
    type: integer({ min: 1, max: 600, unit: 'seconds' }),
    default: 60,
    since: '1.8089.0',
    notes: ['While a session goes on, 20 seconds are the limit in any case.', SERVED],
    example: 20,
    beside: { kind: 'helper-script' },
  },
  inferenceCredentialHelperSilentRefreshEnabled: {
    title: 'Re-run helper for silent refresh',
    nestedPath: 'inference.credential.silentRefreshEnabled',
    group: 'Credential helper',
    summary:
      'Renews an expired credential during a session by running the helper, with no question to the user.',
    type: bool,
    default: true,
    since: '1.10628.0',
    notes: [SERVED],
    beside: { kind: 'helper-script' },
  },
} as const satisfies Record<string, KeyRow>;
