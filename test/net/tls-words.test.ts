import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { chain, errorCode } from '../../src/net/error-chain.ts';
import { isTlsFailure, ofProxyTls, tlsMessage } from '../../src/net/tls-failure.ts';
import { inspectorOf, refusedByMac } from '../../src/net/tls-chain-reading.ts';
import { dateIn } from '../../src/net/tls-inspect.ts';
import { toFailure } from '../../src/net/thrown-failure.ts';
import { secureContext, systemRoots, trustedRoots } from '../../src/net/trust.ts';
import type { FailureKind } from '../../src/net/types.ts';

/* The words for each code of a failure, and what is trusted. */

const AT = { target: 'gw:443', ms: 1 };
const coded = (code: string, more: object = {}): Error =>
  Object.assign(new Error('secret'), { code, ...more });

describe('a TLS code', () => {
  test.for<[string, RegExp]>([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed and not trusted/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /ends in a root CA/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /does not send its intermediate/],
    ['UNABLE_TO_GET_ISSUER_CERT', /does not send its intermediate/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /does not send its intermediate/],
    ['CERT_HAS_EXPIRED', /or one of its issuers, has expired/],
    ['CERT_NOT_YET_VALID', /is not valid yet$/],
    ['CERT_REVOKED', /revoked/],
    ['CERT_SIGNATURE_FAILURE', /wrong signature/],
    ['CERT_UNTRUSTED', /not one for a server/],
    ['CERT_REJECTED', /not one for a server/],
    ['INVALID_PURPOSE', /not one for a server/],
    ['INVALID_CA', /not one for a server/],
    ['PATH_LENGTH_EXCEEDED', /not one for a server/],
    ['CERT_CHAIN_TOO_LONG', /not one for a server/],
    ['HOSTNAME_MISMATCH', /is for another host$/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /is for another host$/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /serves plain HTTP/],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', /serves plain HTTP/],
    ['ERR_SSL_RECORD_LAYER_FAILURE', /serves plain HTTP/],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', /TLS 1\.2 or 1\.3/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /TLS 1\.2 or 1\.3/],
    ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', /TLS 1\.2 or 1\.3/],
    ['EPROTO', /^The TLS handshake with gw:443 fails$/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /did not accept what it got/],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /did not accept what it got/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /did not accept what it got/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', /did not accept what it got/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /no cipher is common/],
    ['ERR_SSL_X', /^The TLS handshake with gw:443 fails$/],
    ['ERR_TLS_X', /^The TLS handshake with gw:443 fails$/],
    ['ERR_OSSL_X', /^The TLS handshake with gw:443 fails$/],
    ['CERT_X', /not accepted/],
    ['CRL_X', /not accepted/],
    ['ERROR_IN_CERT_X', /not accepted/],
    ['ERROR_IN_CRL_X', /not accepted/],
    ['UNABLE_TO_GET_CRL', /not accepted/],
    ['UNABLE_TO_DECRYPT_X', /not accepted/],
    ['UNABLE_TO_DECODE_X', /not accepted/],
  ])('%s', ([code, words]) => {
    expect(tlsMessage(code, [], AT)).toMatch(words);
    expect(toFailure(coded(code), AT)).toMatchObject({ kind: 'tls', code });
  });

  test.for(['ECONNRESET', 'ENOTFOUND', 'ERR_X', 'UNABLE_TO_X', 'XCERT_X', 'X_ERR_SSL_X'])(
    '%s is none',
    (code) => {
      expect(tlsMessage(code, [], AT)).toBeUndefined();
    },
  );

  test.for<[string, string, RegExp | undefined]>([
    ['EPROTO', 'ssl3_get_record:wrong version number', /serves plain HTTP/],
    ['EPROTO', 'packet length too long', /serves plain HTTP/],
    [
      'ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
      /during the TLS handshake/,
    ],
    ['ECONNRESET', 'socket hang up', undefined],
  ])('%s with "%s"', ([code, message, words]) => {
    const said = tlsMessage(code, [new Error(message)], AT);
    if (words === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(words);
  });

  test.for<[string, { from?: Date; to?: Date }, RegExp]>([
    ['CERT_HAS_EXPIRED', { to: new Date('2020-02-03') }, /expired on 2020-02-03$/],
    ['CERT_HAS_EXPIRED', { to: new Date('2999-02-03') }, /or one of its issuers, has expired$/],
    ['CERT_NOT_YET_VALID', { from: new Date('2999-02-03') }, /it begins on 2999-02-03$/],
  ])('%s with dates %#', ([code, validity, words]) => {
    expect(tlsMessage(code, [], { ...AT, validity })).toMatch(words);
  });

  test.for<[object, RegExp]>([
    [{ subjectaltname: 'DNS:a.example, IP Address:192.0.2.1' }, /another host: a\.example, 192\.0\.2\.1$/],
    [{ subjectaltname: 'DNS:1, DNS:2, DNS:3, DNS:4, DNS:5' }, /: 1, 2, 3, 4, 5$/],
    [{ subjectaltname: 'DNS:1, DNS:2, DNS:3, DNS:4, DNS:5, DNS:6' }, /: 1, 2, 3, 4, 5 and 1 more$/],
    [{ subject: { CN: 'a.example' } }, /only the common name a\.example/],
    [{ subjectaltname: '', subject: { CN: 'a.example' } }, /only the common name a\.example/],
    [{ subjectaltname: `DNS:${'a'.repeat(80)}` }, /: a{59}…$/],
    [{ subject: { CN: 'a'.repeat(80) } }, /common name a{59}…, which is no longer read$/],
    [{ subject: {} }, /is for another host$/],
    [{}, /is for another host$/],
  ])('a certificate of another name: %j', ([cert, words]) => {
    const links = [new Error('x'), Object.assign(new Error('y'), { cert })];
    expect(tlsMessage('HOSTNAME_MISMATCH', links, AT)).toMatch(words);
  });
});

