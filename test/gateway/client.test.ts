import nock from 'nock';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isStop } from '../../src/gateway/answer-body.ts';
import { createClient } from '../../src/gateway/client.ts';
import { bytesOf } from '../../src/gateway/request-body.ts';
import type { ClientOptions, GatewayRequest } from '../../src/gateway/types.ts';
import { VERSION } from '../../src/version.ts';
import { clientFor } from '../support/gateway-client.ts';

/* Shapes of requests and answers, under nock. Time, sockets and TLS are in client-wire.test.ts. */

const BASE = 'https://gateway.example.com';
const KEY = 'sk-secret-0123456789';
const bearer = { scheme: 'bearer', token: KEY } as const;

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

/** Sends one request and returns the headers that arrived. */
async function arrived(
  options: Partial<ClientOptions>,
  request: Partial<GatewayRequest> = {},
): Promise<Record<string, string>> {
  let headers: Record<string, string> = {};
  const scope = nock(BASE)
    .intercept(/.*/, request.method ?? 'POST')
    .reply(function () {
      headers = Object.fromEntries(
        Object.entries(this.req.headers as Record<string, string | string[]>).map(([name, value]) => [
          name,
          String(value),
        ]),
      );
      return [200, { ok: true }];
    });
  const client = clientFor(BASE, options);
  const outcome = await client.send({
    method: 'POST',
    path: '/v1/messages?beta=true',
    body: { a: 1 },
    ...request,
  });
  await client.close();
  expect(outcome).toMatchObject({ ok: true });
  scope.done();
  return headers;
}

