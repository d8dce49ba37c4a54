import type { Outcome } from '../errors.ts';

/** How the credential travels: Claude Desktop's own values of `inferenceGatewayAuthScheme`. */
export type AuthScheme = 'bearer' | 'x-api-key';

/** What authenticates a request. `extraHeaders` are those a credential helper printed; they win over configured ones. */
export interface Credential {
  readonly scheme: AuthScheme;
  /** The secret itself. Never printed, never part of a Failure. */
  readonly token: string;
  readonly extraHeaders?: Readonly<Record<string, string>>;
}

/** Per-phase limits in milliseconds. Every wait of the client is bounded by one of them. */
export interface Timeouts {
  readonly connect: number;
  /** From the moment the socket has taken the request's last byte to the answer's first byte; what the kernel still holds counts in. */
  readonly firstByte: number;
  /** Longest silence inside a body. */
  readonly idle: number;
  readonly total: number;
}

/** Where the way goes: the environment's proxies and the device's certificates, given in, never read deep in code. */
export interface Route {
  /** Variables as the shell gives them; only HTTPS_PROXY, HTTP_PROXY, NO_PROXY (either case) are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PEM bundles added to Node's bundled roots and the system store. */
  readonly ca?: readonly string[];
  /** PEM of a client certificate and its key. */
  readonly clientCert?: string;
  readonly clientKey?: string;
  /** `proxy` forces one; `false` forces a direct connection; absent follows `env`. */
  readonly proxy?: string | false;
  /** Who forces it, for messages: `egressProxyUrl`, `--proxy`. */
  readonly proxySource?: string;
}

export type FailureKind =
  | 'url' // not a URL we may call
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'proxy'
  | 'timeout'
  | 'reset' // the peer cut the connection
  | 'protocol' // not HTTP, or an answer that breaks it
  | 'too-large'
  | 'cancelled';

/** An expected failure, in words for an admin. Holds neither headers nor bodies nor secrets. */
export interface Failure {
  readonly kind: FailureKind;
  /** errno-like code where there is one: ECONNREFUSED, CERT_HAS_EXPIRED … */
  readonly code?: string;
  /** For timeouts: which wait ran out. */
  readonly phase?: 'connect' | 'first-byte' | 'idle' | 'total';
  /** One sentence: what happened, naming host and port. */
  readonly message: string;
  /** Milliseconds from the start of the request. */
  readonly ms: number;
  /** Bytes of body that had arrived, when it broke inside one. */
  readonly received?: number;
}

export interface GatewayRequest {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** Path and query below the base URL, such as `/v1/messages?beta=true`; or an absolute https URL for sign-in metadata (then no credential is sent). */
  readonly path: string;
  /** Sent as JSON with Content-Length; a Uint8Array goes as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `configured` (default), none, both header forms of the configured one, or another. */
  readonly credential?: 'configured' | 'none' | 'both' | Credential;
  readonly timeouts?: Partial<Timeouts>;
  /** Bytes of body read at most (default 1 MB; streams 8 MB). More is a `too-large` failure. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** A whole answer. Redirects are never followed: they arrive here as 3xx with `location`. */
export interface GatewayAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON, or undefined when it is not JSON. */
  readonly json: unknown;
  /** Absolute target of a redirect, credentials and query removed. */
  readonly location?: string;
  /** Milliseconds to the first byte of the answer and to its end. */
  readonly firstByteMs: number;
  readonly ms: number;
}

/** One server-sent event (WHATWG HTML, section 9.2), with the line it began on. */
export interface SseEvent {
  /** '' when the event had no `event:` line. */
  readonly event: string;
  readonly data: string;
  /** 1-based line in the stream. */
  readonly line: number;
  /** Milliseconds from the start of the request to the chunk that completed it. */
  readonly at: number;
  /** Longer than our limits (64 KB a line): `data` is only its beginning, so broken JSON in it is our doing. */
  readonly truncated?: true;
}

export interface StreamAnswer extends Omit<GatewayAnswer, 'json'> {
  readonly json: unknown;
  readonly events: readonly SseEvent[];
  /** Arrival of each network read: milliseconds from the start, bytes. */
  readonly reads: readonly { readonly at: number; readonly bytes: number }[];
  /** `stopped`: message_stop seen (the socket may stay open); `ended`: the body ended before it; `cut`: the connection broke; `capped`: a limit of ours ended it. */
  readonly end: 'stopped' | 'ended' | 'cut' | 'capped';
  /** Why, for `cut` and `capped`. */
  readonly failure?: Failure;
}

/** The one way to a gateway. Never throws for what a network or a gateway can do; throws only for bugs. */
export interface GatewayClient {
  /** The base URL without trailing slashes. */
  readonly baseUrl: string;
  send(request: GatewayRequest): Promise<Outcome<GatewayAnswer, Failure>>;
  /** As `send`, reading the body as server-sent events as they arrive. */
  stream(request: GatewayRequest): Promise<Outcome<StreamAnswer, Failure>>;
  /** Every secret this client may send, for redaction. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly baseUrl: string;
  readonly credential?: Credential;
  /** `inferenceCustomHeaders`: sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly route: Route;
  readonly timeouts?: Partial<Timeouts>;
  /** More that must never be shown: tokens that travel with single requests, what a sign-in gave. */
  readonly moreSecrets?: readonly string[];
  readonly signal?: AbortSignal;
}

/* Probe */

export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** What one check says. `detail` is one sentence; `hint` names the configuration key or gateway setting that mends it. */
export interface CheckAnswer {
  readonly status: CheckStatus;
  readonly detail: string;
  readonly hint?: string;
  /** Not proven rather than proven wrong (rate limit, overload): a required check that says so still exits 1. */
  readonly inconclusive?: boolean;
}

export interface CheckResult extends CheckAnswer {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly ms: number;
  /** For `skip`: the check that blocked it. */
  readonly blockedBy?: string;
  /** The check itself broke: a bug of ours that says nothing about the gateway. The status is `skip`. */
  readonly crashed?: boolean;
}

export interface TokenUse {
  readonly input: number;
  readonly output: number;
}
