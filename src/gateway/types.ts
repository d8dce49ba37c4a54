import type { Outcome } from '../errors.ts';
import type { Failure, Route, Timeouts } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { SseEvent } from '../protocol/sse-event.ts';
import type { AuthScheme } from '../schema/index.ts';

/** What authenticates a request. `extraHeaders` are those a credential helper printed; they win over configured ones. */
export interface Credential {
  readonly scheme: AuthScheme;
  /** The secret itself. Never printed, never part of a Failure. */
  readonly token: string;
  readonly extraHeaders?: Readonly<Record<string, string>>;
}

/** One request below the base URL. */
export interface GatewayRequest {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** Path and query below the base URL, such as `/v1/messages?beta=true`; or an absolute https URL for sign-in metadata (then no credential is sent). */
  readonly path: string;
  /** Sent as JSON with Content-Length; a Uint8Array goes as it is. */
  readonly body?: unknown;
  /** A JSON body is at least so long: spaces between its tokens make it so, and none of it costs a token of a model. */
  readonly leastBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `configured` (default), none, both header forms of the configured one, or another. */
  readonly credential?: 'configured' | 'none' | 'both' | Credential;
  readonly timeouts?: Partial<Timeouts>;
  /** The answer holds the bytes of its body as well. */
  readonly bytes?: true;
  /** Bytes of body read at most (default 1 MB; streams 8 MB). More is a `too-large` failure. */
  readonly maxBytes?: number;
  /** For streams: how long the end of the body is waited for after message_stop (default 150 ms). */
  readonly lingerMs?: number | undefined;
  /** A connection that is cut before the answer begins is tried once more; `stale`: only one that had served another request. */
  readonly retryCut?: 'stale';
  readonly signal?: AbortSignal;
}

/** An answer that was read as a stream, with when each part came. */
export interface StreamAnswer extends Omit<GatewayAnswer, 'json'> {
  readonly json: unknown;
  readonly events: readonly SseEvent[];
  /** Arrival of each network read: milliseconds from the start, bytes. */
  readonly reads: readonly { readonly at: number; readonly bytes: number }[];
  /** Milliseconds from message_stop to the end of the body; `open` when it had not come within the `lingerMs` that were asked for. */
  readonly tailMs?: number | 'open';
  /** `stopped`: message_stop seen (the socket may stay open); `ended`: the body ended before it; `cut`: the connection broke; `capped`: a limit of ours ended it. */
  readonly end: 'stopped' | 'ended' | 'cut' | 'capped';
  /** Why, for `cut` and `capped`. */
  readonly failure?: Failure;
  /** For `stopped`: what follows message_stop is no HTTP, so that a client throws the whole answer away. */
  readonly brokenEnd?: Failure;
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

/** What a client sends, by which way, and what it must never show. */
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

/** `inferenceGatewayOidc`, `inferenceIdpOidc` or `bootstrapOidc`, with the default of `bearerTokenType`. */
export interface OidcFacts {
  readonly key: 'inferenceGatewayOidc' | 'inferenceIdpOidc' | 'bootstrapOidc';
  readonly clientId?: string | undefined;
  readonly issuer?: string | undefined;
  readonly authorizationUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly bearerTokenType: 'id_token' | 'access_token';
  readonly scopes?: string | undefined;
  readonly appendOfflineAccess?: boolean | undefined;
  readonly resource?: string | undefined;
  readonly redirectPort?: number | undefined;
  /** Default: `127.0.0.1`. */
  readonly redirectHost?: 'localhost' | '127.0.0.1' | undefined;
  /** The operating system's identity broker signs in, not a browser. */
  readonly broker: boolean;
}
