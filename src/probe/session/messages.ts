import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { Connections } from './connections.ts';
import { CutsInUse } from './cuts-in-use.ts';
import { Outage } from './outage.ts';
import { Places, type Place } from './places.ts';
import { isMessage } from './told.ts';

/** One attempt at a request, as it ended. */
interface Attempt {
  readonly request: GatewayRequest;
  readonly outcome: Outcome<GatewayAnswer, Failure>;
  readonly place: Place;
  /** The most that were in flight while it was made. */
  readonly beside: number;
  /** It is none of the first try. */
  readonly isRetry: boolean;
  /** Others were in flight. */
  readonly isShared: boolean;
  /** The same request failed right before. */
  readonly failedBefore: boolean;
  /** It failed in a way that may pass. */
  readonly mayPass: boolean;
  /** Sends it once more, as it was; whether it passes. */
  readonly redo: () => Promise<boolean>;
}

/** What became of the messages of a run: where each stood, which failed, on what connections, and beside how many. */
export class Messages {
  readonly outage = new Outage();
  readonly connections = new Connections();
  readonly cuts = new CutsInUse();
  readonly places = new Places();
  /** Those that failed, to be sent as they were. */
  readonly redo: (() => Promise<boolean>)[] = [];
  /** The last, in the order of sending, that did not fail. */
  #passed = 0;
  /** The fewest in flight when one failed: as many have to pass together before a limit is out of the question. */
  #crowd = Number.POSITIVE_INFINITY;

  /** Whether a message has passed that was sent after this place. */
  hasPassedSince(place: Place): boolean {
    return this.#passed > place.number;
  }

  /** Notes an attempt; other requests than messages tell nothing here. */
  note(attempt: Attempt): void {
    const { request, outcome, place, beside, isRetry, isShared, failedBefore, mayPass, redo } = attempt;
    if (!isMessage(request)) return;
    const sent = this.places.total;
    if (this.cuts.note(outcome, { place, sent, twice: failedBefore || mayPass })) this.redo.push(redo);
    // A refusal tells nothing, as another server may have answered; nor does what failed beside others: that may be a limit.
    const tells = mayPass ? isRetry || !isShared : outcome.ok && outcome.value.status === 200;
    if (outcome.ok && tells) this.connections.note(outcome.value.connection, mayPass);
    if (!mayPass) return;
    this.outage.failed(place, sent, outcome.ok);
    if (!isRetry) this.#crowd = Math.min(this.#crowd, Math.max(2, beside));
    this.redo.push(redo);
  }

  /** What the engine does not send was cut and sent again by the client: a turn in its place would have met that. */
  wasCut(place: Place): void {
    this.outage.failed(place, this.places.total, false);
  }

  /** The message at this place is answered, `beside` so many in flight. */
  passed(place: Place, beside: number): void {
    this.#passed = Math.max(this.#passed, place.number);
    this.outage.passed(place.number, beside >= this.#crowd);
  }
}
