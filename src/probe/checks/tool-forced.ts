import { fail, pass, warn, type Check, type CheckContext } from '../check.ts';
import { limitFailure, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { messageProblems, messageText, messageToolUses, stopReason } from '../../protocol/message-shape.ts';
import { looksLikeCall, toolProblems } from '../../protocol/tool-shape.ts';
import { askTool, askToolAgain } from '../requests/asks.ts';
import { TOOL } from '../requests/requests.ts';
import { sharedRefusal } from '../diagnosis/stream-verdict.ts';
import { UNLIKE } from '../turns/unlike.ts';

const NEEDED =
  'Every session uses tools: have the gateway pass tools and tool_choice on, and serve a model that takes them.';

/** platform.claude.com "Tool use", tool_choice. */
export const toolForced = {
  id: 'tool-forced',
  title: 'a forced tool is called',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['health'],
  tokens: { input: 80, output: 30 },
  async run(context) {
    const outcome = await askTool(context);
    const general = await sharedRefusal(context, outcome);
    if (general !== undefined) return general;
    if (!outcome.ok)
      return fail(`A request with a tool gets no answer: ${sayFailure(context, outcome.failure)}.`, NEEDED);
    const answer = outcome.value;
    if (answer.status !== 200) {
      return (
        limitFailure(context, answer) ??
        fail(`A request with a tool is refused (${sayAnswer(context, answer)}).`, NEEDED)
      );
    }
    const broken = messageProblems(answer.json).find(({ severity }) => severity === 'fail');
    if (broken !== undefined) return fail(`The answer to a request with a tool ${broken.text}.`, NEEDED);
    const calls = messageToolUses(answer.json);
    const text = messageText(answer.json);
    const [call] = calls;
    if (call === undefined) {
      return looksLikeCall(text, TOOL.name)
        ? fail('The tool call comes as text instead of a tool_use block.', NEEDED)
        : fail('The tool that was forced is not called.', NEEDED);
    }
    const problems = toolProblems(call, TOOL);
    const worst = problems.find(({ severity }) => severity === 'fail') ?? problems[0];
    if (worst?.severity === 'fail') {
      const lost = fail(`The tool call ${worst.text}.`, NEEDED);
      return worst.code === 'input-schema' && (await isWholeNow(context))
        ? {
            ...lost,
            detail: `${lost.detail} Asked once more it has it: turns lose it as well.`,
            hint: UNLIKE,
            whenBroken: 'no',
          }
        : lost;
    }
    const stop = stopReason(answer.json);
    if (stop !== 'tool_use') {
      return warn(
        `The tool is called, but stop_reason is ${stop === undefined ? 'missing' : `"${context.quote(stop, 40)}"`} instead of "tool_use".`,
        'Have the gateway pass stop_reason on; clients other than the app go by it.',
      );
    }
    if (worst !== undefined) {
      return warn(
        `The tool call ${worst.text}.`,
        'Have the gateway pass tool IDs on as the model made them.',
      );
    }
    if (text.trim() !== '')
      return warn(
        'Besides the forced tool call there is text.',
        'Look whether the gateway passes tool_choice on.',
      );
    return pass('The tool is called with an object that fits its schema.');
  },
} as const satisfies Check;

/** A model that is made to call a tool fills in what it needs: what is lost once and not again, one server of several loses. */
async function isWholeNow(context: CheckContext): Promise<boolean> {
  const again = await askToolAgain(context);
  const [call] = again.ok && again.value.status === 200 ? messageToolUses(again.value.json) : [];
  return call !== undefined && toolProblems(call, TOOL).every(({ severity }) => severity !== 'fail');
}
