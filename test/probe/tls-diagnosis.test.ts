import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/probe/types.ts';
import type { Route } from '../../src/net/types.ts';
import { inspectorOf, issuerUrl, readChain } from '../../src/net/tls-chain-reading.ts';
import { X509Certificate } from 'node:crypto';
import { hasOpenssl, type Pair } from '../support/gateway-certificates.ts';
import { probeAt, resultOf, wordsOf } from '../support/replay-run.ts';
import { makeAuthority, type Authority } from '../support/tls-certificates.ts';

/* Each certificate fault on a real server, and what the checks must say of it, within seconds. */

const CHECKS = ['tls-expiry', 'tls-chain', 'mtls'];
const NO_CERTIFICATE =
  '<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>No required SSL certificate was sent</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

describe.skipIf(!hasOpenssl)('certificates', { timeout: 30_000 }, () => {
  let ca: Authority;
  let good: Pair;
  const open: { close(): unknown; closeAllConnections?(): void }[] = [];
  beforeAll(() => {
    ca = makeAuthority();
    good = ca.issue('good');
  }, 60_000);
  afterAll(() => ca.close());
  afterEach(() => {
    for (const server of open.splice(0)) {
      server.closeAllConnections?.();
      server.close();
    }
  });

  async function listen(server: Server): Promise<string> {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const chain = (pair: Pair, ...more: string[]): TlsOptions => ({
    key: pair.key,
    cert: [pair.cert, ...more].join('\n'),
  });
  async function serve(options: TlsOptions, status = 404, body = '{}'): Promise<string> {
    const server = createHttpsServer(options, (_request, response) => {
      response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/html' : 'application/json' });
      response.end(body);
    });
    server.on('tlsClientError', () => undefined);
    return listen(server);
  }
  async function look(
    url: string,
    route: Partial<Route> = {},
    today?: Date,
  ): Promise<{ results: readonly CheckResult[] }> {
    const report = await probeAt({
      url,
      key: 'sk-tls-canary-0123456789',
      route: { env: {}, ...route },
      options: { only: CHECKS, ...(today === undefined ? {} : { today: () => today }) },
    });
    expect(wordsOf(report)).not.toContain('tls-canary');
    return report;
  }
  const failing = ({ results }: { results: readonly CheckResult[] }): string[] =>
    results.filter(({ status }) => status === 'fail').map(({ id }) => id);

  test('a whole chain with its root given passes, and says that devices need it', async () => {
    const report = await look(await serve(chain(good, ca.intermediate)), { ca: [ca.root] });
    expect(failing(report)).toEqual([]);
    expect(resultOf(report, 'tls-chain')).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/only with the CA file/) as string,
    });
    expect(resultOf(report, 'mtls').status).toBe('pass');
  });

  test('a private CA is named', async () => {
    const report = await look(await serve(chain(good, ca.intermediate)));
    expect(failing(report)).toEqual(['tls-chain']);
    expect(resultOf(report, 'tls-chain').detail).toMatch(/"Example Corp Root", a private CA/);
    expect(resultOf(report, 'tls-chain').hint).toMatch(/--ca FILE/);
  });

  test('a private root that came along is named', async () => {
    const report = await look(await serve(chain(good, ca.intermediate, ca.root)));
    expect(failing(report)).toEqual(['tls-chain']);
    expect(resultOf(report, 'tls-chain').detail).toMatch(/ends in the root "Example Corp Root"/);
  });

  test('a missing intermediate is named, with the root given', async () => {
    const report = await look(await serve(chain(good)), { ca: [ca.root] });
    expect(failing(report)).toEqual(['tls-chain']);
    expect(wordsOf(report)).toMatch(
      /add "CN=Example Corp Issuing CA, O=Example Corp" to the certificate file/,
    );
  });

  test('a missing intermediate of a public CA is named, with where to fetch it', async () => {
    const leaf = ca.issue('aia', { aia: 'http://cacerts.digicert.com/Issuing.crt' });
    const report = await look(await serve(chain(leaf)));
    const { detail, hint } = resultOf(report, 'tls-chain');
    expect(detail).toMatch(/does not send the intermediate certificate "Example Corp Issuing CA"/);
    expect(hint).toMatch(/cacerts\.digicert\.com\/Issuing\.crt.*Windows and macOS fetch it/);
  });

  test('an intermediate that only our CA file holds', async () => {
    const report = await look(await serve(chain(good)), { ca: [`${ca.root}\n${ca.intermediate}`] });
    expect(resultOf(report, 'tls-chain')).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/holds the intermediate "Example Corp Issuing CA"/) as string,
    });
  });

  test('self-signed', async () => {
    const root = makeAuthority('Lone');
    try {
      // The root of a CA serves as its own server certificate.
      const self = root.issue('self', { issuer: 'root' });
      const report = await look(await serve(chain(self, root.root)));
      expect(resultOf(report, 'tls-chain').detail).toMatch(/ends in the root "Lone Root"/);
    } finally {
      root.close();
    }
  });

  test('expired, and not yet valid', async () => {
    const past = ca.issue('past', { from: -40, to: -10 });
    const old = await look(await serve(chain(past, ca.intermediate)), { ca: [ca.root] });
    expect(failing(old)).toEqual(['tls-expiry']);
    expect(resultOf(old, 'tls-expiry')).toMatchObject({
      detail: expect.stringMatching(/expired on \d{4}-\d\d-\d\d/) as string,
      hint: 'Renew the certificate of the gateway.',
    });
    const future = ca.issue('future', { from: 10, to: 40 });
    const early = await look(await serve(chain(future, ca.intermediate)), { ca: [ca.root] });
    expect(failing(early)).toEqual(['tls-expiry']);
    expect(resultOf(early, 'tls-expiry').detail).toMatch(/valid only from/);
  });

  test('a wrong clock here is told from an expired certificate', async () => {
    const url = await serve(chain(good, ca.intermediate));
    const report = await look(url, { ca: [ca.root] }, new Date(Date.now() + 400 * 86_400_000));
    expect(failing(report)).toEqual(['tls-expiry']);
    expect(resultOf(report, 'tls-expiry')).toMatchObject({
      detail: expect.stringMatching(/The clock of this device says .* that of the gateway/) as string,
      hint: 'Set the clock of this device right.',
    });
  });

  test('days to expiry, by the injected clock', async () => {
    const url = await serve(chain(good, ca.intermediate));
    const report = await look(url, { ca: [ca.root] }, new Date(Date.now() + 40 * 86_400_000));
    expect(resultOf(report, 'tls-expiry')).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/in 9 days/) as string,
    });
  });

  test('another host', async () => {
    const other = ca.issue('other', { names: 'DNS:gateway.example.com,DNS:*.api.example.com' });
    const report = await look(await serve(chain(other, ca.intermediate)), { ca: [ca.root] });
    expect(failing(report)).toEqual(['tls-chain']);
    expect(resultOf(report, 'tls-chain').detail).toMatch(
      /is for gateway\.example\.com, \*\.api\.example\.com/,
    );
  });

  test('only TLS 1.2 is a warning, only TLS 1.1 a failure that says so', async () => {
    const middle = await serve({ ...chain(good, ca.intermediate), maxVersion: 'TLSv1.2' });
    const report = await look(middle, { ca: [ca.root, '-----BEGIN CERTIFICATE-----'].slice(0, 1) });
    expect(failing(report)).toEqual([]);
    const old = await serve({
      ...chain(good, ca.intermediate),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const ancient = await look(old, { ca: [ca.root] });
    expect(failing(ancient)).toEqual(['tls-chain']);
    expect(resultOf(ancient, 'tls-chain').detail).toMatch(/TLS 1\.1 at best|no TLS version that is still/);
  });

  test('plain http on the port', async () => {
    const server = createHttpServer((_request, response) => response.end('{}'));
    const report = await look(await listen(server));
    expect(failing(report)).toEqual(['tls-chain']);
    expect(resultOf(report, 'tls-chain').detail).toMatch(/does not speak TLS/);
  });

  test('a server that hangs up in the handshake', async () => {
    const server = createTlsServer(chain(good, ca.intermediate));
    server.on('connection', (socket: Socket) => socket.destroy());
    server.on('tlsClientError', () => undefined);
    expect(failing(await look(await listen(server), { ca: [ca.root] }))).toEqual(['tls-chain']);
  });

  test.for(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate is wanted (%s)', async (version) => {
    const url = await serve({
      ...chain(good, ca.intermediate),
      requestCert: true,
      rejectUnauthorized: true,
      ca: ca.root,
      minVersion: version,
      maxVersion: version,
    });
    const without = await look(url, { ca: [ca.root] });
    expect(failing(without)).toEqual(['mtls']);
    expect(wordsOf(without)).toMatch(/wants a client certificate.*--client-cert FILE/s);
    const client = ca.issue(`client-${version}`, { usage: 'clientAuth' });
    const given = {
      ca: [ca.root],
      clientCert: `${client.cert}\n${ca.intermediate}`,
      clientKey: client.key,
    };
    const report = await look(url, given);
    expect(failing(report)).toEqual([]);
    expect(resultOf(report, 'mtls')).toMatchObject({ status: 'warn' });
    const stale = ca.issue(`stale-${version}`, { usage: 'clientAuth', from: -20, to: -2 });
    const old = await look(url, {
      ca: [ca.root],
      clientCert: `${stale.cert}\n${ca.intermediate}`,
      clientKey: stale.key,
    });
    expect(failing(old)).toEqual(['mtls']);
    expect(resultOf(old, 'mtls').detail).toMatch(/refuses the client certificate.*expired on/);
  });

  test("nginx's page that wants a client certificate", async () => {
    const url = await serve(chain(good, ca.intermediate), 400, NO_CERTIFICATE);
    const report = await look(url, { ca: [ca.root] });
    expect(resultOf(report, 'mtls')).toMatchObject({ status: 'fail' });
    expect(resultOf(report, 'mtls').detail).toMatch(/none was shown \(HTTP 400\)/);
  });

  test('what macOS would refuse', async () => {
    const long = ca.issue('long', { to: 1200 });
    const read = new X509Certificate(long.cert);
    const { refusedByMac } = await import('../../src/net/tls-chain-reading.ts');
    expect(refusedByMac(read)).toEqual([expect.stringMatching(/1201 days, and 825/)]);
    expect(refusedByMac(new X509Certificate(good.cert))).toEqual([]);
    const bare = new X509Certificate(ca.issue('bare', { names: '', usage: 'clientAuth' }).cert);
    expect(refusedByMac(bare)).toHaveLength(2);
    expect(issuerUrl(read)).toBeUndefined();
    expect(readChain([], [])).toBeUndefined();
  });
});

test.for([
  ['CN=Zscaler Intermediate Root CA (zscaler.net)', 'Zscaler'],
  ['O=Fortinet, CN=FG100', 'Fortinet'],
  ['CN=mitmproxy', 'mitmproxy'],
  ["O=Let's Encrypt, CN=R11", undefined],
  ['O=DigiCert Inc', undefined],
] as const)('%s belongs to %s', ([name, product]) => {
  expect(inspectorOf(name)).toBe(product);
});
