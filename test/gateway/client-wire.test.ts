import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createServer as createTlsServer } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ClientOptions, GatewayClient, GatewayRequest } from '../../src/gateway/types.ts';
import { nodeNetwork } from '../../src/net/network.ts';
import { openTunnel } from '../../src/net/proxy-tunnel.ts';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/gateway-certificates.ts';
import { clientFor } from '../support/gateway-client.ts';
import { deadPort, http, https, proxyTo, tcp, type Listening } from '../support/gateway-sockets.ts';

/* Time, sockets, TLS and proxies against real servers on loopback: nock knows none of them. */

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) await close();
});

function kept<T extends { close: () => Promise<void> }>(thing: T): T {
  open.push(() => thing.close());
  return thing;
}

function client(url: string, options: Partial<ClientOptions> = {}): GatewayClient {
  return kept(clientFor(url, options));
}

const GET: GatewayRequest = { method: 'GET', path: '/v1/models' };
const POST: GatewayRequest = { method: 'POST', path: '/v1/messages', body: { a: 1 } };
const at = (server: Listening): string => `http://127.0.0.1:${String(server.port)}`;
const says = (words: RegExp): unknown => expect.stringMatching(words);

describe('sockets', () => {
  test('nothing listens', async () => {
    const port = await deadPort();
    expect(await client(`http://127.0.0.1:${String(port)}`).send(GET)).toMatchObject({
      ok: false,
      failure: {
        kind: 'refused',
        code: 'ECONNREFUSED',
        message: says(new RegExp(`127\\.0\\.0\\.1:${String(port)}`)),
      },
    });
  });

  test('localhost, where both families refuse', async () => {
    const port = await deadPort();
    expect(await client(`http://localhost:${String(port)}`).send(GET)).toMatchObject({
      failure: { kind: 'refused' },
    });
  });

  test('a status that is none', async () => {
    const server = kept(
      await tcp((socket) => {
        socket.on('data', () => socket.end('HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n'));
      }),
    );
    expect(await client(at(server)).send(GET)).toMatchObject({
      ok: false,
      failure: { kind: 'protocol', message: says(/answers with something that is not HTTP/) },
    });
  });

  test('a name that does not exist', async () => {
    // Without any network the resolver may say "try again".
    expect(await client('http://no-such-host.invalid').send(GET)).toMatchObject({
      ok: false,
      failure: { kind: 'dns' },
    });
  });

  test('a port that HTTP clients refuse', async () => {
    expect(await client('http://127.0.0.1:25').send(GET)).toMatchObject({
      failure: { kind: 'protocol', code: 'BAD_PORT' },
    });
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ['RST', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['FIN', (socket) => socket.end(), 'UND_ERR_SOCKET'],
  ])('%s instead of an answer, twice', async (_name, answer, code) => {
    let connections = 0;
    const server = kept(
      await tcp((socket) => {
        connections += 1;
        socket.once('data', () => answer(socket));
      }),
    );
    expect(await client(at(server)).send(POST)).toMatchObject({
      ok: false,
      failure: { kind: 'reset', code },
    });
    expect(connections).toBe(2);
  });

  test('RST once is fixed by the second try', async () => {
    let requests = 0;
    const server = kept(
      await http((request, response) => {
        requests += 1;
        if (requests === 1) request.socket.resetAndDestroy();
        else response.end('{}');
      }),
    );
    expect(await client(at(server)).send(POST)).toMatchObject({ ok: true, value: { status: 200 } });
  });

  test.each([
    ['a fresh connection', 0, false],
    ['a connection that has served', 1, true],
  ])('where only stale connections are tried again, a cut on %s', async (_name, served, passes) => {
    let requests = 0;
    const server = kept(
      await http((request, response) => {
        requests += 1;
        if (requests === served + 1) request.socket.resetAndDestroy();
        else response.end('{}');
      }),
    );
    const asker = client(at(server));
    for (let left = served; left > 0; left -= 1) await asker.send(GET);
    await delay(20);
    expect(await asker.send({ ...POST, retryCut: 'stale' })).toMatchObject(
      passes
        ? { ok: true, value: { use: { served: 0 }, cutInUse: { served } } }
        : { ok: false, failure: { kind: 'reset' } },
    );
    expect(requests).toBe(passes ? served + 2 : served + 1);
  });

  test('a cut inside the body is not tried again', async () => {
    let requests = 0;
    const server = kept(
      await http((_request, response) => {
        requests += 1;
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"half":');
        setTimeout(() => response.destroy(), 30);
      }),
    );
    expect(await client(at(server)).send(POST)).toMatchObject({
      ok: false,
      failure: { kind: 'reset', received: 8 },
    });
    expect(requests).toBe(1);
  });

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol', /not HTTP/],
    [
      'a folded line, which the engine refuses, too',
      'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n{}',
      'protocol',
      /not HTTP/,
    ],
    ['a TLS alert', '\u0015\u0003\u0001\u0000\u0002\u0002\u0046', 'tls', /speaks TLS/],
    ['huge headers', `HTTP/1.1 200 OK\r\nx: ${'h'.repeat(300_000)}\r\n\r\n`, 'protocol', /headers larger/],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'protocol', /not HTTP/],
    [
      'gzip that is none',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nhello',
      'protocol',
      /compressed/,
    ],
  ])('%s', async (_name, reply, kind, words) => {
    const server = kept(
      await tcp((socket) => socket.once('data', () => socket.end(Buffer.from(reply, 'latin1')))),
    );
    const outcome = await client(at(server)).send(GET);
    expect(outcome).toMatchObject({ ok: false, failure: { kind, message: says(words) } });
    expect(JSON.stringify(outcome)).not.toMatch(/OpenSSH|hhhh/);
  });
});

