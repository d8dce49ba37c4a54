import { fail, unproven, pass, warn, type Check, type CheckContext } from '../check.ts';
import { notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import type { Credential } from '../../gateway/types.ts';
import { smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import { isCredentialHeader } from '../../text/secret-names.ts';

/** platform.claude.com "Errors": 401 authentication_error. An open gateway lets everyone on the network spend. */
export const authRejectsBad = {
  id: 'auth-rejects-bad',
  title: 'a wrong key is refused',
  group: 'B',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'everyone who reaches it can spend',
  when: 'default',
  needs: ['health'],
  negative: 'beside',
  async run(context) {
    const request = messages(await smallBody(context));
    const outcome = await context.send('bad-key', { ...request, credential: wrongKey(context) });
    if (!outcome.ok && outcome.failure.kind === 'timeout')
      return warn(
        `A wrong key gets no answer (${sayFailure(context, outcome.failure)}).`,
        'Have the gateway answer 401 at once: a client with an expired key waits, and so does its user.',
      );
    if (!outcome.ok) return unproven(`${sayFailure(context, outcome.failure)}.`);
    const answer = outcome.value;
    const { status } = answer;
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    if (status >= 200 && status < 300) {
      const other = Object.keys(context.facts.customHeaders).find(isCredentialHeader);
      if (other !== undefined) {
        return warn(
          `A made-up key is accepted; the header ${context.quote(other, 60)} seems to be what the gateway goes by.`,
          'Have the gateway check the key itself: headers in inferenceCustomHeaders are the same for everyone.',
        );
      }
      if (isPlaceholder(context.credential?.token ?? '')) {
        return warn(
          'The gateway accepts any key, and the configured one is a placeholder: everyone who reaches it can spend.',
          'Nothing to do where the network alone decides who may ask; otherwise have the gateway check a key.',
        );
      }
      return fail(
        'The gateway accepts a made-up key: everyone who reaches it can spend.',
        'Have the gateway check the key on /v1/messages and answer 401.',
      );
    }
    if (status === 401) {
      if (readError(answer).shape !== 'anthropic') {
        return warn(
          `A wrong key is refused, but not in the API's error shape (${sayAnswer(context, answer)}).`,
          'Answer {"type":"error","error":{"type":"authentication_error","message":…}}, so that the app shows the message.',
        );
      }
      const retried =
        answer.headers['x-should-retry'] === 'false'
          ? ''
          : '; without x-should-retry: false clients try again for about three minutes';
      return pass(`A wrong key is refused (HTTP 401)${retried}.`);
    }
    return warn(
      `A wrong key is refused, but with another status than 401 (${sayAnswer(context, answer)}).`,
      'Answer 401: the app tells a wrong key from other trouble by it.',
    );
  },
} as const satisfies Check;

/** A plain word where a key should stand: some gateways need none, and the app wants one all the same. */
function isPlaceholder(token: string): boolean {
  return /^(?:sk-)?(?:[a-z]+[-_ ]?){1,4}$|^(.)\1*$/i.test(token.trim()) && token.trim().length <= 24;
}

/** A key no gateway can know; it is a secret only so that an echo of it is seen. */
export function wrongKey(context: CheckContext): Credential {
  const token = `cowork-probe-invalid-${context.nonce('bad-key')}`;
  context.noteSent(token);
  return { scheme: context.facts.scheme, token };
}
