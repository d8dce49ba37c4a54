import { fail, ok, type Outcome } from '../../src/errors.ts';
import type { Handshake, Network } from '../../src/net/network.ts';
import type { TunnelFailure } from '../../src/net/proxy-tunnel.ts';
import type { Inspection } from '../../src/net/tls-inspect.ts';
import type { Failure, NetworkFailure, Route } from '../../src/net/types.ts';
import type {
  Check,
  CheckContext,
  GatewayFacts,
  Observation,
  StreamExchange,
} from '../../src/probe/check.ts';
import type { GatewayRequest } from '../../src/gateway/types.ts';
import { checks } from '../../src/probe/checks/index.ts';
import { sseParser } from '../../src/protocol/sse.ts';
import { readStream } from '../../src/protocol/stream-shape.ts';
import type { CheckId } from '../../src/probe/probe.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { isObject } from '../../src/text/json.ts';
import { answerOf, refusal } from '../support/answers.ts';

/* The least of a world that one check needs: answers by label, a network, and what the run has seen so far. */

type Answer = GatewayAnswer | Failure;

/** What one request after the other gets; the last stays. */
type InTurn<T> = T | readonly [T, ...T[]];

/** What a step of the network gives; a text is the code of its failure. */
type Step<T> = T | string;

/** A stream: its text, and what is not as of a good one. */
export interface Flow extends Partial<StreamExchange['answer']> {
  readonly text: string;
}

function exchangeOf({ text, ...more }: Flow): StreamExchange {
  const events = sseParser()
    .push(new TextEncoder().encode(text))
    .map((event) => ({ ...event, at: 1 }));
  const stopped = events.some(({ event }) => event === 'message_stop');
  const answer: StreamExchange['answer'] = {
    ...answerOf(200, text, { 'content-type': 'text/event-stream' }),
    events,
    reads: [],
    end: stopped ? 'stopped' : 'ended',
    ...more,
  };
  return { answer, reading: readStream(events) };
}

/** What a check is given; what is absent is that of a good gateway. */
export interface World {
  readonly facts?: Partial<GatewayFacts>;
  /** Answers by label, by label and path, model or kind of credential; the same for all others. */
  readonly answers?: Readonly<Record<string, InTurn<Answer>>>;
  readonly other?: Answer;
  readonly observed?: readonly Observation[];
  readonly sent?: readonly string[];
  readonly token?: string;
  readonly clientName?: string;
  readonly failed?: readonly CheckId[];
  readonly failures?: Partial<ReturnType<CheckContext['failures']>>;
  readonly route?: Partial<Route>;
  readonly redirect?: ReturnType<CheckContext['redirect']>;
  readonly deep?: true;
  /** The models whose turns are asked for, the chosen one first. */
  readonly models?: readonly string[];
  /** No credential is configured. */
  readonly bare?: true;
  /** Addresses of the name. */
  readonly lookup?: Step<readonly string[]>;
  /** Milliseconds of a connection by address. */
  readonly connect?: Readonly<Record<string, Step<number>>>;
  readonly handshake?: Step<Partial<Handshake>>;
  readonly inspection?: Step<Partial<Inspection>>;
  /** Streams by label, or by label and model; all others are cut. */
  readonly streams?: Readonly<Record<string, InTurn<Flow | Failure>>>;
  /** Why a request is refused, by what it holds; undefined where it is not. */
  readonly refuses?: (label: string, request: GatewayRequest) => GatewayAnswer | undefined;
  /** Why the proxy opens no tunnel. */
  readonly tunnel?: TunnelFailure;
  /** Why the port of the sign-in cannot be listened on. */
  readonly port?: string;
  /** A token of another application. */
  readonly foreign?: string;
}

/** A message of one token. */
export const GOOD = answerOf(200, {
  type: 'message',
  model: 'claude-haiku-4-5',
  content: [],
  usage: { input_tokens: 8, output_tokens: 1 },
});
/** A connection that was cut. */
export const GONE: Failure = { kind: 'reset', message: 'It was cut.', ms: 1 };
/** A page in place of an answer. */
export const PAGE = answerOf(200, '<html><title>Sign in</title>', { 'content-type': 'text/html' });

const stepOf = <T>(step: Step<T>): Promise<Outcome<T, NetworkFailure>> =>
  Promise.resolve(typeof step === 'string' ? fail({ code: step }) : ok(step));

