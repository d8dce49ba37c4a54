/** A whole answer. Redirects are never followed: they arrive here as 3xx with `location`. */
export interface GatewayAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as it came, where the request asked for it. */
  readonly bytes?: Uint8Array;
  /** The body as JSON, or undefined when it is not JSON. */
  readonly json: unknown;
  /** Absolute target of a redirect, credentials and query removed. */
  readonly location?: string;
  /** It breaks the syntax of HTTP in a way that the engine takes. */
  readonly loose?: boolean;
  /** The connection it came on, by a number of its own. */
  readonly connection?: number;
  /** How long that was in use: requests that it had taken before, and its age. */
  readonly use?: { readonly served: number; readonly ageMs: number };
  /** It came at the second try: a connection in use was cut before, or was closed before it was asked. */
  readonly cutInUse?: { readonly served: number; readonly ageMs: number };
  /** It came at the second try: a fresh connection was cut before. */
  readonly isSecond?: boolean;
  /** Milliseconds to the first byte of the answer and to its end. */
  readonly firstByteMs: number;
  readonly ms: number;
}
