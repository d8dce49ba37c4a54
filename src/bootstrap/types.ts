import type { Diagnostic } from '../diagnostics.ts';
import type { Outcome } from '../errors.ts';
import type { Failure } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { Document, Path } from '../schema/index.ts';
import type { BootstrapSource, Consent } from '../schema/served.ts';

/** The longest time the app waits for an answer, in milliseconds, and the largest that is read here (vendor page "Bootstrap"). */
export const APP_TIMEOUT_MS = 30_000;
export const MAX_ANSWER_BYTES = 5_000_000;

/** One GET of the endpoint or of its metadata. */
export interface Asking {
  readonly url: string;
  /** Headers beside those of every request; a credential among them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds the answer may take, where that is less than usual. */
  readonly withinMs?: number;
}

/** What came back: any status, or why nothing came. */
export type Asked = Outcome<GatewayAnswer, Failure>;

/** The way to the endpoint, given in. Redirects are not followed. */
export type Get = (asking: Asking) => Promise<Asked>;

/** Everything the checks look at. Undefined: that request was not made. */
export interface Seen {
  readonly url: URL;
  /** Without a credential. */
  readonly bare?: Asked;
  /** With a token that nobody has issued. */
  readonly forged?: Asked;
  /** With a token that was made out to another application. */
  readonly foreign?: Asked;
  /** With the credential. */
  readonly asked?: Asked;
  /** With the credential and the ETag of the answer; a second time with the new one when there was a new one. */
  readonly again?: Asked;
  readonly twice?: Asked;
  /** Metadata of the sign-in by device code; undefined where the policy has another way to sign in. */
  readonly metadata?: Asked;
  /** A credential was given. */
  readonly credential: boolean;
  /** Texts that no answer should repeat: the token. */
  readonly secrets: readonly string[];
  /** What is said of the body; undefined without one. */
  readonly body?: BodyReport;
  /** Milliseconds a request may take here. */
  readonly limitMs: number;
  readonly source?: BootstrapSource;
}

/** How a check ended. */
export type BootstrapStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check says. */
export interface Verdict {
  readonly status: BootstrapStatus;
  /** The fault in a word, kebab-case, for scripts: `served-without-token`, `status-503`. */
  readonly problem?: string;
  /** One sentence: what was seen. No secret in it. */
  readonly detail: string;
  /** What to do, in the words of whoever runs the server. */
  readonly hint?: string;
  /** Not found out, rather than found wrong. */
  readonly inconclusive?: true;
}

/** One fact about the endpoint. One file a check. */
export interface BootstrapCheck {
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  /** The checks that must not have failed; without them there is nothing to look at. */
  readonly needs?: readonly string[];
  /** Undefined where there is nothing to say. */
  run(seen: Seen): Verdict | undefined;
}

/** How one check of a bootstrap server ended. */
export interface BootstrapCheckResult extends Verdict {
  readonly id: string;
  readonly title: string;
}

/** Something of an answer that the app does not apply. */
export interface NotApplied {
  readonly path: Path;
  /** A sentence. */
  readonly why: string;
}

/** What is said of the body of an answer. */
export interface BodyReport {
  readonly document: Document;
  /** `v1` flat, `v2` nested, `none` when it is no object of settings. */
  readonly form: 'v1' | 'v2' | 'none';
  readonly bytes: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly valid: boolean;
  readonly dropped: readonly NotApplied[];
  readonly consent: readonly Consent[];
  /** Keys of the policy that the answer unsets; undefined without the policy. */
  readonly lost?: readonly string[];
}

/** What came of an endpoint, or of a body in a file (then without checks). */
export interface BootstrapReport {
  /** The address or the file, printable. */
  readonly subject: string;
  readonly checks: readonly BootstrapCheckResult[];
  readonly body?: BodyReport;
  readonly ms: number;
}
