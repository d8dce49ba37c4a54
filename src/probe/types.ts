/** How a check ended. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip';

/**
 * What it means for Claude Desktop when a check fails. `no`: the app does not work. `partly`: it works, but not as it
 * should. `explains`: it tells why turns fail, and is a warning when every kind of turn works all the same. `advice`: a
 * warning.
 */
export type WhenBroken = 'no' | 'partly' | 'explains' | 'advice';

/** What one check says. `detail` is one sentence; `hint` names the configuration key or gateway setting that fixes it. */
export interface CheckAnswer {
  readonly status: CheckStatus;
  readonly detail: string;
  readonly hint?: string;
  /** Not found out, rather than found wrong (rate limit, overload): a required check that says so still exits 1. */
  readonly inconclusive?: boolean;
}

/** How one check ended, ready to be shown. */
export interface CheckResult extends CheckAnswer {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly ms: number;
  readonly whenBroken?: WhenBroken;
  /** A clause for the verdict when the app works only in part. */
  readonly says?: string;
  /** The models that fail, when not all do. */
  readonly models?: readonly string[];
  /** For `skip`: the check that blocked it. */
  readonly blockedBy?: string;
  /** The check itself broke: an internal error that says nothing about the gateway. The status is `skip`. */
  readonly crashed?: boolean;
}

/** Tokens that were asked for and answered. */
export interface TokenUse {
  readonly input: number;
  readonly output: number;
}
