import { fail } from '../../errors.ts';
import { pause } from '../../net/pause.ts';
import { printable } from '../../text/printable.ts';
import { DEVICE_GRANT, isSafeEndpoint, oauthError, postForm } from '../oidc.ts';
import type { SignInOptions } from './options.ts';
import type { Result } from './result.ts';
import { sayOauth, tokensOf, type SignedIn } from './tokens.ts';
import { isObject } from '../../text/json.ts';

const DEFAULT_INTERVAL_S = 5;
const LONGEST_INTERVAL_S = 60;

/** Shows a code to enter, and asks for the tokens until somebody has (RFC 8628). */
export async function deviceGrant(
  run: SignInOptions,
  endpoints: { readonly device: string; readonly token: string },
  fields: Readonly<Record<string, string | undefined>>,
  kind: SignedIn['kind'],
): Promise<Result<SignedIn>> {
  const asked = await postForm(run.send, endpoints.device, fields, run.signal);
  if (!asked.ok) return fail({ message: `no device code: ${asked.failure.message}` });
  const { json } = asked.value;
  if (asked.value.status !== 200 || !isObject(json))
    return fail({ message: `no device code: ${sayOauth(asked.value, [])}` });
  const {
    device_code: code,
    user_code: user,
    verification_uri: uri,
    verification_uri_complete: whole,
  } = json;
  if (typeof code !== 'string' || code === '' || typeof user !== 'string' || typeof uri !== 'string')
    return fail({
      message: 'the answer of the device endpoint lacks device_code, user_code or verification_uri',
    });
  if (!isSafeEndpoint(uri)) return fail({ message: 'verification_uri is no https address' });
  run.show(`To sign in, open ${printable(uri, 300)} and enter the code ${printable(user, 40)}`);
  if (typeof whole === 'string' && isSafeEndpoint(whole)) run.show(`or open ${printable(whole, 400)}`);

  const lifetime = typeof json.expires_in === 'number' && json.expires_in > 0 ? json.expires_in : 900;
  const ends = performance.now() + lifetime * 1000;
  const poll = {
    grant_type: DEVICE_GRANT,
    device_code: code,
    ...(fields.client_id === undefined ? {} : { client_id: fields.client_id }),
  };
  const wait = run.wait ?? pause;
  let interval = seconds(json.interval);
  let broken = 0;
  for (;;) {
    await wait(interval * 1000, run.signal);
    if (run.signal.aborted) return fail({ message: 'the sign-in was stopped' });
    if (performance.now() > ends)
      return fail({
        message: 'the code has expired before anybody signed in',
        hint: 'Run the command again.',
      });
    const answer = await postForm(run.send, endpoints.token, poll, run.signal);
    if (!answer.ok) {
      // A cut line is no answer (RFC 8628, section 3.5): wait longer, but not for ever.
      broken += 1;
      if (broken >= 3) return fail({ message: `the token endpoint fails: ${answer.failure.message}` });
      interval = Math.min(interval * 2, LONGEST_INTERVAL_S);
      continue;
    }
    broken = 0;
    if (answer.value.status === 200) return tokensOf(answer.value, kind, [code]);
    switch (oauthError(answer.value)) {
      case 'authorization_pending':
        break;
      case 'slow_down':
        interval = Math.min(interval + 5, LONGEST_INTERVAL_S);
        break;
      case 'access_denied':
        return fail({ message: 'the sign-in was refused (access_denied)' });
      case 'expired_token':
        return fail({
          message: 'the code has expired before anybody signed in',
          hint: 'Run the command again.',
        });
      case undefined:
      default:
        return fail({ message: `the token endpoint answers ${sayOauth(answer.value, [code])}` });
    }
  }
}

function seconds(interval: unknown): number {
  return typeof interval === 'number' && interval > 0 && interval <= LONGEST_INTERVAL_S
    ? interval
    : DEFAULT_INTERVAL_S;
}
