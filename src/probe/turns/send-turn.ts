import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { Outcome } from '../../errors.ts';
import type { StreamReading } from '../../protocol/stream-shape.ts';
import type { Json } from '../../protocol/message-shape.ts';
import { withoutContextSuffix } from '../../schema/index.ts';
import type { CheckContext, StreamExchange } from '../check.ts';
import { engineRequest, type TurnKind } from '../engine/request.ts';
import { sessionId } from '../engine/session-id.ts';
import { ENGINE_AGENT, engineShape, namesClient, type EngineShape } from '../engine/shape.ts';
import { limitOf, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { brokenStream, isMute } from './broken-stream.ts';
import { limitedTurn } from './limited-turn.ts';
import { leftOutAfter, messageOf, reduced, type LeftOut } from './left-out.ts';
import { lostTurn } from './lost-turn.ts';
import type { Turn } from './turn.ts';
import { UNLIKE } from './unlike.ts';
import { NO_CONTENT, withoutStream, type AskedTurn } from './without-stream.ts';

/** How long the end of the body is waited for; one that comes later does not come for a user either. */
export const LINGER_MS = 25_000;

type Streamed = Outcome<StreamExchange, Failure>;
type Make = (shape: EngineShape) => Readonly<Record<string, unknown>>;

/** Asks as the engine does: a stream, what it leaves out when told to, and without a stream when that is broken. */
export async function sendTurn(
  context: CheckContext,
  kind: TurnKind,
  model: string,
  make: Make,
): Promise<Turn> {
  const marked = context.facts.models.find(({ name }) => withoutContextSuffix(name) === model);
  const longContext = marked?.supports1m === true || (marked !== undefined && /\[1m\]$/i.test(marked.name));
  let shape = engineShape(model, { longContext, effort: context.facts.effort });
  const without: LeftOut[] = [];
  let first: GatewayAnswer | undefined;
  const both = context.facts.bothHeaders === true;
  const session = sessionOf(context, model);
  let form: Form = 'large';
  let refused: Turn | undefined;
  const asked = (as: Form): AskedTurn => {
    const made = engineRequest(make({ ...shape, wholeTools: as === 'whole' }), {
      betas: shape.betas,
      both,
      session,
    });
    const body = made.body as Readonly<Record<string, unknown>>;
    const request = {
      ...underItsName(context, made),
      ...(as === 'large' ? { leastBytes: shape.bytes } : {}),
      lingerMs: LINGER_MS,
    };
    return { kind, model, body, request };
  };
  const stream = ({ request }: AskedTurn): Promise<Streamed> => context.stream(`turn-${kind}`, request);
  for (;;) {
    const turn = asked(form);
    const streamed = await stream(turn);
    const recovery = leftOutAfter(streamed, shape, without);
    if (recovery !== undefined) {
      if (!without.includes(recovery)) without.push(recovery);
      if (streamed.ok) first ??= streamed.value.answer;
      shape = reduced(shape, recovery, messageOf(streamed));
      continue;
    }
    if (form !== 'whole' && mayMindForm(streamed)) {
      const said = await readTurn(context, turn, streamed);
      refused = form === 'small' ? said : (refused ?? said);
      form = form === 'large' ? 'small' : 'whole';
      continue;
    }
    const read = await readTurn(context, turn, streamed);
    if (refused === undefined) return withLeftOut(read, without, first);
    if (read.state === 'fails') return withLeftOut(form === 'whole' ? refused : read, without, first);
    const chance = await passesAgain(() => stream(asked('large')));
    return withLeftOut(chance ? byChance(refused) : read, without, first);
  }
}

function withLeftOut(turn: Turn, without: readonly LeftOut[], first: GatewayAnswer | undefined): Turn {
  if (without.length === 0) return turn;
  return { ...turn, without, ...(first === undefined ? {} : { refusedFirst: first }) };
}

/** One server of two that refuses would meet every other request, so the form that was refused is asked twice more. */
async function passesAgain(ask: () => Promise<Streamed>): Promise<boolean> {
  for (let left = 2; left > 0; left -= 1) {
    const again = await ask();
    if (again.ok && again.value.answer.status === 200) return true;
  }
  return false;
}

/** What was refused and then taken was not refused for what it is: one of several servers refuses it, or chance does. */
function byChance(refused: Turn): Turn {
  return {
    ...refused,
    problem: `${refused.problem ?? 'refused'}, and the same request is taken when asked again`,
    hint: UNLIKE,
  };
}

/**
 * Turns have the size of real ones, by spaces between the tokens of the JSON: gateways choose another way for large
 * requests, and lose tools there. Where the size or the spaces alone are refused, body-size tells. And tools are short:
 * where these are refused, those that look like the engine's are asked for, which is paid for only where it helps.
 */
type Form = 'large' | 'small' | 'whole';

/** Whether what was refused may be the form of the request, and not what it says. */
function mayMindForm(streamed: Streamed): boolean {
  if (!streamed.ok) return streamed.failure.kind === 'reset';
  const { answer } = streamed.value;
  const { status } = answer;
  return status >= 400 && status < 500 && status !== 401 && status !== 404 && limitOf(answer) === undefined;
}

/** The session that the turns of a model belong to. */
export function sessionOf(context: CheckContext, model: string): string {
  return sessionId(`${model} ${context.nonce('session')}`);
}

/** Turns go out under the engine's name, unless the configuration gives another. */
function underItsName({ facts }: CheckContext, request: GatewayRequest): GatewayRequest {
  return namesClient(facts.customHeaders)
    ? request
    : { ...request, headers: { ...request.headers, 'user-agent': ENGINE_AGENT } };
}

async function readTurn(context: CheckContext, asked: AskedTurn, streamed: Streamed): Promise<Turn> {
  const { kind, model } = asked;
  const base = { kind, model, ...NO_CONTENT };
  if (!streamed.ok) {
    return {
      ...base,
      state: 'fails',
      failure: streamed.failure,
      problem: `no answer: ${sayFailure(context, streamed.failure)}`,
      hint: 'Look at the log of the gateway and of the proxy in front of it.',
    };
  }
  const { answer, reading } = streamed.value;
  const limited = limitedTurn(context, answer);
  if (limited !== undefined) return { ...base, ...limited };
  if (answer.status === 404)
    return withoutStream(context, asked, `streams are no route (${sayAnswer(context, answer)})`, answer);
  if (answer.status !== 200) {
    return { ...base, state: 'fails', refusal: answer, problem: `refused (${sayAnswer(context, answer)})` };
  }
  if (isMute(streamed.value))
    return {
      ...base,
      state: 'fails',
      problem: `for ${String(Math.round(answer.ms / 1000))} s the stream holds no word of an answer`,
      hint: 'Look whether the model behind the gateway answers: what keeps the stream alive hides that it does not.',
    };
  const why = brokenStream(context, streamed.value);
  if (why !== undefined) return withoutStream(context, asked, why);
  const taken: Turn = {
    ...base,
    ...(answer.tailMs === undefined ? {} : { tailMs: answer.tailMs }),
    state: 'works',
    ms: answer.ms,
    ...inputOf(reading),
    blocks: blocksOf(reading),
    text: shownText(reading),
    ...(reading.model === undefined ? {} : { answered: reading.model }),
  };
  const lost = lostTurn(context, kind, streamed.value);
  return lost === undefined ? taken : { ...taken, state: 'fails', problem: lost.text, hint: lost.hint };
}

/** The blocks of a stream as the engine sends them back. */
function blocksOf(reading: StreamReading): readonly Json[] {
  return reading.blocks.flatMap((block): Json[] => {
    switch (block.type) {
      case 'text':
        // Nor what is blank.
        return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
      case 'thinking':
        // Without its signature the engine does not send thinking back (measured).
        return block.signature === undefined
          ? []
          : [{ type: 'thinking', thinking: block.text, signature: block.signature }];
      case 'redacted_thinking':
        return [{ type: 'redacted_thinking', data: block.data }];
      case 'tool_use':
        return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input ?? {} }];
      default:
        return [];
    }
  });
}

function inputOf({ startUsage, endUsage }: StreamReading): Pick<Turn, 'inputTokens'> {
  const { input, cacheRead = 0, cacheCreation = 0 } = { ...startUsage, ...endUsage };
  return input === undefined ? {} : { inputTokens: input + cacheRead + cacheCreation };
}

/** What the engine shows in the end: the block that stopped last, when it is text. */
function shownText(reading: StreamReading): string {
  const last = reading.blocks.find(({ index }) => index === reading.lastStopped) ?? reading.blocks.at(-1);
  return last?.type === 'text' ? last.text : '';
}
