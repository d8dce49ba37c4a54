import { versions } from 'node:process';
import type { SecureContext } from 'node:tls';
import type * as UndiciModule from 'undici';
import type { Dispatcher } from 'undici';
import { fail, ok, type Outcome } from '../errors.ts';
import { startDeadline, TIMEOUTS, type Deadline } from '../net/deadline.ts';
import {
  cancelledFailure,
  failure,
  timeoutFailure,
  proxyStatusFailure,
  toFailure,
  tooLargeFailure,
  type FailureContext,
} from '../net/failure.ts';
import { HeaderProblem, requestHeaders } from './headers.ts';
import { clearTextProblem } from '../net/clear-text.ts';
import { nodeNetwork } from '../net/network.ts';
import { proxyFor, proxyName, proxySecrets } from '../net/proxy.ts';
import { sseParser } from '../protocol/sse.ts';
import { secureContext } from '../net/trust.ts';
import type { ClientOptions, GatewayClient, GatewayRequest, StreamAnswer } from './types.ts';
import type { Failure, Timeouts } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { SseEvent } from '../protocol/sse-event.ts';
import {
  callable,
  hostOf,
  hostPort,
  isAbsolute,
  joinUrl,
  portOf,
  redirectTarget,
  trimBase,
} from '../net/url.ts';

/*
 * The one way to a gateway, and the only file that knows undici. The seam: the global fetch, looked up for each
 * request so that nock can stand in for it, with a dispatcher made by undici 7 for proxies, trust and client
 * certificates. Where Node's own fetch is too new for an undici 7 dispatcher (Node 26), undici's fetch is used.
 */

const MB = 1024 * 1024;
const MAX_BODY = MB;
/** Headers that browsers and the engine still take (64 KB measured with the engine; Chromium stops at 256 KB). */
const MAX_HEADERS = 256 * 1024;
const MAX_STREAM = 8 * MB;
const MAX_EVENTS = 10_000;
/** How long we listen on after message_stop: what comes then is worth a warning, but the socket may stay open for good. */
const LINGER_MS = 150;
/** undici's own connect timer: far above ours, only a net below it. */
const CONNECT_NET_MS = 120_000;
const EXPLAIN_MS = 3_000;
const LAST_BUILTIN_MAJOR = 7;

type Undici = typeof UndiciModule;
type Handlers = Parameters<Dispatcher['dispatch']>[1];

/** What a request goes through, and the name of the proxy if it takes one. */
interface Way {
  readonly dispatcher: Dispatcher;
  readonly undici: Undici;
  readonly proxy?: string;
  readonly proxyUrl?: URL;
}

interface Opened {
  readonly response: Response;
  readonly url: URL;
  readonly begun: number;
  readonly firstByteMs: number;
  readonly deadline: Deadline;
  readonly limits: Timeouts;
  readonly proxy: string | undefined;
}

