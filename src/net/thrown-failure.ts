import { chain, errorCode } from './error-chain.ts';
import { failure, type FailureContext, type Phase, type Verdict } from './failure.ts';
import { PROXY_TLS, proxyTlsVerdict, tlsMessage } from './tls-failure.ts';
import type { Failure, FailureKind } from './types.ts';

/*
 * From whatever a request threw to a Failure an admin can act on. Texts of undici and Node are read but never
 * passed on: they can hold header values and bytes of the peer. Codes as measured on Node 20, 22 and 24.
 */

/** The Failure for what a request threw. */
export function toFailure(error: unknown, context: FailureContext): Failure {
  return failure(verdict(error, context), context);
}

function verdict(error: unknown, context: FailureContext): Verdict {
  const links = chain(error);
  const code = errorCode(error);
  const { target, proxy } = context;
  const says = (pattern: RegExp): boolean => links.some(({ message }) => pattern.test(message));

  const tunnel = links.map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1]).find(Boolean);
  if (tunnel !== undefined) return tunnelVerdict(tunnel, context);
  if (says(/^bad port$/)) {
    return {
      kind: 'protocol',
      code: 'BAD_PORT',
      message: `HTTP clients refuse the port of ${target}: it belongs to another protocol`,
    };
  }
  // undici names the class and often leaves the code out.
  if (
    (code?.startsWith('HPE_') === true && CODES[code] === undefined) ||
    // undici takes a status such as 000 for a fault of its own.
    code === 'ERR_ASSERTION' ||
    links.some(({ name }) => name === 'HTTPParserError')
  ) {
    return speaksTls(links)
      ? {
          kind: 'tls',
          code: 'HTTP_PARSER',
          message: `${target} speaks TLS, not plain HTTP: the address must begin with https://`,
        }
      : {
          kind: 'protocol',
          code: 'HTTP_PARSER',
          message: `${target} answers with something that is not HTTP`,
        };
  }
  if (code === undefined)
    return { kind: 'protocol', message: `The request to ${target} failed without a reason` };
  const proxyTls = code === PROXY_TLS ? proxyTlsVerdict(links, context) : undefined;
  if (proxyTls !== undefined)
    return { kind: 'proxy', code: proxyTls.code, message: `${proxyTls.message} (${proxyTls.code})` };
  if (code === PROXY_CUT)
    return {
      kind: 'reset',
      code,
      message: `The proxy ${proxy ?? 'in between'} cut the connection when it was asked for a tunnel to ${target}`,
    };
  const ofProxy = TO_PROXY.get(code);
  if (proxy !== undefined && ofProxy !== undefined)
    return { kind: 'proxy', code, message: `The proxy ${proxy} ${ofProxy} (${code})` };
  const tls = tlsMessage(code, links, context);
  if (tls !== undefined) return { kind: 'tls', code, message: `${tls} (${code})` };
  const row = CODES[code];
  if (row !== undefined)
    return {
      kind: row[0],
      code,
      ...(row[2] === undefined ? {} : { phase: row[2] }),
      message: `${row[1](target)} (${code})`,
    };
  if (/^(?:Z_|ERR__ERROR_FORMAT|ERR_PADDING|ERR_BROTLI|ERR_ZSTD|BROTLI_)/.test(code)) {
    return {
      kind: 'protocol',
      code,
      message: `${target} sent a compressed body that cannot be unpacked (${code})`,
    };
  }
  return { kind: 'protocol', code, message: `The request to ${target} failed (${code})` };
}

function tunnelVerdict(status: string, { target, proxy }: FailureContext): Verdict {
  const name = proxy ?? 'in between';
  const why = status === '407' ? `wants a user name and password` : `refused to connect to ${target}`;
  return { kind: 'proxy', code: `PROXY_${status}`, message: `The proxy ${name} ${why} (HTTP ${status})` };
}

/** Our code for a proxy that ends the connection on which a tunnel was asked for. */
export const PROXY_CUT = 'PROXY_CUT';

/** Why a proxy gave no tunnel: a connection that it cut has a code of its own. */
export function ofTunnel(cause: unknown): unknown {
  return /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(errorCode(cause) ?? '')
    ? Object.assign(new Error('the proxy cut the connection', { cause }), { code: PROXY_CUT })
    : cause;
}

/** With a proxy, the only TCP connection made from here goes to it. */
const TO_PROXY = new Map([
  ['ENOTFOUND', 'does not resolve'],
  ['EAI_AGAIN', 'cannot be looked up now: the name server does not answer'],
  ['ECONNREFUSED', 'refuses connections'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['ENETUNREACH', 'cannot be reached'],
  ['ETIMEDOUT', 'does not answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not answer'],
  [PROXY_TLS, 'has a certificate that is not valid for it'],
]);

const unreachable = (target: string): string => `${target} cannot be reached from this network`;
const cut = (target: string): string => `${target} cut the connection`;
const slow = (target: string): string => `${target} does not accept the connection in time`;

const CODES: Readonly<Record<string, readonly [FailureKind, (target: string) => string, Phase?]>> = {
  ENOTFOUND: ['dns', (target) => `The name of ${target} does not resolve`],
  EAI_AGAIN: [
    'dns',
    (target) => `The name of ${target} cannot be looked up now: the name server does not answer`,
  ],
  EAI_FAIL: ['dns', (target) => `The name of ${target} cannot be looked up`],
  EAI_NODATA: ['dns', (target) => `The name of ${target} has no address`],
  ENODATA: ['dns', (target) => `The name of ${target} has no address`],
  ECONNREFUSED: ['refused', (target) => `Nothing listens on ${target}`],
  EHOSTUNREACH: ['unreachable', unreachable],
  ENETUNREACH: ['unreachable', unreachable],
  EHOSTDOWN: ['unreachable', unreachable],
  ENETDOWN: ['unreachable', unreachable],
  EADDRNOTAVAIL: ['unreachable', unreachable],
  EACCES: ['unreachable', (target) => `This device does not let us connect to ${target}`],
  EPERM: ['unreachable', (target) => `This device does not let us connect to ${target}`],
  ETIMEDOUT: ['timeout', slow, 'connect'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', slow, 'connect'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', (target) => `${target} sends no answer`, 'first-byte'],
  UND_ERR_BODY_TIMEOUT: ['timeout', (target) => `${target} stopped in the middle of its answer`, 'idle'],
  ECONNRESET: ['reset', cut],
  ECONNABORTED: ['reset', cut],
  EPIPE: ['reset', cut],
  UND_ERR_SOCKET: ['reset', cut],
  UND_ERR_CLOSED: ['cancelled', (target) => `The client was closed before ${target} answered`],
  UND_ERR_DESTROYED: ['cancelled', (target) => `The client was closed before ${target} answered`],
  UND_ERR_HEADERS_OVERFLOW: ['protocol', (target) => `${target} sent headers larger than 256 KB`],
  HPE_HEADER_OVERFLOW: ['protocol', (target) => `${target} sent headers larger than 256 KB`],
  HPE_INVALID_EOF_STATE: ['reset', cut],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    'protocol',
    (target) => `${target} sent another length of body than its header says`,
  ],
};

/** A TLS alert where HTTP was expected: record type 21, version 3.x. llhttp keeps the bytes on the error. */
function speaksTls(links: readonly Error[]): boolean {
  return links.some((link) => {
    const { data } = link as { data?: unknown };
    return typeof data === 'string' && data.startsWith('\u0015\u0003');
  });
}
