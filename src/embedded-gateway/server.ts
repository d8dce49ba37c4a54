import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, envelope, ERROR_TYPES, invalid, type ErrorStatus } from './errors.ts';
import { respond, type Exchange } from './exchange.ts';
import type { Fault } from './fault.ts';
import { FAULTS, type FaultName } from './faults.ts';
import { checkHeaders, readRequest, replyTo, type Ids } from './messages.ts';
import { EMBEDDED_MODELS, getModel, listModels, type EmbeddedModel } from './models.ts';
import { eventsOf } from './stream.ts';
import { PLAIN_WIRE, sendStream, type Wire } from './wire.ts';

/*
 * A small Messages API server on loopback, for `demo` and for tests. It keeps to the protocol (see
 * docs/probe.md) and satisfies the official SDK, but there is no model behind it: answers.ts holds all it can say.
 */

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

/** What arrived. Headers hold whatever credential was sent: for tests only. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query, as it stood on the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** The body as JSON, or undefined. */
  readonly json: unknown;
}

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

/** The API's limit on a request body (platform.claude.com, "Errors": 413). */
const MAX_BODY = 32 * 1024 * 1024;
/** Past this the connection is cut instead of drained. */
const MAX_DRAIN = 2 * MAX_BODY;
const MAX_RECORDED = 1000;

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

interface State {
  readonly apiKey: string;
  readonly models: readonly EmbeddedModel[];
  readonly faults: ReadonlySet<FaultName>;
  readonly requests: RecordedRequest[];
  readonly latencyMs: number;
  readonly ids: Ids;
  readonly cache: Set<string>;
  readonly counts: Map<string, number>;
  origin: string;
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

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = state.ids.next('req_');
  const active = [...state.faults].map((name): Fault => FAULTS[name]);
  const limit = Math.min(MAX_BODY, ...active.map(({ maxBody = MAX_BODY }) => maxBody));
  const body = await readBody(request, limit);
  if (body === undefined) {
    response.destroy();
    return;
  }
  const text = body.kept.toString('utf8');
  const exchange: Exchange = {
    request,
    response,
    url: new URL(state.origin + (request.url ?? '/')),
    origin: state.origin,
    requestId,
    presented: presentedKey(request),
    body: body.kept,
    json: parse(text),
    count(fault) {
      const next = (state.counts.get(fault) ?? 0) + 1;
      state.counts.set(fault, next);
      return next;
    },
    enter(fault) {
      const next = (state.counts.get(`in ${fault}`) ?? 0) + 1;
      state.counts.set(`in ${fault}`, next);
      return next;
    },
    leave(fault) {
      state.counts.set(`in ${fault}`, Math.max(0, (state.counts.get(`in ${fault}`) ?? 0) - 1));
    },
  };
  record(state, exchange, body.bytes);
  for (const fault of active) {
    for (const [name, value] of Object.entries(fault.headers?.(exchange) ?? {}))
      response.setHeader(name, value);
  }
  try {
    if (body.bytes > limit) throw new ApiError(413, 'Request exceeds the maximum size');
    await route(state, exchange, active);
  } catch (error) {
    const status: ErrorStatus = error instanceof ApiError ? error.status : 500;
    const message = error instanceof ApiError ? error.message : 'Internal server error';
    const headers = error instanceof ApiError ? error.headers : {};
    const shape = active.find(({ error: shaped }) => shaped !== undefined)?.error;
    const shaped = shape?.(exchange, status, ERROR_TYPES[status], message);
    if (shaped === undefined) respond(exchange, status, envelope(status, message, requestId), headers);
    else respond(exchange, shaped.status ?? status, shaped.body, { ...headers, ...shaped.headers });
  }
}

