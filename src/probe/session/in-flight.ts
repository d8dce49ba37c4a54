import { throwIfStopped } from './stopped.ts';

/** How many requests are in flight at once, and which of them go alone. */
export class InFlight {
  readonly #signal: AbortSignal;
  readonly #waiting: (() => void)[] = [];
  readonly #most: number;
  readonly #watched = new Set<{ most: number }>();
  #limit: number;
  #flying = 0;
  /** Of these, what failed and waits to be made again, one at a time. */
  #retrying = 0;
  #turn: Promise<void> = Promise.resolve();
  /** Requests that want to be, or are, the only one in flight. */
  #solos = 0;

  constructor(limit: number, signal: AbortSignal) {
    this.#most = Math.max(1, limit);
    this.#limit = this.#most;
    this.#signal = signal;
  }

  /** From here on one request goes at a time. */
  oneAtATime(): void {
    this.#limit = 1;
  }

  /** As many as at the beginning again. */
  sideBySide(): void {
    this.#limit = this.#most;
    this.#wake();
  }

  /** More than one is in flight. */
  get isShared(): boolean {
    return this.#flying > 1;
  }

  /** From now on: the function gives the most in flight since then, those that wait to be made again among them, and ends it. */
  watch(): () => number {
    const watched = { most: this.#flying };
    this.#watched.add(watched);
    return () => {
      this.#watched.delete(watched);
      return watched.most;
    };
  }

  /** Makes a request when there is a place for it; `alone`: none other is in flight, and none begins. */
  async slot<T>(make: () => Promise<T>, alone = false): Promise<T> {
    throwIfStopped(this.#signal);
    if (alone) this.#solos += 1;
    const full = (): boolean => (alone ? this.#flying > 0 : this.#flying >= this.#limit || this.#solos > 0);
    while (full()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#flying += 1;
    for (const each of this.#watched) each.most = Math.max(each.most, this.#flying);
    try {
      throwIfStopped(this.#signal);
      return await make();
    } finally {
      this.#flying -= 1;
      if (alone) this.#solos -= 1;
      this.#wake();
    }
  }

  /** Makes a request again, in its own place, while nothing else is in flight but what waits to be made again as well. */
  async again<T>(make: () => Promise<T>): Promise<T> {
    this.#retrying += 1;
    this.#wake();
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => (end = resolve));
    try {
      while (this.#flying > this.#retrying && !this.#signal.aborted)
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await before;
      return await make();
    } finally {
      this.#retrying -= 1;
      end();
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
