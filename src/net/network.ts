import { lookup } from 'node:dns/promises';
import { connect as tcpConnect, createServer, isIP, type Socket } from 'node:net';
import { connect as tlsConnect, type PeerCertificate } from 'node:tls';
import { fail, ok, type Outcome } from '../errors.ts';
import { openTunnel, type TunnelFailure, type TunnelTarget } from './proxy-tunnel.ts';
import { boundResolver } from './resolver.ts';
import { inspectTls, type InspectOptions, type Inspection } from './tls-inspect.ts';
import { secureContext } from './trust.ts';
import type { NetworkFailure } from './types.ts';

/*
 * Name, port and certificate, asked one by one, so that a check can say which of them is wrong. Nothing is
 * sent inside the connections: they are closed as soon as they stand.
 */

/** What a handshake that was checked came to. */
export interface Handshake {
  /** The chain leads to a root we know and the name fits. */
  readonly authorized: boolean;
  /** OpenSSL's or Node's code when it is not. */
  readonly code?: string;
  /** TLSv1.2, TLSv1.3. */
  readonly protocol: string;
  readonly validTo?: Date;
  readonly validFrom?: Date;
  /** DNS names and addresses the certificate is for. */
  readonly names: readonly string[];
  readonly issuer?: string;
}

/** With whom, and what it is checked against. */
export interface HandshakeOptions {
  readonly host: string;
  readonly port: number;
  /** PEM roots on top of the bundled and the system's ones. */
  readonly ca?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  /** Tunnel through this proxy. */
  readonly proxy?: URL | undefined;
  /** An open connection to the host, such as a tunnel, which ends with the handshake; instead of `proxy`. */
  readonly over?: Socket | undefined;
  readonly timeoutMs: number;
  /** Ends it with the code ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/** The steps of a connection one by one; tests give their own. */
export interface Network {
  /** The addresses of a name; ETIMEDOUT when the name servers take longer, 10 seconds unless said otherwise. */
  lookup(
    host: string,
    timeoutMs?: number,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly string[], NetworkFailure>>;
  connect(
    address: string,
    port: number,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Outcome<{ readonly ms: number }, NetworkFailure>>;
  handshake(options: HandshakeOptions): Promise<Outcome<Handshake, NetworkFailure>>;
  /** What a server sends in its handshake, unchecked. Where this is absent, diagnoses name less. */
  inspect?(options: InspectOptions): Promise<Outcome<Inspection, NetworkFailure>>;
  /** Whether a proxy opens a tunnel; it is closed at once. */
  tunnel?(proxy: URL, target: TunnelTarget): Promise<Outcome<void, TunnelFailure>>;
  /** Whether a port of 127.0.0.1 can be listened on. */
  portFree?(port: number): Promise<Outcome<void, NetworkFailure>>;
}

/** As long as the wait for a connection. */
const LONGEST_LOOKUP_MS = 10_000;

/** The network of this machine. */
export const nodeNetwork: Network = {
  lookup(host, timeoutMs = LONGEST_LOOKUP_MS, signal) {
    boundResolver(timeoutMs);
    return new Promise((resolve) => {
      const settle = (outcome: Outcome<readonly string[], NetworkFailure>): void => {
        clearTimeout(timer);
        unheard();
        resolve(outcome);
      };
      // The resolver of the system takes no limit, and nobody can take a question back.
      const timer = setTimeout(() => settle(fail({ code: 'ETIMEDOUT' })), timeoutMs);
      const unheard = onAbort(signal, () => settle(fail({ code: 'ABORTED' })));
      lookup(host, { all: true, verbatim: true }).then(
        (found) => settle(ok(found.map(({ address }) => address))),
        (error: unknown) => settle(fail({ code: codeOf(error) })),
      );
    });
  },

  connect(address, port, timeoutMs, signal) {
    const begun = performance.now();
    return new Promise((resolve) => {
      const socket = tcpConnect({ host: address, port });
      const settle = (outcome: Outcome<{ readonly ms: number }, NetworkFailure>): void => {
        unheard();
        socket.destroy();
        resolve(outcome);
      };
      const unheard = onAbort(signal, () => settle(fail({ code: 'ABORTED' })));
      socket.setTimeout(timeoutMs, () => settle(fail({ code: 'ETIMEDOUT' })));
      socket.once('connect', () => settle(ok({ ms: Math.round(performance.now() - begun) })));
      socket.once('error', (error) => settle(fail({ code: codeOf(error) })));
    });
  },

  async handshake({ host, port, ca, cert, key, proxy, over, timeoutMs, signal }) {
    const context = secureContext({ ca, clientCert: cert, clientKey: key });
    if (typeof context === 'string') return fail({ code: 'ERR_CERTIFICATE_FILE', message: context });
    let below = over;
    if (proxy !== undefined && over === undefined) {
      const opened = await openTunnel(proxy, { host, port, ca, timeoutMs, signal });
      if (!opened.ok) return opened;
      below = opened.value;
    }
    return new Promise((resolve) => {
      const socket = tlsConnect({
        host,
        ...(below === undefined ? { port } : { socket: below }),
        secureContext: context,
        // Checked here, not thrown: a refused certificate is the very thing to describe.
        rejectUnauthorized: false,
        ...(isIP(host) === 0 ? { servername: host } : {}),
      });
      const settle = (outcome: Outcome<Handshake, NetworkFailure>): void => {
        unheard();
        socket.destroy();
        below?.destroy();
        resolve(outcome);
      };
      const unheard = onAbort(signal, () => settle(fail({ code: 'ABORTED' })));
      socket.setTimeout(timeoutMs, () => settle(fail({ code: 'ETIMEDOUT' })));
      socket.once('error', (error) => settle(fail({ code: codeOf(error) })));
      // A device that cuts a tunnel at the ClientHello does so without an error.
      socket.once('close', () => settle(fail({ code: 'ECONNRESET' })));
      socket.once('secureConnect', () => {
        const certificate = socket.getPeerCertificate();
        const code = socket.authorized ? undefined : authorizationCode(socket.authorizationError);
        settle(
          ok({
            authorized: socket.authorized,
            ...(code === undefined ? {} : { code }),
            protocol: socket.getProtocol() ?? 'unknown',
            ...certificateFacts(certificate),
          }),
        );
      });
    });
  },

  inspect: inspectTls,

  async tunnel(proxy, target) {
    const opened = await openTunnel(proxy, target);
    if (!opened.ok) return opened;
    opened.value.destroy();
    return ok(undefined);
  },

  portFree(port) {
    return new Promise((resolve) => {
      const server = createServer();
      server.once('error', (error) => resolve(fail({ code: codeOf(error) })));
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
        server.close(() => resolve(ok(undefined))),
      );
    });
  },
};

/** Calls back when the signal aborts, at the earliest in the next turn; gives back how to stop listening. */
function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal?.aborted === true) setImmediate(stop);
  signal?.addEventListener('abort', stop, { once: true });
  return () => signal?.removeEventListener('abort', stop);
}

function certificateFacts(
  certificate: PeerCertificate,
): Pick<Handshake, 'validTo' | 'validFrom' | 'names' | 'issuer'> {
  const validTo = dateOf(certificate.valid_to);
  const validFrom = dateOf(certificate.valid_from);
  // An empty object when the peer sent no certificate, whatever the types say.
  const { issuer: by } = certificate as Partial<PeerCertificate>;
  const issuer = by?.CN ?? by?.O;
  return {
    names: (certificate.subjectaltname ?? '')
      .split(', ')
      .map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
      .filter((name) => name !== ''),
    ...(validTo === undefined ? {} : { validTo }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(typeof issuer === 'string' ? { issuer } : {}),
  };
}

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Node types it as Error, but it is a bare code for OpenSSL's verdicts and an Error for a wrong name. */
function authorizationCode(error: unknown): string {
  if (typeof error === 'string') return error;
  return codeOf(error);
}

function codeOf(error: unknown): string {
  for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (typeof code === 'string') return code;
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  }
  return 'UNKNOWN';
}
