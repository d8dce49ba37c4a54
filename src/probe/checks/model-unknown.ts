import { fail, unproven, pass, warn, type Check, type CheckContext } from '../check.ts';
import { notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { messageModel, messageProblems } from '../../protocol/message-shape.ts';
import { checkModelName } from '../../schema/index.ts';
import { configuredIds, tierOf } from '../models/choice.ts';
import { listedModelIds, smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import { UNKNOWN_MODEL } from '../session/engine-view.ts';

/** Recognisably Claude, and nobody's. */
const NOBODY = 'claude-cowork-probe-none';

/** code.claude.com "LLM gateway rollout": a 404 means that the name is not routed. 200 means another model answers. */
export const modelUnknown = {
  id: 'model-unknown',
  title: 'an unknown model is refused',
  group: 'C',
  owner: 'gateway',
  topic: 'model-missing',
  required: true,
  whenBroken: 'partly',
  says: 'a model that does not exist is answered by another',
  when: 'default',
  needs: ['health'],
  negative: 'beside',
  async run(context) {
    const outcome = await context.send(
      UNKNOWN_MODEL,
      messages({ ...(await smallBody(context)), model: NOBODY }),
    );
    if (!outcome.ok) return unproven(`${sayFailure(context, outcome.failure)}.`);
    const answer = outcome.value;
    const { status } = answer;
    if (status === 200) {
      if (
        messageProblems(answer.json).some(({ code }) => code === 'error-body' || code === 'not-an-object')
      ) {
        return warn(
          `An unknown model is refused, but with HTTP 200 (${sayAnswer(context, answer)}).`,
          'Answer 404 not_found_error.',
        );
      }
      const got = messageModel(answer.json);
      if (got !== undefined && !(await isSomebody(context, got))) {
        return warn(
          'A model that does not exist answers as if it did: the gateway takes any name.',
          'Have the gateway refuse names it has no route for (404): a typing error in inferenceModels would go unseen.',
        );
      }
      const who = got === undefined ? 'a model it does not name' : context.quote(got, 80);
      return fail(
        `A model that does not exist is answered by ${who}.`,
        'Turn the fallback route of the gateway off (404 not_found_error): users get another model than they chose.',
      );
    }
    const limited = notTested(context, answer);
    if (limited !== undefined) return limited;
    const said = sayAnswer(context, answer);
    if (status === 404 || status === 400) return pass(`An unknown model is refused (HTTP ${status}).`);
    return warn(
      `An unknown model is refused, but with another status than 404 (${said}).`,
      'Answer 404 not_found_error: the app tells a wrong model from other trouble by it.',
    );
  },
} as const satisfies Check;

/** Whether the name an answer carries is that of a real model: one known here, of a tier of Claude, or of another vendor. */
async function isSomebody(context: CheckContext, got: string): Promise<boolean> {
  if (got === NOBODY) return false;
  const verdict = checkModelName(got);
  if (tierOf(got) !== undefined || (!verdict.ok && verdict.vendor !== undefined)) return true;
  const known = [await context.model(), ...configuredIds(context.facts), ...(await listedModelIds(context))];
  return known.includes(got);
}
