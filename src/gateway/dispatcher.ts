import { isIP } from 'node:net';
import { versions } from 'node:process';
import type { SecureContext } from 'node:tls';
import type * as UndiciModule from 'undici';
import type { Dispatcher, Pool } from 'undici';
import type { Deadline } from '../net/deadline.ts';
import { proxyFor, proxyName } from '../net/proxy.ts';
import { ofTunnel } from '../net/thrown-failure.ts';
import { isTlsFailure, ofProxyTls } from '../net/tls-failure.ts';
import { secureContext } from '../net/trust.ts';
import type { Failure } from '../net/types.ts';
import { leaveOutIdentity, type PackedBody } from './packed-body.ts';
import { tellConnection, type Taken } from './connection.ts';
import type { ClientOptions } from './types.ts';

/*
 * The only file that knows undici: a dispatcher for proxies, trust and client certificates, made by undici 7 and given
 * to the global fetch, which is looked up for each request so that nock can stand in for it. Where Node's own fetch is
 * too new for an undici 7 dispatcher (Node 26), undici's fetch is used.
 */

/** Headers that browsers and the engine still take (64 KB measured with the engine; Chromium stops at 256 KB). */
const MAX_HEADERS = 256 * 1024;
/** undici's own connect timer: far above ours, only the last bound. */
const CONNECT_NET_MS = 120_000;
const LAST_BUILTIN_MAJOR = 7;

type Undici = typeof UndiciModule;
type Handlers = Parameters<Dispatcher['dispatch']>[1];

/** What a request goes through, and the name of the proxy if it takes one. */
interface Way {
  readonly dispatcher: Dispatcher;
  readonly undici: Undici;
  readonly proxy?: string;
  readonly proxyUrl?: URL;
  /** What TLS trusts and shows, for https. */
  readonly secureContext?: SecureContext;
}

/** Finds the way to each address of one client, and keeps it. Loads undici at the first question. */
export class Ways {
  readonly #route: ClientOptions['route'];
  readonly #known = new Map<string, Dispatcher>();
  #undici: Promise<Undici> | undefined;
  #context: SecureContext | string | undefined;

  constructor(route: ClientOptions['route']) {
    this.#route = route;
  }