describe('limits of time', () => {
  test('no connection: a server that does not finish TLS', async () => {
    const server = kept(await tcp(() => undefined));
    const outcome = await client(`https://127.0.0.1:${String(server.port)}`, {
      timeouts: { connect: 150 },
    }).send(GET);
    expect(outcome).toMatchObject({
      failure: { kind: 'timeout', phase: 'connect', message: says(/within 150 ms/) },
    });
  });

  test('no answer', async () => {
    const server = kept(await http(() => undefined));
    const outcome = await client(at(server), { timeouts: { firstByte: 150, connect: 5000 } }).send(POST);
    expect(outcome).toMatchObject({ failure: { kind: 'timeout', phase: 'first-byte' } });
  });

  test('silence inside a body', async () => {
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200);
        response.write('{"a":');
      }),
    );
    const outcome = await client(at(server), { timeouts: { idle: 150 } }).send(GET);
    expect(outcome).toMatchObject({ failure: { kind: 'timeout', phase: 'idle', received: 5 } });
  });

  test('silence between the head and the body', async () => {
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200);
        response.flushHeaders();
      }),
    );
    const outcome = await client(at(server), { timeouts: { firstByte: 5000, idle: 150 } }).send(GET);
    expect(outcome).toMatchObject({ failure: { kind: 'timeout', phase: 'idle', received: 0 } });
  });

  test('drops that never end run into the total', async () => {
    const server = kept(
      await http((_request, response) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const outcome = await client(at(server), { timeouts: { idle: 5000, total: 250 } }).send(GET);
    expect(outcome).toMatchObject({ failure: { kind: 'timeout', phase: 'total' } });
  });

  test('a limit of one request wins over that of the client', async () => {
    const server = kept(await http(() => undefined));
    const slow = client(at(server), { timeouts: { firstByte: 60_000 } });
    expect(await slow.send({ ...GET, timeouts: { firstByte: 100 } })).toMatchObject({
      failure: { phase: 'first-byte' },
    });
  });
});