describe('any other code', () => {
  test.for<[string, FailureKind, RegExp, string?]>([
    ['EAI_FAIL', 'dns', /cannot be looked up/],
    ['EAI_NODATA', 'dns', /has no address/],
    ['ENODATA', 'dns', /has no address/],
    ['EHOSTDOWN', 'unreachable', /cannot be reached/],
    ['ENETDOWN', 'unreachable', /cannot be reached/],
    ['EADDRNOTAVAIL', 'unreachable', /cannot be reached/],
    ['EPERM', 'unreachable', /does not let us/],
    ['ETIMEDOUT', 'timeout', /in time/, 'connect'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /in time/, 'connect'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', /no answer/, 'first-byte'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', /middle/, 'idle'],
    ['ECONNABORTED', 'reset', /cut/],
    ['HPE_INVALID_EOF_STATE', 'reset', /cut/],
    ['HPE_HEADER_OVERFLOW', 'protocol', /256 KB/],
    ['HPE_INVALID_VERSION', 'protocol', /not HTTP/],
    ['ERR_ASSERTION', 'protocol', /not HTTP/],
    ['UND_ERR_CLOSED', 'cancelled', /closed/],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol', /another length/],
    ['Z_BUF_ERROR', 'protocol', /unpacked/],
    ['ERR__ERROR_FORMAT_X', 'protocol', /unpacked/],
    ['ERR_PADDING_2', 'protocol', /unpacked/],
    ['ERR_BROTLI_X', 'protocol', /unpacked/],
    ['ERR_ZSTD_X', 'protocol', /unpacked/],
    ['BROTLI_X', 'protocol', /unpacked/],
    ['ERR_ELSE', 'protocol', /failed \(ERR_ELSE\)/],
  ])('%s', ([code, kind, words, phase]) => {
    const found = toFailure(coded(code), AT);
    expect(found).toMatchObject({ kind, message: expect.stringMatching(words) as string });
    expect(found.phase).toBe(phase);
  });

  test.for<[string, RegExp]>([
    ['ENOTFOUND', /does not resolve/],
    ['EAI_AGAIN', /name server/],
    ['ECONNREFUSED', /refuses connections/],
    ['EHOSTUNREACH', /cannot be reached/],
    ['ENETUNREACH', /cannot be reached/],
    ['ETIMEDOUT', /does not answer/],
    ['UND_ERR_CONNECT_TIMEOUT', /does not answer/],
    ['UND_ERR_PRX_TLS', /certificate that is not valid/],
  ])('%s through a proxy is about the proxy', ([code, words]) => {
    const found = toFailure(coded(code), { ...AT, proxy: 'px:3128' });
    expect(found).toMatchObject({ kind: 'proxy', code, message: expect.stringMatching(words) as string });
    expect(found.message).toMatch(/^The proxy px:3128 /);
  });

  test.for<[string, object, RegExp]>([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', {}, /^The certificate of the proxy px:3128 is self-signed/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, /^The proxy px:3128 does not speak TLS/],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      { cert: { subjectaltname: 'DNS:a.example' } },
      /^The certificate of the proxy px:3128 is for another host: a\.example/,
    ],
  ])('%s in the TLS of a proxy is about the proxy', ([code, more, words]) => {
    const thrown = new TypeError('fetch failed', { cause: ofProxyTls(coded(code, more)) });
    const found = toFailure(thrown, { ...AT, proxy: 'px:3128' });
    expect(found).toMatchObject({ kind: 'proxy', code, message: expect.stringMatching(words) as string });
    expect(found.message).not.toContain('gw:443');
  });

  test.for([
    ['CERT_HAS_EXPIRED', true],
    ['EPROTO', true],
    ['ECONNREFUSED', false],
    ['ECONNRESET', false],
    [undefined, false],
  ] as const)('%s is a failure in TLS: %s', ([code, expected]) => {
    const link = new Error('Client network socket disconnected before secure TLS connection was established');
    expect(isTlsFailure(Object.assign(link, code === undefined ? {} : { code }))).toBe(expected);
  });

  test('a reset through a proxy is about the gateway', () => {
    expect(toFailure(coded('ECONNRESET'), { ...AT, proxy: 'px:3128' }).kind).toBe('reset');
  });

  test.for<[string, string, string, RegExp]>([
    ['Proxy response (407) !== 200 when HTTP Tunneling', 'proxy', 'PROXY_407', /wants a user name/],
    ['Proxy response (502) !== 200', 'proxy', 'PROXY_502', /refused to connect to gw:443 \(HTTP 502\)/],
    ['bad port', 'protocol', 'BAD_PORT', /refuse the port/],
  ])('%s', ([message, kind, code, words]) => {
    expect(toFailure(new TypeError('fetch failed', { cause: new Error(message) }), AT)).toMatchObject({
      kind,
      code,
      message: expect.stringMatching(words) as string,
    });
  });

  test.for<[string, unknown, FailureKind]>([
    ['an alert', '\u0015\u0003\u0001', 'tls'],
    ['other bytes', 'SSH-2.0', 'protocol'],
    ['no bytes', undefined, 'protocol'],
  ])('no HTTP: %s', ([, data, kind]) => {
    expect(toFailure(coded('HPE_INVALID_CONSTANT', { data }), AT)).toMatchObject({
      kind,
      code: 'HTTP_PARSER',
    });
    const named = Object.assign(new Error('x'), { name: 'HTTPParserError', data });
    expect(toFailure(named, AT)).toMatchObject({ kind, code: 'HTTP_PARSER' });
  });
});

