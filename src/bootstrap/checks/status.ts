import { printable } from '../../text/printable.ts';
import { received } from './received.ts';
import { text } from './text.ts';
import type { BootstrapCheck, Verdict } from '../types.ts';

/** With the credential the server answers 200; what the app makes of anything else is documented by status. */
export const status: BootstrapCheck = {
  id: 'status',
  title: 'with the token it answers 200',
  needs: ['answer'],
  run(seen) {
    const answer = received(seen);
    if (answer === undefined) return undefined;
    const { status: code, headers } = answer;
    if (code === 200) return { status: 'pass', detail: 'It answers 200' };
    const cookie = headers['set-cookie'] === undefined ? undefined : cookies(code);
    if (code >= 300 && code < 400 && code !== 304)
      return {
        status: 'fail',
        problem: 'redirect-not-followed',
        detail: `It answers ${code}, a redirect${answer.location === undefined ? '' : ` to ${text(answer.location)}`}; the app takes a redirect for an error`,
        hint: 'Set bootstrapUrl to the address that answers. A redirect to a sign-in page comes from a proxy that should let the path through.',
      };
    return cookie ?? byStatus(code, headers);
  },
};

function cookies(code: number): Verdict {
  return {
    status: 'fail',
    problem: 'cookie-needed',
    detail: `It answers ${code} and sets a cookie, as if it waited for it to come back; nothing says that the app keeps cookies`,
    hint: 'Go by the bearer token alone.',
  };
}

function byStatus(code: number, headers: Readonly<Record<string, string>>): Verdict {
  const after = headers['retry-after'];
  const wait = after === undefined ? '' : ` (Retry-After: ${printable(after, 40)})`;
  switch (code) {
    case 401:
      return {
        status: 'fail',
        problem: 'refused-401',
        detail: `It answers 401 to the token${describe(headers['www-authenticate'])}; the app drops it and asks for a new sign-in, at each start`,
        hint: 'Compare audience (aud), issuer (iss) and expiry (exp) of the token with what the server expects.',
      };
    case 403:
      return {
        status: 'fail',
        problem: 'refused-403',
        detail:
          'It answers 403 to the token: the app drops it and asks for a new sign-in, which changes nothing',
        hint: 'Put the user into a group that the server serves, or answer users outside it with a configuration of their own.',
      };
    case 304:
      return {
        status: 'fail',
        problem: 'status-304',
        detail: 'It answers 304 to a request without If-None-Match: nothing to keep was there',
        hint: 'Answer 304 only when the ETag of the request is the current one.',
      };
    case 429:
      return {
        status: 'fail',
        problem: 'status-429',
        detail: `It answers 429${wait}: too many requests. The app keeps its last good configuration, and has none at a first start`,
        hint: 'Allow what a fleet asks in the morning: each device once at the start, then every 10 minutes.',
      };
    case 204:
      return {
        status: 'fail',
        problem: 'status-204',
        detail: 'It answers 204, without a body: there is no configuration in it',
        hint: 'Answer 200 with a JSON object, or 403 to a user who has none.',
      };
    case 404:
    case 405:
      return {
        status: 'fail',
        problem: `status-${code}`,
        detail: `It answers ${code}: ${code === 404 ? 'nothing is served at this path' : 'GET is not allowed there'}`,
        hint: 'Compare the path with the routes of the server; it often ends in /user/bootstrap.',
      };
    default:
      return {
        status: 'fail',
        problem: `status-${code}`,
        detail: `It answers ${code}${wait}; the app keeps the last good configuration of the session, and has none at a start`,
        hint: code >= 500 ? 'Look into the log of the server.' : 'Answer 200 with a JSON object.',
      };
  }
}

/** `error="invalid_token"` of a challenge (RFC 6750, section 3). */
function describe(challenge: string | undefined): string {
  const error = /\berror="?([a-z_]{1,40})/i.exec(challenge ?? '')?.[1];
  return error === undefined ? '' : ` (${error})`;
}