/** A client for one gateway. Loads undici at its first request. */
export function createClient(options: ClientOptions): GatewayClient {
  const baseUrl = trimBase(options.baseUrl);
  const closing = new AbortController();
  const ways = new Map<string, Dispatcher>();
  let undici: Promise<Undici> | undefined;
  let context: SecureContext | string | undefined;

  async function wayTo(url: URL): Promise<Way | Pick<Failure, 'kind' | 'message'>> {
    const proxy = proxyFor(url, options.route);
    if (typeof proxy === 'string') return { kind: 'proxy', message: proxy };
    // The default export is the whole library, bundled or not; a bundle of this CommonJS package has no other.
    const library = await (undici ??= import('undici').then((module) => module.default as unknown as Undici));
    const secure = url.protocol === 'https:' || proxy?.protocol === 'https:';
    if (secure) {
      const { ca, clientCert, clientKey } = options.route;
      context ??= secureContext({ ca, clientCert, clientKey });
      if (typeof context === 'string') return { kind: 'tls', message: context };
    }
    const key = `${secure ? 'tls' : 'plain'} ${proxy?.href ?? ''}`;
    let dispatcher = ways.get(key);
    if (dispatcher === undefined) {
      dispatcher = makeDispatcher(library, secure ? (context as SecureContext) : undefined, proxy);
      ways.set(key, dispatcher);
    }
    return {
      dispatcher,
      undici: library,
      ...(proxy === undefined ? {} : { proxy: proxyName(proxy), proxyUrl: proxy }),
    };
  }

  async function open(request: GatewayRequest): Promise<Outcome<Opened, Failure>> {
    const begun = performance.now();
    const since = (): number => performance.now() - begun;
    const absolute = isAbsolute(request.path);
    const url = callable(
      absolute ? request.path : baseUrl.trim() === '' ? '' : joinUrl(baseUrl, request.path),
    );
    if (typeof url === 'string')
      return fail(failure({ kind: 'url', message: url }, { target: '', ms: since() }));
    const target = hostPort(url);

    let headers: Record<string, string>;
    const body = bytesOf(request.body);
    try {
      headers = requestHeaders(request, options, body !== undefined, absolute);
    } catch (error) {
      if (!(error instanceof HeaderProblem)) throw error;
      return fail(
        failure(
          { kind: 'protocol', code: 'INVALID_HEADER', message: error.message },
          { target, ms: since() },
        ),
      );
    }

    const limits: Timeouts = { ...TIMEOUTS, ...options.timeouts, ...request.timeouts };
    const deadline = startDeadline(limits, [closing.signal, options.signal, request.signal]);
    let proxy: string | undefined;
    // Set from inside fetch, which the compiler does not see in a plain variable.
    const seen = { dialled: false, status: 0 };
    try {
      const way = await wayTo(url);
      if ('kind' in way) {
        deadline.stop();
        return fail(failure(way, { target, ms: since() }));
      }
      proxy = way.proxy;
      const problem = carriesSecret(request, options, absolute)
        ? clearTextProblem(url, way.proxyUrl)
        : undefined;
      if (problem !== undefined) {
        deadline.stop();
        return fail(failure({ kind: 'url', code: 'CLEAR_TEXT', message: problem }, { target, ms: since() }));
      }
      deadline.enter('first-byte');
      const response = await deadline.race(
        pickFetch(way.undici)(url.href, {
          method: request.method,
          headers,
          redirect: 'manual',
          signal: deadline.signal,
          ...(body === undefined ? {} : { body }),
          dispatcher: watched(way.dispatcher, deadline, seen),
        } as RequestInit),
      );
      deadline.enter('idle');
      return ok({ response, url, begun, firstByteMs: since(), deadline, limits, proxy });
    } catch (error) {
      deadline.stop();
      const at: FailureContext = { target, proxy, ms: since() };
      if (deadline.ended !== undefined) return fail(endedFailure(deadline.ended, limits, at));
      if (seen.status === 407) return fail(proxyStatusFailure(at));
      const found = toFailure(error, at);
      const dated =
        seen.dialled && proxy === undefined && /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(found.code ?? '');
      return fail(dated ? toFailure(error, { ...at, validity: await validityOf(url) }) : found);
    }
  }

  /** A connection that broke before the answer began may have been a stale one: once more, and only once. */
  async function openTwice(request: GatewayRequest): Promise<Outcome<Opened, Failure>> {
    const first = await open(request);
    return !first.ok && first.failure.kind === 'reset' ? await open(request) : first;
  }

  return {
    baseUrl,
    secrets: secretsOf(options),

    async send(request) {
      const opened = await openTwice(request);
      if (!opened.ok) return opened;
      const { response, begun, firstByteMs } = opened.value;
      const limit = request.maxBytes ?? MAX_BODY;
      const chunks: Uint8Array[] = [];
      const end = await readBody(opened.value, limit, (chunk) => {
        chunks.push(chunk);
        return false;
      });
      if (end !== undefined) return fail(end);
      const text = decode(chunks);
      return ok({
        ...head(response, opened.value.url),
        text,
        ...(request.bytes === true ? { bytes: Buffer.concat(chunks) } : {}),
        json: jsonOf(text),
        firstByteMs: Math.round(firstByteMs),
        ms: Math.round(performance.now() - begun),
      } satisfies GatewayAnswer);
    },

    async stream(request) {
      const opened = await openTwice(request);
      if (!opened.ok) return opened;
      const { response, begun, firstByteMs, deadline, url, proxy } = opened.value;
      const parser = sseParser();
      const chunks: Uint8Array[] = [];
      const events: SseEvent[] = [];
      const reads: { at: number; bytes: number }[] = [];
      let received = 0;
      let stoppedAt: number | undefined;
      let capped: Failure | undefined;
      let linger: NodeJS.Timeout | undefined;
      let overheard: (() => void) | undefined;
      const tail = { open: false };
      const silence = new Promise<void>((resolve) => {
        overheard = () => {
          tail.open = true;
          resolve();
        };
      });

      const broken = await readBody(
        opened.value,
        request.maxBytes ?? MAX_STREAM,
        (chunk) => {
          const at = Math.round(performance.now() - begun);
          received += chunk.length;
          chunks.push(chunk);
          reads.push({ at, bytes: chunk.length });
          for (const event of parser.push(chunk)) {
            if (events.length === MAX_EVENTS) {
              const where = { target: hostPort(url), proxy, ms: at, received };
              capped = failure(
                {
                  kind: 'too-large',
                  message: `The stream of ${where.target} has more than ${String(MAX_EVENTS)} events`,
                },
                where,
              );
              return true;
            }
            events.push({ ...event, at });
            if (stoppedAt === undefined && isStop(event)) {
              stoppedAt = at;
              // From here on only the end of the body is waited for, for as long as was asked.
              deadline.stop();
              linger = setTimeout(() => overheard?.(), request.lingerMs ?? LINGER_MS);
            }
          }
          return false;
        },
        silence,
      );
      clearTimeout(linger);
      deadline.stop();
      const tailMs = stoppedAt === undefined ? undefined : Math.round(performance.now() - begun) - stoppedAt;
      const why = capped ?? broken;
      const end =
        stoppedAt !== undefined
          ? 'stopped'
          : why === undefined
            ? 'ended'
            : why.kind === 'too-large'
              ? 'capped'
              : 'cut';
      const text = decode(chunks);
      return ok({
        ...head(response, url),
        text,
        json: events.length > 0 ? undefined : jsonOf(text),
        firstByteMs: Math.round(firstByteMs),
        ms: stoppedAt ?? Math.round(performance.now() - begun),
        events,
        reads,
        ...(tailMs === undefined
          ? {}
          : { tailMs: tail.open || broken?.kind === 'timeout' ? ('open' as const) : tailMs }),
        end,
        ...(why === undefined || end === 'stopped' ? {} : { failure: why }),
        ...(end === 'stopped' && broken?.kind === 'protocol' ? { brokenEnd: broken } : {}),
      } satisfies StreamAnswer);
    },

    async close() {
      closing.abort();
      await Promise.all([...ways.values()].map((dispatcher) => dispatcher.destroy().catch(() => undefined)));
      ways.clear();
    },
  };
}

