import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openTunnel } from '../../src/net/proxy-tunnel.ts';

/* CONNECT by hand, against a proxy that answers with what a row says. */

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A proxy that answers CONNECT with this text; without one it says nothing. */
async function proxy(answer?: string): Promise<{ readonly url: URL; readonly asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer();
  server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
  server.on('connect', (request, socket) => {
    asked.push(request);
    if (answer !== undefined) socket.end(answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`), asked };
}

const TARGET = { host: 'gateway.example.com', port: 8443, timeoutMs: 20_000 };
const head = (status: number, ...fields: string[]): string =>
  [`HTTP/1.1 ${String(status)} No`, ...fields, '', ''].join('\r\n');

describe('a proxy that refuses', () => {
  test.for<[string, string, object]>([
    ['with a status alone', head(403), { code: 'PROXY_403', status: 403 }],
    ['with another 2xx', head(204), { code: 'PROXY_204', status: 204 }],
    [
      'and asks for a sign-in',
      head(407, 'proxy-authenticate: Basic realm="Digest, NTLM, x"', 'proxy-authenticate: negotiate'),
      { code: 'PROXY_407', status: 407, schemes: ['Basic', 'Negotiate'] },
    ],
    [
      'and asks in one field',
      head(407, 'proxy-authenticate: NTLM, Kerberos, Digest qop="auth", Bearer'),
      { code: 'PROXY_407', status: 407, schemes: ['Digest', 'NTLM', 'Kerberos', 'Bearer'] },
    ],
    [
      'in no scheme that is known',
      head(407, 'proxy-authenticate: Basically x'),
      { code: 'PROXY_407', status: 407 },
    ],
    [
      'and names itself',
      head(502, 'server: squid/6.1', 'via: 1.1 other'),
      { code: 'PROXY_502', status: 502, server: 'squid/6.1' },
    ],
    [
      'and names its way',
      head(502, 'via: 1.1 cache (squid)'),
      { code: 'PROXY_502', status: 502, server: '1.1 cache (squid)' },
    ],
    [
      'with a page',
      `${head(403)}<html><head><TITLE lang="en"> Blocked by policy </TITLE>`,
      { code: 'PROXY_403', status: 403, title: 'Blocked by policy' },
    ],
    ['with an empty title', `${head(403)}<title> </title>`, { code: 'PROXY_403', status: 403 }],
    [
      'with a title too late',
      `${head(403)}${' '.repeat(9000)}<title>late</title>`,
      { code: 'PROXY_403', status: 403 },
    ],
  ])('%s', async ([, answer, failure]) => {
    const { url } = await proxy(answer);
    expect(await openTunnel(url, TARGET)).toEqual({ ok: false, failure });
  });

  test('a web server that does not know CONNECT', async () => {
    const server = createServer((_request, response) => response.writeHead(200).end());
    server.on('connect', (_request, socket) => socket.end(head(405, 'server: nginx')));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await openTunnel(new URL(`http://127.0.0.1:${String(port)}`), TARGET)).toEqual({
      ok: false,
      failure: { code: 'PROXY_405', status: 405, server: 'nginx' },
    });
  });
});

describe('what a proxy is asked', () => {
  test.for<[string, string, string, string | undefined]>([
    ['a name', 'gateway.example.com', 'gateway.example.com:8443', undefined],
    ['an IPv6 address', '2001:db8::1', '[2001:db8::1]:8443', undefined],
    ['with a sign-in', 'a.example', 'a.example:8443', 'us%40er:p%3Ass'],
    ['with a name alone', 'a.example', 'a.example:8443', 'token'],
    ['with a password alone', 'a.example', 'a.example:8443', ':secret'],
  ])('%s', async ([, host, name, user]) => {
    const { url, asked } = await proxy(head(200));
    const address = user === undefined ? url : new URL(`http://${user}@${url.host}`);
    const opened = await openTunnel(address, { ...TARGET, host });
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.value.destroy();
    const [request] = asked;
    expect([request?.url, request?.headers.host]).toEqual([name, name]);
    const plain = user === undefined ? undefined : decodeURIComponent(user.includes(':') ? user : `${user}:`);
    expect(request?.headers['proxy-authorization']).toBe(
      plain === undefined ? undefined : `Basic ${Buffer.from(plain).toString('base64')}`,
    );
  });
});

describe('a proxy that does not answer', () => {
  test('in time', async () => {
    const { url } = await proxy();
    expect(await openTunnel(url, { ...TARGET, timeoutMs: 30 })).toEqual({
      ok: false,
      failure: { code: 'ETIMEDOUT' },
    });
  });

  test('at all', async () => {
    const { url } = await proxy();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect(await openTunnel(url, TARGET)).toEqual({ ok: false, failure: { code: 'ECONNREFUSED' } });
  });

  test('before the wait is cancelled, earlier or later', async () => {
    const { url, asked } = await proxy();
    const stop = new AbortController();
    const opening = openTunnel(url, { ...TARGET, signal: stop.signal });
    stop.abort();
    expect(await opening).toEqual({ ok: false, failure: { code: 'ABORTED' } });
    expect(await openTunnel(url, { ...TARGET, signal: stop.signal })).toEqual({
      ok: false,
      failure: { code: 'ABORTED' },
    });
    expect(asked).toEqual([]);
  });
});
