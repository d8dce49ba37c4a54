import {
  startEmbeddedGateway,
  type EmbeddedGateway,
  type FaultName,
} from '../../../src/embedded-gateway/index.ts';
import type { GatewayClient, GatewayRequest, StreamAnswer } from '../../../src/gateway/types.ts';
import type { Timeouts } from '../../../src/net/types.ts';
import { ask, clientFor, MESSAGES } from '../../support/gateway-client.ts';

/** How long the client waits for more. */
export const IDLE_MS = 8000;

type Sent = ReturnType<GatewayClient['send']>;

/** An embedded gateway, a client of it, and the requests of the tables. */
export interface World {
  readonly gateway: EmbeddedGateway;
  readonly client: GatewayClient;
  /** Short waits for the faults that only hang; all others may take their time on a busy machine. */
  readonly limits: () => { timeouts?: Partial<Timeouts> };
  readonly post: (body: unknown, more?: Partial<GatewayRequest>) => Sent;
  /** The smallest request. */
  readonly health: () => Sent;
  readonly models: (query?: string) => Sent;
  /** A turn that is streamed. */
  readonly stream: (body?: object) => Promise<StreamAnswer>;
  /** What comes of something with a fault. */
  readonly under: <T>(fault: FaultName, run: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export async function startWorld(): Promise<World> {
  const gateway = await startEmbeddedGateway({ apiKey: 'sk-embedded-0123456789' });
  const client = clientFor(gateway.url, {
    credential: { scheme: 'bearer', token: gateway.apiKey },
    timeouts: { firstByte: IDLE_MS, idle: IDLE_MS, total: 12_000 },
  });
  const limits: World['limits'] = () =>
    [...gateway.faults].some((name) => name.includes('hang'))
      ? { timeouts: { firstByte: 200, idle: 200 } }
      : {};
  const post: World['post'] = (body, more = {}) =>
    client.send({ method: 'POST', path: MESSAGES, body, ...limits(), ...more });
  return {
    gateway,
    client,
    limits,
    post,
    health: () => post(ask('.', { max_tokens: 1 })),
    models: (query = '?limit=1000') =>
      client.send({ method: 'GET', path: `/v1/models${query}`, ...limits(), maxBytes: 32 * 1024 * 1024 }),
    async stream(body = ask('Count from 1 to 12')) {
      const outcome = await client.stream({
        method: 'POST',
        path: MESSAGES,
        body: { ...body, stream: true },
        ...limits(),
      });
      if (!outcome.ok) throw new Error(outcome.failure.message);
      return outcome.value;
    },
    async under(fault, run) {
      gateway.faults.clear();
      gateway.faults.add(fault);
      try {
        return await run();
      } finally {
        gateway.faults.clear();
      }
    },
    async close() {
      await client.close();
      await gateway.close();
    },
  };
}

/** The tools of the turns that call some. */
export const tools = [
  {
    name: 'probe_echo',
    input_schema: { type: 'object', properties: { city: { type: 'string' }, n: { type: 'integer' } } },
  },
  { name: 'probe_second', input_schema: { type: 'object', properties: { q: { type: 'string' } } } },
];
