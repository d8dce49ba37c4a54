import { fail, pass, warn, type Check } from '../check.ts';
import { isServerError, notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { smallBody } from '../requests/asks.ts';
import { BETAS, messages } from '../requests/requests.ts';

const VALUE = 'cowork-probe-9999-01-01';
const HINT =
  'Have the gateway forward anthropic-beta as it comes: without it 1M context, effort and tool search vanish silently.';

/** platform.claude.com "Beta headers": the API names an unknown value in a 400. A gateway that answers 200 dropped it. */
export const betaForwarded = {
  id: 'beta-forwarded',
  title: 'the anthropic-beta header is passed on',
  group: 'C',
  owner: 'gateway',
  topic: 'betas',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  negative: true,
  tokens: { input: 8, output: 1 },
  async run(context) {
    const body = await smallBody(context);
    const outcome = await context.send('beta', messages(body, { 'anthropic-beta': `${BETAS},${VALUE}` }));
    if (!outcome.ok)
      return fail(
        `A request with an unknown beta gets no answer: ${sayFailure(context, outcome.failure)}.`,
        HINT,
      );
    const answer = outcome.value;
    if (answer.status === 200) {
      return warn(
        'An unknown anthropic-beta value is not objected to: it is dropped, or no Anthropic model is behind.',
        HINT,
      );
    }
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    const message = readError(answer).message ?? '';
    if (answer.status === 400 && /cowork-probe|beta/i.test(message))
      return pass('An unknown value is refused by name, so the header arrives.');
    const said = sayAnswer(context, answer);
    return isServerError(answer.status)
      ? fail(`An unknown anthropic-beta value breaks the gateway (${said}).`, HINT)
      : warn(`An unknown anthropic-beta value is refused for another reason (${said}).`, HINT);
  },
} as const satisfies Check;
