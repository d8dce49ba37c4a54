import { fail, pass, warn, type Check } from '../check.ts';
import { isServerError, notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { healthBody, messages } from '../requests/requests.ts';

const HINT = "Return the upstream's error bodies unchanged: the app recovers by their wording.";

/** Asked for by name only: it put the route of a real gateway into cool-down for half a minute. */
export const errorPassthrough = {
  id: 'error-passthrough',
  title: "the upstream's errors arrive unchanged",
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'flag',
  flag: 'intrusive',
  needs: ['health'],
  negative: 'alone',
  tokens: { input: 8, output: 1 },
  async run(context) {
    const body = { ...healthBody(await context.model()), max_tokens: 99_999_999 };
    const outcome = await context.send('max-tokens', messages(body));
    if (!outcome.ok)
      return fail(`Too large a max_tokens gets no answer: ${sayFailure(context, outcome.failure)}.`, HINT);
    const answer = outcome.value;
    if (answer.status === 200)
      return warn('Too large a max_tokens is not objected to: the gateway clamps it.', HINT);
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    const said = sayAnswer(context, answer);
    if (isServerError(answer.status))
      return fail(`Too large a max_tokens breaks the gateway (${said}).`, HINT);
    return answer.status === 400 && (readError(answer).message ?? '').includes('max_tokens')
      ? pass('Too large a max_tokens is refused by name.')
      : warn(`Too large a max_tokens is refused in other words (${said}).`, HINT);
  },
} as const satisfies Check;
