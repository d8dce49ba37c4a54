import { fail, pass, warn, type Check } from '../check.ts';
import { isServerError, notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { EFFORT } from '../engine/betas.ts';
import { smallBody } from '../requests/asks.ts';
import { BETAS, messages } from '../requests/requests.ts';

const VALUE = 'cowork-probe-bogus';
const HINT =
  'Have the gateway pass body fields on that it does not know: new ones come with releases of the app.';

/** code.claude.com "LLM gateway protocol": headers and body fields are open lists. A wrong value must reach its check. */
export const fieldForwarded = {
  id: 'field-forwarded',
  title: 'body fields are passed on',
  group: 'C',
  owner: 'gateway',
  topic: 'fields',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  negative: true,
  tokens: { input: 8, output: 1 },
  async run(context) {
    const body = { ...(await smallBody(context)), output_config: { effort: VALUE } };
    // A beta and its body field travel together.
    const outcome = await context.send('field', messages(body, { 'anthropic-beta': `${BETAS},${EFFORT}` }));
    if (!outcome.ok)
      return fail(
        `A request with a wrong effort gets no answer: ${sayFailure(context, outcome.failure)}.`,
        HINT,
      );
    const answer = outcome.value;
    if (answer.status === 200) {
      return warn('A wrong output_config.effort is not objected to: the field is dropped on the way.', HINT);
    }
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    const message = readError(answer).message ?? '';
    if (
      answer.status === 400 &&
      /extra inputs|not permitted|unknown (?:field|name)|unrecognized/i.test(message)
    ) {
      return warn(
        `The field output_config is refused whatever it holds (${sayAnswer(context, answer)}).`,
        'Have the gateway forward output_config together with anthropic-beta, or translate it: the engine sends it on every turn of the newer models.',
      );
    }
    if (answer.status === 400 && /effort|cowork-probe/i.test(message)) {
      return pass('A wrong value is refused by name, so the field arrives.');
    }
    const said = sayAnswer(context, answer);
    return isServerError(answer.status)
      ? fail(`A wrong output_config.effort breaks the gateway (${said}).`, HINT)
      : warn(`A wrong output_config.effort is refused for another reason (${said}).`, HINT);
  },
} as const satisfies Check;
