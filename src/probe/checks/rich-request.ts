import { fail, pass, warn, type Check } from '../check.ts';
import { frontOf, isServerError, notTested, readError, sayAnswer, sayFailure } from '../explain.ts';
import { richRequest, thinksAdaptively } from './requests.ts';
import { sayProblem } from './stream-basic.ts';
import { failing, noStream, sharedFault, sharedNoStream, sharedRefusal } from './stream-verdict.ts';

/** What the engine adds to a plain request: system blocks, cache marks, metadata, thinking, betas, headers of its own. */
export const richRequestCheck: Check = {
  id: 'rich-request',
  title: "a request with everything the app's engine sends is taken",
  group: 'C',
  required: true,
  when: 'default',
  needs: ['health'],
  tokens: { input: 60, output: 16 },
  async run(context) {
    const model = await context.model();
    const outcome = await context.ask('rich', () => context.stream('rich', richRequest(model)));
    const general = await sharedRefusal(context, outcome);
    if (general !== undefined) return general;
    if (!outcome.ok) {
      return fail(
        `A request with the engine's fields gets no answer: ${sayFailure(context, outcome.failure)}.`,
        LOOK,
      );
    }
    const { answer } = outcome.value;
    if (answer.status !== 200) {
      const limited = notTested(context, answer);
      if (limited !== undefined) return limited;
      const field = refusedField(readError(answer).message ?? '');
      const said = sayAnswer(context, answer);
      if (field === undefined) {
        const front = frontOf(answer);
        return fail(
          `A request with the engine's fields is refused (${said}).`,
          isServerError(answer.status) || front === undefined ? LOOK : `${front} is in front: ${LOOK}`,
        );
      }
      return fail(
        `A request with the engine's fields is refused because of ${field} (${said}).`,
        `Have the gateway forward ${field} and its header together, or translate it for the model behind (Bedrock, Vertex).`,
      );
    }
    const shared = (await sharedNoStream(context, outcome)) ?? (await sharedFault(context, outcome.value));
    if (shared !== undefined) return shared;
    const none = noStream(context, outcome, "A request with the engine's fields");
    if (none !== undefined) return none;
    const [broken] = failing(outcome.value);
    if (broken !== undefined)
      return fail(`The answer to the engine's fields is a broken stream. ${sayProblem(broken)}.`, LOOK);
    const thinking = outcome.value.reading.blocks.some(
      ({ type }) => type === 'thinking' || type === 'redacted_thinking',
    );
    // A model may think or not on so short a question; its absence is no finding.
    const thought = !thinksAdaptively(model)
      ? ''
      : thinking
        ? ', thinking included'
        : '; the model chose not to think';
    if (outcome.value.reading.text === '' && outcome.value.reading.blocks.length === 0) {
      return warn('The fields are taken, but the answer is empty.', LOOK);
    }
    return pass(`System blocks, cache marks, metadata, betas and headers are taken${thought}.`);
  },
};

const LOOK = 'Look at the log of the gateway: plain requests pass, this one does not.';

/** The field a refusal names, in the spelling of the API. */
function refusedField(message: string): string | undefined {
  return [
    'cache_control',
    'ttl',
    'thinking',
    'metadata',
    'anthropic-beta',
    'output_config',
    'context_management',
    'system',
  ].find((field) => message.toLowerCase().includes(field));
}
