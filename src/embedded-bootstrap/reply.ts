/** What a server answers to the request for a configuration; a fault changes one of these. */
export interface Reply {
  readonly status: number;
  /** Content-Type; null for none. */
  readonly type: string | null;
  /** Cache-Control; null for none. */
  readonly cache: string | null;
  readonly body: string | Buffer;
  /** How the ETag is made: a hash of the settings without expiresAt, or wrongly. */
  readonly etag: 'hash' | 'weak' | 'unquoted' | 'random' | 'none';
  /** If-None-Match is not looked at. */
  readonly never304?: boolean;
  /** It answers 304 to everybody. */
  readonly always304?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Compressed, whatever the request says. */
  readonly gzip?: boolean;
  /** Milliseconds before the answer, and between its pieces. */
  readonly delayMs?: number;
  readonly dripMs?: number;
  /** The connection is cut in the middle of the body. */
  readonly cut?: boolean;
}

/** What a fault may look at. */
export interface FaultContext {
  /** The settings of the role, without expiresAt. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Seconds since 1970. */
  readonly now: number;
  /** The token of the request, or an empty text. */
  readonly token: string;
  readonly origin: string;
}

/** One way to be wrong. */
export interface ServedFault {
  /** What the server does wrong, for people who choose one. */
  readonly what: string;
  /** What `bootstrap check` says, and nothing else: the problems of its checks, in order. */
  readonly says: readonly string[];
  /** The answer to a good token; absent: a good one. */
  readonly reply?: (good: Reply, context: FaultContext) => Reply;
  /** The answer without a token, or to one that is not known; absent: 401. */
  readonly refuse?: (context: FaultContext) => Partial<Reply> & { readonly status: number };
  /** Which tokens open it, beside the good ones: none at all is needed, any, or one for another application. */
  readonly opens?: 'all' | 'any-token' | 'other-audience';
  /** Members of the sign-in metadata that are another value; null leaves one out. */
  readonly metadata?: (origin: string) => Readonly<Record<string, unknown>> | string;
}

/** An answer of JSON that is right in every way but its body. */
export function withBody(
  body: (settings: FaultContext['settings'], context: FaultContext) => unknown,
): NonNullable<ServedFault['reply']> {
  return (good, context) => ({ ...good, body: JSON.stringify(body(context.settings, context)) });
}

/** An answer with another text as its body. */
export function withText(
  text: (json: string, context: FaultContext) => string | Buffer,
): NonNullable<ServedFault['reply']> {
  return (good, context) => ({ ...good, body: text(String(good.body), context) });
}
