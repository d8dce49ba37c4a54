import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startForwardProxy } from '../support/proxy-server.ts';
import { probeAll } from '../../src/commands/probe-run.ts';
import type { SignedIn } from '../../src/gateway/sign-in/tokens.ts';
import { fakeIo, runCli, type Run, type World } from '../support/io.ts';

/* Configuration x platform -> what goes over the wire: the headers of the one request that `models` makes. */

interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

let server: Server;
let base = '';
let seen: Seen[] = [];
let listed = ['claude-sonnet-4-5'];
/** What other paths answer. */
let answers: Readonly<Record<string, object>> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(200, { 'content-type': 'application/json' });
    const list = { data: listed.map((id) => ({ type: 'model', id })), has_more: false };
    response.end(JSON.stringify(answers[request.url ?? ''] ?? list));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
  listed = ['claude-sonnet-4-5'];
  answers = {};
});
afterAll(() => server.close());

/** A request under the name of the engine. */
function isTurn(headers: IncomingHttpHeaders): boolean {
  return headers['user-agent']?.startsWith('claude-cli/') === true;
}

type Settings = Readonly<Record<string, unknown>>;

async function models(settings: Settings, world: World = {}, args: readonly string[] = []): Promise<Run> {
  const configuration = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: base, ...settings };
  return runCli(['models', 'c.json', ...args], {
    ...world,
    files: { 'c.json': JSON.stringify(configuration), ...world.files },
  });
}

const credentials = (): unknown[] => [seen[0]?.headers.authorization, seen[0]?.headers['x-api-key']];

const KEY = { inferenceGatewayApiKey: 'sk-static-0123456789' };
const OIDC = { clientId: 'desktop', issuer: 'https://idp.example.com' };
const WINDOWS_HELPER = { inferenceCredentialHelperWindows: 'C:\\Program Files\\Example\\token.exe' };

describe('the credential', () => {
  test.each<[string, Settings, NodeJS.Platform, string | undefined, string | undefined]>([
    ['a key', KEY, 'linux', 'Bearer sk-static-0123456789', undefined],
    [
      'a key with its own header',
      { ...KEY, inferenceGatewayAuthScheme: 'x-api-key' },
      'linux',
      undefined,
      'sk-static-0123456789',
    ],
    [
      'a Windows helper beside it, on macOS',
      { ...KEY, ...WINDOWS_HELPER },
      'darwin',
      'Bearer sk-static-0123456789',
      undefined,
    ],
    [
      'a Windows helper beside it, on Linux',
      { ...KEY, ...WINDOWS_HELPER },
      'linux',
      'Bearer sk-static-0123456789',
      undefined,
    ],
    ['a Windows helper beside it, on Windows', { ...KEY, ...WINDOWS_HELPER }, 'win32', undefined, undefined],
    [
      'a key beside OIDC',
      { ...KEY, inferenceGatewayOidc: OIDC },
      'linux',
      'Bearer sk-static-0123456789',
      undefined,
    ],
    [
      'OIDC chosen, the key is not sent',
      { ...KEY, inferenceGatewayOidc: OIDC, inferenceCredentialKind: 'interactive' },
      'linux',
      undefined,
      undefined,
    ],
    [
      'a helper chosen that is not there, the key is not sent',
      { ...KEY, inferenceCredentialKind: 'helper-script' },
      'linux',
      undefined,
      undefined,
    ],
    [
      'a key of another provider is not sent',
      { inferenceAnthropicApiKey: 'sk-a' },
      'linux',
      undefined,
      undefined,
    ],
  ])('%s', async (_, settings, platform, authorization, key) => {
    await models(settings, { platform });
    expect(credentials()).toEqual([authorization, key]);
  });

  test('the credential of a cloud provider goes to no address of --url', async () => {
    await models(
      {
        inferenceProvider: 'bedrock',
        inferenceBedrockRegion: 'us-east-1',
        inferenceBedrockBearerToken: 'bedrock-canary',
      },
      {},
      ['--url', base],
    );
    expect(JSON.stringify(seen)).not.toContain('canary');
    expect(seen).toHaveLength(1);
  });

  test('a secret from a file goes out without the line break at its end, and no more is cut', async () => {
    const files = { '/run/secrets/key': 'sk-from-file\r\n' };
    await models({ inferenceGatewayApiKey: '${file:/run/secrets/key}' }, { files });
    expect(seen[0]?.headers.authorization).toBe('Bearer sk-from-file');
    seen = [];
    await models(
      { inferenceCustomHeaders: { 'X-Team': 'a${file:/run/b}c' }, ...KEY },
      { files: { '/run/b': ' b \n' } },
    );
    expect(seen[0]?.headers['x-team']).toBe('a b c');
  });

  test('$${ is a literal ${', async () => {
    await models(
      { ...KEY, inferenceCustomHeaders: { 'X-Template': '$${env:HOME}', 'X-Home': '${env:HOME}' } },
      { env: { HOME: '/home/me' } },
    );
    expect(seen[0]?.headers).toMatchObject({ 'x-template': '${env:HOME}', 'x-home': '/home/me' });
  });
});

