import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect as tlsConnect, createSecureContext, type DetailedPeerCertificate } from 'node:tls';
import { fail, ok, type Outcome } from '../errors.ts';
import { errorCode } from './error-chain.ts';
import type { NetworkFailure } from './types.ts';
import { openTunnel } from './proxy-tunnel.ts';

/*
 * A handshake that checks nothing and shows everything: which certificates a server sends itself, which
 * protocol it speaks at best, and what time it is there. No credential ever travels in it.
 */

/** Whom to ask, by which way, and what else to find out; `timeoutMs` bounds each step. */
export interface InspectOptions {
  readonly host: string;
  readonly port: number;
  readonly proxy?: URL | undefined;
  readonly ca?: readonly string[] | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Also take TLS 1.0 and 1.1, which nobody should. */
  readonly old?: boolean;
  /** Ask `HEAD /` for the server's clock. */
  readonly clock?: boolean;
}

/** What a server shows in its handshake. */
export interface Inspection {
  /** As sent, the server's own first; at most 10. */
  readonly sent: readonly X509Certificate[];
  /** TLSv1, TLSv1.1, TLSv1.2, TLSv1.3. */
  readonly protocol: string;
  /** The server's clock, when it was asked for and told. */
  readonly serverTime?: Date;
  /** With `clock`: how the connection broke after the handshake. TLS 1.3 asks for client certificates that late. */
  readonly brokenBy?: string;
}

const LONGEST_CHAIN = 10;
const CLOCK_MS = 3000;
const HEAD_BYTES = 16 * 1024;

/** Makes one handshake and ends it. Expected failures are values. */
export async function inspectTls(options: InspectOptions): Promise<Outcome<Inspection, NetworkFailure>> {
  const { host, port, proxy, ca, timeoutMs, signal } = options;
  let below: Socket | undefined;
  if (proxy !== undefined) {
    const tunnel = await openTunnel(proxy, { host, port, ca, timeoutMs, signal });
    if (!tunnel.ok) return tunnel;
    below = tunnel.value;
  }
  return new Promise((resolve) => {
    const socket = tlsConnect({
      ...(below === undefined ? { host, port } : { socket: below }),
      // No roots at all: with some, Node completes the chain from them and hides what was not sent.
      secureContext: createSecureContext({
        ca: [],
        ...(options.cert === undefined || options.key === undefined
          ? {}
          : { cert: options.cert, key: options.key }),
        ...(options.old === true ? { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
      }),
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const timer = setTimeout(() => settle(fail({ code: 'ETIMEDOUT' })), timeoutMs);
    const stop = (): void => settle(fail({ code: 'ABORTED' }));
    signal?.addEventListener('abort', stop, { once: true });
    const settle = (outcome: Outcome<Inspection, NetworkFailure>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.destroy();
      below?.destroy();
      resolve(outcome);
    };
    if (signal?.aborted === true) stop();
    let seen: Inspection | undefined;
    socket.on('error', (error) => {
      const code = errorCode(error) ?? 'UNKNOWN';
      settle(seen === undefined ? fail({ code }) : ok({ ...seen, brokenBy: code }));
    });
    socket.once('secureConnect', () => {
      const known: Inspection = {
        sent: sentBy(socket.getPeerCertificate(true)),
        protocol: socket.getProtocol() ?? 'unknown',
      };
      seen = known;
      if (options.clock !== true) {
        settle(ok(known));
        return;
      }
      void clockOf(socket, host).then((serverTime) =>
        settle(ok({ ...known, ...(serverTime === undefined ? {} : { serverTime }) })),
      );
    });
  });
}

function sentBy(first: DetailedPeerCertificate): readonly X509Certificate[] {
  const sent: X509Certificate[] = [];
  const seen = new Set<string>();
  // An empty object when the server sent none; the last one names itself or nothing as its issuer.
  let each: Partial<DetailedPeerCertificate> | undefined = first;
  while (each?.raw !== undefined && sent.length < LONGEST_CHAIN) {
    const print = each.fingerprint256 ?? '';
    if (seen.has(print)) break;
    seen.add(print);
    try {
      sent.push(new X509Certificate(each.raw));
    } catch {
      break;
    }
    each = each.issuerCertificate;
  }
  return sent;
}

/** The `Date` field in the head of an HTTP/1.1 answer; what follows the head is not looked at. */
export function dateIn(answer: string): Date | undefined {
  const [head = ''] = answer.split('\r\n\r\n', 1);
  const date = new Date(/^date:\s*([^\r\n]{10,40})/im.exec(head)?.[1] ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The `Date` of an answer to `HEAD /` (RFC 9110, section 6.6.1), whatever else the answer says. */
function clockOf(socket: Socket, host: string): Promise<Date | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => {
      clearTimeout(timer);
      resolve(dateIn(text));
    };
    const timer = setTimeout(done, CLOCK_MS);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.length > HEAD_BYTES || text.includes('\r\n\r\n')) done();
    });
    socket.once('close', done);
    socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