describe('headers', () => {
  test('the defaults are those of the real client', async () => {
    const headers = await arrived({ credential: bearer });
    expect(headers).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'anthropic-version': '2023-06-01',
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'user-agent': `cowork-3p/${VERSION}`,
      'x-app': 'cli',
    });
    expect(headers).not.toHaveProperty('x-api-key');
  });

  test('configured headers count but for those of which the engine sends its own', async () => {
    const mine = { 'Content-Type': 'text/a', 'X-App': 'a', 'Anthropic-Beta': 'a' };
    const headers = await arrived({
      credential: bearer,
      headers: { ...mine, 'Anthropic-Version': '2020-01-01' },
    });
    expect(headers).toMatchObject({
      'anthropic-version': '2020-01-01',
      'content-type': 'application/json',
      'x-app': 'cli',
    });
    expect(headers).not.toHaveProperty('anthropic-beta');
  });

  test.each<
    [string, Partial<ClientOptions>, Partial<GatewayRequest>, string | undefined, string | undefined]
  >([
    ['bearer', { credential: bearer }, {}, `Bearer ${KEY}`, undefined],
    ['x-api-key', { credential: { scheme: 'x-api-key', token: KEY } }, {}, undefined, KEY],
    ['both', { credential: bearer }, { credential: 'both' }, `Bearer ${KEY}`, KEY],
    ['none', { credential: bearer }, { credential: 'none' }, undefined, undefined],
    [
      'another',
      { credential: bearer },
      { credential: { scheme: 'x-api-key', token: 'other' } },
      undefined,
      'other',
    ],
    ['nothing configured', {}, {}, undefined, undefined],
    [
      'a configured header beside the credential',
      { credential: bearer, headers: { 'X-Api-Key': 'second' } },
      {},
      `Bearer ${KEY}`,
      undefined,
    ],
    [
      'a configured header with credential none',
      { headers: { Authorization: 'Bearer x' } },
      { credential: 'none' },
      undefined,
      undefined,
    ],
    ['a configured header alone', { headers: { Authorization: 'Bearer x' } }, {}, 'Bearer x', undefined],
  ])('credential: %s', async (_name, options, request, authorization, key) => {
    const headers = await arrived(options, request);
    expect([headers.authorization, headers['x-api-key']]).toEqual([authorization, key]);
  });

  test('who wins: helper over request over configured over default', async () => {
    const headers = await arrived(
      {
        headers: { 'X-A': 'configured', 'X-B': 'configured', 'X-C': 'configured', 'USER-AGENT': 'mine' },
        credential: { ...bearer, extraHeaders: { 'x-a': 'helper' } },
      },
      { headers: { 'x-a': 'request', 'x-b': 'request' } },
    );
    expect(headers).toMatchObject({
      'x-a': 'helper',
      'x-b': 'request',
      'x-c': 'configured',
      'user-agent': 'mine',
    });
  });

  test('an absolute address gets neither credential nor configured headers', async () => {
    const headers = await arrived(
      { credential: { ...bearer, extraHeaders: { 'x-helper': '1' } }, headers: { 'x-tenant': '1' } },
      {
        method: 'GET',
        path: `${BASE}/.well-known/openid-configuration`,
        body: undefined,
        credential: 'both',
        headers: { 'x-mine': '1' },
      },
    );
    expect(Object.keys(headers)).toEqual(expect.arrayContaining(['accept', 'user-agent', 'x-mine']));
    for (const name of [
      'authorization',
      'x-api-key',
      'x-helper',
      'x-tenant',
      'x-app',
      'anthropic-version',
      'content-type',
    ]) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  test.each<[string, Partial<ClientOptions>, Partial<GatewayRequest>, RegExp]>([
    [
      'CRLF in a value',
      { headers: { 'x-a': `${KEY}\r\nx-b: 1` } },
      {},
      /"x-a" cannot be sent: it has a value with a line break/,
    ],
    ['NUL in a value', { headers: { 'x-a': `${KEY}\0` } }, {}, /control character/],
    ['a value past Latin-1', { headers: { 'x-a': `“${KEY}”` } }, {}, /Latin-1/],
    [
      'a credential with a line break',
      { credential: { scheme: 'bearer', token: `${KEY}\n${KEY}` } },
      {},
      /the credential holds a line break/,
    ],
    [
      'a credential in Cyrillic',
      { credential: { scheme: 'x-api-key', token: `ключ${KEY}` } },
      {},
      /the credential holds/,
    ],
    ['a bad name', { headers: { [`x ${KEY}`]: '1' } }, {}, /name/],
    ['an empty name', { headers: { '': '1' } }, {}, /name/],
    ['a header of the connection', { headers: { 'Content-Length': '5' } }, {}, /computed by the client/],
    ['the host', { headers: { Host: 'other.example.com' } }, {}, /computed by the client/],
    ['proxy-authorization', {}, { headers: { 'Proxy-Authorization': KEY } }, /computed by the client/],
    ['a bad helper header', { credential: { ...bearer, extraHeaders: { 'x-a': '\r\n' } } }, {}, /helper/],
  ])('refused before anything is sent: %s', async (_name, options, request, words) => {
    const client = clientFor(BASE, options);
    const outcome = await client.send({ method: 'POST', path: '/v1/messages', body: {}, ...request });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'protocol', code: 'INVALID_HEADER', message: expect.stringMatching(words) as string },
    });
    expect(JSON.stringify(outcome)).not.toContain(KEY);
    await client.close();
  });

  test('Latin-1 is allowed, blank space around a value is cut', async () => {
    expect((await arrived({ headers: { 'x-a': '  Zoë ' } }))['x-a']).toBe('Zoë');
  });
});