describe.skipIf(process.platform === 'win32')('a credential helper', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-wire-'));
    const script = path.join(folder, 'token');
    writeFileSync(script, '#!/bin/sh\nprintf \'{"token":"from-helper","headers":{"X-Team":"helper"}}\'\n');
    chmodSync(script, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('beats a key, and its headers beat configured ones', async () => {
    await models({
      ...KEY,
      inferenceCredentialHelper: path.join(folder, 'token'),
      inferenceCustomHeaders: { 'x-team': 'configured', 'X-Other': 'configured' },
    });
    expect(credentials()).toEqual(['Bearer from-helper', undefined]);
    expect(seen[0]?.headers).toMatchObject({ 'x-team': 'helper', 'x-other': 'configured' });
  });

  test.each<[string, Settings, string[], boolean]>([
    ['a helper: both headers hold its token in every turn', {}, ['Bearer from-helper', 'from-helper'], true],
    [
      'a helper with its own header: both all the same',
      { inferenceGatewayAuthScheme: 'x-api-key' },
      ['Bearer from-helper', 'from-helper'],
      true,
    ],
    ['a key: its own header only', KEY, ['Bearer sk-static-0123456789'], false],
  ])('probe with %s', async (_, settings, expected, helped) => {
    const helper = helped ? { inferenceCredentialHelper: path.join(folder, 'token') } : {};
    const file = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: base, ...settings, ...helper };
    await runCli(['probe', 'c.json', '--only', 'rich-request', '--format', 'json'], {
      files: { 'c.json': JSON.stringify(file) },
    });
    const turns = seen.filter(({ url, headers }) => url.startsWith('/v1/messages') && isTurn(headers));
    expect(turns.length).toBeGreaterThan(0);
    for (const { headers } of turns)
      expect([headers.authorization, headers['x-api-key']].filter((value) => value !== undefined)).toEqual(
        expected,
      );
  });

  test('is not run when a kind names the key', async () => {
    await models({
      ...KEY,
      inferenceCredentialKind: 'static',
      inferenceCredentialHelper: path.join(folder, 'token'),
    });
    expect(credentials()).toEqual(['Bearer sk-static-0123456789', undefined]);
  });
});