/**
 * Whether a request carries what nobody else may read: a credential, a header of the configuration, or what is sent
 * to sign in. Decided here, for every caller: no flag and no check that was left out changes it.
 */
function carriesSecret(request: GatewayRequest, options: ClientOptions, absolute: boolean): boolean {
  if (absolute) return request.body !== undefined || hasMembers(request.headers);
  const bare = request.credential === 'none';
  const credential = options.credential !== undefined || typeof request.credential === 'object';
  return (credential && !bare) || hasMembers(options.headers) || options.route.clientKey !== undefined;
}

function hasMembers(headers: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(headers ?? {}).length > 0;
}

/** Node's fetch where it takes an undici 7 dispatcher, undici's own where it does not. */
function pickFetch(undici: Undici): typeof globalThis.fetch {
  const major = Number((builtinUndici() ?? '0').split('.')[0]);
  return major <= LAST_BUILTIN_MAJOR
    ? globalThis.fetch
    : (undici.fetch as unknown as typeof globalThis.fetch);
}

function builtinUndici(): string | undefined {
  return versions.undici;
}

function makeDispatcher(
  undici: Undici,
  context: SecureContext | undefined,
  proxy: URL | undefined,
): Dispatcher {
  const tls = {
    timeout: CONNECT_NET_MS,
    // Said, or NODE_TLS_REJECT_UNAUTHORIZED of whoever started this would decide.
    rejectUnauthorized: true,
    ...(context === undefined ? {} : { secureContext: context }),
  };
  // Every wait is bounded by the request's own signal; undici's coarse timers are off.
  const common = { headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: MAX_HEADERS, connect: tls };
  if (proxy === undefined) return new undici.Agent(common);
  // `connect` serves direct connections, `requestTls` the gateway behind the tunnel, `proxyTls` an https proxy.
  return new undici.ProxyAgent({ ...common, uri: proxy.href, requestTls: tls, proxyTls: tls });
}

/**
 * The dispatcher with ears: undici calls `onConnect` (`onRequestStart`) when a connection stands and
 * `onRequestSent` after the last byte of the body, which is where the clock of a phase begins.
 */
function watched(dispatcher: Dispatcher, deadline: Deadline, seen: Dialled): Pick<Dispatcher, 'dispatch'> {
  return {
    dispatch(options, handlers) {
      seen.dialled = true;
      deadline.enter('connect');
      return dispatcher.dispatch(options, listening(handlers, deadline, seen));
    },
  };
}

/** What the dispatcher has seen of a request, for a failure that says nothing. */
interface Dialled {
  dialled: boolean;
  /** Of the answer; 0 before one. */
  status: number;
}

