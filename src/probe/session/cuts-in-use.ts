import type { Outcome } from '../../errors.ts';
import type { Failure, Use } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { follows, type Place } from './places.ts';

/** A message that was sent again because the connection was cut that had served others. */
interface Cut {
  readonly place: Place;
  /** So many messages had been sent. */
  readonly sent: number;
  readonly use: Use;
  /** The same message had failed right before, or failed right after. */
  readonly twice: boolean;
}

/**
 * Connections in use that were cut. The server may have closed them before it was asked, as many do after a number of
 * requests or some time: the probe asks at once where the engine has seen that. One that was cut while others served more
 * and lived longer was not: the server ended it with a request in it, which the engine meets as a failure.
 */
export class CutsInUse {
  readonly #cuts: Cut[] = [];
  #most: Use = { served: 0, ageMs: 0 };

  /** What a message came to; whether it was cut in use, and sent again on a fresh connection. */
  note(outcome: Outcome<GatewayAnswer, Failure>, message: Omit<Cut, 'use'>): boolean {
    const { cutInUse } = outcome.ok ? outcome.value : outcome.failure;
    if (outcome.ok && outcome.value.use !== undefined) {
      const { served, ageMs } = outcome.value.use;
      this.#most = { served: Math.max(this.#most.served, served), ageMs: Math.max(this.#most.ageMs, ageMs) };
    }
    if (cutInUse !== undefined) this.#cuts.push({ ...message, use: cutInUse });
    return cutInUse !== undefined;
  }

  /** Those that the engine would have met. */
  get met(): readonly Cut[] {
    return this.#cuts.filter(({ use }) => use.served < this.#most.served && use.ageMs < this.#most.ageMs);
  }

  /**
   * So many messages at once would tell whether two in a row were an outage; undefined where there were none, or where
   * more failed later on. `failures`: of other kinds.
   */
  toTell(failures: readonly Place[]): number | undefined {
    const { met } = this;
    const [first] = met;
    const places = [...met.map(({ place }) => place), ...failures];
    if (first === undefined || places.some(({ number }) => number > first.sent)) return undefined;
    const inARow =
      met.some(({ twice }) => twice) || places.some((one) => places.some((other) => follows(one, other)));
    return inARow ? first.sent : undefined;
  }
}