describe('bodies', () => {
  test('JSON goes out as it is, bytes too', async () => {
    const seen: string[] = [];
    nock(BASE)
      .post('/v1/messages', (body: unknown) => {
        seen.push(JSON.stringify(body));
        return true;
      })
      .twice()
      .reply(200, {});
    const client = clientFor(BASE);
    await client.send({ method: 'POST', path: '/v1/messages', body: { text: 'é✓', n: 1 } });
    await client.send({
      method: 'POST',
      path: '/v1/messages',
      body: new TextEncoder().encode('{"raw":true}'),
    });
    expect(seen).toEqual(['{"text":"é✓","n":1}', '{"raw":true}']);
    await client.close();
  });

  test.each([
    [0, '{"a":"é"}'],
    [10, '{"a":"é"}'],
    [12, '{  "a":"é"}'],
  ])('are at least %s bytes long, by spaces that JSON skips', (leastBytes, sent) => {
    const bytes = bytesOf({ method: 'POST', path: '/', body: { a: 'é' }, leastBytes });
    expect(Buffer.from(bytes ?? []).toString('utf8')).toBe(sent);
  });

  test.each<[string, string, Record<string, string>, unknown]>([
    ['JSON', '{"a":1}', { 'content-type': 'application/json' }, { a: 1 }],
    ['JSON with a byte order mark', '\uFEFF{"a":1}', {}, { a: 1 }],
    ['JSON called text', '{"a":1}', { 'content-type': 'text/plain' }, { a: 1 }],
    ['HTML', '<html>', { 'content-type': 'text/html' }, undefined],
    ['nothing', '', {}, undefined],
    ['null', 'null', {}, null],
  ])('reads %s', async (_name, text, headers, json) => {
    nock(BASE).get('/v1/models').reply(200, text, headers);
    const client = clientFor(BASE);
    const outcome = await client.send({ method: 'GET', path: '/v1/models' });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.value.json).toEqual(json);
    expect(outcome.value.status).toBe(200);
    await client.close();
  });

  test('200,000 brackets are not JSON and no crash', async () => {
    nock(BASE).get('/v1/models').reply(200, '['.repeat(200_000));
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: true,
      value: { json: undefined },
    });
    await client.close();
  });

  test('more than the limit is a failure', async () => {
    nock(BASE)
      .get('/v1/models')
      .times(2)
      .reply(200, 'x'.repeat(1024 * 1024 + 1));
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: false,
      failure: { kind: 'too-large', message: expect.stringContaining('1 MB') as string },
    });
    expect(await client.send({ method: 'GET', path: '/v1/models', maxBytes: 2 * 1024 * 1024 })).toMatchObject(
      { ok: true },
    );
    await client.close();
  });
});

describe('redirects are never followed', () => {
  test.each([301, 302, 303, 307, 308])('%d', async (status) => {
    const target = nock('https://idp.example').get(/.*/).reply(200, 'followed');
    nock(BASE)
      .post('/v1/messages')
      .reply(status, 'moved', { location: 'https://u:p@idp.example/authorize?state=secret#f' });
    const client = clientFor(BASE, { credential: { scheme: 'x-api-key', token: KEY } });
    const outcome = await client.send({ method: 'POST', path: '/v1/messages', body: {} });
    expect(outcome).toMatchObject({
      ok: true,
      value: { status, location: 'https://idp.example/authorize', text: 'moved' },
    });
    expect(target.isDone()).toBe(false);
    await client.close();
  });

  test.each([200, 201, 299, 400, 404])('with %d an address is no redirect', async (status) => {
    nock(BASE).get('/v1/models').reply(status, '{}', { location: '/login' });
    const client = clientFor(BASE);
    const outcome = await client.send({ method: 'GET', path: '/v1/models' });
    expect(outcome).toMatchObject({ ok: true, value: { status } });
    expect(outcome.ok && outcome.value).not.toHaveProperty('location');
    await client.close();
  });

  test.each([300, 399])('with %d it is', async (status) => {
    nock(BASE).get('/v1/models').reply(status, '', { location: '/login' });
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      value: { location: `${BASE}/login` },
    });
    await client.close();
  });

  test('a relative target becomes absolute', async () => {
    nock(BASE).get('/v1/models').reply(302, '', { location: '/login?next=1' });
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      value: { location: `${BASE}/login` },
    });
    await client.close();
  });
});

