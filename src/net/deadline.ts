import type { Phase } from './failure.ts';
import type { Timeouts } from './types.ts';

export const TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 45_000, idle: 30_000, total: 60_000 };

/** The limits of a request: its own, or the usual ones, but no longer than the caller of the client waits. */
export function limitsOf(most: Partial<Timeouts> = {}, own: Partial<Timeouts> = {}): Timeouts {
  const within = (phase: keyof Timeouts): number =>
    Math.min(own[phase] ?? most[phase] ?? TIMEOUTS[phase], most[phase] ?? Infinity);
  return {
    connect: within('connect'),
    firstByte: within('firstByte'),
    idle: within('idle'),
    total: within('total'),
  };
}

/** Longest delay a Node timer takes; more would fire at once. */
const LONGEST = 2_147_483_647;
const LIMIT = { connect: 'connect', 'first-byte': 'firstByte', idle: 'idle', total: 'total' } as const;

/** Bounds every wait of one request by one AbortSignal, which works under nock too: it never runs a dispatcher's timeouts. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** What ended the request, once the signal has aborted. */
  readonly ended: Phase | 'cancelled' | undefined;
  /** Starts (again) the clock of a phase; `idle` is never left. */
  enter(phase: 'connect' | 'first-byte' | 'idle'): void;
  /** Rejects as soon as the signal aborts, even where the promise would not. */
  race<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
}

/** Starts the clocks of one request; whatever aborts first, a limit or a signal from outside, ends it. */
export function startDeadline(limits: Timeouts, outer: readonly (AbortSignal | undefined)[]): Deadline {
  const controller = new AbortController();
  const signals = outer.filter((signal) => signal !== undefined);
  let ended: Phase | 'cancelled' | undefined;
  let current: Phase = 'first-byte';
  let timer: NodeJS.Timeout | undefined;

  const end = (why: Phase | 'cancelled'): void => {
    if (ended !== undefined) return;
    ended = why;
    controller.abort(new Error(why));
  };
  const cancel = (): void => end('cancelled');
  const arm = (phase: Phase): NodeJS.Timeout =>
    setTimeout(() => end(phase), Math.min(Math.max(0, limits[LIMIT[phase]]), LONGEST));

  const interrupted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), {
      once: true,
    });
  });
  interrupted.catch(() => undefined);

  const total = arm('total');
  for (const signal of signals) {
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  }

  return {
    signal: controller.signal,
    get ended() {
      return ended;
    },
    enter(phase) {
      if (ended !== undefined || (current === 'idle' && phase !== 'idle')) return;
      current = phase;
      clearTimeout(timer);
      timer = arm(phase);
    },
    race(promise) {
      // The loser of the race must not become an unhandled rejection.
      promise.catch(() => undefined);
      return Promise.race([promise, interrupted]);
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(total);
      for (const signal of signals) signal.removeEventListener('abort', cancel);
    },
  };
}
