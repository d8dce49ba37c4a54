import type { Json } from '../../protocol/message-shape.ts';
import { looksLikeCall, toolProblems } from '../../protocol/tool-shape.ts';
import type { CheckContext } from '../check.ts';
import { CALLED_PATH, toolTurn } from '../engine/request.ts';
import { CALLED } from '../engine/tools.ts';
import { sendTurn } from './send-turn.ts';
import { UNLIKE } from './unlike.ts';
import { isAnswered, isOddAnswer, lostInput, type Lessened, type Turn } from './turn.ts';
import { isObject } from '../../text/json.ts';

const TOOLS =
  'Every session uses tools: have the gateway pass tools and tool calls on unchanged, and serve a model that takes them.';

/** A turn that ends with a call of the tool that was asked for, with the path that was given. */
export async function askTool(context: CheckContext, model: string): Promise<Turn> {
  /** Calls that came without what they need: the gateway has lost it, as no model leaves it out. */
  const lost = new Set<Turn>();
  const ask = async (): Promise<Turn> => {
    const turn = await sendTurn(context, 'tool', model, (shape) => toolTurn(model, shape));
    if (!isAnswered(turn)) return turn;
    const call = turn.blocks.find(({ type }) => type === 'tool_use');
    const bad = (problem: string): Turn => ({ ...turn, state: 'fails', problem, hint: TOOLS });
    if (call === undefined) {
      return bad(
        looksLikeCall(turn.text, `"${CALLED.name}"`)
          ? 'the tool call comes as text instead of a tool_use block'
          : 'the tool that was asked for is not called',
      );
    }
    const worst = toolProblems({ ...call, input: withoutBounds(call.input) }, CALLED).find(
      ({ severity }) => severity === 'fail',
    );
    if (worst !== undefined) {
      const came = bad(`the tool call ${worst.text}${found(context, call, worst.code)}`);
      if (worst.code === 'input-schema') lost.add(came);
      return came;
    }
    const called = isObject(call.input) ? String(call.input.file_path) : '';
    // Spaces around a path and doubled slashes do not keep the engine from the file (measured).
    const given = called.trim().replace(/\/{2,}/g, '/');
    if (given === CALLED_PATH) return turn;
    const lessens = shortened(given);
    return lessens === undefined
      ? bad(`the tool call holds "${context.quote(called, 80)}" where ${CALLED_PATH} was asked for`)
      : { ...turn, lessens };
  };
  const first = await ask();
  if (!isOddAnswer(first)) return first;
  const second = await ask();
  if (second.state === 'untested') return first;
  if (!isAnswered(second)) return second;
  if (lostInput(first, second))
    return {
      ...first,
      problem: `${first.problem ?? ''}, and is called when asked again: a part of the first request was lost on its way, as its usage counts ${String(first.inputTokens)} input tokens where the same request counts ${String(second.inputTokens)}`,
      hint: UNLIKE,
    };
  return lost.has(first)
    ? { ...first, problem: `${first.problem ?? ''}, and is whole when asked for again`, hint: UNLIKE }
    : second;
}

/** What a call holds in place of what was asked for: a name, or the properties of its input. */
function found(context: CheckContext, { name, input }: Json, code: string): string {
  if (code === 'name' && typeof name === 'string')
    return ` ("${context.quote(name, 40)}" instead of ${CALLED.name})`;
  if (code !== 'input-schema' || !isObject(input)) return '';
  const names = Object.keys(input).slice(0, 6).join(', ');
  return names === '' ? '' : ` (it holds ${context.quote(names, 80)})`;
}

/** What a file is read from and to: the engine's tool takes both, as numbers and as digits, where a gateway adds them (measured). */
const BOUNDS = ['offset', 'limit'];

function withoutBounds(input: unknown): unknown {
  if (!isObject(input)) return input;
  const isBound = ([name, value]: [string, unknown]): boolean =>
    BOUNDS.includes(name) && /^\d{1,9}$/.test(String(value));
  return Object.fromEntries(Object.entries(input).filter((each) => !isBound(each)));
}

/** Paths of this length came whole in the turns that the engine was measured with; longer ones are as common. */
const COMMON_LENGTH = 40;

/** What a path has lost that still names some files, of the working folder or with short paths; without its extension it names none. */
function shortened(path: string): Lessened | undefined {
  if (path !== '' && path === CALLED_PATH.split('/').at(-1))
    return {
      what: 'the path in a tool call comes without its folder',
      says: 'tools find files of the working folder only',
    };
  const isCut = CALLED_PATH.startsWith(path) && !CALLED_PATH.slice(path.length).startsWith('.');
  return isCut && path.length >= COMMON_LENGTH
    ? {
        what: `the path in a tool call is cut after ${String(path.length)} characters`,
        says: 'what tools are called with is cut when it is long',
      }
    : undefined;
}
