import { ok, type Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { isObject } from '../../protocol/message-shape.ts';
import { limitOf } from '../diagnosis/explain.ts';

/*
 * How the SDK of the engine takes an answer: which pass for a good one, and which it asks for again.
 */

/** Any 2xx is a 200 to the SDK of the engine (measured with 201 and 204): an empty one is a broken stream. */
export function accepted<T extends GatewayAnswer>(
  { body }: GatewayRequest,
  outcome: Outcome<T, Failure>,
): Outcome<T, Failure> {
  if (!outcome.ok) return outcome;
  const { status, text } = outcome.value;
  const counts = text !== '' || (isObject(body) && body.stream === true);
  return status > 200 && status < 300 && counts ? ok({ ...outcome.value, status: 200 }) : outcome;
}

/** A failure that the engine takes for passing: an overload, a server error, a connection that was cut. */
export function passingFailure(
  outcome: Outcome<GatewayAnswer, Failure>,
  { method, credential }: GatewayRequest,
): string | undefined {
  if (method !== 'POST' || credential === 'none') return undefined;
  if (!outcome.ok) return outcome.failure.kind === 'reset' ? 'a cut connection' : undefined;
  const { status } = outcome.value;
  // The SDK of the engine asks these again as well.
  if (status === 408 || status === 409) return `HTTP ${String(status)}`;
  if (status < 500 || status === 501 || limitOf(outcome.value) === 'rate') return undefined;
  return `HTTP ${String(status)}`;
}