function networkOf({
  lookup = ['192.0.2.1'],
  connect = {},
  handshake = {},
  inspection = 'NONE',
  tunnel,
  port,
}: World): Network {
  return {
    lookup: () => stepOf(lookup),
    connect: async (address) => {
      const step = await stepOf(connect[address] ?? 5);
      return step.ok ? ok({ ms: step.value }) : step;
    },
    handshake: async () => {
      const step = await stepOf(handshake);
      return step.ok ? ok({ authorized: true, protocol: 'TLSv1.3', names: [], ...step.value }) : step;
    },
    inspect: async () => {
      const step = await stepOf(inspection);
      return step.ok ? ok({ sent: [], ...step.value } as unknown as Inspection) : step;
    },
    tunnel: () => Promise.resolve(tunnel === undefined ? ok(undefined) : fail(tunnel)),
    portFree: () => Promise.resolve(port === undefined ? ok(undefined) : fail({ code: port })),
  };
}

/** Of what is given for one of these names, the next. */
function takes<T extends object>(
  given: Readonly<Record<string, InTurn<T>>>,
): (...names: readonly string[]) => T | undefined {
  const counts = new Map<string, number>();
  return (...names) => {
    const name = names.find((each) => given[each] !== undefined) ?? '';
    const one = given[name];
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return Array.isArray(one)
      ? (one as readonly T[])[Math.min(count, one.length - 1)]
      : (one as T | undefined);
  };
}

function contextOf(world: World): CheckContext {
  const made = new Map<string, Promise<unknown>>();
  const answer = takes(world.answers ?? {});
  const stream = takes(world.streams ?? {});
  const answered = (label: string, request: GatewayRequest): Promise<Outcome<GatewayAnswer, Failure>> => {
    const { path, credential, body } = request;
    const kinds = [credential, path, isObject(body) ? body.model : undefined];
    const named = kinds.flatMap((kind) => (typeof kind === 'string' ? [`${label} ${kind}`] : []));
    const given = world.refuses?.(label, request) ?? answer(...named, label) ?? world.other ?? GOOD;
    return Promise.resolve('kind' in given ? fail(given) : ok(given));
  };
  const context: Partial<CheckContext> = {
    facts: {
      baseUrl: 'https://gw.example.com',
      scheme: 'bearer',
      customHeaders: {},
      models: [],
      ...world.facts,
    },
    credential:
      world.bare === true
        ? undefined
        : { scheme: world.facts?.scheme ?? 'bearer', token: world.token ?? 'sk-key-0123456789' },
    ...(world.foreign === undefined ? {} : { otherAudience: { scheme: 'bearer', token: world.foreign } }),
    route: { env: {}, ...world.route },
    network: networkOf(world),
    signal: new AbortController().signal,
    today: () => new Date('2026-11-26T12:00:00Z'),
    redirect: () => world.redirect,
    deep: world.deep === true,
    sent: world.sent ?? [],
    nonce: (label) => `nonce-${label}`,
    noteSent: () => undefined,
    model: () => Promise.resolve('claude-haiku-4-5'),
    turnModels: () => Promise.resolve(world.models ?? ['claude-haiku-4-5']),
    ask: <T>(key: string, make: () => Promise<T>): Promise<T> => {
      const known = made.get(key) ?? make();
      made.set(key, known);
      return known as Promise<T>;
    },
    send: answered,
    stream: (label, request) => {
      const model = isObject(request.body) ? String(request.body.model) : '';
      const given = world.refuses?.(label, request) ?? stream(`${label} ${model}`, label) ?? GONE;
      return Promise.resolve('kind' in given ? fail(given) : ok(exchangeOf(given)));
    },
    wait: () => Promise.resolve(),
    now: () => 0,
    quote: (text, limit = 300) => text.slice(0, limit),
    observed: () => world.observed ?? [],
    clientName: () => world.clientName,
    resultOf: (id) =>
      world.failed?.includes(id as CheckId) === true
        ? { id, title: id, required: true, ms: 1, status: 'fail', detail: 'It fails.' }
        : undefined,
    failures: () => ({
      failed: [],
      cutInUse: 0,
      turnLost: false,
      split: false,
      limited: false,
      requests: 9,
      ...world.failures,
    }),
  };
  return context as CheckContext;
}

/** What a check says of a world. */
export function run(id: CheckId, world: World): ReturnType<Check['run']> {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(id);
  return check.run(contextOf(world));
}

/** An answer that the run has seen. */
export const seen = (label: string, answer: GatewayAnswer): Observation => ({ label, ...answer });
/** A model list. */
export const list = (...rows: readonly object[]): GatewayAnswer => answerOf(200, { data: rows });
/** A limit. */
export const limited = refusal(429, 'slow');
/** An error in the shape of the API. */
export const envelope = (status: number, type: string, more: object = { request_id: 'r' }): GatewayAnswer =>
  answerOf(status, { type: 'error', error: { type, message: 'no' }, ...more });

/** How a check ends. */
export type Said = 'pass' | 'warn' | 'fail' | 'skip' | 'unproven' | 'nothing';

/** A check, what it is given, how it ends, and what it says. */
export type Row = readonly [CheckId, World, Said, RegExp];