describe('streams', () => {
  test.each([
    ['message_stop', '', true],
    ['', '{"type":"message_stop"}', true],
    ['ping', '{"type":"message_stop"}', false],
    ['', '{"type":"ping","text":"message_stop"}', false],
    ['', '"message_stop"', false],
    ['', 'message_stop', false],
    ['', 'null', false],
  ])('the event "%s" with %s ends a message: %s', (name, data, stops) => {
    expect(isStop({ event: name, data })).toBe(stops);
  });

  const event = (name: string, data: object): string =>
    `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;

  test('events come with the time of their chunk', async () => {
    const parts = [
      event('message_start', {}),
      event('ping', {}),
      event('message_delta', {}),
      event('message_stop', {}),
    ];
    nock(BASE)
      .post('/v1/messages')
      .reply(200, () => Readable.from(spaced(parts, 30)), { 'content-type': 'text/event-stream' });
    const client = clientFor(BASE);
    const outcome = await client.stream({ method: 'POST', path: '/v1/messages', body: {} });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { events, reads, end, json, text } = outcome.value;
    expect(events.map(({ event: name }) => name)).toEqual([
      'message_start',
      'ping',
      'message_delta',
      'message_stop',
    ]);
    expect(events.map(({ line }) => line)).toEqual([1, 4, 7, 10]);
    expect(reads).toHaveLength(4);
    const [first, last] = [events[0]?.at ?? 0, events.at(-1)?.at ?? 0];
    expect(last - first).toBeGreaterThan(60);
    expect({ end, json }).toEqual({ end: 'stopped', json: undefined });
    expect(text).toBe(parts.join(''));
    await client.close();
  });

  test('JSON where a stream was asked for', async () => {
    nock(BASE).post('/v1/messages').reply(200, { type: 'message' });
    const client = clientFor(BASE);
    const outcome = await client.stream({ method: 'POST', path: '/v1/messages', body: {} });
    expect(outcome).toMatchObject({
      ok: true,
      value: { events: [], end: 'ended', json: { type: 'message' } },
    });
    await client.close();
  });

  test('message_stop without an event name stops too', async () => {
    nock(BASE).post('/v1/messages').reply(200, 'data: {"type":"message_stop"}\n\n');
    const client = clientFor(BASE);
    expect(await client.stream({ method: 'POST', path: '/v1/messages', body: {} })).toMatchObject({
      value: { end: 'stopped' },
    });
    await client.close();
  });

  async function* spaced(parts: readonly string[], ms: number) {
    for (const part of parts) {
      yield Buffer.from(part);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
});

describe('failures', () => {
  test.each([
    ['ENOTFOUND', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['CERT_HAS_EXPIRED', 'tls'],
  ])('%s, and its text is not passed on', async (code, kind) => {
    nock(BASE)
      .get('/v1/models')
      .replyWithError(Object.assign(new Error(`header value ${KEY}`), { code }));
    const client = clientFor(BASE, { credential: bearer });
    const outcome = await client.send({ method: 'GET', path: '/v1/models' });
    expect(outcome).toMatchObject({ ok: false, failure: { kind, code } });
    expect(JSON.stringify(outcome)).not.toContain(KEY);
    await client.close();
  });

  test('a reset is tried once more, and only once', async () => {
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    nock(BASE).get('/v1/models').replyWithError(reset);
    nock(BASE).get('/v1/models').reply(200, {});
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({ ok: true });
    nock(BASE).get('/v1/models').times(2).replyWithError(reset);
    const spare = nock(BASE).get('/v1/models').reply(200, {});
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: false,
      failure: { kind: 'reset' },
    });
    expect(spare.isDone()).toBe(false);
    await client.close();
  });

  test.each([503, 529, 429, 401])('HTTP %d is an answer, and not tried again', async (status) => {
    nock(BASE).get('/v1/models').reply(status, { type: 'error' });
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: true,
      value: { status },
    });
    await client.close();
  });

  test.each<[string, Partial<Record<'firstByte' | 'total' | 'idle', number>>, string]>([
    ['first byte', { firstByte: 120 }, 'first-byte'],
    ['total', { total: 120 }, 'total'],
    ['total, whatever a request takes for itself', { total: 120, firstByte: 500 }, 'total'],
  ])('the limit on the %s works under nock too', async (_name, timeouts, phase) => {
    nock(BASE).get('/v1/models').delay(3000).reply(200, {});
    const client = clientFor(BASE, { timeouts });
    const outcome = await client.send({ method: 'GET', path: '/v1/models', timeouts: { total: 10_000 } });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', phase } });
    nock.abortPendingRequests();
    await client.close();
  });

  test('cancelled from outside, before and during', async () => {
    const client = clientFor(BASE, { signal: AbortSignal.abort() });
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      failure: { kind: 'cancelled' },
    });
    nock(BASE).get('/v1/models').delay(3000).reply(200, {});
    const controller = new AbortController();
    const other = clientFor(BASE);
    setTimeout(() => controller.abort(), 50);
    expect(await other.send({ method: 'GET', path: '/v1/models', signal: controller.signal })).toMatchObject({
      failure: { kind: 'cancelled' },
    });
    nock.abortPendingRequests();
    await Promise.all([client.close(), other.close()]);
  });

  test.each([
    '',
    'gateway.example.com',
    'ftp://gateway.example.com',
    'https://u:hunter22@gateway.example.com',
  ])('base URL %j', async (baseUrl) => {
    const client = clientFor(baseUrl);
    const outcome = await client.send({ method: 'GET', path: '/v1/models' });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'url' } });
    expect(JSON.stringify(outcome)).not.toContain('hunter22');
    await client.close();
  });

  test.each([
    ['a CA that is no PEM', { ca: ['hello'] }, /CA file holds no PEM/],
    [
      'a CA that is broken',
      { ca: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'] },
      /CA file holds a certificate that cannot be read/,
    ],
    ['a certificate without key', { clientCert: '-----BEGIN CERTIFICATE-----' }, /together/],
    ['a client certificate that is broken', { clientCert: 'x', clientKey: 'y' }, /cannot be read/],
  ])('%s', async (_name, route, words) => {
    const client = createClient({ baseUrl: BASE, route: { env: {}, ...route } });
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: false,
      failure: { kind: 'tls', message: expect.stringMatching(words) as string },
    });
    await client.close();
  });
});

describe('secrets and seams', () => {
  test('every secret is listed, plain words are not', () => {
    const client = clientFor(`${BASE}//`, {
      credential: { ...bearer, extraHeaders: { authorization: 'Basic dXNlcjpwYXNz' } },
      headers: { 'x-env': 'prod', 'x-token': 'tenant-token-1' },
      route: {
        env: { HTTPS_PROXY: 'http://u:proxy-password@proxy.corp:3128' },
        clientKey: '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\n',
      },
    });
    expect(client.baseUrl).toBe(BASE);
    expect(client.secrets).toEqual(
      expect.arrayContaining([KEY, 'dXNlcjpwYXNz', 'tenant-token-1', 'proxy-password', 'MIGHAgEAMBMG']),
    );
    expect(client.secrets).not.toContain('prod');
    expect(client.secrets.some((secret) => secret.includes('BEGIN'))).toBe(false);
  });

  test('the proxies of this process mean nothing', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    nock(BASE).get('/v1/models').reply(200, {});
    const client = clientFor(BASE);
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({ ok: true });
    vi.unstubAllEnvs();
    await client.close();
  });

  test('many requests at once are no leak to Node', async () => {
    const warned: string[] = [];
    const note = ({ name }: Error): unknown => warned.push(name);
    process.on('warning', note);
    nock(BASE).get('/v1/models').times(12).delay(20).reply(200, {});
    const client = clientFor(BASE);
    try {
      await Promise.all(Array.from({ length: 12 }, () => client.send({ method: 'GET', path: '/v1/models' })));
      expect(warned).toEqual([]);
    } finally {
      process.off('warning', note);
      await client.close();
    }
  });

  test('closing twice is fine, and a closed client says so', async () => {
    const client = clientFor(BASE);
    await client.close();
    await client.close();
    expect(await client.send({ method: 'GET', path: '/v1/models' })).toMatchObject({
      ok: false,
      failure: { kind: 'cancelled' },
    });
  });
});