  /** The way to an address, or why there is none. */
  async to(url: URL): Promise<Way | Pick<Failure, 'kind' | 'message'>> {
    const proxy = proxyFor(url, this.#route);
    if (typeof proxy === 'string') return { kind: 'proxy', message: proxy };
    // The default export is the whole library, bundled or not; a bundle of this CommonJS package has no other.
    const library = await (this.#undici ??= import('undici').then(
      (module) => module.default as unknown as Undici,
    ));
    const secure = url.protocol === 'https:' || proxy?.protocol === 'https:';
    if (secure) {
      const { ca, clientCert, clientKey } = this.#route;
      this.#context ??= secureContext({ ca, clientCert, clientKey });
      if (typeof this.#context === 'string') return { kind: 'tls', message: this.#context };
    }
    const key = `${secure ? 'tls' : 'plain'} ${proxy?.href ?? ''}`;
    let dispatcher = this.#known.get(key);
    if (dispatcher === undefined) {
      dispatcher = makeDispatcher(library, secure ? (this.#context as SecureContext) : undefined, proxy);
      this.#known.set(key, dispatcher);
    }
    return {
      dispatcher,
      undici: library,
      ...(secure ? { secureContext: this.#context as SecureContext } : {}),
      ...(proxy === undefined ? {} : { proxy: proxyName(proxy), proxyUrl: proxy }),
    };
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#known.values()].map((dispatcher) => dispatcher.destroy().catch(() => undefined)),
    );
    this.#known.clear();
  }
}

/** Node's fetch where it takes an undici 7 dispatcher, undici's own where it does not. */
export function pickFetch(undici: Undici): typeof globalThis.fetch {
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
  return new undici.ProxyAgent({
    ...common,
    uri: proxy.href,
    requestTls: tls,
    proxyTls: tls,
    // As the engine does (measured): a tunnel for https only; for http the proxy is asked for the whole address.
    proxyTunnel: false,
    // Without it those requests would go without our limits.
    factory: (origin, options) =>
      new undici.Pool(origin, { ...common, ...(options as Partial<Pool.Options>) }),
    clientFactory: (origin, options) =>
      askingOnce(
        new undici.Pool(origin, { connect: toProxy((options as { readonly connect: Connect }).connect) }),
      ),
  });
}

type Connecting = (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/** undici asks a proxy that cuts the connection again at once, and without end, but where the error is another one. */
function askingOnce(pool: Pool): Pool {
  const tunnel: Connecting = pool.connect.bind(pool);
  const connect: Connecting = (options) =>
    tunnel(options).catch((error: unknown) => {
      throw ofTunnel(error);
    });
  return Object.assign(pool, { connect });
}

type Connect = UndiciModule.buildConnector.connector;

/** The connection to a proxy: a certificate of the proxy must not be taken for one of the gateway behind it. */
function toProxy(connect: Connect): Connect {
  return (options, told) => {
    const { servername = '', ...rest } = options;
    // No server name for an IP address: RFC 6066, section 3.
    connect(isIP(servername) === 0 ? options : rest, (error, socket) => {
      if (error === null) told(null, socket);
      else told(isTlsFailure(error) ? ofProxyTls(error) : error, null);
    });
  };
}

/**
 * The dispatcher with ears: undici calls `onConnect` (`onRequestStart`) when a connection stands and
 * `onRequestSent` after the last byte of the body, which is where the clock of a phase begins.
 */
export function watched(
  dispatcher: Dispatcher,
  deadline: Deadline,
  seen: Dialled,
): Pick<Dispatcher, 'dispatch'> {
  return {
    dispatch(options, handlers) {
      seen.dialled = true;
      deadline.enter('connect');
      return dispatcher.dispatch(unlikeBrowsers(options), listening(handlers, deadline, seen));
    },
  };
}

/** What fetch adds of its own, for browsers; the engine sends neither, and firewalls count and read headers. */
const BROWSER_HEADERS = ['accept-language', 'sec-fetch-mode'];

/** The request without what makes it look like a browser's. */
function unlikeBrowsers(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  // fetch gives them as one object, however they were given to it.
  const kept = Object.entries(options.headers as Readonly<Record<string, string>>).filter(
    ([name]) => !BROWSER_HEADERS.includes(name.toLowerCase()),
  );
  return { ...options, headers: Object.fromEntries(kept) };
}

/** What the dispatcher has seen of a request, for a failure that says nothing. */
interface Dialled {
  dialled: boolean;
  /** The connection it took; undefined before, and where undici is not asked. */
  taken: Taken | undefined;
  /** Of the answer; 0 before one. */
  status: number;
  readonly body: PackedBody;
}

function listening(handlers: Handlers, deadline: Deadline, seen: Dialled): Handlers {
  const hear = (name: string | symbol, values: readonly unknown[]): void => {
    switch (name) {
      case 'onConnect':
      case 'onRequestStart':
        tellConnection((taken) => (seen.taken = taken));
        deadline.enter('first-byte');
        return;
      case 'onRequestSent':
        deadline.enter('first-byte');
        return;
      case 'onData':
      case 'onResponseData':
        for (const value of values) if (value instanceof Uint8Array) seen.body.add(value);
        return;
      case 'onHeaders':
      case 'onResponseStart':
        for (const value of values) {
          if (typeof value === 'number') seen.status = value;
          if (Array.isArray(value)) leaveOutIdentity(value);
        }
    }
  };
  return new Proxy(handlers, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      // undici calls it whether fetch listens or not.
      if (typeof own !== 'function' && name !== 'onRequestSent') return own;
      return (...values: unknown[]): unknown => {
        hear(name, values);
        return typeof own === 'function'
          ? (own as (...values: unknown[]) => unknown).apply(target, values)
          : undefined;
      };
    },
  });
}
