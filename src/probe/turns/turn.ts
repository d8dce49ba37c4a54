import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { Json } from '../../protocol/message-shape.ts';
import type { TurnKind } from '../engine/request.ts';
import type { LeftOut } from './left-out.ts';

/** How a turn ended. `unstreamed`: only the second request, without a stream, was answered. */
export type TurnState = 'works' | 'unstreamed' | 'fails' | 'untested';

/** What a turn that was answered does without. */
export interface Lessened {
  /** As a clause without a full stop. */
  readonly what: string;
  /** For the verdict: what does not work, as a clause. */
  readonly says: string;
}

/** What came of a turn. */
export interface Turn {
  readonly kind: TurnKind;
  readonly model: string;
  readonly state: TurnState;
  /** What is wrong, as a clause without a full stop; for `works` what is odd. */
  readonly problem?: string;
  readonly hint?: string;
  /** What an answered turn has lost that some turns need. */
  readonly lessens?: Lessened;
  /** The answer that refused it. */
  readonly refusal?: GatewayAnswer;
  /** The failure of the connection that ended it. */
  readonly failure?: Failure;
  /** What the engine leaves out after a refusal, and what that costs. */
  readonly without?: readonly LeftOut[];
  /** The first answer that had it left out. */
  readonly refusedFirst?: GatewayAnswer;
  /** Content blocks as they are sent back in the next turn. */
  readonly blocks: readonly Json[];
  readonly text: string;
  /** The model that the answer names. */
  readonly answered?: string;
  /** Milliseconds from the request to message_stop, without the second request where a stream is broken. */
  readonly ms?: number;
  /** Input tokens that its usage counts, those of caches among them. */
  readonly inputTokens?: number;
  /** Milliseconds from message_stop to the end of the body; `open` when it did not end while we waited. */
  readonly tailMs?: number | 'open';
  /** The word of the system prompt stands in the answer (text turns). */
  readonly systemSeen?: boolean;
}

/** Whether a model answered a turn, with a stream or without one. */
export function isAnswered({ state }: Turn): boolean {
  return state === 'works' || state === 'unstreamed';
}

/** Less of a request than this arrived with a part of it lost; counts of one request differ by the words in it alone. */
const LEAST_SHARE = 0.8;

/** Whether the usage of a turn counts a good deal less than that of the same turn asked again: not all of it arrived. */
export function lostInput({ inputTokens: first }: Turn, { inputTokens: second }: Turn): boolean {
  return first !== undefined && second !== undefined && first > 0 && first < second * LEAST_SHARE;
}

/** Whether a turn came out wrong though the gateway answered it: only then another try may tell more. */
export function isOddAnswer({ state, refusal, failure }: Turn): boolean {
  return state === 'fails' && refusal === undefined && failure === undefined;
}
