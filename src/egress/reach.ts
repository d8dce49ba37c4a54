import { isIP, type Socket } from 'node:net';
import { nodeNetwork } from '../net/network.ts';
import { openTunnel } from '../net/proxy-tunnel.ts';

import type { Protocol } from './types.ts';

/*
 * Tries one host as a firewall sees it: name, port, TLS, with the connections of `net/`. Nothing is sent through the
 * connection; it is closed as soon as it is open. Whatever happens is an answer, and every wait ends with the time
 * given or with a cancel.
 */

/** What to reach, by which way. */
export interface ReachOptions {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** The proxy to go through. */
  readonly proxy?: URL | undefined;
  /** PEM roots to trust beside the bundled and the system's ones. */
  readonly ca?: readonly string[] | undefined;
  /** For all steps together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How far a connection got. */
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
interface Failed {
  readonly stage: Stage;
  readonly code: string;
}

/** Tries a host: name, connection or tunnel, and the TLS handshake where the protocol has one. */
export async function reach(options: ReachOptions): Promise<Reach> {
  const begun = performance.now();
  const via = options.proxy === undefined ? {} : { via: options.proxy.host };
  const failed = await attempt(options, begun);
  const ms = Math.round(performance.now() - begun);
  if (failed === undefined) return { ok: true, stage: 'done', detail: 'reached', ms, ...via };
  return { ok: false, ...failed, detail: describe(failed, options), ms, ...via };
}

async function attempt(
  { host: name, port, protocol, proxy, ca, timeoutMs, signal }: ReachOptions,
  begun: number,
): Promise<Failed | undefined> {
  const host = name.replace(/^\[(.*)\]$/, '$1');
  const left = (): number => Math.max(1, timeoutMs - (performance.now() - begun));
  const at = (stage: Stage, code: string): Failed => ({
    stage,
    code: signal.aborted ? 'CANCELLED' : code.replace(/^PROXY_/, ''),
  });
  let tunnel: Socket | undefined;
  if (proxy === undefined) {
    if (isIP(host) === 0) {
      const found = await nodeNetwork.lookup(host, left(), signal);
      if (!found.ok) return at('dns', found.failure.code);
    }
    const connected = await nodeNetwork.connect(host, port, left(), signal);
    if (!connected.ok) return at('tcp', connected.failure.code);
  } else {
    const opened = await openTunnel(proxy, { host, port, ca, timeoutMs: left(), signal });
    if (!opened.ok) return at('proxy', opened.failure.code);
    tunnel = opened.value;
  }
  if (protocol !== 'https') {
    tunnel?.destroy();
    return undefined;
  }
  const shaken = await nodeNetwork.handshake({
    host,
    port,
    ...(ca === undefined ? {} : { ca }),
    over: tunnel,
    timeoutMs: left(),
    signal,
  });
  if (!shaken.ok) return at('tls', shaken.failure.code);
  return shaken.value.authorized ? undefined : at('tls', shaken.value.code ?? 'UNTRUSTED');
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
      if (CERTIFICATE.test(code))
        return `the certificate of the proxy ${proxy?.host ?? ''} is not trusted (${code})`;
      return `the proxy ${proxy?.host ?? ''} cannot be reached (${code})`;
    case 'tls':
      return CERTIFICATE.test(code) || code === 'UNTRUSTED'
        ? `the certificate is not trusted (${code}): perhaps a proxy that opens TLS stands between`
        : `the connection is cut in the TLS handshake (${code}): firewalls that filter by name do this`;
    default:
      return stage satisfies never;
  }
}
