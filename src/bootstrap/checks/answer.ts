import type { FailureKind } from '../../net/types.ts';
import type { BootstrapCheck } from '../types.ts';
import { APP_TIMEOUT_MS, MAX_ANSWER_BYTES } from '../types.ts';

/** What to do about a way that fails, by the kind of failure. */
const HINTS: Readonly<Partial<Record<FailureKind, string>>> = {
  dns: 'Compare the host name with bootstrapUrl of the policy; a private name needs the DNS server of the company.',
  refused: 'Start the server, or compare the port with bootstrapUrl of the policy.',
  tls: 'Serve a certificate for this name, with its intermediate ones. A private CA must be trusted by every device; --ca FILE trusts it here.',
  proxy: 'Let the proxy pass this address, or give --proxy.',
  reset: 'Look into the log of the server, and of what stands in front of it.',
};

/** A whole answer arrives, in time and of a size. */
export const answer: BootstrapCheck = {
  id: 'answer',
  title: 'a whole answer arrives in time',
  needs: ['address'],
  run({ asked, bare, credential, limitMs }) {
    const got = asked ?? bare;
    if (got === undefined) return undefined;
    if (got.ok) {
      const { ms } = got.value;
      if (ms > limitMs / 2)
        return {
          status: 'warn',
          problem: 'slow',
          detail: `It takes ${seconds(ms)}; every start of the app waits for it`,
          hint: 'Cache what is the same for a role, and look up in the background what is not.',
        };
      if (asked === undefined && !credential)
        return {
          status: 'skip',
          inconclusive: true,
          problem: 'no-token',
          detail: 'No token was given, so only what the server answers without one was looked at',
          hint: 'Give one with --token-env NAME, or sign in with --sign-in.',
        };
      return { status: 'pass', detail: `In ${ms} ms` };
    }
    const { kind, code, message } = got.failure;
    if (code === 'PROXY_407')
      return {
        status: 'fail',
        problem: 'status-407',
        detail: message,
        hint: 'Let the address pass the proxy without a sign-in.',
      };
    switch (kind) {
      case 'timeout':
        return {
          status: 'fail',
          problem: 'timeout',
          detail: `${message}; the app waits ${APP_TIMEOUT_MS / 1000} s at each start, and users with it`,
          hint: `Answer within a second. --timeout ${APP_TIMEOUT_MS} waits as long as the app.`,
        };
      case 'too-large':
        return {
          status: 'fail',
          problem: 'too-large',
          detail: `The answer is larger than ${MAX_ANSWER_BYTES / 1e6} MB, unpacked; no configuration is`,
          hint: 'Serve the settings only.',
        };
      default:
        return {
          status: 'fail',
          problem: kind,
          detail: message,
          ...(HINTS[kind] === undefined ? {} : { hint: HINTS[kind] }),
        };
    }
  },
};

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
