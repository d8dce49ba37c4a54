import { printable } from '../text/printable.ts';
import type { Failure, FailureKind, Timeouts } from './types.ts';

/*
 * From whatever a request threw to a Failure an admin can act on. Texts of undici and Node are read but never
 * passed on: they can hold header values and bytes of the peer. Codes as measured on Node 20, 22 and 24.
 */

/** What a failure message may name. */
export interface FailureContext {
  /** `host:port` of the gateway. */
  readonly target: string;
  /** `host:port` of the proxy the request took. */
  readonly proxy?: string | undefined;
  readonly ms: number;
  readonly received?: number | undefined;
  /** When the certificate of the gateway ended or will begin to be valid, where somebody looked. */
  readonly validity?: { readonly from?: Date; readonly to?: Date } | undefined;
}

export type Phase = NonNullable<Failure['phase']>;

interface Verdict {
  readonly kind: FailureKind;
  readonly code?: string | undefined;
  readonly phase?: Phase;
  readonly message: string;
}

/** The fetch standard makes an error without words of an answer 407, whoever gives it. */
export function proxyStatusFailure(context: FailureContext): Failure {
  const message = `${context.target} answers HTTP 407: a proxy in between wants a user name and password`;
  return failure({ kind: 'proxy', code: 'PROXY_407', message }, context);
}

/** A Failure, its message made printable. */
export function failure(verdict: Verdict, context: FailureContext): Failure {
  return {
    kind: verdict.kind,
    ...(verdict.code === undefined ? {} : { code: verdict.code }),
    ...(verdict.phase === undefined ? {} : { phase: verdict.phase }),
    message: printable(verdict.message, 300),
    ms: Math.round(context.ms),
    ...(context.received === undefined ? {} : { received: context.received }),
  };
}

export function timeoutFailure(phase: Phase, limits: Timeouts, context: FailureContext): Failure {
  const { target, proxy, received } = context;
  const via = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const message = {
    connect: `No connection to ${target}${via} within ${span(limits.connect)}`,
    'first-byte': `${target} accepted the request${via} and sent no answer within ${span(limits.firstByte)}`,
    idle: `${target} stopped in the middle of its answer and sent nothing for ${span(limits.idle)}`,
    total: `${target} ${received === undefined ? 'had not answered' : 'had not finished its answer'} after ${span(limits.total)}`,
  }[phase];
  return failure({ kind: 'timeout', phase, code: 'TIMEOUT', message }, context);
}

export function cancelledFailure(context: FailureContext): Failure {
  return failure({ kind: 'cancelled', message: `The request to ${context.target} was cancelled` }, context);
}

export function tooLargeFailure(limit: number, context: FailureContext): Failure {
  return failure(
    { kind: 'too-large', message: `The answer of ${context.target} is larger than ${size(limit)}` },
    context,
  );
}

/** Errors of a chain, outermost first: `cause`, and the members of an AggregateError (one per address tried). */
export function chain(error: unknown): Error[] {
  const found: Error[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 12) {
    const next = queue.shift();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    queue.push(next.cause);
    if (next instanceof AggregateError) queue.push(...(next.errors as unknown[]));
  }
  return found;
}

/** First errno-like code of a chain. A DOMException has a number there, which says nothing. */
export function errorCode(error: unknown): string | undefined {
  return chain(error)
    .map((link) => (link as { code?: unknown }).code)
    .find((code): code is string => typeof code === 'string' && /^[A-Z][A-Z0-9_/]{1,79}$/.test(code));
}

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
  if (proxy !== undefined && TO_PROXY.has(code)) {
    return { kind: 'proxy', code, message: `The proxy ${proxy} ${TO_PROXY.get(code) ?? ''} (${code})` };
  }
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

