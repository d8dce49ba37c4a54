import type { Outcome } from '../../errors.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { PassingFailure } from './engine-view.ts';

/** More than the engine makes before it gives a turn up: these tell what never works from what is unstable. */
const MOST_RETRIES = 3;
/** No failure is waited for longer, whatever the gateway says; and one that says more is asked for once. */
export const LONG_WAIT_MS = 5000;
/** The engine gives a turn up when a request fails this often in a row (measured with one retry). */
export const GIVES_UP = 2;

/** Whether a request that fails is not asked for again; `left`: so many retries the run has left. */
export function givesUp(
  outcome: Outcome<GatewayAnswer, Failure>,
  { toldMs = 0 }: PassingFailure,
  { retries, inARow, left }: { readonly retries: number; readonly inARow: number; readonly left: number },
): boolean {
  if (retries >= MOST_RETRIES || left <= 0) return true;
  // What costs a wait, or is a refusal rather than a failure, is asked for as often as the engine does.
  const once = outcome.ok
    ? outcome.value.status < 408 || toldMs >= LONG_WAIT_MS
    : outcome.failure.kind === 'timeout';
  return once && inARow >= GIVES_UP;
}
