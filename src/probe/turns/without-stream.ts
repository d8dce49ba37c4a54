import type { GatewayRequest } from '../../gateway/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { messageModel, messageProblems, stopReason, usageOf } from '../../protocol/message-shape.ts';
import type { CheckContext } from '../check.ts';
import type { TurnKind } from '../engine/request.ts';
import { sayAnswer } from '../diagnosis/explain.ts';
import { limitedTurn } from './limited-turn.ts';
import type { Turn } from './turn.ts';
import { isObject } from '../../text/json.ts';

/** A turn as it was sent. */
export interface AskedTurn {
  readonly kind: TurnKind;
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: GatewayRequest;
}

/** What a turn holds that was not answered. */
export const NO_CONTENT = { blocks: [], text: '' } as const;

/** The same request without a stream, which the engine sends when a stream is broken. */
export async function withoutStream(
  context: CheckContext,
  { kind, model, body, request }: AskedTurn,
  why: string,
  refusal?: GatewayAnswer,
): Promise<Turn> {
  const outcome = await context.send(`turn-${kind}-whole`, { ...request, body: { ...body, stream: false } });
  const base = { kind, model, ...NO_CONTENT, problem: why, ...(refusal === undefined ? {} : { refusal }) };
  if (!outcome.ok) return { ...base, state: 'fails', failure: outcome.failure };
  const answer = outcome.value;
  const limited = limitedTurn(context, answer);
  if (limited !== undefined) return { ...base, ...limited };
  const { json } = answer;
  const bad =
    answer.status !== 200 ||
    !usageOf(json).present ||
    messageProblems(json).some(
      ({ severity, code }) => severity === 'fail' && code !== 'type' && code !== 'role',
    );
  if (bad) {
    return {
      ...base,
      state: 'fails',
      refusal: answer.status === 200 ? (refusal ?? answer) : answer,
      problem: `${why}, and without a stream it fails too (${sayAnswer(context, answer)})`,
    };
  }
  const blocks = isObject(json) && Array.isArray(json.content) ? json.content.filter(isObject) : [];
  const text = blocks
    .map((block) => (block.type === 'text' && typeof block.text === 'string' ? block.text : ''))
    .join('');
  const answered = messageModel(json);
  const stop = stopReason(json);
  return {
    ...base,
    state: stop === 'refusal' ? 'fails' : 'unstreamed',
    hint: 'Have the gateway pass the event stream on as it comes: every turn is sent twice.',
    blocks,
    text,
    ...(answered === undefined ? {} : { answered }),
  };
}
