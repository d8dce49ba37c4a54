import { printable } from '../text/printable.ts';
import { chain, errorCode } from './error-chain.ts';
import type { FailureContext } from './failure.ts';

/** Sentences for certificate and handshake failures; undefined when the code is neither. */
export function tlsMessage(
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

/** undici's code for a proxy whose certificate is for another host, and ours for whatever is wrong with its TLS. */
export const PROXY_TLS = 'UND_ERR_PRX_TLS';

/** Whether a connection failed in TLS. An end without a reason is none: the network may have cut it. */
export function isTlsFailure(error: Error): boolean {
  const code = errorCode(error);
  if (code === undefined || code === 'ECONNRESET') return false;
  return tlsMessage(code, chain(error), { target: '', ms: 0 }) !== undefined;
}

/** A failure in TLS that was the proxy's and not the gateway's. */
export function ofProxyTls(cause: Error): Error {
  return Object.assign(new Error('TLS with the proxy failed', { cause }), { code: PROXY_TLS });
}

/** What is wrong with the TLS of a proxy, by what the error was made of; undefined where it does not tell. */
export function proxyTlsVerdict(
  links: readonly Error[],
  context: FailureContext,
): { readonly code: string; readonly message: string } | undefined {
  const below = links.find((link) => (link as { code?: unknown }).code === PROXY_TLS)?.cause;
  const code = errorCode(below);
  if (code === undefined) return undefined;
  const target = `the proxy ${context.proxy ?? 'in between'}`;
  const message = tlsMessage(code, chain(below), { ...context, target });
  return message === undefined ? undefined : { code, message: message.replace(/^the/, 'The') };
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

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
