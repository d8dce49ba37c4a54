import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { reach, type ReachOptions } from '../../src/egress/index.ts';
import { runCli, type World } from '../support/io.ts';
import { hasOpenssl, makeCertificates, type Certificates } from './certificates.ts';

/* Nothing here leaves the machine: names are never resolved but localhost, and proxies are our own. */

const sockets = new Set<Socket>();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

async function listen(server: TcpServer): Promise<number> {
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  closers.push(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that takes every host for the port given; counts how many are asked for at once. */
async function proxy(
  target: number,
  options: { readonly credentials?: string; readonly status?: number; readonly delayMs?: number } = {},
): Promise<{ readonly port: number; readonly asked: string[]; readonly most: () => number }> {
  const asked: string[] = [];
  let now = 0;
  let most = 0;
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    now += 1;
    most = Math.max(most, now);
    socket.on('error', () => undefined);
    const expected =
      options.credentials === undefined
        ? undefined
        : `Basic ${Buffer.from(options.credentials).toString('base64')}`;
    const status = request.headers['proxy-authorization'] === expected ? (options.status ?? 200) : 407;
    setTimeout(() => {
      now -= 1;
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`);
        return;
      }
      const through = connect(target, '127.0.0.1');
      sockets.add(through);
      through.on('error', () => socket.destroy());
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(through).pipe(socket);
    }, options.delayMs ?? 0);
  });
  return { port: await listen(server), asked, most: () => most };
}

const at = (port: number, rest: Partial<ReachOptions> = {}): Promise<Awaited<ReturnType<typeof reach>>> =>
  reach({
    host: '127.0.0.1',
    port,
    protocol: 'https',
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...rest,
  });

describe('reach', () => {
  test('a closed port, a name that does not exist, a silent host, a cut handshake', async () => {
    const closed = createTcpServer();
    const port = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(await at(port)).toMatchObject({
      ok: false,
      stage: 'tcp',
      code: 'ECONNREFUSED',
      detail: 'the port is closed',
    });

    expect(await at(443, { host: 'nowhere.invalid' })).toMatchObject({ ok: false, stage: 'dns' });

    const silent = await listen(createTcpServer());
    expect(await at(silent, { timeoutMs: 200 })).toMatchObject({
      ok: false,
      stage: 'tls',
      code: 'ETIMEDOUT',
    });

    const cutter = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
    expect(await at(await listen(cutter))).toMatchObject({
      ok: false,
      stage: 'tls',
      code: 'ECONNRESET',
      detail: expect.stringContaining('filter by name') as string,
    });
  });

  test('plain protocols need no TLS', async () => {
    const port = await listen(createTcpServer());
    expect(await at(port, { protocol: 'ssh' })).toMatchObject({ ok: true, stage: 'done' });
    expect(await at(port, { protocol: 'http', host: 'localhost' })).toMatchObject({ ok: true });
  });

  test('the limit is for all steps together', async () => {
    const port = await listen(createTcpServer());
    // The clock at the beginning, and just before the limit at each step.
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(59_990);
    try {
      expect(await at(port, { timeoutMs: 60_000 })).toMatchObject({
        ok: false,
        code: 'ETIMEDOUT',
        ms: 59_990,
      });
    } finally {
      clock.mockRestore();
    }
  });

  test('a cancel ends the wait at once', async () => {
    const cancel = new AbortController();
    const waiting = at(await listen(createTcpServer()), { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 50);
    expect(await waiting).toMatchObject({ ok: false, code: 'CANCELLED' });
    expect(await at(1, { signal: cancel.signal })).toMatchObject({ ok: false, code: 'CANCELLED' });
  });

  test('a proxy that is not there, asks for a sign-in, refuses, or is a web server', async () => {
    const closed = createTcpServer();
    const gone = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    const through = (port: number, userinfo = ''): ReturnType<typeof at> =>
      at(443, { host: 'host.invalid', proxy: new URL(`http://${userinfo}127.0.0.1:${String(port)}`) });
    expect(await through(gone)).toMatchObject({ stage: 'proxy', code: 'ECONNREFUSED' });
    const asking = await proxy(1, { credentials: 'user:p@ss' });
    expect(await through(asking.port)).toMatchObject({
      stage: 'proxy',
      code: '407',
      detail: `the proxy 127.0.0.1:${String(asking.port)} asks for a sign-in (407)`,
      via: `127.0.0.1:${String(asking.port)}`,
    });
    const answered = await through(asking.port, 'user:p%40ss@');
    expect(answered.stage).not.toBe('proxy');
    expect(JSON.stringify(answered)).not.toContain('ss');
    expect(await through((await proxy(1, { status: 403 })).port)).toMatchObject({
      stage: 'proxy',
      code: '403',
    });
    const web = createTcpServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
    );
    expect(await through(await listen(web))).toMatchObject({ ok: false, stage: 'proxy' });
  });
});