describe.skipIf(process.platform === 'win32')('--timeout bounds what comes before the gateway', () => {
  let folder = '';
  let hung: Server;
  let provider = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-'));
    writeFileSync(path.join(folder, 'slow'), '#!/bin/sh\nexec sleep 4712\n');
    chmodSync(path.join(folder, 'slow'), 0o755);
    hung = createServer((request, response) => {
      if (request.url?.includes('device') !== true) {
        const at = `http://${request.headers.host ?? ''}`;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            issuer: at,
            authorization_endpoint: `${at}/authorize`,
            token_endpoint: `${at}/token`,
            device_authorization_endpoint: `${at}/device`,
          }),
        );
        return;
      }
      // The device endpoint never answers.
      request.resume();
    });
    await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
    provider = `http://127.0.0.1:${(hung.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    hung.closeAllConnections();
    hung.close();
  });

  // Without the flag these wait for one minute and for five.
  test('a credential helper', { timeout: 20_000 }, async () => {
    const run = await models({ inferenceCredentialHelper: path.join(folder, 'slow') }, {}, [
      '--timeout',
      '400',
    ]);
    expect(run.stdout.replace(/\s+/g, ' ')).toMatch(/did not end within 400 ms, so .* without a credential/);
    expect(run.code).toBe(1);
    expect(credentials()).toEqual([undefined, undefined]);
  });

  test.each(['browser', 'device'])('a sign-in by %s', { timeout: 20_000 }, async (flow) => {
    const settings = {
      inferenceCredentialKind: 'interactive',
      inferenceGatewayOidc: { clientId: 'desktop', issuer: provider },
    };
    const run = await models(settings, {}, ['--sign-in-flow', flow, '--timeout', '700']);
    expect(run.stderr).toMatch(/--sign-in: (?:nobody signed in within 700 ms|no device code: )/);
    expect(run.code).toBe(2);
  });
});

describe('--timeout bounds the wait for the gateway', () => {
  let silent: TcpServer;
  let address = '';
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    // Takes connections and says nothing: no handshake ever ends.
    silent = createTcpServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  test.each<[string, string, string]>([
    ['models, the handshake', 'https', '400'],
    ['models, the answer', 'http', '450'],
  ])('%s', async (_, scheme, limit) => {
    const run = await models({ ...KEY, inferenceGatewayBaseUrl: `${scheme}://${address}` }, {}, [
      '--timeout',
      limit,
    ]);
    expect(`${run.stdout}${run.stderr}`.replace(/\s+/g, ' ')).toMatch(
      new RegExp(`(?:after|within) ${limit} ms`),
    );
    expect(run.code).toBe(1);
  });

  // Without the flag a handshake is waited for 10 s, and there are several.
  test('the checks of a connection', { timeout: 9000 }, async () => {
    const settings = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: `https://${address}`, ...KEY };
    const run = await runCli(
      ['probe', 'c.json', '--only', 'tls-chain', '--format', 'json', '--timeout', '300'],
      { files: { 'c.json': JSON.stringify(settings) } },
    );
    expect(run.stdout).toMatch(/"id": ?"tls-chain"/);
    expect(run.stdout).toContain('ETIMEDOUT');
    expect(run.code).toBe(1);
  });
});

describe('--sign-in', () => {
  const BEDROCK = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' };
  test.each<[string, Settings, RegExp]>([
    [
      'a key',
      { ...KEY, inferenceCredentialKind: 'static' },
      /with inferenceCredentialKind static nobody signs in/,
    ],
    [
      'a helper',
      { inferenceCredentialHelper: '/opt/token' },
      /with inferenceCredentialKind helper-script nobody signs in/,
    ],
    [
      'the vendor of the provider',
      {
        ...BEDROCK,
        inferenceCredentialKind: 'interactive',
        inferenceBedrockSsoStartUrl: 'https://a.awsapps.com/start',
        inferenceBedrockSsoRegion: 'us-east-1',
        inferenceBedrockSsoAccountId: '123456789012',
        inferenceBedrockSsoRoleName: 'r',
      },
      /users sign in at the vendor of the provider/,
    ],
  ])('%s: nobody signs in at a gateway', async (_, settings, words) => {
    const run = await models(settings, {}, ['--url', base, '--sign-in']);
    expect(run.code).toBe(2);
    expect(run.stderr.replace(/\s+/g, ' ')).toMatch(words);
    expect(seen).toEqual([]);
  });

  test('is made once for all runs of a watch', async () => {
    const at = (path: string): number => seen.filter(({ url }) => url === path).length;
    answers = {
      '/.well-known/oauth-authorization-server': {
        issuer: base,
        device_authorization_endpoint: `${base}/device`,
        token_endpoint: `${base}/token`,
      },
      '/device': { device_code: 'd', user_code: 'u', verification_uri: `${base}/verify`, interval: 0.01 },
      '/token': { access_token: 'signed-in-0123456789', refresh_token: 'r' },
    };
    const settings = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: base,
      inferenceCredentialKind: 'interactive',
    };
    const { io } = fakeIo({ files: { 'c.json': JSON.stringify(settings) } });
    const memory = new Map<string, SignedIn>();
    for (const times of [1, 2]) {
      await probeAll(['c.json'], { format: 'json', signIn: true, only: ['auth-models'] }, io, memory);
      expect([at('/device'), at('/token'), memory.get('c.json')?.token]).toEqual([
        1,
        1,
        'signed-in-0123456789',
      ]);
      expect(
        seen.filter(({ headers }) => headers.authorization === 'Bearer signed-in-0123456789').length,
      ).toBeGreaterThanOrEqual(times);
    }
  });
});

