import type { GatewayAnswer } from '../../protocol/answer.ts';
import { isCooldown, limitOf, readError } from '../diagnosis/explain.ts';

/** Longest `retry-after` that is waited for: a limit of so many requests a minute is, a spent day is not. */
const LONGEST_WAIT_MS = 65_000;
const LONGEST_503_MS = 5000;
/** Waits for one request after 429, when the gateway does not say how long: they double from the first. */
const FIRST_BACKOFF_MS = 1000;
const MOST_WAITS = 6;
/** With `retry-after` a second wait is the most that helps. */
const MOST_TOLD_WAITS = 3;

/** The pace that a gateway sets with its limits. */
export class Pace {
  readonly #onLimit: () => void;
  #limited = false;
  /** A limit was waited for in vain: nothing more is waited for. */
  #spent = false;

  /** `onLimit` is called whenever the gateway says 429. */
  constructor(onLimit: () => void) {
    this.#onLimit = onLimit;
  }

  /** 429 was met. */
  get limited(): boolean {
    return this.#limited;
  }

  /** Milliseconds to wait before a limited request is made again; undefined when it is not, or no longer, limited. */
  pauseAfter(answer: GatewayAnswer, waits: number, today: Date): number | undefined {
    if (this.#spent) return undefined;
    const cooling = isCooldown(answer);
    if (limitOf(answer) !== 'rate' && !cooling) return undefined;
    if (!cooling && answer.status === 429) {
      this.#limited = true;
      this.#onLimit();
    }
    const told = retryAfterMs(answer.headers, today) ?? secondsIn(readError(answer).message ?? '');
    const most = cooling ? 1 : told === undefined ? MOST_WAITS : MOST_TOLD_WAITS;
    // nginx says 503 for its limits; it does not say for how long, and it may as well be down.
    if (answer.status === 503 && (told === undefined || told > LONGEST_503_MS)) return undefined;
    const pause = told ?? FIRST_BACKOFF_MS * 2 ** waits;
    const hopeless =
      pause > LONGEST_WAIT_MS || /spend|budget|credit|billing/i.test(readError(answer).message ?? '');
    if (waits >= most || hopeless) {
      if (!cooling) this.#spent = true;
      return undefined;
    }
    return pause;
  }
}

/** `Try again in 5 seconds`, as routers word a cool-down. */
function secondsIn(message: string): number | undefined {
  const told = /try again in (\d{1,4}) ?s(?:ec|\b)/i.exec(message)?.[1];
  return told === undefined ? undefined : Number(told) * 1000;
}

/** Milliseconds to wait, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfterMs(headers: Readonly<Record<string, string>>, today: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = new Date(value).getTime();
  return Number.isNaN(date) ? undefined : Math.max(0, date - today.getTime());
}
