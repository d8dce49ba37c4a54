import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chain, errorCode } from '../../src/net/error-chain.ts';
import { span, timeoutFailure, tooLargeFailure, type FailureContext } from '../../src/net/failure.ts';
import { toFailure } from '../../src/net/thrown-failure.ts';
import type { FailureKind } from '../../src/net/types.ts';

const context: FailureContext = { target: 'gateway.example.com:443', ms: 12.4 };
const proxied: FailureContext = { ...context, proxy: 'proxy.corp:3128' };

/** As undici throws it: the code sits on the cause. */
function fetchFailed(code: string | undefined, message = 'secret-in-message', more: object = {}): Error {
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code }, more);
  return new TypeError('fetch failed', { cause });
}

describe('one code, one kind, one sentence', () => {
  test.each<[string, FailureKind, RegExp]>([
    ['ENOTFOUND', 'dns', /does not resolve/],
    ['EAI_AGAIN', 'dns', /name server/],
    ['ECONNREFUSED', 'refused', /Nothing listens on gateway\.example\.com:443/],
    ['EHOSTUNREACH', 'unreachable', /cannot be reached/],
    ['ENETUNREACH', 'unreachable', /cannot be reached/],
    ['EACCES', 'unreachable', /does not let us/],
    ['ECONNRESET', 'reset', /cut the connection/],
    ['EPIPE', 'reset', /cut the connection/],
    ['UND_ERR_SOCKET', 'reset', /cut the connection/],
    ['ETIMEDOUT', 'timeout', /in time/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /in time/],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', /no answer/],
    ['UND_ERR_BODY_TIMEOUT', 'timeout', /middle/],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol', /headers larger/],
    ['HPE_INVALID_CONSTANT', 'protocol', /not HTTP/],
    ['Z_DATA_ERROR', 'protocol', /compressed/],
    ['UND_ERR_DESTROYED', 'cancelled', /closed/],
    ['ERR_WHATEVER', 'protocol', /failed \(ERR_WHATEVER\)/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /self-signed/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /root CA/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /intermediate certificate, or its CA is private/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', /intermediate/],
    ['CERT_HAS_EXPIRED', 'tls', /has expired/],
    ['CERT_NOT_YET_VALID', 'tls', /not valid yet/],
    ['CERT_REVOKED', 'tls', /revoked/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /another host/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /plain HTTP/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', /TLS 1\.2/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls', /client certificate/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls', /client certificate, or no cipher/],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls', /client certificate, or no cipher/],
    ['ERR_SSL_BAD_SIGNATURE', 'tls', /handshake with/],
    ['CERT_SOMETHING_NEW', 'tls', /not accepted/],
  ])('%s', (code, kind, words) => {
    const found = toFailure(fetchFailed(code), context);
    expect(found).toMatchObject({ kind, ms: 12, message: expect.stringMatching(words) as string });
    expect(found.message).not.toContain('secret-in-message');
    // nock puts the code on the error itself.
    expect(toFailure(Object.assign(new Error('x'), { code }), context)).toEqual(found);
  });

  test.each<[string, string, RegExp]>([
    ['ECONNREFUSED', 'proxy', /proxy proxy\.corp:3128 refuses connections/],
    ['ENOTFOUND', 'proxy', /proxy proxy\.corp:3128 does not resolve/],
    ['CERT_HAS_EXPIRED', 'tls', /gateway\.example\.com/],
    ['ECONNRESET', 'reset', /cut/],
  ])('%s behind a proxy', (code, kind, words) => {
    expect(toFailure(fetchFailed(code), proxied)).toMatchObject({
      kind,
      message: expect.stringMatching(words) as string,
    });
  });

  test.each([
    ['407', /user name and password/],
    ['403', /refused to connect to gateway\.example\.com:443/],
    ['502', /HTTP 502/],
  ])('the proxy answers CONNECT with %s', (status, words) => {
    const error = fetchFailed('UND_ERR_ABORTED', `Proxy response (${status}) !== 200 when HTTP Tunneling`);
    expect(toFailure(error, proxied)).toMatchObject({
      kind: 'proxy',
      code: `PROXY_${status}`,
      message: expect.stringMatching(words) as string,
    });
  });

  test('a tunnel is refused by a proxy that nobody named', () => {
    const error = fetchFailed(undefined, 'Proxy response (403) !== 200 when HTTP Tunneling');
    expect(toFailure(error, context).message).toBe(
      'The proxy in between refused to connect to gateway.example.com:443 (HTTP 403)',
    );
  });

  test.each<[string, object, FailureKind, string | undefined, RegExp]>([
    ['nothing that is known', {}, 'protocol', undefined, /failed without a reason$/],
    ['a parser without a code', { name: 'HTTPParserError' }, 'protocol', 'HTTP_PARSER', /is not HTTP$/],
    [
      'a TLS alert in place of HTTP',
      { name: 'HTTPParserError', data: '\u0015\u0003\u0001' },
      'tls',
      'HTTP_PARSER',
      /speaks TLS, not plain HTTP: the address must begin with https:\/\/$/,
    ],
    [
      'a text that looks like one',
      { name: 'HTTPParserError', data: 'x\u0015\u0003' },
      'protocol',
      'HTTP_PARSER',
      /not HTTP/,
    ],
  ])('%s', (_what, more, kind, code, words) => {
    const found = toFailure(fetchFailed(undefined, 'x', more), context);
    expect([found.kind, found.code]).toEqual([kind, code]);
    expect(found.message).toMatch(words);
  });

  test('a port that fetch forbids', () => {
    expect(toFailure(fetchFailed(undefined, 'bad port'), context)).toMatchObject({
      kind: 'protocol',
      code: 'BAD_PORT',
    });
  });

  test('one error per address', () => {
    const error = new TypeError('fetch failed', {
      cause: new AggregateError([
        Object.assign(new Error('a'), { code: 'ECONNREFUSED' }),
        Object.assign(new Error('b'), { code: 'ECONNREFUSED' }),
      ]),
    });
    expect(toFailure(error, context)).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED' });
  });

  test('names of a certificate, safe to print and few', () => {
    const names = Array.from({ length: 8 }, (_, at) => `DNS:\u001B[31mhost${String(at)}.example`).join(', ');
    const error = fetchFailed('ERR_TLS_CERT_ALTNAME_INVALID', 'x', { cert: { subjectaltname: names } });
    const { message } = toFailure(error, context);
    expect(message).toContain('host0.example, host1.example');
    expect(message).toContain('3 more');
    expect(message).not.toContain('\u001B');
  });

  test('dates of a certificate', () => {
    const error = fetchFailed('CERT_HAS_EXPIRED');
    expect(
      toFailure(error, { ...context, validity: { to: new Date('2025-02-03T00:00:00Z') } }).message,
    ).toContain('expired on 2025-02-03');
    // The leaf is fine: an issuer has expired.
    expect(
      toFailure(error, { ...context, validity: { to: new Date('2999-01-01T00:00:00Z') } }).message,
    ).toContain('one of its issuers');
  });
});

describe('whatever is thrown', () => {
  test('nothing of a message comes through, and nothing throws', () => {
    const thrown = fc.oneof(
      fc.anything(),
      fc.string().map((text) => new Error(`needle-${text}`)),
      fc.tuple(fc.string(), fc.string()).map(([code, text]) => fetchFailed(code, `needle-${text}`)),
    );
    fc.assert(
      fc.property(thrown, (error) => {
        const found = toFailure(error, context);
        expect(found.message).not.toContain('needle-');
        expect(found.message.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  test('a chain that leads back to itself ends', () => {
    const first = new Error('a');
    first.cause = new Error('b', { cause: first });
    expect(chain(first)).toHaveLength(2);
    expect(errorCode(first)).toBeUndefined();
  });

  test('a number is no code', () => {
    expect(errorCode(new DOMException('x', 'TimeoutError'))).toBeUndefined();
  });
});

describe('limits', () => {
  const limits = { connect: 10_000, firstByte: 45_000, idle: 1500, total: 60_000 };
  test.each([
    ['connect', /No connection to gateway\.example\.com:443 within 10 s/],
    ['first-byte', /no answer within 45 s/],
    ['idle', /nothing for 1\.5 s/],
    ['total', /after 1 min/],
  ] as const)('%s', (phase, words) => {
    expect(timeoutFailure(phase, limits, context)).toMatchObject({
      kind: 'timeout',
      phase,
      message: expect.stringMatching(words) as string,
    });
    expect(timeoutFailure(phase, limits, proxied).phase).toBe(phase);
  });

  test('a limit on the whole tells whether an answer had begun', () => {
    const words = (received?: number): string =>
      timeoutFailure('total', limits, { ...context, ...(received === undefined ? {} : { received }) })
        .message;
    expect(words()).toBe('gateway.example.com:443 had not answered after 1 min');
    expect(words(5)).toBe('gateway.example.com:443 had not finished its answer after 1 min');
    expect(timeoutFailure('idle', limits, { ...context, received: 5 })).toMatchObject({
      code: 'TIMEOUT',
      received: 5,
    });
    expect(timeoutFailure('idle', limits, context)).not.toHaveProperty('received');
  });

  test('a message is 300 characters long at most', () => {
    expect(timeoutFailure('idle', limits, { ...context, target: 'x'.repeat(400) }).message).toHaveLength(300);
  });

  test.each([
    [300, '300 ms'],
    [1000, '1 s'],
    [1500, '1.5 s'],
    [1520, '1.5 s'],
    [59_999, '60 s'],
    [120_000, '2 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });

  test('sizes', () => {
    expect(tooLargeFailure(1024 * 1024, context).message).toContain('1 MB');
    expect(tooLargeFailure(64 * 1024, context).message).toContain('64 KB');
    for (const [bytes, size] of [
      [64 * 1024 + 100, '64 KB'],
      [512 * 1024, '512 KB'],
      [1_600_000, '1.5 MB'],
    ] as const)
      expect(tooLargeFailure(bytes, context).message).toBe(
        `The answer of gateway.example.com:443 is larger than ${size}`,
      );
  });
});
