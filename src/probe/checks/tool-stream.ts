import { blocked, fail, pass, warn, type Check } from '../check.ts';
import { messageToolUses } from '../../protocol/message-shape.ts';
import { looksLikeCall, toolProblems } from '../../protocol/tool-shape.ts';
import { askTool, askToolStream } from './asks.ts';
import { TOOL } from './requests.ts';
import { sayProblem } from './stream-basic.ts';
import {
  failing,
  isIncomplete,
  noStream,
  ownOddities,
  sayEnd,
  sharedFault,
  sharedNoStream,
  sharedRefusal,
} from './stream-verdict.ts';

const HINT = 'Have the gateway pass input_json_delta events on unchanged and close every block.';

/** platform.claude.com "Streaming messages", input JSON delta; what the engine refuses of it was measured. */
export const toolStream: Check = {
  id: 'tool-stream',
  title: 'a tool call arrives whole in a stream',
  group: 'C',
  required: true,
  when: 'default',
  needs: ['health'],
  tokens: { input: 420, output: 50 },
  async run(context) {
    const outcome = await askToolStream(context);
    const shared =
      (await sharedRefusal(context, outcome)) ??
      (await sharedNoStream(context, outcome)) ??
      (outcome.ok ? await sharedFault(context, outcome.value) : undefined);
    if (shared !== undefined) return shared;
    const none = noStream(context, outcome, 'A stream with a tool');
    if (none !== undefined || !outcome.ok) return none;
    const exchange = outcome.value;
    const { reading } = exchange;
    const [broken] = failing(exchange);
    if (broken !== undefined) return fail(`${sayProblem(broken)}.`, HINT);
    if (isIncomplete(exchange))
      return fail(`The stream with a tool is cut ${sayEnd(context, exchange)}.`, HINT);
    const calls = reading.blocks.filter(({ type }) => type === 'tool_use');
    const [call] = calls;
    if (call === undefined) {
      const forced = await askTool(context);
      if (forced.ok && forced.value.status === 200 && messageToolUses(forced.value.json).length === 0) {
        return blocked('tool-forced', 'The tool is not called in a stream either.');
      }
      return looksLikeCall(reading.text, TOOL.name)
        ? fail('In the stream the tool call comes as text instead of a tool_use block.', HINT)
        : fail('In the stream the tool that was forced is not called.', HINT);
    }
    const problems = toolProblems(call, TOOL);
    const worst = problems.find(({ severity }) => severity === 'fail');
    if (worst !== undefined) return fail(`The streamed tool call ${worst.text}.`, HINT);
    if (reading.stopReason !== 'tool_use') {
      const stop = reading.stopReason;
      return warn(
        `The tool is called, but stop_reason is ${stop === undefined ? 'missing' : `"${context.quote(stop, 40)}"`} instead of "tool_use".`,
        'Have the gateway pass stop_reason on; clients other than the app go by it.',
      );
    }
    const [odd] = await ownOddities(context, exchange);
    if (odd !== undefined) return warn(`${sayProblem(odd)}; the app copes, other clients may not.`, HINT);
    const [oddCall] = problems;
    if (oddCall !== undefined) {
      return warn(
        `The streamed tool call ${oddCall.text}.`,
        'Have the gateway pass tool IDs on as the model made them.',
      );
    }
    return pass(
      `The input arrives in ${call.deltas === 1 ? 'one delta' : `${call.deltas} deltas`} and fits the schema.`,
    );
  },
};
