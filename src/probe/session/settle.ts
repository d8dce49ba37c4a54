import type { CutsInUse } from './cuts-in-use.ts';
import type { InFlight } from './in-flight.ts';
import type { Outage } from './outage.ts';

/** So many at once are side by side at least. */
const LEAST_TOGETHER = 4;

/** What the failures of a run leave open. */
interface Unsettled {
  readonly outage: Outage;
  readonly cuts: CutsInUse;
  readonly flight: InFlight;
  /** Messages that failed, to be sent as they were; each tells whether it passes. */
  readonly redo: readonly (() => Promise<boolean>)[];
}

/**
 * Sends side by side what failed side by side, and small messages beside it, where that tells an outage from a limit.
 * After a run without such failures nothing is sent. `small` makes a small message that tells whether it passes.
 */
export async function settle(
  { outage, cuts, flight, redo }: Unsettled,
  small: () => Promise<() => Promise<boolean>>,
): Promise<void> {
  const count = outage.toTell ?? cuts.toTell(outage.failures);
  if (count === undefined) return;
  const another = await small();
  const others = Array.from({ length: Math.max(count, LEAST_TOGETHER) }, () => another);
  flight.sideBySide();
  const all = [...redo, ...others].slice(0, Math.max(count, redo.length, LEAST_TOGETHER));
  const passed = await Promise.all(all.map((send) => flight.slot(send)));
  if (passed.every(Boolean)) outage.passedAgain();
}
