/** Exit codes of the program; documented in README.md. The last four are 128 and the number of the signal that ended it. */
export const Exit = {
  ok: 0,
  findings: 1,
  usage: 2,
  internal: 3,
  hungUp: 129,
  cancelled: 130,
  quit: 131,
  terminated: 143,
} as const;
export type ExitCode = (typeof Exit)[keyof typeof Exit];

/**
 * The person at the keyboard can fix this: wrong flags, a file that is not there.
 * `main` prints message and hint without a stack and exits 2. The message must never hold a secret.
 */
export class UserError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
  }
}

/** Ctrl-C, at a prompt or elsewhere. `main` exits 130 and prints no stack. */
export class Cancelled extends Error {
  /** The signal that cancelled the run, when one did. */
  readonly by: string | undefined;
  constructor(by?: string) {
    super('cancelled');
    this.name = 'Cancelled';
    this.by = by;
  }
}

/** The exit code of a run that this ended: what shells report of a program that the same signal ended; 130 without one. */
export function cancelledCode(reason: unknown): ExitCode {
  switch (reason instanceof Cancelled ? reason.by : undefined) {
    case 'SIGHUP':
      return Exit.hungUp;
    case 'SIGQUIT':
      return Exit.quit;
    case 'SIGTERM':
      return Exit.terminated;
    default:
      return Exit.cancelled;
  }
}

/** A run with this exit code was cancelled, by whatever signal. */
export function isCancel(code: ExitCode): boolean {
  return code > 128;
}

/** Expected failure is a value; only bugs throw. */
export type Outcome<T, F> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

/** The outcome that holds a value. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The outcome that holds a failure. */
export function fail<F>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure };
}
