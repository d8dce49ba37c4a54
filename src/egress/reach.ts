import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as tcpConnect, isIP, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { Protocol } from './types.ts';

/*
 * Tries one host as a firewall sees it: name, port, TLS. Nothing is sent through the connection; it is closed
 * as soon as it stands. Whatever happens is an answer, and every wait ends with the time given or with a cancel.
 */

export interface ReachOptions {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** The proxy to go through. */
  readonly proxy?: URL | undefined;
  /** Roots to trust; Node's own when absent. */
  readonly ca?: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Reach {
  readonly ok: boolean;
  /** How far it got: where it failed, or `done`. */
  readonly stage: 'dns' | 'tcp' | 'proxy' | 'tls' | 'done';
  /** errno-like, or an HTTP status of the proxy. */
  readonly code?: string;
  /** One clause, such as `the name does not resolve`. */
  readonly detail: string;
  readonly ms: number;
  /** `host:port` of the proxy that was used. */
  readonly via?: string;
}

type Stage = Exclude<Reach['stage'], 'done'>;

/** A step that did not work: where, and under which code. */
class Failed extends Error {
  readonly stage: Stage;
  readonly code: string;
  constructor(stage: Stage, code: string) {
    super(code);
    this.stage = stage;
    this.code = code;
  }
}

export async function reach(options: ReachOptions): Promise<Reach> {
  const begun = performance.now();
  const via = options.proxy === undefined ? {} : { via: options.proxy.host };
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), options.timeoutMs);
  const signal = AbortSignal.any([options.signal, clock.signal]);
  const ms = (): number => Math.round(performance.now() - begun);
  let stage: Stage = options.proxy === undefined ? 'dns' : 'proxy';
  let socket: Socket | undefined;
  try {
    if (options.proxy === undefined) {
      await within(signal, lookUp(options.host));
      stage = 'tcp';
      socket = await connect(options.host, options.port, signal);
    } else socket = await tunnel(options.proxy, options, signal);
    if (options.protocol === 'https') {
      stage = 'tls';
      await handshake(socket, options, signal);
    }
    return { ok: true, stage: 'done', detail: 'reached', ms: ms(), ...via };
  } catch (error) {
    const failed =
      error instanceof Failed && error.code !== 'ABORTED'
        ? error
        : new Failed(stage, options.signal.aborted ? 'CANCELLED' : 'ETIMEDOUT');
    const detail = describe(failed, options);
    return { ok: false, stage: failed.stage, code: failed.code, detail, ms: ms(), ...via };
  } finally {
    clearTimeout(timer);
    socket?.destroy();
  }
}

async function lookUp(host: string): Promise<void> {
  if (isIP(bare(host)) !== 0) return;
  try {
    await lookup(host);
  } catch (error) {
    throw new Failed('dns', codeOf(error));
  }
}

function connect(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return settle(signal, (resolve, reject) => {
    const socket = tcpConnect({ host: bare(host), port });
    socket.once('connect', () => resolve(socket));
    socket.on('error', (error) => reject(new Failed('tcp', codeOf(error))));
    return () => socket.destroy();
  });
}

/** CONNECT, as a browser does it (RFC 9110, section 9.3.6). */
function tunnel(proxy: URL, { host, port }: ReachOptions, signal: AbortSignal): Promise<Socket> {
  return settle(signal, (resolve, reject) => {
    const target = `${host}:${String(port)}`;
    const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: bare(proxy.hostname),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
      path: target,
      headers: { host: target, ...proxyAuthorization(proxy) },
      agent: false,
    });
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new Failed('proxy', String(response.statusCode ?? 0)));
      }
    });
    // A proxy that does not know CONNECT answers as a web server would.
    request.once('response', (response) => {
      response.destroy();
      reject(new Failed('proxy', String(response.statusCode ?? 0)));
    });
    request.on('error', (error) => reject(new Failed('proxy', codeOf(error))));
    request.end();
    return () => request.destroy();
  });
}

function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}

function handshake(socket: Socket, { host, ca }: ReachOptions, signal: AbortSignal): Promise<void> {
  return settle(signal, (resolve, reject) => {
    const name = bare(host);
    const tls = tlsConnect({
      socket,
      host: name,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(ca === undefined ? {} : { ca: [...ca] }),
    });
    tls.once('secureConnect', () => {
      tls.destroy();
      resolve();
    });
    tls.on('error', (error) => reject(new Failed('tls', codeOf(error))));
    // A device that cuts the connection at the ClientHello does so without an error.
    tls.once('close', () => reject(new Failed('tls', 'ECONNRESET')));
    return () => tls.destroy();
  });
}

/** A promise that also ends, and cleans up, when the signal aborts. */
function settle<T>(
  signal: AbortSignal,
  start: (resolve: (value: T) => void, reject: (reason: Failed) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const aborted = new Failed('tcp', 'ABORTED');
    if (signal.aborted) {
      reject(aborted);
      return;
    }
    const onAbort = (): void => {
      stop();
      reject(aborted);
    };
    const done = (): void => signal.removeEventListener('abort', onAbort);
    const stop = start(
      (value) => {
        done();
        resolve(value);
      },
      (reason) => {
        done();
        reject(reason);
      },
    );
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** The system resolver cannot be cancelled; waiting for it can. */
function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return Promise.race([promise, settle<never>(signal, () => () => undefined)]);
}

function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  }
  return 'UNKNOWN';
}

const CERTIFICATE =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

function describe({ stage, code }: Failed, { proxy, timeoutMs }: ReachOptions): string {
  if (code === 'CANCELLED') return 'cancelled';
  if (code === 'ETIMEDOUT') {
    const where = {
      dns: 'the name server',
      tcp: 'the host',
      proxy: 'the proxy',
      tls: 'the host, in the TLS handshake,',
    }[stage];
    return `no answer from ${where} within ${String(timeoutMs / 1000)} s${stage === 'tcp' ? ': a firewall that drops packets looks like this' : ''}`;
  }
  switch (stage) {
    case 'dns':
      return code === 'ENOTFOUND' ? 'the name does not resolve' : `the name server does not answer (${code})`;
    case 'tcp':
      return code === 'ECONNREFUSED' ? 'the port is closed' : `no connection (${code})`;
    case 'proxy':
      if (code === '407') return `the proxy ${proxy?.host ?? ''} asks for a sign-in (407)`;
      if (/^\d+$/.test(code)) return `the proxy ${proxy?.host ?? ''} refuses the connection (${code})`;
      return `the proxy ${proxy?.host ?? ''} cannot be reached (${code})`;
    case 'tls':
      return CERTIFICATE.test(code)
        ? `the certificate is not trusted (${code}): perhaps a proxy that opens TLS stands between`
        : `the connection is cut in the TLS handshake (${code}): firewalls that filter by name do this`;
    default:
      return stage satisfies never;
  }
}
