import { blocked, fail, pass, skip, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { notTested, sayFailure } from '../diagnosis/explain.ts';
import { asEndpoints, DEVICE_GRANT, isSafeEndpoint, oauthError, postForm } from '../../gateway/oidc.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { askAsDocument, isOwnServer } from './as-metadata.ts';
import { sendFor } from './oidc-discovery.ts';
import { isObject } from '../../text/json.ts';

const SLOW_INTERVAL = 10;

/** RFC 8628, sections 3.2 and 3.5. Nobody is signed in: the code is asked about once and forgotten. */
export const asDeviceAuth = {
  id: 'as-device-auth',
  title: 'the gateway gives out device codes as RFC 8628 says',
  group: 'B',
  owner: 'gateway',
  required: true,
  whenBroken: 'no',
  when: 'flag',
  flag: 'sso',
  needs: ['as-metadata'],
  async run(context) {
    if (!isOwnServer(context))
      return skip('Does not apply: the gateway is not its own authorization server here.');
    const metadata = await askAsDocument(context);
    if (metadata === undefined) return blocked('as-metadata', 'There is no metadata where the app looks.');
    const { device, token } = asEndpoints(context.facts.baseUrl, metadata);
    const outcome = await postForm(sendFor(context, 'device'), device, {});
    if (!outcome.ok)
      return fail(`No device code: ${sayFailure(context, outcome.failure)}.`, 'Look at the gateway.');
    const limited = notTested(context, outcome.value);
    if (limited !== undefined) return limited;
    if (outcome.value.status !== 200) {
      return fail(
        `The device endpoint refuses an empty form (${sayOauth(outcome.value)}).`,
        'The app sends neither client_id nor scope: the endpoint must take an empty form.',
      );
    }
    return check(context, outcome.value, token);
  },
} as const satisfies Check;

async function check(context: CheckContext, answer: GatewayAnswer, token: string): Promise<RunAnswer> {
  const { json } = answer;
  if (!isObject(json))
    return fail('The device endpoint answers without a JSON object.', 'Look at the gateway.');
  const { device_code: code, user_code: user, verification_uri: uri, expires_in: expires, interval } = json;
  if (typeof code === 'string') context.noteSent(code);
  const missing = Object.entries({ device_code: code, user_code: user, verification_uri: uri })
    .filter(([, value]) => typeof value !== 'string' || value === '')
    .map(([name]) => name);
  if (typeof expires !== 'number' || expires <= 0) missing.push('expires_in');
  if (missing.length > 0 || typeof code !== 'string' || typeof uri !== 'string')
    return fail(
      `The answer of the device endpoint lacks ${missing.join(', ')}.`,
      'RFC 8628, section 3.2 requires it.',
    );
  if (!isSafeEndpoint(uri))
    return fail('verification_uri is no https address.', 'Send users to an https address.');

  const polled = await postForm(sendFor(context, 'device'), token, {
    grant_type: DEVICE_GRANT,
    device_code: code,
  });
  if (!polled.ok)
    return fail(`The token endpoint fails: ${sayFailure(context, polled.failure)}.`, 'Look at the gateway.');
  const { status } = polled.value;
  const error = oauthError(polled.value);
  if (status === 200)
    return fail(
      'The token endpoint gives a token that nobody signed in for.',
      'Look at the gateway at once.',
    );
  if (error !== 'authorization_pending' && error !== 'slow_down')
    return fail(
      `The token endpoint answers a poll with ${sayOauth(polled.value)} instead of authorization_pending.`,
      'RFC 8628, section 3.5: HTTP 400 and {"error":"authorization_pending"} until the user is done.',
    );
  if (error === 'slow_down') {
    return warn(
      `The very first poll is told to slow down (HTTP ${status}).`,
      'Answer authorization_pending to the first poll.',
    );
  }
  if (status !== 400)
    return warn(`authorization_pending comes with HTTP ${status} instead of 400.`, 'Answer with HTTP 400.');
  if (typeof interval === 'number' && interval > SLOW_INTERVAL)
    return warn(
      `Users wait up to ${Math.round(interval)} s after they signed in (interval).`,
      'Set an interval of 5 seconds.',
    );
  return pass('A device code is given out for an empty form, and the poll is told to wait.');
}

/** An OAuth error by its status and code alone: its text could hold the device code. */
function sayOauth(answer: GatewayAnswer): string {
  const error = oauthError(answer);
  return `HTTP ${answer.status}${error === undefined ? '' : ` ${error}`}`;
}