/** Nothing listens there. */
const DEAD = 'http://127.0.0.1:9';

describe('the proxy', () => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  type Way = readonly [settings: Settings, args?: readonly string[], env?: World['env']];
  test.each<[string, (proxy: string) => Way, number]>([
    ['egressProxyUrl is taken', (proxy) => [{ egressProxyUrl: proxy }], 1],
    [
      'egressProxyPacUrl beats it',
      (proxy) => [{ egressProxyUrl: proxy, egressProxyPacUrl: 'http://127.0.0.1:9/proxy.pac' }],
      0,
    ],
    ['neither', () => [{}], 0],
    ['a variable', (proxy) => [{}, [], { HTTP_PROXY: proxy }], 1],
    ['egressProxyUrl beats a variable', (proxy) => [{ egressProxyUrl: proxy }, [], { HTTP_PROXY: DEAD }], 1],
    [
      '--proxy beats both',
      (proxy) => [{ egressProxyUrl: DEAD }, ['--proxy', proxy], { HTTP_PROXY: DEAD }],
      1,
    ],
    [
      '--proxy env: the variable',
      (proxy) => [{ egressProxyUrl: DEAD }, ['--proxy', 'env'], { HTTP_PROXY: proxy }],
      1,
    ],
    ['--proxy env without one', (proxy) => [{ egressProxyUrl: proxy }, ['--proxy', 'env']], 0],
    [
      '--proxy none beats both',
      (proxy) => [{ egressProxyUrl: proxy }, ['--proxy', 'none'], { HTTP_PROXY: proxy }],
      0,
    ],
  ])('%s', async (_, way, times) => {
    const proxy = await startForwardProxy();
    open.push(proxy);
    const [settings, args = [], env = {}] = way(`http://127.0.0.1:${proxy.port}`);
    await models({ ...KEY, ...settings }, { env }, args);
    expect(seen).toHaveLength(1);
    expect(proxy.asked.length).toBe(times);
  });
});

describe('the IDs of models, a line each', () => {
  test.each<[string, string, string, number]>([
    ['as they are', 'claude-opus-5', 'claude-opus-5\n', 0],
    ['none that would be two words', 'claude opus', '', 0],
    ['none with a line break', 'claude\nopus', '', 1],
    ['none that holds the key', `claude-${KEY.inferenceGatewayApiKey}`, '', 1],
    ['none of another vendor', 'gpt-5', '', 1],
  ])('%s', async (_, id, lines, code) => {
    listed = [id];
    const run = await models(KEY, {}, ['--format', 'ids']);
    expect([run.code, run.stdout]).toEqual([code, lines]);
    expect(run.stderr).not.toContain(KEY.inferenceGatewayApiKey);
    // Nor is it written where it cannot be shown.
    const written = await models(KEY, {}, ['--write', '--format', 'ids']);
    expect(written.written.size).toBe(code === 0 ? 1 : 0);
  });
});