describe('a chain of errors', () => {
  test('is followed through causes and members, twelve at most', () => {
    let error = new Error('0');
    for (let at = 1; at < 20; at += 1) error = new Error(String(at), { cause: error });
    expect(chain(error)).toHaveLength(12);
    expect(errorCode(new AggregateError([new Error('a'), coded('E_B')]))).toBe('E_B');
    expect(errorCode(new Error('a', { cause: new AggregateError([coded('E_C')]) }))).toBe('E_C');
    expect(chain('text')).toEqual([]);
  });

  test.for([
    ['ECONNRESET', 'ECONNRESET'],
    ['ERR_SSL_SSL/TLS_ALERT', 'ERR_SSL_SSL/TLS_ALERT'],
    ['econnreset', undefined],
    ['E', undefined],
    ['E'.repeat(80), 'E'.repeat(80)],
    ['E'.repeat(81), undefined],
    ['ECONN reset', undefined],
    ['1E', undefined],
  ] as const)('%s is a code: %s', ([code, found]) => {
    expect(errorCode(coded(code))).toBe(found);
  });
});

describe('a product that opens TLS, by the name of its root', () => {
  test.for([
    ['Zscaler Root CA', 'Zscaler'],
    ['ca.netskope.com', 'Netskope'],
    ['x.goskope.com', 'Netskope'],
    ['Palo Alto Networks', 'Palo Alto Networks'],
    ['PaloAlto', 'Palo Alto Networks'],
    ['Prisma Access', 'Palo Alto Networks'],
    ['Fortinet', 'Fortinet'],
    ['FortiGate CA', 'Fortinet'],
    ['fortiproxy', 'Fortinet'],
    ['Blue Coat', 'Blue Coat'],
    ['BlueCoat', 'Blue Coat'],
    ['Symantec Web Security', 'Blue Coat'],
    ['Cisco Umbrella Root', 'Cisco Umbrella'],
    ['OpenDNS', 'Cisco Umbrella'],
    ['Cloudflare for Teams Gateway', 'Cloudflare Gateway'],
    ['Cloudflare Zero Trust', 'Cloudflare Gateway'],
    ['Gateway CA - Cloudflare Managed', 'Cloudflare Gateway'],
    ['Cloudflare Inc ECC CA', undefined],
    ['Sophos SSL CA', 'Sophos'],
    ['McAfee Web Gateway', 'Skyhigh'],
    ['Skyhigh Security', 'Skyhigh'],
    ['Forcepoint', 'Forcepoint'],
    ['Websense', 'Forcepoint'],
    ['Check Point', 'Check Point'],
    ['CheckPoint', 'Check Point'],
    ['Barracuda', 'Barracuda'],
    ['Kaspersky Anti-Virus', 'Kaspersky'],
    ['ESET SSL Filter', 'ESET'],
    ['Reset CA', undefined],
    ['Bitdefender CA', 'Bitdefender'],
    ['Avast Web Shield', 'Avast'],
    ['AVG Web', 'Avast'],
    ['mitmproxy', 'mitmproxy'],
    ['PortSwigger CA', 'Burp'],
    ['Charles Proxy CA', 'Charles'],
    ['DO_NOT_TRUST_FiddlerRoot', 'Fiddler'],
    ['Squid', 'Squid'],
    ['Corp Root CA', undefined],
  ] as const)('%s', ([name, product]) => {
    expect(inspectorOf(name)).toBe(product);
    expect(inspectorOf(name.toLowerCase())).toBe(product);
  });
});