function listening(handlers: Handlers, deadline: Deadline, seen: Dialled): Handlers {
  return new Proxy(handlers, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      const call = (...values: unknown[]): unknown =>
        typeof own === 'function'
          ? (own as (...values: unknown[]) => unknown).apply(target, values)
          : undefined;
      if (
        name === 'onRequestSent' ||
        ((name === 'onConnect' || name === 'onRequestStart') && own !== undefined)
      ) {
        return (...values: unknown[]) => {
          deadline.enter('first-byte');
          return call(...values);
        };
      }
      if ((name === 'onHeaders' || name === 'onResponseStart') && own !== undefined)
        return (...values: unknown[]) => {
          const status = values.find((value) => typeof value === 'number');
          if (typeof status === 'number') seen.status = status;
          return call(...values);
        };
      return typeof own === 'function' ? call : own;
    },
  });
}

/**
 * Reads a body to its end, to a limit, until `take` says enough or `enough` resolves. Returns why it broke, or
 * undefined. Always leaves the deadline stopped and the body let go.
 */
async function readBody(
  { response, url, begun, deadline, limits, proxy }: Opened,
  limit: number,
  take: (chunk: Uint8Array) => boolean,
  enough?: Promise<void>,
): Promise<Failure | undefined> {
  const target = hostPort(url);
  let received = 0;
  const where = (): FailureContext => ({ target, proxy, ms: performance.now() - begun, received });
  const reader = response.body?.getReader();
  if (reader === undefined) {
    deadline.stop();
    return undefined;
  }
  try {
    for (;;) {
      const read = deadline.race(reader.read());
      const next = await (enough === undefined ? read : Promise.race([read, enough]));
      if (next === undefined || next.done) return undefined;
      deadline.enter('idle');
      const chunk = next.value as Uint8Array;
      received += chunk.length;
      if (received > limit) return tooLargeFailure(limit, where());
      if (take(chunk)) return undefined;
    }
  } catch (error) {
    return deadline.ended === undefined
      ? toFailure(error, where())
      : endedFailure(deadline.ended, limits, where());
  } finally {
    deadline.stop();
    reader.cancel().catch(() => undefined);
  }
}

function endedFailure(ended: NonNullable<Deadline['ended']>, limits: Timeouts, at: FailureContext): Failure {
  return ended === 'cancelled' ? cancelledFailure(at) : timeoutFailure(ended, limits, at);
}

/** Node's error for an expired certificate has no date; one more handshake, in which nothing is sent, has. */
async function validityOf(url: URL): Promise<FailureContext['validity']> {
  const shaken = await nodeNetwork.handshake({ host: hostOf(url), port: portOf(url), timeoutMs: EXPLAIN_MS });
  if (!shaken.ok) return undefined;
  const { validFrom, validTo } = shaken.value;
  return {
    ...(validFrom === undefined ? {} : { from: validFrom }),
    ...(validTo === undefined ? {} : { to: validTo }),
  };
}

function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
}

function head(response: Response, url: URL): Pick<GatewayAnswer, 'status' | 'headers' | 'location'> {
  const headers = Object.fromEntries(response.headers.entries());
  const location =
    response.status >= 300 && response.status < 400 && headers.location !== undefined
      ? redirectTarget(headers.location, url)
      : undefined;
  return { status: response.status, headers, ...(location === undefined ? {} : { location }) };
}

function decode(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isStop({ event, data }: Pick<SseEvent, 'event' | 'data'>): boolean {
  if (event === 'message_stop') return true;
  if (event !== '' || !data.includes('message_stop')) return false;
  const json = jsonOf(data);
  return typeof json === 'object' && json !== null && (json as { type?: unknown }).type === 'message_stop';
}

/** Values shorter than this among configured headers are words like `prod`, not secrets. */
const SECRET_HEADER = 8;

function secretsOf({ credential, headers, route, moreSecrets = [] }: ClientOptions): readonly string[] {
  const values = [
    ...(credential === undefined ? [] : [credential.token]),
    ...Object.values(credential?.extraHeaders ?? {}).flatMap(withoutScheme),
    ...Object.values(headers ?? {})
      .flatMap(withoutScheme)
      .filter((value) => value.length >= SECRET_HEADER),
    ...proxySecrets(route),
    ...moreSecrets,
    // The armour of a PEM file is no secret; its lines are.
    ...(route.clientKey ?? '').split(/\r?\n/).filter((line) => !line.startsWith('-----')),
  ];
  return [...new Set(values.filter((value) => value.trim() !== ''))];
}

/** `Bearer abc` hides `abc` too when that comes back alone. */
function withoutScheme(value: string): string[] {
  const bare = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(value.trim())?.[1];
  return bare === undefined ? [value] : [bare];
}