describe('a configuration with errors', () => {
  test('models says what it left out, and exits 1', async () => {
    const run = await models({ ...KEY, inferenceCustomHeaders: { 'X-Good': '1', 'bad name': '2' } });
    expect(run.code).toBe(1);
    expect(run.stdout.replace(/\s+/g, ' ')).toMatch(
      /The configuration has errors, and what has one is left out here: .*bad name.* is not an HTTP field name/,
    );
    expect(seen[0]?.headers).not.toHaveProperty('x-good');
    expect((await models({ ...KEY, inferenceCustomHeaders: { 'X-Good': '1' } })).code).toBe(0);
  });

  test.each<[string, Settings]>([
    ['inferenceCustomHeaders', { inferenceCustomHeaders: { Host: 'x' } }],
    ['inferenceModels', { inferenceModels: ['claude-sonnet-4-5', { nam: 'x' }] }],
    ['managedMcpServers', { managedMcpServers: [{ name: 'x' }] }],
  ])('probe is unproven because of %s', async (key, settings) => {
    const file = { ...KEY, inferenceProvider: 'gateway', inferenceGatewayBaseUrl: base, ...settings };
    const run = await runCli(['probe', 'c.json', '--only', 'tcp-connect', '--format', 'json'], {
      files: { 'c.json': JSON.stringify(file) },
    });
    expect(run.code).toBe(1);
    const report = JSON.parse(run.stdout) as {
      readonly verdict: { readonly works: string; readonly sentence: string };
      readonly checks: readonly { readonly id: string; readonly status: string; readonly detail: string }[];
    };
    expect(report.verdict.works).toBe('unproven');
    expect(report.verdict.sentence).toContain('the configuration has errors');
    expect(report.checks.map(({ id, status }) => [id, status])).toEqual([
      ['configuration', 'warn'],
      ['tcp-connect', 'pass'],
    ]);
    expect(report.checks[0]?.detail).toContain(key);
  });

  test.each<[string, Settings, readonly string[], number]>([
    ['the address', { inferenceGatewayBaseUrl: 'http://10.0.0.1' }, ['--url'], 0],
    ['the provider', { inferenceProvider: undefined }, ['--url'], 0],
    ['a provider that is none', { inferenceProvider: 'gatway' }, ['--url'], 0],
    ['the scheme', { inferenceGatewayAuthScheme: 'baerer' }, ['--auth-scheme', 'bearer'], 0],
    ['the key', { inferenceGatewayApiKey: 5 }, ['--credential-env', 'K'], 0],
    ['a key that is missing', { inferenceGatewayApiKey: undefined }, ['--credential-env', 'K'], 0],
    [
      'a key that no kind names',
      { inferenceGatewayApiKey: undefined, inferenceCredentialKind: undefined },
      ['--credential-env', 'K'],
      0,
    ],
    ['an address that is missing', { inferenceGatewayBaseUrl: undefined }, ['--url'], 0],
    ['a helper', { inferenceCredentialHelper: 'token.sh' }, ['--credential-env', 'K'], 0],
    ['a helper for Windows', { inferenceCredentialHelperWindows: 'token.ps1' }, ['--credential-env', 'K'], 0],
    ['not something else', { inferenceGatewayApiKey: 5 }, ['--auth-scheme', 'bearer'], 1],
    ['nor a key by the scheme', { inferenceGatewayApiKey: undefined }, ['--auth-scheme', 'bearer'], 1],
    ['nor the scheme by a key', { inferenceGatewayAuthScheme: 'baerer' }, ['--credential-env', 'K'], 1],
  ])('what a flag says instead is no error: %s', async (_, settings, flags, code) => {
    const args = flags[0] === '--url' ? ['--url', base] : flags;
    const run = await models(
      { ...KEY, inferenceCredentialKind: 'static', ...settings },
      { env: { K: 'sk-other-0123456789' } },
      args,
    );
    expect([run.code, run.stderr]).toEqual([code, '']);
  });

  test('without a provider it is tried as for a gateway, and told', async () => {
    const run = await models({ ...KEY, inferenceProvider: undefined });
    expect(credentials()).toEqual(['Bearer sk-static-0123456789', undefined]);
    expect([run.code, run.stdout]).toEqual([1, expect.stringContaining('The configuration has errors')]);
  });

  test.each<[string, Settings]>([
    ['a reference that leads nowhere', { inferenceGatewayApiKey: '${env:GONE}' }],
    ['an address that is none', { inferenceGatewayBaseUrl: 'gw.example.com' }],
  ])('nothing is asked with %s', async (_, settings) => {
    const run = await models({ ...KEY, ...settings });
    expect([run.code, run.stdout, seen]).toEqual([2, '', []]);
    expect(run.stderr).toMatch(/c\.json: /);
  });

  test('models --write does not touch a list with an error', async () => {
    const run = await models({ ...KEY, inferenceModels: [{ nam: 'x' }] }, {}, ['--write']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('inferenceModels has an error');
    expect(run.written.size).toBe(0);
  });
});
