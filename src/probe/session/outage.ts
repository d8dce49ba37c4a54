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
  #failed = 0;
  /** The number of the last message sent when the first one failed. */
  #seenAt: number | undefined;
  #calm = 0;
  #together = 0;
  #recurs = false;

  /** A message failed; `sent`: so many had been sent. `mayRecover`: it is worth to ask several at once again. */
  failed(number: number, sent: number, mayRecover: boolean): void {
    this.#seenAt ??= sent;
    this.#recurs ||= !mayRecover || (number > this.#seenAt && this.#calm > 0);
    this.#failed += 1;
  }

  /** A message passed, `beside` others or alone. */
  passed(number: number, beside: boolean): void {
    if (this.#seenAt === undefined || number <= this.#seenAt) return;
    this.#calm += 1;
    if (beside) this.#together += 1;
  }

  /** Whether to ask several at once again, which tells. */
  get isCalm(): boolean {
    return this.#failed >= 2 && !this.#recurs && this.#calm >= CALM;
  }

  /** It was one: the engine would have met two failures one after the other. */
  get isCertain(): boolean {
    return this.isCalm && this.#together >= TOGETHER;
  }
}
