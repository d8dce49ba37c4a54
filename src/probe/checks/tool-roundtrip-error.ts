import { fail, pass, type Check } from '../check.ts';
import { messages, toolResultBody } from '../requests/requests.ts';
import { sayProblem } from './stream-basic.ts';
import { failing, isIncomplete, noStream, sayEnd } from '../diagnosis/stream-verdict.ts';

const HINT = 'Have the gateway pass is_error of a tool_result on.';

export const toolRoundtripError = {
  id: 'tool-roundtrip-error',
  title: 'a failed tool is reported to the model',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'what tools say when they fail gets no answer',
  when: 'deep',
  needs: ['tool-roundtrip'],
  tokens: { input: 470, output: 40 },
  async run(context) {
    const body = toolResultBody(await context.model(), 'The city is unknown.', true);
    const outcome = await context.stream('tool-error', messages(body));
    const none = noStream(context, outcome, 'A tool result with is_error');
    if (none !== undefined || !outcome.ok) return none;
    const [broken] = failing(outcome.value);
    if (broken !== undefined) return fail(`${sayProblem(broken)}.`, HINT);
    if (isIncomplete(outcome.value))
      return fail(`The answer is cut ${sayEnd(context, outcome.value)}.`, HINT);
    return pass('A tool result with is_error is taken.');
  },
} as const satisfies Check;