describe('a certificate that macOS refuses', () => {
  /** A certificate of a server, but for what is said. */
  const leaf = (more: object = {}): X509Certificate => {
    const good = {
      validFrom: 'Jan 1 00:00:00 2026 GMT',
      validTo: 'Jan 1 00:00:00 2027 GMT',
      keyUsage: ['1.3.6.1.5.5.7.3.1'],
      publicKey: { asymmetricKeyType: 'ec' },
      subjectAltName: 'DNS:gw.example.com',
    };
    return { ...good, ...more } as unknown as X509Certificate;
  };
  const rsa = (modulusLength: number): object => ({
    publicKey: { asymmetricKeyType: 'rsa', asymmetricKeyDetails: { modulusLength } },
  });
  test.for<[string, object, readonly RegExp[]]>([
    ['none', {}, []],
    ['825 days', { validTo: 'Apr 5 00:00:00 2028 GMT' }, []],
    ['826 days', { validTo: 'Apr 6 00:00:00 2028 GMT' }, [/826 days, and 825 are the most/]],
    ['any usage', { keyUsage: ['2.5.29.37.0'] }, []],
    ['for clients', { keyUsage: ['1.3.6.1.5.5.7.3.2'] }, [/does not name server authentication/]],
    ['no usage', { keyUsage: undefined }, [/does not name server authentication/]],
    ['RSA with 2048 bits', rsa(2048), []],
    ['RSA with 2047 bits', rsa(2047), [/2047 bits, and 2048 are the least/]],
    ['an address', { subjectAltName: 'IP Address:192.0.2.1' }, []],
    ['an e-mail address', { subjectAltName: 'email:a@example.com' }, [/common name only/]],
    ['no names', { subjectAltName: undefined }, [/common name only/]],
    [
      'all of it',
      { ...rsa(1024), keyUsage: undefined, subjectAltName: undefined },
      [/key usage/, /1024/, /name/],
    ],
  ])('%s', ([, more, words]) => {
    const found = refusedByMac(leaf(more));
    expect(found).toHaveLength(words.length);
    for (const [at, each] of words.entries()) expect(found[at]).toMatch(each);
  });
});

