import { fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { limitFailure, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { messageProblems, messageText } from '../../protocol/message-shape.ts';
import { askAlike, askHealth, askMessage, askMessageAgain } from '../requests/asks.ts';
import { holds } from '../turns/words.ts';

/**
 * platform.claude.com "Messages". The word asked for is new each time: gateways are known to answer the one-token
 * health check themselves, which hides a dead model.
 */
export const messageBasic = {
  id: 'message-basic',
  title: 'a message is answered in the right shape',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['health'],
  tokens: { input: 48, output: 8 },
  async run(context) {
    const outcome = await askMessage(context);
    const look = context.resultOf('health')?.status === 'warn' ? LOOK : REAL;
    if (!outcome.ok) return fail(`A message gets no answer: ${sayFailure(context, outcome.failure)}.`, look);
    const answer = outcome.value;
    if (answer.status !== 200) {
      return (
        limitFailure(context, answer) ?? fail(`A message is refused (${sayAnswer(context, answer)}).`, look)
      );
    }
    const problems = messageProblems(answer.json);
    const broken = problems.find(({ severity }) => severity === 'fail');
    if (broken !== undefined) {
      return fail(`The message ${broken.text}.`, 'Have the gateway answer in the shape of the Messages API.');
    }
    const text = messageText(answer.json);
    const answered = holds(text, context.nonce('message'));
    if (!answered) {
      const canned = await isCanned(context, text);
      if (canned !== undefined) return canned;
    }
    const odd = problems[0];
    if (odd !== undefined)
      return warn(`The message ${odd.text}.`, 'Have the gateway pass the message on as the model sent it.');
    if (!answered) {
      return warn(
        'The answer does not hold the word that was asked for.',
        'Look whether a model answers at all: it may be a mock, a cache or a filter.',
      );
    }
    return (await reused(context)) ?? pass('A model answers, with the word asked for.');
  },
} as const satisfies Check;

const LOOK = 'Look at the log of the gateway for requests without "stream": turns are asked for with it.';
const REAL =
  'The one-token health check passes, real requests do not: look at the log of the gateway for this one.';

/** The answer to the first message, to another that is like it: every turn of a session is like the one before. */
async function reused(context: CheckContext): Promise<RunAnswer | undefined> {
  const alike = await askAlike(context);
  if (!alike.ok || alike.value.status !== 200) return undefined;
  const text = messageText(alike.value.json);
  if (holds(text, context.nonce('message-alike')) || !holds(text, context.nonce('message'))) return undefined;
  return {
    ...fail(
      'A message that differs in one word is answered with the answer to the one before: a cache goes by likeness.',
      'Turn the semantic cache off for this route: a cache may only answer the very same request.',
    ),
    whenBroken: 'no',
  };
}

/** The very text of the health check, again for another word: nobody behind the gateway reads the request. */
async function isCanned(context: CheckContext, text: string): Promise<RunAnswer | undefined> {
  const health = await askHealth(context);
  if (text.trim() === '' || !health.ok || messageText(health.value.json).trim() !== text.trim())
    return undefined;
  const again = await askMessageAgain(context);
  if (!again.ok || again.value.status !== 200 || messageText(again.value.json).trim() !== text.trim())
    return undefined;
  return fail(
    'Whatever is asked, the same text comes back: the answer is canned.',
    'Have the gateway pass every request on to the model, the health check included.',
  );
}
