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

/** What went wrong, for those who must tell one from another. */
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
  /** The request had been sent before, on a connection in use that was cut. */
  readonly cutInUse?: Use;
}

/** How long a connection was in use when it took a request. */
export interface Use {
  /** Requests that it had taken before. */
  readonly served: number;
  readonly ageMs: number;
}

/** Why a name, a connection or a handshake failed, as a code and at most a clause. */
export interface NetworkFailure {
  /** errno-like: ENOTFOUND, ECONNREFUSED, ETIMEDOUT … */
  readonly code: string;
  /** A clause, when the cause is a file given by hand. */
  readonly message?: string;
}
