import { text } from './text.ts';
import type { BootstrapCheck } from '../types.ts';

/** Without a token the server answers 401, so that the app asks for a sign-in and nobody else reads a configuration. */
export const withoutToken: BootstrapCheck = {
  id: 'without-token',
  title: 'without a token it answers 401',
  needs: ['address'],
  run({ bare, asked }) {
    if (bare === undefined) return undefined;
    if (!bare.ok) {
      // The check of the answer says what is wrong with the way.
      if (asked?.ok === false) return undefined;
      return {
        status: 'fail',
        problem: `no-token-${bare.failure.kind}`,
        detail: `Without a token: ${bare.failure.message}`,
      };
    }
    const { status, headers } = bare.value;
    if (status === 401) {
      const challenge = headers['www-authenticate'];
      if (challenge !== undefined && !isChallenge(challenge))
        return {
          status: 'warn',
          problem: 'challenge-malformed',
          detail: `It answers 401 with a WWW-Authenticate that is no challenge: ${text(challenge)}`,
          hint: 'Send "WWW-Authenticate: Bearer" (RFC 9110, section 11.6.1; RFC 6750, section 3).',
        };
      const other =
        challenge === undefined ? undefined : /^(basic|negotiate|ntlm|digest)\b/i.exec(challenge.trim())?.[1];
      if (other !== undefined)
        return {
          status: 'warn',
          problem: 'challenge-not-bearer',
          detail: `It answers 401 and asks for ${other}, which the app never sends`,
          hint: 'Ask for Bearer; a proxy or a web server in front may answer in its place.',
        };
      return { status: 'pass', detail: 'It answers 401' };
    }
    if (status === 200 && /^text\/html\b/i.test(headers['content-type'] ?? ''))
      return {
        status: 'fail',
        problem: 'login-page-without-token',
        detail:
          'It answers 200 with a page for browsers without a token; the app begins a sign-in after a 401',
        hint: 'Answer 401 with "WWW-Authenticate: Bearer"; leave sign-in pages to browsers.',
      };
    if (status === 200)
      return {
        status: 'fail',
        problem: 'served-without-token',
        detail: 'It answers 200 without a token: whoever knows the address reads the configuration',
        hint: 'Check the token before anything else, and answer 401 without one.',
      };
    // The server answers everybody like this, and the check of the status says so.
    if (asked?.ok === true && asked.value.status === status && status !== 403) return undefined;
    return {
      status: 'fail',
      problem: `no-token-${status}`,
      detail:
        status >= 300 && status < 400
          ? `It answers ${status} without a token, a redirect${bare.value.location === undefined ? '' : ` to ${text(bare.value.location)}`}; the app follows none and wants a 401`
          : `It answers ${status} without a token; the app begins a sign-in after a 401`,
      hint: 'Answer 401 with "WWW-Authenticate: Bearer"; leave sign-in pages to browsers.',
    };
  },
};

/** One challenge or more: a scheme, then parameters or a token (RFC 9110, section 11.6.1). */
function isChallenge(value: string): boolean {
  if (value.length > 4000) return false;
  const param = `[!#$%&'*+.^_\`|~\\w-]+\\s*=\\s*(?:"(?:[^"\\\\]|\\\\.)*"|[!#$%&'*+.^_\`|~\\w-]+)`;
  const challenge = `[!#$%&'*+.^_\`|~\\w-]+(?:\\s+(?:[\\w.~+/-]+=*(?=\\s*(?:,|$))|${param}(?:\\s*,\\s*${param})*))?`;
  return new RegExp(`^\\s*${challenge}(?:\\s*,\\s*${challenge})*\\s*$`).test(value);
}
