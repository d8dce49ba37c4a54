import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GatewayFacts } from '../../src/probe/check.ts';
import { proxyChoice } from '../../src/net/proxy.ts';
import type { Route } from '../../src/net/types.ts';
import { hasOpenssl, type Pair } from '../support/gateway-certificates.ts';
import { deadPort } from '../support/gateway-sockets.ts';
import { startForwardProxy, type ProxyOptions, type RunningProxy } from '../support/proxy-server.ts';
import { idsOf, probeAt, resultOf, wordsOf } from '../support/replay-run.ts';
import { makeAuthority, type Authority } from '../support/tls-certificates.ts';

describe('which way, and who says so', () => {
  const url = new URL('https://gw.example.com:8443');
  test.for([
    [{ env: { https_proxy: 'http://p:1' } }, 'p:1', 'https_proxy', undefined],
    [{ env: { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' } }, 'p:1', 'HTTPS_PROXY', undefined],
    [{ env: { HTTP_PROXY: 'http://q:1' } }, 'q:1', 'HTTP_PROXY', undefined],
    [
      { env: { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'x,.example.com' } },
      undefined,
      'HTTPS_PROXY',
      '.example.com',
    ],
    [{ env: { HTTPS_PROXY: 'http://p:1', no_proxy: '*' } }, undefined, 'HTTPS_PROXY', '*'],
    [{ env: { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'gw.example.com:443' } }, 'p:1', 'HTTPS_PROXY', undefined],
    [{ env: { HTTPS_PROXY: 'http://p:1' }, proxy: false }, undefined, undefined, undefined],
    [{ env: {}, proxy: 'http://c:1', proxySource: 'egressProxyUrl' }, 'c:1', 'egressProxyUrl', undefined],
    [{ env: {} }, undefined, undefined, undefined],
  ] as const satisfies readonly (readonly [Route, ...unknown[]])[])('%o', ([route, host, source, bypass]) => {
    const choice = proxyChoice(url, route);
    expect(choice.proxy instanceof URL ? choice.proxy.host : choice.proxy).toBe(host);
    expect(choice.source).toBe(source);
    expect(choice.bypass).toBe(bypass);
  });
});

describe.skipIf(!hasOpenssl)('proxies', { timeout: 30_000 }, () => {
  let ca: Authority;
  let inspector: Authority;
  let good: Pair;
  const open: { close(): unknown; closeAllConnections?(): void }[] = [];
  beforeAll(() => {
    ca = makeAuthority();
    inspector = makeAuthority('Prying Proxy');
    good = ca.issue('good', { names: 'IP:127.0.0.1,DNS:gw.invalid' });
  }, 60_000);
  afterAll(() => {
    ca.close();
    inspector.close();
  });
  afterEach(async () => {
    for (const server of open.splice(0)) {
      server.closeAllConnections?.();
      await server.close();
    }
  });

  async function listen(server: Server): Promise<number> {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }
  async function gateway(): Promise<number> {
    const server = createHttpsServer(
      { key: good.key, cert: `${good.cert}\n${ca.intermediate}` },
      (_request, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'),
    );
    server.on('tlsClientError', () => undefined);
    return listen(server);
  }
  async function proxy(options?: ProxyOptions): Promise<RunningProxy> {
    const running = await startForwardProxy(options);
    open.push(running);
    return running;
  }
  async function look(
    port: number,
    env: Route['env'],
    more: Partial<Route> = {},
    facts: Partial<GatewayFacts> = {},
  ): Promise<Awaited<ReturnType<typeof probeAt>>> {
    const report = await probeAt({
      url: `https://127.0.0.1:${port}`,
      key: 'sk-proxy-canary-0123456789',
      facts,
      route: { env, ca: [ca.root], ...more },
      options: { only: ['proxy-path', 'tls-expiry', 'tls-chain', 'mtls'] },
    });
    expect(wordsOf(report)).not.toMatch(/proxy-canary|hunter2/);
    return report;
  }

  test('one that lets through: the certificate behind it is looked at', async () => {
    const { url, asked } = await proxy();
    const report = await look(await gateway(), { HTTPS_PROXY: url });
    expect(idsOf(report, 'fail')).toEqual([]);
    expect(resultOf(report, 'proxy-path').detail).toMatch(/\(HTTPS_PROXY\) passes requests on/);
    expect(resultOf(report, 'tls-expiry').detail).toMatch(/Valid until/);
    expect(asked.length).toBeGreaterThan(1);
  });

  test('NO_PROXY takes the host out', async () => {
    const { url, asked } = await proxy();
    const report = await look(await gateway(), { HTTPS_PROXY: url, NO_PROXY: 'a.example,127.0.0.1' });
    expect(resultOf(report, 'proxy-path').detail).toMatch(/Direct: HTTPS_PROXY.*NO_PROXY.*"127\.0\.0\.1"/);
    expect(asked).toEqual([]);
  });

  test('407, with the schemes it offers', async () => {
    const { url } = await proxy({ challenges: ['Negotiate', 'NTLM', 'Basic realm="a, Digest"'] });
    const report = await look(await gateway(), { HTTPS_PROXY: url });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    expect(resultOf(report, 'proxy-path').detail).toMatch(/407.*offers Basic, NTLM, Negotiate\./);
  });

  test('credentials in the address: right ones pass, wrong ones are told, none is shown', async () => {
    const { port } = await proxy({ basic: 'corp:hunter2hunter2' });
    const at = await gateway();
    const right = await look(at, { HTTPS_PROXY: `http://corp:hunter2hunter2@127.0.0.1:${port}` });
    expect(idsOf(right, 'fail')).toEqual([]);
    const wrong = await look(at, { HTTPS_PROXY: `http://corp:wronghunter2@127.0.0.1:${port}` });
    expect(resultOf(wrong, 'proxy-path').detail).toMatch(
      /does not take the user name and password of HTTPS_PROXY/,
    );
  });

  test('one that blocks CONNECT, with its page', async () => {
    const { url } = await proxy({
      refuse: {
        status: 403,
        server: 'squid/6.1',
        body: '<html><head><title>ERROR: \u001b[31mAccess Denied</title></head></html>',
      },
    });
    const port = await gateway();
    const report = await look(port, { HTTPS_PROXY: url });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    const { detail, hint } = resultOf(report, 'proxy-path');
    expect(detail).toMatch(
      /blocks CONNECT to 127\.0\.0\.1:\d+ \(HTTP 403\), says squid\/6\.1: "ERROR: Access Denied"/,
    );
    expect(hint).toMatch(/other than 443/);
  });

  test('a web server in place of a proxy', async () => {
    const port = await listen(createHttpServer((_request, response) => response.end('hello')));
    const report = await look(await gateway(), { HTTPS_PROXY: `http://127.0.0.1:${port}` });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
  });

  test('a proxy that cannot reach the gateway', async () => {
    const { url } = await proxy();
    const report = await look(await deadPort(), { HTTPS_PROXY: url });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    expect(resultOf(report, 'proxy-path').hint).toMatch(/cannot reach 127/);
  });

  test('a dead proxy', async () => {
    const report = await look(await gateway(), { https_proxy: `http://127.0.0.1:${await deadPort()}` });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    expect(resultOf(report, 'proxy-path').hint).toMatch(/Check https_proxy/);
  });

  test('a proxy that signs anew', async () => {
    const other = inspector.issue('copy');
    const { url } = await proxy({
      resign: { key: other.key, cert: `${other.cert}\n${inspector.intermediate}` },
    });
    const report = await look(await gateway(), { HTTPS_PROXY: url });
    expect(idsOf(report, 'fail')).toEqual(['tls-chain']);
    expect(resultOf(report, 'tls-chain').detail).toMatch(
      /The proxy 127\.0\.0\.1:\d+ opens TLS and signs it anew: the issuer "Prying Proxy Root"/,
    );
  });

  test('the proxy of the configuration, with another in the shell', async () => {
    const { url } = await proxy();
    const report = await look(
      await gateway(),
      { HTTPS_PROXY: 'http://192.0.2.1:3128' },
      { proxy: url, proxySource: 'egressProxyUrl' },
      { egressProxyUrl: url },
    );
    expect(resultOf(report, 'proxy-path')).toMatchObject({ status: 'pass' });
    expect(resultOf(report, 'proxy-path').detail).toMatch(/of egressProxyUrl.*HTTPS_PROXY of this shell/);
  });

  test('the shell against the configuration', async () => {
    const { url } = await proxy();
    const report = await look(
      await gateway(),
      {},
      { proxy: url, proxySource: '--proxy' },
      { egressProxyUrl: 'http://192.0.2.1:3128' },
    );
    expect(resultOf(report, 'proxy-path')).toMatchObject({ status: 'warn' });
    expect(resultOf(report, 'proxy-path').detail).toMatch(/192\.0\.2\.1:3128/);
  });

  test.for([
    ['function FindProxyForURL(url, host) { return "DIRECT"; }', /not run here\. This probe went directly/],
    ['<html>sign in</html>', /without a function FindProxyForURL/],
  ] as const)('a PAC file: %s', async ([script, says]) => {
    const port = await listen(createHttpServer((_request, response) => response.end(script)));
    const report = await look(
      await gateway(),
      {},
      {},
      { egressProxyPacUrl: `http://127.0.0.1:${port}/p.pac` },
    );
    expect(resultOf(report, 'proxy-path').status).toBe('warn');
    expect(resultOf(report, 'proxy-path').detail).toMatch(says);
  });
});
