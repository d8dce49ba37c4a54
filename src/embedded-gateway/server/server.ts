import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultName } from '../faults/index.ts';
import type { Ids } from '../messages/reply.ts';
import { EMBEDDED_MODELS, type EmbeddedModel } from '../models.ts';
import { answer } from './answer.ts';
import type { RecordedRequest } from './recorded.ts';
import type { State } from './state.ts';

/*
 * A small Messages API server on loopback, for `demo` and for tests. It keeps to the protocol (see
 * docs/probe.md) and satisfies the official SDK, but there is no model behind it: answers.ts holds all it can say.
 */

/** What the gateway serves, and how badly. */
export interface EmbeddedOptions {
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** A random one when absent. */
  readonly apiKey?: string;
  readonly models?: readonly (string | EmbeddedModel)[];
  /** Milliseconds before a whole answer, and before each event of a stream. Default 0. */
  readonly latencyMs?: number;
  readonly faults?: Iterable<FaultName>;
}

/** A gateway that runs. */
export interface EmbeddedGateway {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly apiKey: string;
  /** The last 1,000 requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Faults switched on; may be changed while it runs. */
  readonly faults: Set<FaultName>;
  close(): Promise<void>;
}

/** Starts the gateway on 127.0.0.1. `close()` ends every connection, so that the process can exit at once. */
export async function startEmbeddedGateway(options: EmbeddedOptions = {}): Promise<EmbeddedGateway> {
  const apiKey = options.apiKey ?? `sk-embedded-${randomBytes(18).toString('hex')}`;
  const models = (options.models ?? EMBEDDED_MODELS).map((model) =>
    typeof model === 'string' ? { id: model } : model,
  );
  const faults = new Set(options.faults ?? []);
  const requests: RecordedRequest[] = [];
  const state: State = {
    apiKey,
    models,
    faults,
    requests,
    latencyMs: options.latencyMs ?? 0,
    ids: countingIds(),
    cache: new Set(),
    counts: new Map(),
    origin: '',
  };

  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    answer(state, request, response).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  // Idle connections must not be cut while a client is about to use them again.
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  state.origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    url: state.origin,
    apiKey,
    requests,
    faults,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function countingIds(): Ids {
  let count = 0;
  return {
    next(prefix) {
      count += 1;
      return `${prefix}01Embedded${String(count).padStart(8, '0')}`;
    },
  };
}