describe.skipIf(!hasOpenssl)('with certificates of our own', () => {
  let pems: Certificates;
  beforeAll(() => {
    pems = makeCertificates([
      'localhost',
      '127.0.0.1',
      'gw.example.com',
      '*.claude.ai',
      'claude.ai',
      '*.anthropic.com',
      '*.example.com',
    ]);
  });
  const tlsServer = (): Promise<number> => listen(createTlsServer({ key: pems.key, cert: pems.cert }));

  test('a known authority is trusted, an unknown one is told from a closed port', async () => {
    const port = await tlsServer();
    expect(await at(port, { ca: [pems.ca] })).toMatchObject({ ok: true, detail: 'reached' });
    expect(await at(port, { ca: [pems.ca], host: 'localhost' })).toMatchObject({ ok: true });
    expect(await at(port)).toMatchObject({
      ok: false,
      stage: 'tls',
      detail: expect.stringMatching(/certificate is not trusted \(\w+\)/) as string,
    });
  });

  test('a proxy whose certificate is not trusted is not asked for a tunnel', async () => {
    const asked: string[] = [];
    const server = createHttpsServer({ key: pems.key, cert: pems.cert });
    server.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 403 No\r\n\r\n');
    });
    const port = await listen(server);
    const via = new URL(`https://user:pass@localhost:${String(port)}`);
    expect(await at(443, { host: 'gw.example.com', proxy: via })).toMatchObject({
      ok: false,
      stage: 'proxy',
      detail: expect.stringMatching(/^the certificate of the proxy localhost:\d+ is not trusted/) as string,
    });
    expect(asked).toEqual([]);
    expect(await at(443, { host: 'gw.example.com', proxy: via, ca: [pems.ca] })).toMatchObject({
      detail: expect.stringMatching(/refuses the connection \(403\)$/) as string,
    });
    expect(asked).toEqual(['gw.example.com:443']);
  });

  const config = (settings: object): World['files'] & object => ({
    'cowork-3p.json': JSON.stringify({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: 'k',
      inferenceModels: ['claude-sonnet-4-5'],
      disableEssentialTelemetry: true,
      disableNonessentialTelemetry: true,
      disableNonessentialServices: true,
      skipWebFetchPreflight: true,
      modelCatalogEnabled: false,
      disableAutoUpdates: true,
      ...settings,
    }),
    'ca.pem': pems.ca,
  });

  test('--check through the proxy of the configuration: reached, wildcards untried, exit code 0', async () => {
    const { port, asked, most } = await proxy(await tlsServer(), { delayMs: 20 });
    const many = Array.from({ length: 20 }, (_, index) => `t${String(index)}.example.com`);
    const files = config({
      egressProxyUrl: `http://127.0.0.1:${String(port)}`,
      coworkEgressAllowedHosts: ['*.example.com', ...many],
    });
    const run = await runCli(['egress', '--check', '--ca', 'ca.pem', '--format', 'json'], {
      files,
      // What the configuration says goes before the environment.
      env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
    });
    const report = JSON.parse(run.stdout) as {
      exitCode: number;
      hosts: { host: string; wildcard: boolean; check: { status: string; via?: string } }[];
    };
    expect([run.code, report.exitCode, run.stderr]).toEqual([0, 0, '']);
    for (const { wildcard, check } of report.hosts)
      expect(check).toMatchObject(
        wildcard ? { status: 'untried' } : { status: 'reached', via: `127.0.0.1:${String(port)}` },
      );
    expect(asked.sort()).toEqual(
      ['downloads.claude.ai:443', 'gw.example.com:443', ...many.map((one) => `${one}:443`)].sort(),
    );
    expect(most()).toBeGreaterThan(1);
    expect(most()).toBeLessThanOrEqual(8);
  });

  test('--check in words: a required host that fails exits 1, an optional one only with --strict', async () => {
    const { port } = await proxy(await tlsServer());
    const env = { https_proxy: `http://127.0.0.1:${String(port)}` };
    const check = (settings: object, ...flags: string[]): ReturnType<typeof runCli> =>
      runCli(['egress', '--check', '--ca', 'ca.pem', ...flags], { files: config(settings), env });
    const fine = await check({});
    expect(fine.code).toBe(0);
    expect(fine.stdout).toMatch(/✔ gw\.example\.com:443 \d+ ms through the proxy 127\.0\.0\.1:\d+\n/);
    expect(fine.stdout).toMatch(/✔ 2 entries, 2 required; 2 hosts reached, 0 not\n$/);

    const optional = { coworkEgressAllowedHosts: ['other.example.org', '*.example.org'] };
    const warned = await check(optional);
    expect(warned.code).toBe(0);
    expect(warned.stdout).toMatch(/! other\.example\.org:443 \(optional\) the certificate is not trusted/);
    expect(warned.stdout).toMatch(/– \*\.example\.org:443 \(optional\) not tried: a wildcard/);
    expect(warned.stdout).toMatch(/2 hosts reached, 1 not, 1 wildcard not tried\n$/);
    expect((await check(optional, '--strict')).code).toBe(1);

    const required = await check({ otlpEndpoint: 'https://otel.example.org' }, '--format', 'hosts');
    expect(required.code).toBe(1);
    expect(required.stdout).toBe('downloads.claude.ai\ngw.example.com\notel.example.org\n');
    expect(required.stderr).toMatch(/^✖ otel\.example\.org:443 the certificate is not trusted \(\w+\)/);
  });

  test('NO_PROXY is honoured, Ctrl-C ends it with 130', async () => {
    const direct = await runCli(['egress', '--check', '--format', 'json', '--timeout', '2000'], {
      files: config({ inferenceGatewayBaseUrl: 'https://gw.nowhere.invalid' }),
      env: { HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '.invalid' },
    });
    expect(direct.code).toBe(1);
    const report = JSON.parse(direct.stdout) as {
      hosts: { host: string; check: { stage: string; via?: string } }[];
    };
    expect(report.hosts.map(({ check }) => [check.stage, check.via])).toEqual([
      ['dns', undefined],
      ['proxy', '127.0.0.1:1'],
    ]);

    const ssh = await runCli(['egress', '--check', '--format', 'json', '--timeout', '2000'], {
      files: config({ sshHostAllowlist: ['ssh.nowhere.invalid'] }),
      env: { HTTP_PROXY: 'http://127.0.0.1:1' },
    });
    const tried = JSON.parse(ssh.stdout) as typeof report;
    // SSH goes through no HTTP proxy.
    expect(tried.hosts.map(({ host, check }) => [host, check.via])).toEqual([
      ['gw.example.com', '127.0.0.1:1'],
      ['downloads.claude.ai', '127.0.0.1:1'],
      ['ssh.nowhere.invalid', undefined],
    ]);

    const silent = await listen(createTcpServer());
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 100);
    const cancelled = await runCli(['egress', '--check'], {
      files: config({}),
      env: { HTTPS_PROXY: `http://127.0.0.1:${String(silent)}` },
      signal: cancel.signal,
    });
    expect([cancelled.code, cancelled.stdout]).toEqual([130, '']);
  });

  test('what cannot be used is wrong usage', async () => {
    const files = { ...config({}), 'no.pem': 'nothing' };
    const proxied = await runCli(['egress', '--check'], {
      files,
      env: { HTTPS_PROXY: 'socks5://127.0.0.1:1' },
    });
    expect([proxied.code, proxied.stderr]).toEqual([2, expect.stringContaining('SOCKS')]);
    expect((await runCli(['egress', '--check', '--ca', 'no.pem'], { files })).code).toBe(2);
    expect((await runCli(['egress', '--check', '--ca', 'gone.pem'], { files })).code).toBe(2);
    expect((await runCli(['egress', '--timeout', '5'], { files })).code).toBe(2);
  });

  test('a terminal sees how far it is', async () => {
    const { port } = await proxy(await tlsServer());
    const run = await runCli(['egress', '--check', '--ca', 'ca.pem'], {
      files: config({}),
      env: { HTTPS_PROXY: `http://127.0.0.1:${String(port)}`, NO_COLOR: '1' },
      isTTY: true,
    });
    expect(run.stderr).toContain('\r2/2 hosts tried ');
  });
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
});
