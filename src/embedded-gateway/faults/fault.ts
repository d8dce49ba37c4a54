import type { Exchange } from '../server/exchange.ts';
import type { Reply } from '../messages/reply.ts';
import type { EmbeddedModel } from '../models.ts';
import type { StreamEvent } from '../messages/stream.ts';
import type { Wire } from '../server/wire.ts';

type Headers = Record<string, string | string[] | undefined>;

/** One way in which gateways were seen, or may be expected, to break. Every hook is optional. */
export interface Fault {
  /** What it does, in a few words. */
  readonly about: string;
  /** Takes over POST /v1/messages before the credential is looked at; returns true when it did. */
  readonly answer?: (exchange: Exchange) => boolean;
  /** The same for POST /v1/messages/count_tokens. */
  readonly countTokens?: (exchange: Exchange) => boolean;
  /** The same for GET /v1/models. */
  readonly models?: (exchange: Exchange) => boolean;
  /** Headers on every answer. */
  readonly headers?: (exchange: Exchange) => Readonly<Record<string, string>>;
  /** Shape of every error; undefined leaves it as it is. */
  readonly error?: (
    exchange: Exchange,
    status: number,
    type: string,
    message: string,
  ) =>
    | {
        readonly status?: number;
        readonly body: unknown;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | undefined;
  /** Bytes of body accepted. */
  readonly maxBody?: number;
  readonly openAuth?: true;
  readonly publicModels?: true;
  /** The only credential header that is understood. */
  readonly accepts?: 'bearer' | 'x-api-key';
  /** Changes a request before it is read. */
  readonly request?: (
    body: Record<string, unknown>,
    headers: Headers,
    models: readonly EmbeddedModel[],
  ) => void;
  /** Whether the answer is a stream, given what was asked for. */
  readonly stream?: (asked: boolean) => boolean;
  /** Changes the answer, stream or not. */
  readonly reply?: (reply: Reply, exchange: Exchange) => void;
  /** Changes the events of a stream. */
  readonly events?: (events: StreamEvent[], exchange: Exchange) => StreamEvent[];
  /** Changes how they are sent. */
  readonly wire?: Partial<Wire>;
}
