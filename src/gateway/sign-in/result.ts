import type { Outcome } from '../../errors.ts';

/** Why nobody is signed in. */
interface SignInFailure {
  /** One sentence without a full stop, safe to print. */
  readonly message: string;
  readonly hint?: string;
  readonly cancelled?: true;
  /** It ended before a person was asked for anything. */
  readonly early?: true;
}

/** What came of a step of a sign-in. */
export type Result<T> = Outcome<T, SignInFailure>;
