import type { GatewayAnswer } from '../../protocol/answer.ts';
import { isCooldown, isPaced, readError } from '../diagnosis/explain.ts';
import { LONGEST_TOLD_MS } from './engine-view.ts';
import { retryAfterMs } from './retry-after.ts';

/** Waits in a row, when the gateway does not say how long: they double from the first. */
const FIRST_BACKOFF_MS = 1000;
const MOST_WAITS = 6;
/** With `retry-after` a second wait is the most that helps. */
const MOST_TOLD_WAITS = 3;
/** What time does not cure: money that is spent, a request that is larger than the limit. */
const HOPELESS = /spend|budget|credit|billing|usage limits?\b|extra usage|request too large|must be reduced/i;

interface Limited {
  readonly whose: string;
  readonly inARow: boolean;
  readonly today: Date;
  readonly tokens: () => number;
}

/**
 * The pace that a gateway sets with its limits. What counts is what is refused in a row, whichever request it was: the
 * requests go one at a time then. Limits are kept apart by `whose`, the model: one tier may be limited alone.
 */
export class Pace {
  readonly #onLimit: () => void;
  #limited = false;
  /** Refusals in a row since a request of this model passed. */
  readonly #refused = new Map<string, number>();
  /** Limits that were waited for in vain: nothing more is waited for. */
  readonly #spent = new Set<string>();

  /** `onLimit` is called whenever the gateway tells a limit. */
  constructor(onLimit: () => void) {
    this.#onLimit = onLimit;
  }

  /** A limit was met. */
  get limited(): boolean {
    return this.#limited;
  }

  /**
   * Milliseconds to wait before a limited request is made again; undefined when it is not, or no longer, limited.
   * `inARow`: it had waited already, and nothing else was asked since. `tokens`: of the request.
   */
  pauseAfter(answer: GatewayAnswer, { whose, inARow, today, tokens }: Limited): number | undefined {
    if (!isPaced(answer)) {
      this.#refused.delete(whose);
      return undefined;
    }
    const cooling = isCooldown(answer);
    if (!cooling) {
      this.#limited = true;
      this.#onLimit();
    }
    // The engine does as it is told here, too.
    if (this.#spent.has(whose) || answer.headers['x-should-retry'] === 'false') return undefined;
    const message = readError(answer).message ?? '';
    const told = retryAfterMs(answer.headers, today) ?? secondsIn(message);
    const refused = (this.#refused.get(whose) ?? 0) + (inARow ? 1 : 0);
    this.#refused.set(whose, refused);
    const most = cooling ? 1 : told === undefined ? MOST_WAITS : MOST_TOLD_WAITS;
    const pause = told ?? FIRST_BACKOFF_MS * 2 ** refused;
    const hopeless = HOPELESS.test(message) || isLarger(tokens, message);
    if (refused < most && pause <= LONGEST_TOLD_MS && !hopeless) return pause;
    if (!cooling) this.#spent.add(whose);
    return undefined;
  }
}

/** `Try again in 5 seconds`, as routers word a cool-down. */
function secondsIn(message: string): number | undefined {
  const told = /try again in (\d{1,4}) ?s(?:ec|\b)/i.exec(message)?.[1];
  return told === undefined ? undefined : Number(told) * 1000;
}

/** `rate limit of 25,000 input tokens per minute`: a request of more never passes. */
function isLarger(tokens: () => number, message: string): boolean {
  const told = /\blimit of (\d[\d,]{0,12}) (?:(?:input|prompt) )?tokens per min/i.exec(message)?.[1];
  return told !== undefined && tokens() > Number(told.replaceAll(',', ''));
}