describe('what is trusted', () => {
  const [root = ''] = rootCertificates;
  test('the bundled roots, the system store and what is given', () => {
    expect(trustedRoots([root])).toEqual([...rootCertificates, ...systemRoots(), root]);
    expect(trustedRoots()).toEqual(
      systemRoots().length === 0 ? undefined : [...rootCertificates, ...systemRoots()],
    );
    expect(systemRoots().filter((pem) => rootCertificates.includes(pem.trim()))).toEqual([]);
  });

  test.for<[string, Parameters<typeof secureContext>[0], RegExp | undefined]>([
    ['nothing given', {}, undefined],
    ['a root', { ca: [root] }, undefined],
    ['no PEM', { ca: [root, 'hello'] }, /no PEM certificate/],
    ['a PEM of something else', { ca: [root.replaceAll('CERTIFICATE', 'PUBLIC KEY')] }, /no PEM certificate/],
    [
      'a broken one',
      { ca: [`${root}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`] },
      /cannot be read/,
    ],
    ['a certificate without its key', { clientCert: root }, /needed together/],
    ['a key without its certificate', { clientKey: 'x' }, /needed together/],
    [
      'a key that is none',
      { clientCert: root, clientKey: 'secret' },
      /cannot be read, or do not belong together/,
    ],
  ])('%s', ([, identity, problem]) => {
    const context = secureContext(identity);
    if (problem === undefined) expect(typeof context).toBe('object');
    else expect(context).toMatch(problem);
  });

  test('every store of a Linux distribution is looked for', () => {
    const source = readFileSync(new URL('../../src/net/trust.ts', import.meta.url), 'utf8');
    const stores = [...source.matchAll(/^ {2}'(\/[^']+)',$/gm)].map(([, path]) => path);
    expect(stores).toEqual([
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
      '/etc/pki/tls/certs/ca-bundle.crt',
      '/var/lib/ca-certificates/ca-bundle.pem',
      '/etc/ssl/ca-bundle.pem',
      '/etc/ssl/cert.pem',
    ]);
  });
});

test.for([
  ['HTTP/1.1 200 OK\r\nDate: Thu, 26 Nov 2026 08:00:00 GMT\r\n\r\n', '2026-11-26T08:00:00.000Z'],
  ['HTTP/1.1 200 OK\r\ndate:Thu, 26 Nov 2026 08:00:00 GMT\r\n\r\n', '2026-11-26T08:00:00.000Z'],
  ['HTTP/1.1 200 OK\r\nx-date: Thu, 26 Nov 2026 08:00:00 GMT\r\n\r\n', undefined],
  ['HTTP/1.1 200 OK\r\n\r\nDate: Thu, 26 Nov 2026 08:00:00 GMT', undefined],
  ['HTTP/1.1 200 OK\r\nDate: yesterday evening\r\n\r\n', undefined],
] as const)('the clock of a server: %j', ([answer, date]) => {
  expect(dateIn(answer)?.toISOString()).toBe(date);
});