describe('how a stream ends', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
  const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
  const STOP = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
  const LAST = '0\r\n\r\n';

  test.each<[string, string, Partial<GatewayRequest>, object, readonly string[]]>([
    ['after its stop', chunk(STOP) + LAST, {}, { end: 'stopped' }, ['failure', 'brokenEnd']],
    [
      'left open after its stop',
      chunk(STOP),
      { lingerMs: 20 },
      { end: 'stopped', tailMs: 'open' },
      ['failure'],
    ],
    [
      'left open after its stop, and not waited for',
      chunk(STOP),
      {},
      { end: 'stopped' },
      ['failure', 'tailMs'],
    ],
    [
      'broken after its stop',
      `${chunk(STOP)}zz\r\n`,
      {},
      { end: 'stopped', brokenEnd: { kind: 'protocol' } },
      ['failure'],
    ],
    ['without a stop', chunk(PING) + LAST, {}, { end: 'ended' }, ['failure', 'tailMs', 'brokenEnd']],
    [
      'broken before its stop',
      `${chunk(PING)}zz\r\n`,
      {},
      { end: 'cut', failure: { kind: 'protocol', received: PING.length } },
      ['tailMs', 'brokenEnd'],
    ],
    [
      'silent before its stop',
      chunk(PING),
      { timeouts: { idle: 50 } },
      { end: 'cut', failure: { kind: 'timeout', phase: 'idle', received: PING.length } },
      ['tailMs'],
    ],
    [
      'larger than what is read of one',
      chunk(PING.repeat(9)) + LAST,
      { maxBytes: 50 },
      { end: 'capped', failure: { kind: 'too-large' } },
      ['tailMs'],
    ],
    [
      'of more than 10,000 events',
      chunk('data: 1\n\n'.repeat(10_001)) + LAST,
      {},
      { end: 'capped', failure: { kind: 'too-large', message: says(/has more than 10000 events$/) } },
      ['tailMs'],
    ],
  ])('%s', async (_what, body, request, expected, absent) => {
    const server = kept(await tcp((socket) => socket.once('data', () => socket.write(HEAD + body))));
    const begun = performance.now();
    const outcome = await client(at(server)).stream({ ...POST, ...request });
    const passed = Math.ceil(performance.now() - begun);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    expect(outcome.value).toMatchObject(expected);
    for (const name of absent) expect(outcome.value).not.toHaveProperty(name);
    // No time is longer than what passed here.
    const { ms, firstByteMs, reads, tailMs = 0, failure } = outcome.value;
    const times = [
      ms,
      firstByteMs,
      tailMs === 'open' ? 0 : tailMs,
      failure?.ms ?? 0,
      ...reads.map((read) => read.at),
    ];
    expect(times.filter((time) => time > passed || time < 0)).toEqual([]);
  });

  test('in one piece: no time is longer than what passed here, and bytes come when they are asked for', async () => {
    const server = kept(await http((_request, response) => response.end('{}')));
    const begun = performance.now();
    const [plain, raw] = [
      await client(at(server)).send(GET),
      await client(at(server)).send({ ...GET, bytes: true }),
    ];
    const passed = Math.ceil(performance.now() - begun);
    if (!plain.ok || !raw.ok) throw new Error('no answer');
    for (const { ms, firstByteMs } of [plain.value, raw.value])
      expect([ms <= passed, firstByteMs <= ms]).toEqual([true, true]);
    expect(plain.value).not.toHaveProperty('bytes');
    expect(Buffer.from(raw.value.bytes ?? []).toString('utf8')).toBe('{}');
  });
});

describe('closing', () => {
  test('requests under way end as cancelled', async () => {
    const server = kept(await http(() => undefined));
    const closing = clientFor(at(server));
    const pending = closing.send(GET);
    setTimeout(() => void closing.close(), 50);
    expect(await pending).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  });

  test('the process can exit at once, keep-alive or not', () => {
    const script = `
      import { createServer } from 'node:http';
      import { createClient } from ${JSON.stringify(path.resolve('src/gateway/client.ts'))};
      const server = createServer((request, response) => response.end('{}'));
      server.listen(0, '127.0.0.1', async () => {
        const client = createClient({ baseUrl: 'http://127.0.0.1:' + server.address().port, route: { env: {} } });
        const answer = await client.send({ method: 'GET', path: '/' });
        // What keeps a process alive; the server is asked to end afterwards, for it would end idle connections itself.
        const open = () => process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length;
        const before = open();
        await client.close();
        // The other side hears of it a turn later.
        setImmediate(() => setImmediate(() => {
          process.stdout.write([answer.ok, before, open()].join(' '));
          server.close();
        }));
      });`;
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(run.stdout.trim()).toBe('true 2 0');
  });
});

