/** Exit codes of the program; documented in README.md. */
export const Exit = { ok: 0, findings: 1, usage: 2, bug: 3, cancelled: 130 } as const;
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

/** Expected failure is a value; only bugs throw. */
export type Outcome<T, F> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<F>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure };
}
