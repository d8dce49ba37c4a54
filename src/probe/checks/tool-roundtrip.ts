import { blocked, fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { looksLikeCall } from '../../protocol/tool-shape.ts';
import { askMessage, askStream, askToolResult, askToolStream, type Streamed } from './asks.ts';
import { TOOL } from './requests.ts';
import { sayProblem } from './stream-basic.ts';
import { failing, isIncomplete, noStream, sayEnd } from './stream-verdict.ts';

const HINT =
  'Have the gateway pass tool_use and tool_result blocks on unchanged: it loses what tools give back.';

/** The second half of every tool loop. A stream that fails in general is told by stream-basic and tool-stream. */
export const toolRoundtrip: Check = {
  id: 'tool-roundtrip',
  title: 'the result of a tool reaches the model',
  group: 'C',
  required: true,
  when: 'default',
  needs: ['health'],
  tokens: { input: 480, output: 40 },
  async run(context) {
    const outcome = await askToolResult(context);
    const verdict = check(context, outcome);
    if (verdict.status !== 'fail') return verdict;
    return (await elsewhere(context)) ?? verdict;
  },
};

function check(context: CheckContext, outcome: Streamed): RunAnswer {
  const none = noStream(context, outcome, 'A tool result', HINT);
  if (none !== undefined) return none;
  if (!outcome.ok) return fail('A tool result gets no answer.', HINT);
  const exchange = outcome.value;
  const [broken] = failing(exchange);
  if (broken !== undefined)
    return fail(`The answer to a tool result is a broken stream. ${sayProblem(broken)}.`, HINT);
  if (isIncomplete(exchange))
    return fail(`The answer to a tool result is cut ${sayEnd(context, exchange)}.`, HINT);
  const { reading } = exchange;
  const word = context.nonce('tool-result');
  if (reading.text.toLowerCase().includes(word.toLowerCase()))
    return pass('The model repeats what the tool gave back.');
  const again = reading.blocks.some(({ type, name }) => type === 'tool_use' && name === TOOL.name);
  if (again)
    return fail('Given the result, the model calls the same tool again: the result does not reach it.', HINT);
  if (reading.text.trim() === '') return warn('The answer to a tool result is empty.', HINT);
  if (looksLikeCall(reading.text, TOOL.name))
    return warn('The answer to a tool result speaks of the call, not of its result.', HINT);
  return warn('The answer does not hold what the tool gave back.', HINT);
}

async function elsewhere(context: CheckContext): Promise<RunAnswer | undefined> {
  const message = await askMessage(context);
  if (!message.ok || message.value.status !== 200) {
    return blocked('message-basic', 'Messages in general are not answered.');
  }
  const [plain, tool] = await Promise.all([askStream(context), askToolStream(context)]);
  if (plain.ok && plain.value.answer.events.length > 0 && isIncomplete(plain.value)) {
    return blocked('stream-complete', 'This stream is cut like the plain one.');
  }
  if (isBroken(plain)) return blocked('stream-basic', 'No stream works, so this one does not either.');
  if (isBroken(tool))
    return blocked('tool-stream', 'Streams with tools do not work, so this one does not either.');
  return undefined;
}

function isBroken(outcome: Streamed): boolean {
  if (!outcome.ok) return true;
  const { answer } = outcome.value;
  return (
    answer.status !== 200 ||
    answer.events.length === 0 ||
    failing(outcome.value).length > 0 ||
    isIncomplete(outcome.value)
  );
}