describe.skipIf(!hasOpenssl)('TLS', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  }, 30_000);

  const serve = async (pair: { cert: string; key: string }, more: object = {}) =>
    kept(await https({ ...pair, ...more }, (_request, response) => response.end('{"secure":true}')));
  const secure = (server: Listening): string => `https://127.0.0.1:${String(server.port)}`;
  const trusting = (): Partial<ClientOptions> => ({ route: { env: {}, ca: [certificates.ca] } });

  test('a private CA that was given', async () => {
    expect(await client(secure(await serve(certificates.good)), trusting()).send(GET)).toMatchObject({
      ok: true,
      value: { json: { secure: true } },
    });
  });

  test.each<[string, () => { cert: string; key: string }, boolean, string, RegExp]>([
    [
      'a private CA that was not',
      () => certificates.good,
      false,
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /its CA is private/,
    ],
    ['self-signed', () => certificates.selfSigned, true, 'DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed/],
    ['expired, with the day', () => certificates.expired, true, 'CERT_HAS_EXPIRED', /expired on 2025-02-03/],
    [
      'for another host, with its names',
      () => certificates.otherHost,
      true,
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /gateway\.example\.com, api\.example\.com/,
    ],
  ])('%s', async (_name, pair, trust, code, words) => {
    const server = await serve(pair());
    const outcome = await client(secure(server), trust ? trusting() : {}).send(GET);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'tls', code, message: says(words) } });
  });

  test('https to a port that speaks plain HTTP', async () => {
    const server = kept(await http((_request, response) => response.end()));
    expect(await client(secure(server)).send(GET)).toMatchObject({
      failure: { kind: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: says(/plain HTTP/) },
    });
  });

  test('http to a port that speaks TLS', async () => {
    const outcome = await client(at(await serve(certificates.good))).send(GET);
    expect(outcome.ok ? 'ok' : outcome.failure.kind).toMatch(/^(?:tls|reset)$/);
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate is needed (%s)', async (maxVersion) => {
    const server = await serve(certificates.good, { requestCert: true, ca: certificates.ca, maxVersion });
    expect(await client(secure(server), trusting()).send(GET)).toMatchObject({
      ok: false,
      failure: { kind: expect.stringMatching(/^(?:tls|reset)$/) as string },
    });
    const { cert, key } = certificates.client;
    const known = client(secure(server), {
      route: { env: {}, ca: [certificates.ca], clientCert: cert, clientKey: key },
    });
    expect(await known.send(GET)).toMatchObject({ ok: true });
    expect(known.secrets.some((secret) => key.includes(secret))).toBe(true);
  });

  test('a handshake shows whom the certificate is for, and an inspection is made as the client is', async () => {
    const subjects: (string | undefined)[] = [];
    const server = createTlsServer(
      { ...certificates.good, requestCert: true, ca: certificates.ca, maxVersion: 'TLSv1.2' },
      (socket) => {
        const peer = socket.getPeerCertificate() as { subject?: { CN?: string } };
        subjects.push(peer.subject?.CN);
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const to = {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      timeoutMs: 60_000,
      ca: [certificates.ca],
    };
    expect(await nodeNetwork.handshake({ ...to, ...certificates.client })).toMatchObject({
      ok: true,
      value: { authorized: true, names: ['127.0.0.1', 'localhost'] },
    });
    expect(await nodeNetwork.inspect?.({ ...to, ...certificates.client })).toMatchObject({ ok: true });
    const client = new X509Certificate(certificates.client.cert).subject.replace(/^CN=/, '');
    expect(subjects).toEqual([client, client]);
  });

  test('only TLS 1.1', async () => {
    const server = createTlsServer({
      ...certificates.good,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL@SECLEVEL=0',
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const outcome = await client(`https://127.0.0.1:${String(port)}`, trusting()).send(GET);
    expect(outcome).toMatchObject({ failure: { kind: 'tls', message: says(/TLS 1\.2/) } });
  });

  test('read leniently, the certificate is still checked each time, by the name that is asked for', async () => {
    let asked = 0;
    const names: unknown[] = [];
    const server = createTlsServer(certificates.good, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        asked += 1;
        names.push((socket as { readonly servername?: unknown }).servername);
        socket.end('HTTP/1.1 200 OK\nx-a: b\n\n{"a":1}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const asker = client(`https://127.0.0.1:${String(port)}`, trusting());
    expect(await asker.send(GET)).toMatchObject({ ok: true, value: { loose: true, json: { a: 1 } } });
    const named = client(`https://localhost:${String(port)}`, trusting());
    expect(await named.send(GET)).toMatchObject({ ok: true, value: { loose: true } });
    // Asked strictly first, each of them; an IP address is no server name.
    expect(names).toEqual([false, false, 'localhost', 'localhost']);
    const before = asked;
    // Whatever the environment says.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    server.setSecureContext(certificates.selfSigned);
    expect(await asker.send(GET)).toMatchObject({ ok: false, failure: { kind: 'tls' } });
    server.setSecureContext(certificates.otherHost);
    expect(await asker.send(GET)).toMatchObject({ ok: false, failure: { kind: 'tls' } });
    expect(asked).toBe(before);
  });

  test('through a proxy, the certificate is still that of the gateway', async () => {
    const server = await serve(certificates.good);
    const proxy = kept(await proxyTo(server.port));
    const route = {
      env: { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${String(proxy.port)}` },
      ca: [certificates.ca],
    };
    const through = client('https://localhost:8443', { route });
    expect(await through.send(GET)).toMatchObject({ ok: true, value: { json: { secure: true } } });
    expect(proxy.asked).toEqual([
      { to: 'localhost:8443', authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}` },
    ]);
    expect(through.secrets).toContain('p@ss');
    const untrusting = client('https://localhost:8443', { route: { env: route.env } });
    expect(await untrusting.send(GET)).toMatchObject({
      failure: { kind: 'tls', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    });
  });

  test.each([
    ['127.0.0.1', [false]],
    ['localhost', ['localhost']],
  ])('a proxy over https at %s: a server name is sent where it is one', async (host, names) => {
    const asked: unknown[] = [];
    const server = createTlsServer(certificates.good, (socket) => {
      socket.on('error', () => undefined);
      asked.push((socket as { readonly servername?: unknown }).servername);
      socket.once('data', () => socket.end('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const proxy = `https://${host}:${String((server.address() as AddressInfo).port)}`;
    const route = { env: { HTTPS_PROXY: proxy }, ca: [certificates.ca] };
    expect(await client('https://gateway.internal', { route }).send(GET)).toMatchObject({
      failure: { kind: 'proxy', code: 'PROXY_403' },
    });
    expect(asked).toEqual(names);
  });

  test('a tunnel that is asked for by hand: its proxy is checked before it hears a password', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const heard: unknown[] = [];
    const proxy = kept(await https(certificates.good, () => undefined));
    const stranger = kept(await https(certificates.selfSigned, ({ url }) => heard.push(url)));
    const target = { host: 'gateway.internal', port: 443, ca: [certificates.ca], timeoutMs: 20_000 };
    const ask = ({ port }: Listening, host = 'localhost') =>
      openTunnel(new URL(`https://user:pass@${host}:${String(port)}`), target);
    // Known by its name or address; one that is no proxy ends the connection then.
    for (const host of ['localhost', '127.0.0.1'])
      expect(await ask(proxy, host)).toEqual({ ok: false, failure: { code: 'ECONNRESET' } });
    expect(await ask(stranger)).toEqual({ ok: false, failure: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(heard).toEqual([]);
  });

  test('the chain and the name are checked behind a proxy too', async () => {
    const server = await serve(certificates.otherHost);
    const proxy = kept(await proxyTo(server.port));
    const route = { env: { https_proxy: `http://127.0.0.1:${String(proxy.port)}` }, ca: [certificates.ca] };
    expect(await client('https://gateway.example.com', { route }).send(GET)).toMatchObject({ ok: true });
    expect(await client('https://wrong.example.com', { route }).send(GET)).toMatchObject({
      failure: { kind: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });
});

describe('proxies', () => {
  let gateway: Listening;
  beforeAll(async () => {
    gateway = await http((_request, response) => response.end('{"through":true}'));
  });
  afterAll(() => gateway.close());

  test('plain HTTP goes to the proxy with its whole address, as the engine sends it; NO_PROXY goes straight', async () => {
    const proxy = kept(await proxyTo(gateway.port));
    const HTTP_PROXY = `http://127.0.0.1:${String(proxy.port)}`;
    expect(
      await client('http://gateway.internal', { route: { env: { HTTP_PROXY } } }).send(GET),
    ).toMatchObject({ ok: true, value: { json: { through: true } } });
    expect(proxy.asked.map(({ to }) => to)).toEqual(['http://gateway.internal/v1/models']);
    expect(
      await client(at(gateway), { route: { env: { HTTP_PROXY, NO_PROXY: '127.0.0.1' } } }).send(GET),
    ).toMatchObject({ ok: true });
    expect(
      await client(at(gateway), { route: { env: { HTTP_PROXY }, proxy: false } }).send(GET),
    ).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(1);
  });

  test.each([
    [407, 'PROXY_407', /user name and password/],
    [403, 'PROXY_403', /refused to connect to gateway\.internal:443/],
    [502, 'PROXY_502', /HTTP 502/],
  ])('CONNECT is answered with %d', async (status, code, words) => {
    const proxy = kept(await proxyTo(gateway.port, () => status));
    const outcome = await client('https://gateway.internal', {
      route: { env: {}, proxy: `http://user:hunter22@127.0.0.1:${String(proxy.port)}` },
    }).send(GET);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'proxy', code, message: says(words) } });
    expect(JSON.stringify(outcome)).not.toContain('hunter22');
  });

  test("a proxy refuses plain HTTP: 407 is known to be its own, other answers may be the gateway's", async () => {
    const ask = async (status: number): Promise<unknown> => {
      const proxy = kept(await proxyTo(gateway.port, () => status));
      return client('http://gateway.internal', {
        route: { env: {}, proxy: `http://user:hunter22@127.0.0.1:${String(proxy.port)}` },
      }).send(GET);
    };
    expect(await ask(407)).toMatchObject({ ok: false, failure: { kind: 'proxy', code: 'PROXY_407' } });
    expect(await ask(413)).toMatchObject({ ok: true, value: { status: 413 } });
  });

  test('a dead proxy is named, the gateway is not blamed', async () => {
    const port = await deadPort();
    const outcome = await client('http://gateway.internal', {
      route: { env: { HTTP_PROXY: `http://127.0.0.1:${String(port)}` } },
    }).send(GET);
    expect(outcome).toMatchObject({
      failure: {
        kind: 'proxy',
        code: 'ECONNREFUSED',
        message: says(new RegExp(`proxy 127\\.0\\.0\\.1:${String(port)}`)),
      },
    });
  });

  test.each<[string, (socket: Socket) => void]>([
    ['an end', (socket) => socket.end()],
    ['a reset', (socket) => socket.resetAndDestroy()],
  ])(
    'a proxy that cuts a connection instead of a tunnel, by %s: named, asked twice and no more',
    async (_how, cut) => {
      let asked = 0;
      const proxy = kept(
        await tcp((socket) =>
          socket.once('data', () => {
            asked += 1;
            cut(socket);
          }),
        ),
      );
      const outcome = await client('https://gateway.internal', {
        route: { env: { HTTPS_PROXY: at(proxy) } },
      }).send(GET);
      expect(outcome).toMatchObject({
        failure: {
          kind: 'reset',
          code: 'PROXY_CUT',
          message: `The proxy 127.0.0.1:${String(proxy.port)} cut the connection when it was asked for a tunnel to gateway.internal:443`,
        },
      });
      expect(asked).toBe(2);
    },
  );

  test('a proxy that hangs', async () => {
    const silent = kept(await tcp(() => undefined));
    const outcome = await client('https://gateway.internal', {
      route: { env: { HTTPS_PROXY: at(silent) } },
      timeouts: { connect: 150 },
    }).send(GET);
    expect(outcome).toMatchObject({
      failure: { kind: 'timeout', phase: 'connect', message: says(/through the proxy/) },
    });
  });
});

describe('what goes over the wire', () => {
  test("no header of a browser's: the engine sends none", async () => {
    let names: readonly string[] = [];
    const server = kept(
      await http((request, response) => {
        names = Object.keys(request.headers);
        response.end('{}');
      }),
    );
    await client(at(server)).send(POST);
    expect(names).toContain('x-app');
    expect(names.filter((name) => /^(?:sec-|accept-language)/.test(name))).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync, false],
    ['gzip', gzipSync, true],
    ['x-gzip', gzipSync, true],
    ['deflate', deflateSync, true],
    ['br', brotliCompressSync, false],
    ['br', brotliCompressSync, true],
  ] as const)('a body packed with %s (%s): cut short %s', async (encoding, pack, isCut) => {
    const packed = pack(JSON.stringify({ text: 'a'.repeat(99) }));
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding });
        response.end(isCut ? packed.subarray(0, -1) : packed);
      }),
    );
    const outcome = await client(at(server)).send(POST);
    expect(outcome).toMatchObject(
      isCut ? { ok: false, failure: { kind: 'protocol' } } : { ok: true, value: { json: {} } },
    );
  });

  test('identity beside another coding packs nothing', async () => {
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'identity, gzip' });
        response.end(gzipSync('{"a":1}'));
      }),
    );
    expect(await client(at(server)).send(POST)).toMatchObject({ ok: true, value: { json: { a: 1 } } });
  });

  test.each([
    ['one coding twice', 'chunked\r\ntransfer-encoding: chunked', false],
    ['identity beside it', 'identity, chunked', true],
  ])('transfer-encoding, %s', async (_name, coding, isRead) => {
    const server = kept(
      await tcp((socket) =>
        socket.once('data', () =>
          socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: ${coding}\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
        ),
      ),
    );
    const outcome = await client(at(server)).send(POST);
    expect(outcome).toMatchObject(
      isRead ? { ok: true } : { ok: false, failure: { kind: 'protocol', code: 'CHUNKED_TWICE' } },
    );
  });

  test('a body packed twice is none to the engine', async () => {
    const packed = gzipSync(gzipSync('{}'));
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip, gzip' });
        response.end(packed);
      }),
    );
    const outcome = await client(at(server)).send(POST);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'protocol', code: 'PACKED_TWICE' } });
  });

  test.each([
    ['bare line feeds', 'HTTP/1.1 200 OK\nx-a: b\n\n{"a":1}'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 7\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
    ],
    [
      'a 100 Continue that nobody asked for',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{"a":1}',
    ],
    [
      'one length twice, after a head that is not the last',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 7\r\nContent-Length:7\r\n\r\n{"a":1}',
    ],
  ])('%s: read leniently, on a connection of its own, and strictly no more', async (_name, reply) => {
    let requests = 0;
    const server = kept(
      await tcp((socket) =>
        socket.once('data', () => {
          requests += 1;
          socket.end(reply);
        }),
      ),
    );
    const asker = client(at(server));
    for (const count of [2, 3]) {
      const outcome = await asker.send(GET);
      expect(outcome).toMatchObject({ ok: true, value: { status: 200, loose: true, json: { a: 1 } } });
      expect(requests).toBe(count);
    }
  });

  test.each([
    ['two lengths that differ', 'content-length: 7\r\ncontent-length: 8'],
    ['a list of lengths', 'content-length: 7, 7'],
    ['a length that is none, twice', 'content-length: +7\r\ncontent-length: +7'],
  ])('%s: no answer, as for the engine', async (_name, lines) => {
    const server = kept(
      await tcp((socket) =>
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\n{"a":1}`)),
      ),
    );
    const outcome = await client(at(server)).send(GET);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'protocol' } });
  });

  test.each([204, 205, 304])('%d read leniently has no body', async (status) => {
    const server = kept(
      await tcp((socket) =>
        socket.once('data', () =>
          socket.end(`HTTP/1.1 ${String(status)} X\nset-cookie: a\nset-cookie: b\n\n`),
        ),
      ),
    );
    expect(await client(at(server)).send(GET)).toMatchObject({
      ok: true,
      value: { status, loose: true, text: '', headers: { 'set-cookie': 'b' } },
    });
  });

  test.each([
    ['as many headers as the engine takes', 64, true],
    ['more headers than browsers take', 300, false],
  ])('%s', async (_, kilobytes, taken) => {
    const server = kept(
      await http((_request, response) => {
        response.writeHead(200, { 'x-long': 'a'.repeat(kilobytes * 1024) });
        response.end('{}');
      }),
    );
    expect((await client(at(server)).send(GET)).ok).toBe(taken);
  });

  test('what goes through a proxy is never read leniently, whatever was read so before', async () => {
    const loose = kept(
      await tcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\nx-a: b\n\n{}'))),
    );
    const plain = kept(await http((_request, response) => response.end('{"through":true}')));
    const proxy = kept(await proxyTo(plain.port));
    const env = { HTTP_PROXY: at(proxy), NO_PROXY: '127.0.0.1' };
    const asker = client(at(loose), { route: { env } });
    expect(await asker.send(GET)).toMatchObject({ ok: true, value: { loose: true } });
    const through = await asker.send({ ...GET, path: 'http://gateway.internal/x' });
    expect(through).toMatchObject({ ok: true, value: { json: { through: true } } });
    expect(proxy.asked.map(({ to }) => to)).toEqual(['http://gateway.internal/x']);
  });

  test('what is read leniently is followed nowhere and is as bounded as the rest', async () => {
    const elsewhere = { asked: 0 };
    const other = kept(await http((_request, response) => response.end(String((elsewhere.asked += 1)))));
    const server = kept(
      await tcp((socket) =>
        socket.once('data', (data) => {
          const huge = String(data).includes('/huge');
          const head = `HTTP/1.1 ${huge ? '200 OK' : '307 Moved'}\nlocation: ${at(other)}/x\n\n`;
          socket.end(head + (huge ? 'x'.repeat(2_000_000) : ''));
        }),
      ),
    );
    const asker = client(at(server));
    expect(await asker.send(GET)).toMatchObject({ ok: true, value: { status: 307, loose: true } });
    const huge = await asker.send({ ...GET, path: '/huge' });
    expect(huge).toMatchObject({ ok: false, failure: { kind: 'too-large' } });
    expect(elsewhere.asked).toBe(0);
  });

  test('zstd, which is offered as the engine does, is answered: asked for once more without it, and for good', async () => {
    const offered: (string | undefined)[] = [];
    const server = kept(
      await http((request, response) => {
        const { 'accept-encoding': codings } = request.headers;
        offered.push(String(codings));
        const isZstd = String(codings).includes('zstd');
        response.writeHead(200, isZstd ? { 'content-encoding': 'zstd' } : {});
        response.end(isZstd ? Buffer.from('28b52ffd0058', 'hex') : '{}');
      }),
    );
    const asker = client(at(server));
    const request = { ...POST, headers: { 'accept-encoding': 'gzip, zstd' } };
    for (let count = 0; count < 2; count++)
      expect(await asker.send(request)).toMatchObject({ ok: true, value: { json: {} } });
    expect(offered).toEqual(['gzip, zstd', 'gzip', 'gzip']);
  });
});