async function route(state: State, exchange: Exchange, faults: readonly Fault[]): Promise<void> {
  const { request, url } = exchange;
  const path = url.pathname;
  if (path === '/v1/messages') {
    only(exchange, 'POST');
    if (takenOver(faults, 'answer', exchange)) return;
    authorize(state, exchange, faults);
    await messages(state, exchange, faults);
    return;
  }
  if (path === '/v1/messages/count_tokens') {
    only(exchange, 'POST');
    if (takenOver(faults, 'countTokens', exchange)) return;
    authorize(state, exchange, faults);
    const body = bodyOf(exchange);
    checkHeaders(request.headers);
    const read = readRequest(body, state.models, true);
    respond(exchange, 200, { input_tokens: read.inputTokens });
    return;
  }
  if (path === '/v1/models' || path.startsWith('/v1/models/')) {
    only(exchange, 'GET');
    if (takenOver(faults, 'models', exchange)) return;
    if (!faults.some(({ publicModels }) => publicModels === true)) authorize(state, exchange, faults);
    const id = decodeURIComponent(path.slice('/v1/models/'.length));
    respond(
      exchange,
      200,
      id === '' ? listModels(state.models, url.searchParams) : getModel(state.models, id),
    );
    return;
  }
  throw new ApiError(404, 'Not found');
}

function only({ request }: Exchange, method: string): void {
  if (request.method !== method && !(method === 'GET' && request.method === 'HEAD')) {
    throw new ApiError(405, 'Method Not Allowed', { allow: method });
  }
}

function takenOver(
  faults: readonly Fault[],
  hook: 'answer' | 'countTokens' | 'models',
  exchange: Exchange,
): boolean {
  return faults.some((fault) => fault[hook]?.(exchange) === true);
}

async function messages(state: State, exchange: Exchange, faults: readonly Fault[]): Promise<void> {
  const { request, response, requestId } = exchange;
  const body = bodyOf(exchange);
  const headers = { ...request.headers };
  for (const fault of faults) fault.request?.(body, headers, state.models);
  checkHeaders(headers);
  const read = readRequest(body, state.models);
  const reply = replyTo(read, state.ids, state.cache);
  for (const fault of faults) fault.reply?.(reply, exchange);

  const asStream = faults.findLast(({ stream }) => stream !== undefined)?.stream;
  if (!(asStream === undefined ? read.stream : asStream(read.stream))) {
    if (state.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, state.latencyMs));
    respond(exchange, 200, reply);
    return;
  }
  let events = eventsOf(reply);
  for (const fault of faults) events = fault.events?.(events, exchange) ?? events;
  const plain: Wire = { ...PLAIN_WIRE, latencyMs: state.latencyMs };
  const wire = faults.reduce((sofar, fault) => ({ ...sofar, ...fault.wire }), plain);
  await sendStream(response, events, wire, { 'request-id': requestId });
}

/** The body as JSON, or the API's 400. */
function bodyOf({ json, body }: Exchange): Record<string, unknown> {
  if (body.length === 0) throw invalid('The request body is empty');
  if (json === undefined) throw invalid('The request body is not valid JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalid('The request body must be a JSON object');
  return { ...json };
}

function presentedKey({ headers }: IncomingMessage): string {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : '');
}

/** Either header is taken, and where both are, both must be right. */
function authorize(state: State, { request, presented }: Exchange, faults: readonly Fault[]): void {
  if (faults.some(({ openAuth }) => openAuth === true)) return;
  const { authorization, 'x-api-key': key } = request.headers;
  const refuse = (message: string): ApiError => new ApiError(401, message, { 'x-should-retry': 'false' });
  const accepts = faults.find((fault) => fault.accepts !== undefined)?.accepts;
  if (presented === '') throw refuse('No credential: send authorization: Bearer or x-api-key');
  if (
    authorization !== undefined &&
    (accepts === 'x-api-key' || authorization !== `Bearer ${state.apiKey}`)
  ) {
    throw refuse('Invalid bearer token');
  }
  if (key !== undefined && (accepts === 'bearer' || key !== state.apiKey)) throw refuse('invalid x-api-key');
}

/** Reads a body to its end, keeping at most `limit` bytes of it: a 413 must come after the upload, or the client sees a reset. */
function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ kept: Buffer; bytes: number } | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > MAX_DRAIN) resolve(undefined);
    });
    request.on('end', () => resolve({ kept: Buffer.concat(chunks), bytes }));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}

function record({ requests }: State, { request, json }: Exchange, bytes: number): void {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  if (requests.length >= MAX_RECORDED) requests.shift();
  requests.push({ method: request.method ?? '', path: request.url ?? '', headers, bytes, json });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
