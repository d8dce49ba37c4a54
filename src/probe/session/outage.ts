import { follows, type Place } from './places.ts';

/** So many messages have to pass one at a time before several go at once again. */
const CALM = 6;
/** So many have to pass side by side before a limit on these is out of the question. */
const TOGETHER = 4;

/**
 * Failures of messages that went out side by side. The engine asks one at a time: it would have met an outage twice in a
 * row, and a limit on what goes at once never. What tells them apart is whether as many pass together afterwards.
 */
export class Outage {
  /** Messages that failed before any passed that was sent after the first failure. */
  readonly #failed: Place[] = [];
  /** The number of the last message sent when the first one failed. */
  #seenAt: number | undefined;
  #calm = 0;
  #together = 0;
  #recurs = false;
  /** What failed costs a wait, or closes connections: while a run goes on, it is not to be met again. */
  #isCostly = false;
  #passedAgain = false;

  /** A message failed; `sent`: so many had been sent. `mayRecover`: it is worth to ask several at once again. */
  failed(place: Place, sent: number, mayRecover: boolean): void {
    this.#seenAt ??= sent;
    this.#isCostly ||= !mayRecover;
    this.#recurs ||= place.number > this.#seenAt && this.#calm > 0;
    this.#failed.push(place);
  }

  /** The messages that failed. */
  get failures(): readonly Place[] {
    return this.#failed;
  }

  /** A message passed, `beside` others or alone. */
  passed(number: number, beside: boolean): void {
    if (this.#seenAt === undefined || number <= this.#seenAt) return;
    this.#calm += 1;
    if (beside) this.#together += 1;
  }

  /** Whether to ask several at once again, which tells. */
  get isCalm(): boolean {
    return this.#failed.length >= 2 && !this.#recurs && !this.#isCostly && this.#calm >= CALM;
  }

  /** It was one: the engine would have met two failures one after the other. */
  get isCertain(): boolean {
    return this.#passedAgain || (this.isCalm && this.#together >= TOGETHER);
  }

  /**
   * So many messages sent at once would tell what the run has left open; undefined where there is nothing to tell: two that
   * failed have to follow one another, of all messages or of those of their model; some must have passed later, and none failed.
   * As many as had been sent by then, or a limit on what goes in a short time would pass for an outage.
   */
  get toTell(): number | undefined {
    if (this.isCertain || this.#recurs || this.#seenAt === undefined || this.#calm === 0) return undefined;
    const follow = this.#failed.some((one) => this.#failed.some((other) => follows(one, other)));
    return follow ? Math.max(this.#seenAt, TOGETHER) : undefined;
  }

  /** All of these have passed. */
  passedAgain(): void {
    this.#passedAgain = true;
  }
}
