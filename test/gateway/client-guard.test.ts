import { env } from 'node:process';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ClientOptions, GatewayRequest } from '../../src/gateway/types.ts';
import { hasOpenssl, makeCertificates } from '../support/gateway-certificates.ts';
import { clientFor } from '../support/gateway-client.ts';
import { http, https, type Listening } from '../support/gateway-sockets.ts';
import { runCli } from '../support/io.ts';

const SKIPPED = ['base-url-scheme', 'dns', 'tcp-connect'];

/* The credential's guard stands in the client: no flag and no check that was left out goes around it. */

const credential = { scheme: 'bearer', token: 'sk-guard-0123456789' } as const;
const GET: GatewayRequest = { method: 'GET', path: '/v1/models' };
const says = (words: RegExp): string => expect.stringMatching(words) as string;

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('promise: nothing secret goes over http beyond this machine', () => {
  test.each<[string, string, Partial<ClientOptions>, Partial<GatewayRequest>]>([
    ['a credential', 'http://gw.example.com', { credential }, {}],
    ['a credential of the request', 'http://gw.example.com', {}, { credential }],
    ['configured headers', 'http://gw.example.com', { headers: { 'x-tenant': 'a' } }, {}],
    [
      'what a sign-in sends',
      'https://gw.example.com',
      {},
      { path: 'http://idp.example.com/token', method: 'POST', body: 'code=1' },
    ],
    ['an address that begins like loopback', 'http://127.0.0.1.example.com', { credential }, {}],
    ['an address of the network', 'http://10.0.0.1', { credential }, {}],
    ['every address of this machine', 'http://0.0.0.0:9', { credential }, {}],
    [
      'a piece of the address that came in by a reference',
      'http://gw.example.com/p/ab%20cd%20secret',
      { moreSecrets: ['ab cd secret'] },
      {},
    ],
    [
      'through a proxy of this machine',
      'http://gw.example.com',
      { credential, route: { env: {}, proxy: 'http://127.0.0.1:9' } },
      {},
    ],
    [
      'to this machine through a proxy that is none',
      'http://127.0.0.1:9',
      { credential, route: { env: { HTTP_PROXY: 'http://proxy.example.com:3128' } } },
      {},
    ],
  ])('%s', async (_what, url, options, request) => {
    let asked = 0;
    for (const host of ['http://gw.example.com', 'http://idp.example.com', 'http://127.0.0.1.example.com'])
      nock(host)
        .persist()
        .intercept(/.*/, 'GET')
        .reply(() => [200, String((asked += 1))])
        .intercept(/.*/, 'POST')
        .reply(() => [200, String((asked += 1))]);
    const client = clientFor(url, options);
    const outcome = await client.send({ ...GET, ...request });
    await client.close();
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'url', code: 'CLEAR_TEXT' } });
    expect(asked).toBe(0);
  });

  test.each(['http://127.0.0.1', 'http://localhost', 'http://127.1.2.3'])(
    '%s is this machine',
    async (host) => {
      const server = await http((_request, response) => response.end('{}'));
      const client = clientFor(`${host}:${String(server.port)}`, { credential });
      const outcome = await client.send(GET);
      await client.close();
      await server.close();
      if (!outcome.ok) expect(outcome.failure.code).not.toBe('CLEAR_TEXT');
      else expect(outcome.value.status).toBe(200);
    },
  );

  test.each([
    ['models', '--url', 'http://gw.example.com', '--credential-env', 'K'],
    // The name need not resolve here: what is left out is everything before the first request.
    [
      'probe',
      '--url',
      'http://gw.example.com',
      '--credential-env',
      'K',
      ...SKIPPED.flatMap((id) => ['--skip', id]),
    ],
  ])('%s says so', async (...argv) => {
    nock.disableNetConnect();
    const run = await runCli(argv, { env: { K: credential.token } });
    expect(run.code).toBe(1);
    expect(run.stdout + run.stderr).toMatch(/Nothing secret is sent\s+over http/);
    expect(run.stdout + run.stderr).not.toContain(credential.token);
  });
});

describe.skipIf(!hasOpenssl)(
  'promise: NODE_TLS_REJECT_UNAUTHORIZED=0 does not switch the verification of TLS off',
  () => {
    const before = env.NODE_TLS_REJECT_UNAUTHORIZED;
    const heard: string[] = [];
    let stranger: Listening;
    beforeAll(async () => {
      env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      stranger = await https(makeCertificates().selfSigned, ({ method = '' }, response) => {
        heard.push(method);
        response.end('{}');
      });
    });
    afterAll(async () => {
      if (before === undefined) delete env.NODE_TLS_REJECT_UNAUTHORIZED;
      else env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      await stranger.close();
    });
    const address = (userinfo = ''): string => `https://${userinfo}localhost:${String(stranger.port)}`;
    const asked = async (baseUrl: string, proxy?: string): Promise<unknown> => {
      const route = { env: {}, ...(proxy === undefined ? {} : { proxy }) };
      const client = clientFor(baseUrl, { credential, route });
      const outcome = await client.send(GET);
      await client.close();
      return outcome;
    };
    test.for<[string, () => Promise<unknown>, object]>([
      ['a gateway', () => asked(address()), { kind: 'tls' }],
      [
        'a proxy',
        () => asked('https://gw.example.com', address('user:pass@')),
        { kind: 'proxy', message: says(/certificate of the proxy localhost:\d+ is self-signed/) },
      ],
    ])('%s gets no credential', async ([, ask, failure]) => {
      expect(await ask()).toMatchObject({ ok: false, failure });
      expect(heard).toEqual([]);
    });
  },
);
