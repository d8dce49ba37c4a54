import type { OidcFacts } from '../types.ts';
import type { Send } from '../oidc.ts';

/** `browser`: authorization code with PKCE; `device`: a code that is entered on any device. */
export type SignInFlow = 'browser' | 'device';

/** What a sign-in needs from outside. */
export interface SignInOptions {
  readonly send: Send;
  readonly baseUrl: string;
  /** Absent: the gateway is its own authorization server. */
  readonly oidc?: OidcFacts | undefined;
  /** Default: what the app does. */
  readonly flow?: SignInFlow | undefined;
  /** Shows one line to the person who signs in. */
  readonly show: (line: string) => void;
  readonly signal: AbortSignal;
  /** The whole sign-in (default 5 minutes). */
  readonly limitMs?: number;
  /** Waits; rejects nothing, returns early when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}