/** With a proxy, the only TCP connection made from here goes to it. */
const TO_PROXY = new Map([
  ['ENOTFOUND', 'does not resolve'],
  ['EAI_AGAIN', 'cannot be looked up now: the name server does not answer'],
  ['ECONNREFUSED', 'refuses connections'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['ENETUNREACH', 'cannot be reached'],
  ['ETIMEDOUT', 'does not answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not answer'],
  ['UND_ERR_PRX_TLS', 'has a certificate that is not valid for it'],
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

/** Sentences for certificate and handshake failures; undefined when the code is neither. */
function tlsMessage(
  code: string,
  links: readonly Error[],
  { target, validity }: FailureContext,
): string | undefined {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `The certificate of ${target} is self-signed and not trusted on this device`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `The certificate chain of ${target} ends in a root CA that this device does not trust`;
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The issuer of the certificate of ${target} is not known here: ${target} does not send its intermediate certificate, or its CA is private`;
    case 'CERT_HAS_EXPIRED':
      // An expired intermediate has the same code; then the leaf's own date says nothing.
      return validity?.to !== undefined && validity.to.getTime() < Date.now()
        ? `The certificate of ${target} expired on ${day(validity.to)}`
        : `The certificate of ${target}, or one of its issuers, has expired`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${target} is not valid yet${validity?.from === undefined ? '' : `: it begins on ${day(validity.from)}`}`;
    case 'CERT_REVOKED':
      return `The certificate of ${target} has been revoked`;
    case 'CERT_SIGNATURE_FAILURE':
      return `The certificate of ${target} has a wrong signature`;
    case 'CERT_UNTRUSTED':
    case 'CERT_REJECTED':
    case 'INVALID_PURPOSE':
    case 'INVALID_CA':
    case 'PATH_LENGTH_EXCEEDED':
    case 'CERT_CHAIN_TOO_LONG':
      return `The certificate chain of ${target} is not one for a server`;
    case 'HOSTNAME_MISMATCH':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${target} is for ${namesOf(links)}`;
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'ERR_SSL_RECORD_LAYER_FAILURE':
      return `${target} does not speak TLS: that port probably serves plain HTTP`;
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION':
    case 'ERR_SSL_NO_PROTOCOLS_AVAILABLE':
      return `${target} speaks no TLS version that is still allowed: it needs TLS 1.2 or 1.3`;
    case 'EPROTO':
      return links.some(({ message }) => /wrong version number|packet length too long/i.test(message))
        ? `${target} does not speak TLS: that port probably serves plain HTTP`
        : `The TLS handshake with ${target} fails`;
    case 'ECONNRESET':
      return links.some(({ message }) =>
        message.startsWith('Client network socket disconnected before secure TLS'),
      )
        ? `${target} ended the connection during the TLS handshake`
        : undefined;
    default:
      if (
        /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_CERTIFICATE_UNKNOWN/.test(code)
      ) {
        return `${target} asks for a client certificate and did not accept what it got`;
      }
      // OpenSSL before 3.5 names it SSLV3_…, later SSL/TLS_…
      if (code.endsWith('ALERT_HANDSHAKE_FAILURE'))
        return `${target} ends the TLS handshake: it wants a client certificate, or no cipher is common`;
      if (/^ERR_(?:SSL|TLS|OSSL)_/.test(code)) return `The TLS handshake with ${target} fails`;
      return /^(?:CERT|CRL|ERROR_IN_CERT|ERROR_IN_CRL|UNABLE_TO_(?:GET|DECRYPT|DECODE))_/.test(code)
        ? `The certificate of ${target} is not accepted`
        : undefined;
  }
}

/** Names a certificate is for: Node puts the certificate on the error of a wrong name. */
function namesOf(links: readonly Error[]): string {
  for (const link of links) {
    const { cert } = link as { cert?: { subjectaltname?: unknown; subject?: { CN?: unknown } } };
    const alternative = cert?.subjectaltname;
    if (typeof alternative === 'string' && alternative !== '') {
      const names = alternative
        .split(', ')
        .map((name) => printable(name.replace(/^(?:DNS|IP Address):/, ''), 60));
      const more = names.length > 5 ? ` and ${String(names.length - 5)} more` : '';
      return `another host: ${names.slice(0, 5).join(', ')}${more}`;
    }
    const common = cert?.subject?.CN;
    if (typeof common === 'string')
      return `another host: it has no alternative names, only the common name ${printable(common, 60)}, which is no longer read`;
  }
  return 'another host';
}

/** A TLS alert where HTTP was expected: record type 21, version 3.x. llhttp keeps the bytes on the error. */
function speaksTls(links: readonly Error[]): boolean {
  return links.some((link) => {
    const { data } = link as { data?: unknown };
    return typeof data === 'string' && data.startsWith('\u0015\u0003');
  });
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** `300 ms`, `10 s`, `2 min`. */
export function span(ms: number): string {
  if (ms < 1000) return `${String(ms)} ms`;
  if (ms % 60_000 === 0) return `${String(ms / 60_000)} min`;
  return `${String(Math.round(ms / 100) / 10)} s`;
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024
    ? `${String(Math.round((bytes / (1024 * 1024)) * 10) / 10)} MB`
    : `${String(Math.round(bytes / 1024))} KB`;
}
