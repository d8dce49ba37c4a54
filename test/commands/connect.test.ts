import { describe, expect, test } from 'vitest';
import { connect, connectFrom } from '../../src/commands/connect.ts';
import { checkHosts } from '../../src/commands/egress-check.ts';
import { routeOf, tokenFrom } from '../../src/commands/route.ts';
import type { GatewayFlags } from '../../src/commands/connect/flags.ts';
import type { SignedIn } from '../../src/gateway/sign-in/tokens.ts';
import { fakeIo, runCli } from '../support/io.ts';

describe('--timeout bounds each wait for the gateway', () => {
  test.each<[string, number | undefined, object]>([
    ['not given', undefined, {}],
    ['short', 400, { total: 400, firstByte: 400, connect: 400 }],
    [
      'long: a connection that is not there is not waited for as long',
      90_000,
      { total: 90_000, firstByte: 90_000, connect: 10_000 },
    ],
  ])('%s', async (_, timeout, expected) => {
    const flags = { url: 'https://gateway.example.com', ...(timeout === undefined ? {} : { timeout }) };
    const { client, timeouts } = await connect({ settings: new Map() }, flags, fakeIo().io);
    await client.close();
    expect(timeouts).toEqual(expected);
  });
});

/* Settings and flags -> the way out of this device: proxy and where it was named, authorities, client certificate. */
describe('the way out of this device', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
  const files = { 'ca.pem': `${PEM}ca`, 'cert.pem': `${PEM}cert`, 'key.pem': `${PEM}key` };
  const env = { HTTPS_PROXY: 'http://proxy.example:3128', TOKEN: ' tok\n', EMPTY: '  ', lower_case: 'tok' };
  const own = { kind: 'url', url: 'http://own.example:8080', key: 'egressProxyUrl' } as const;
  const system = { kind: 'system' } as const;

  test.each<[string, Parameters<typeof routeOf>[0]['proxy'], Parameters<typeof routeOf>[1], object]>([
    ['nothing', system, {}, {}],
    ['authorities', system, { ca: 'ca.pem' }, { ca: [files['ca.pem']] }],
    [
      'a client certificate with its key',
      system,
      { clientCert: 'cert.pem', clientKey: 'key.pem' },
      { clientCert: files['cert.pem'], clientKey: files['key.pem'] },
    ],
    ['the proxy of the configuration', own, {}, { proxy: own.url, proxySource: 'egressProxyUrl' }],
    ['a proxy by the flag', own, { proxy: 'http://a:1' }, { proxy: 'http://a:1', proxySource: '--proxy' }],
    ['none by the flag', own, { proxy: 'none' }, { proxy: false }],
    ['that of the environment by the flag', own, { proxy: 'env' }, {}],
  ])('%s', async (_, proxy, flags, expected) => {
    expect(await routeOf({ proxy }, flags, fakeIo({ files, env }).io)).toEqual({ env, ...expected });
  });

  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['TOKEN', 'tok'],
    ['lower_case', 'tok'],
  ])('the token in the variable %s', (name, token) => {
    expect(tokenFrom(name, '--token-env', fakeIo({ env }).io)).toBe(token);
  });

  test.each([
    ['UNSET', /--token-env: the variable UNSET is not set/],
    ['EMPTY', /the variable EMPTY is not set/],
    // A name of every object is no variable, and what is no name of a variable may be the token itself.
    ['constructor', /there is no environment variable of that name/],
    [
      'sk-live-0123456789abcdef',
      /^--token-env: there is no environment variable of that name, or it is empty\.$/,
    ],
  ])('no token in %s', (name, words) => {
    expect(() => tokenFrom(name, '--token-env', fakeIo({ env }).io)).toThrow(words);
  });
});

test('of hosts that are tried a pattern is none, and each address is tried once', async () => {
  const host = {
    port: 9,
    protocol: 'http',
    audience: 'perimeter',
    required: true,
    cause: 'other',
    key: 'a',
    why: 'b',
  } as const;
  const hosts = [
    { ...host, host: '*.example.com', wildcard: true },
    { ...host, host: '127.0.0.1', wildcard: false },
    { ...host, host: '127.0.0.1', wildcard: false, key: 'c' },
  ];
  const shown: string[] = [];
  const { io } = fakeIo();
  const stderr = { ...io.stderr, isTTY: true, write: (text: string) => void shown.push(text) };
  const checked = await checkHosts(hosts, {}, { io: { ...io, stderr }, timeoutMs: 2000, ca: [] });
  expect([checked.reached, checked.untried, checked.failed.length]).toEqual([0, 1, 2]);
  expect(hosts.map((one) => checked.of(one)?.status)).toEqual(['untried', 'failed', 'failed']);
  expect(shown).toEqual(['\r1/1 hosts tried ', '\r\u001b[K']);
});

describe('what cannot be used is wrong usage, before anything is asked', () => {
  const PEM = '-----BEGIN CERTIFICATE-----';
  test.each<[string, readonly string[], RegExp]>([
    ['a file that is no PEM', ['--ca', 'no.pem'], /no\.pem is not a PEM file/],
    ['a file that is not there', ['--ca', 'gone.pem'], /gone\.pem does not exist/],
    [
      'a certificate without its key',
      ['--client-cert', 'a.pem'],
      /--client-cert and --client-key go together/,
    ],
    ['a key without its certificate', ['--client-key', 'a.pem'], /go together/],
    [
      'a variable that is not set',
      ['--credential-env', 'UNSET'],
      /--credential-env: the variable UNSET is not set/,
    ],
    ['an empty one', ['--credential-env', 'EMPTY'], /the variable EMPTY is not set/],
    ['a blank one', ['--credential-env', 'BLANK'], /the variable BLANK is not set/],
    [
      'a member of every object',
      ['--credential-env', 'constructor'],
      /there is no environment variable of that name/,
    ],
    [
      'the token itself',
      ['--credential-env', 'sk-0123456789'],
      /there is no environment variable of that name/,
    ],
    [
      'the same for another audience',
      ['--other-audience-token-env', 'sk-0123456789'],
      /^--other-audience-token-env: there is no/,
    ],
  ])('%s', async (_, flags, words) => {
    const { code, stdout, stderr } = await runCli(
      ['probe', '--url', 'https://gateway.invalid', '--only', 'custom-headers', ...flags],
      {
        env: { EMPTY: '', BLANK: ' ' },
        files: { 'no.pem': 'hello', 'a.pem': PEM },
      },
    );
    const said = `${stdout}${stderr}`.replace(/\s+/g, ' ').replace(/^cowork-3p: |^✖ /, '');
    expect(said).toMatch(words);
    expect(said).not.toContain('sk-0123456789');
    expect(code).toBe(2);
  });
});

describe('what must not be shown', () => {
  const url = 'https://gateway.example.com';
  const signedIn: SignedIn = {
    token: 'id-0123456789',
    kind: 'id_token',
    secrets: ['id-0123456789', 'refresh-0123'],
    refreshable: true,
  };
  test.each<[string, Partial<GatewayFlags>, readonly string[]]>([
    ['a token of a variable', { credentialEnv: 'TOKEN' }, ['tok-0123456789']],
    ['one of another audience', { otherAudienceTokenEnv: 'TOKEN' }, ['tok-0123456789']],
    ['all that came with a sign-in', { signIn: true }, ['id-0123456789', 'refresh-0123']],
    ['the password of a proxy', { proxy: 'http://user:hunter22@proxy.corp:3128' }, ['hunter22']],
    ['what references were replaced by', {}, ['from-a-file-0123']],
  ])('%s', async (_, flags, secrets) => {
    const concealed: string[] = [];
    const { io } = fakeIo({ env: { TOKEN: 'tok-0123456789' } });
    const world = { ...io, conceal: (words: readonly string[]) => void concealed.push(...words) };
    const { client } = await connect({ settings: new Map() }, { url, ...flags }, world, signedIn, [
      'from-a-file-0123',
    ]);
    await client.close();
    expect(client.secrets).toEqual(expect.arrayContaining([...secrets, 'from-a-file-0123']));
    expect(concealed).toEqual(expect.arrayContaining([...secrets]));
  });

  test('a sign-in that was made is not made again, and its token is sent', async () => {
    const { io } = fakeIo();
    const {
      client,
      credential,
      signedIn: kept,
    } = await connect({ settings: new Map() }, { url, signIn: true }, io, signedIn);
    await client.close();
    expect([credential, kept]).toEqual([{ scheme: 'bearer', token: 'id-0123456789' }, signedIn]);
  });
});

test('a name with what is left of a reference is asked of nobody', async () => {
  const models = ['claude-${env:GONE:-sk-0123456789}', 'claude-opus-5', { name: 'claude-${file:/x}' }];
  const settings = new Map<string, unknown>([
    ['inferenceProvider', 'gateway'],
    ['inferenceModels', models],
  ]);
  const { client, facts } = await connect(
    { settings, refused: new Map() },
    { url: 'https://gateway.example.com' },
    fakeIo().io,
  );
  await client.close();
  expect(facts.models).toEqual([{ name: 'claude-opus-5' }]);
});

describe('what the checks go by', () => {
  const BASE = 'https://gw.example.com';
  const GATEWAY = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: BASE };

  async function factsOf(
    settings: Readonly<Record<string, unknown>>,
    flags: GatewayFlags = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const configured = { settings: new Map(Object.entries(settings)), refused: new Map() };
    const { io } = fakeIo({ env: { TOKEN: 'tok-0123456789' } });
    const { client, facts, credential } = await connect(configured, { proxy: 'none', ...flags }, io);
    await client.close();
    return { ...facts, credential };
  }

  const key = { inferenceGatewayApiKey: 'sk-0123456789' };
  test.for<[string, Readonly<Record<string, unknown>>, GatewayFlags, object]>([
    [
      'the address of a flag',
      GATEWAY,
      { url: 'https://b.example.com' },
      { baseUrl: 'https://b.example.com' },
    ],
    ['that of the configuration', GATEWAY, {}, { baseUrl: BASE, scheme: 'bearer', credential: undefined }],
    ['no provider, tried as a gateway', { inferenceGatewayBaseUrl: BASE }, {}, { baseUrl: BASE }],
    [
      'a key',
      { ...GATEWAY, ...key },
      {},
      { credential: { scheme: 'bearer', token: 'sk-0123456789' }, credentialKind: 'static' },
    ],
    [
      'a key in its own header',
      { ...GATEWAY, ...key, inferenceGatewayAuthScheme: 'x-api-key' },
      {},
      { scheme: 'x-api-key', credential: { scheme: 'x-api-key', token: 'sk-0123456789' } },
    ],
    [
      'the header of a flag',
      { ...GATEWAY, ...key, inferenceGatewayAuthScheme: 'x-api-key' },
      { authScheme: 'bearer' },
      { scheme: 'bearer', credential: { scheme: 'bearer', token: 'sk-0123456789' } },
    ],
    [
      'the credential of a flag before that of the configuration',
      { ...GATEWAY, ...key },
      { credentialEnv: 'TOKEN' },
      { credential: { scheme: 'bearer', token: 'tok-0123456789' } },
    ],
    ['a model that is named', GATEWAY, { model: 'claude-opus-5' }, { model: 'claude-opus-5' }],
    ['tool search', { ...GATEWAY, toolSearchEnabled: true }, {}, { toolSearch: true }],
    ['tool search, switched off', { ...GATEWAY, toolSearchEnabled: false }, {}, { toolSearch: undefined }],
    ['effort', { ...GATEWAY, defaultModelEffort: 'low' }, {}, { effort: 'low' }],
    ['effort that is no word', { ...GATEWAY, defaultModelEffort: 3 }, {}, { effort: undefined }],
    ['the list is asked for', GATEWAY, {}, { discovery: true }],
    ['the list is not', { ...GATEWAY, modelDiscoveryEnabled: false }, {}, { discovery: false }],
    ['nothing is said of the list', {}, { url: BASE }, { discovery: undefined, models: [] }],
    [
      'the proxy of the app',
      { ...GATEWAY, egressProxyUrl: 'http://proxy.corp:3128' },
      {},
      { egressProxyUrl: 'http://proxy.corp:3128', egressProxyPacUrl: undefined },
    ],
    [
      'its script',
      { ...GATEWAY, egressProxyPacUrl: 'http://wpad.corp/proxy.pac' },
      {},
      { egressProxyUrl: undefined, egressProxyPacUrl: 'http://wpad.corp/proxy.pac' },
    ],
    [
      'headers',
      { ...GATEWAY, inferenceCustomHeaders: { 'X-Team': 'a' } },
      {},
      { customHeaders: { 'X-Team': 'a' } },
    ],
    [
      'a sign-in',
      {
        ...GATEWAY,
        inferenceCredentialKind: 'interactive',
        inferenceGatewayOidc: { clientId: 'c', issuer: 'https://idp.example.com' },
      },
      {},
      {
        credentialKind: 'interactive',
        credential: undefined,
        oidc: expect.objectContaining({ clientId: 'c' }) as object,
      },
    ],
  ])('%s', async ([, settings, flags, expected]) => {
    const facts = await factsOf(settings, flags);
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, facts[name]]))).toEqual(expected);
  });

  test.for<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['nothing', {}, /^The configuration names no gateway\.$/],
    ['no address', { inferenceProvider: 'gateway' }, /^The configuration names no gateway\.$/],
    [
      'a bootstrap server',
      { bootstrapUrl: 'https://boot.example.com/c' },
      /the bootstrap server \(bootstrapUrl\) delivers it/,
    ],
    [
      'a cloud provider',
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' },
      /"bedrock", which is no gateway/,
    ],
  ])('what names no gateway: %s', async ([, settings, message]) => {
    await expect(factsOf(settings)).rejects.toThrow(message);
  });

  /** Keys whose errors leave something out. */
  async function leftOut(
    settings: Readonly<Record<string, unknown>>,
    flags: GatewayFlags,
  ): Promise<readonly string[]> {
    const { io } = fakeIo({
      env: { TOKEN: 'tok-0123456789' },
      files: { 'c.json': JSON.stringify(settings) },
    });
    const connection = await connectFrom('c.json', { proxy: 'none', ...flags }, io);
    await connection.client.close();
    return connection.leftOut.map(({ code }) => code);
  }

  test.for<[string, Readonly<Record<string, unknown>>, GatewayFlags, readonly string[]]>([
    ['nothing', { ...GATEWAY, ...key }, {}, []],
    ['a header', { ...GATEWAY, ...key, inferenceCustomHeaders: { 'a b': 'c' } }, {}, ['header-invalid']],
    ['no credential', GATEWAY, {}, ['credential-missing']],
    ['no credential, and a flag gives one', GATEWAY, { credentialEnv: 'TOKEN' }, []],
    ['a key with a line break', { ...GATEWAY, inferenceGatewayApiKey: 'a\nb' }, {}, ['credential-malformed']],
    [
      'the same, and a flag gives one',
      { ...GATEWAY, inferenceGatewayApiKey: 'a\nb' },
      { credentialEnv: 'TOKEN' },
      [],
    ],
    ['a scheme', { ...GATEWAY, ...key, inferenceGatewayAuthScheme: 'basic' }, {}, ['not-in-enum']],
    [
      'a scheme, and a flag gives one',
      { ...GATEWAY, ...key, inferenceGatewayAuthScheme: 'basic' },
      { authScheme: 'bearer' },
      [],
    ],
    [
      'an address, and a flag gives one',
      { ...GATEWAY, ...key, inferenceGatewayBaseUrl: 'http://gw.example.com' },
      { url: BASE },
      [],
    ],
    ['no provider', { inferenceGatewayBaseUrl: BASE, ...key }, {}, ['provider-missing']],
    [
      'no provider, and a flag gives the address',
      { inferenceGatewayBaseUrl: BASE, ...key },
      { url: BASE },
      [],
    ],
    [
      'a header, whatever flags give',
      { ...GATEWAY, ...key, inferenceCustomHeaders: { 'a b': 'c' } },
      { url: BASE, credentialEnv: 'TOKEN', authScheme: 'bearer' },
      ['header-invalid'],
    ],
  ])('what is left out: %s', async ([, settings, flags, codes]) => {
    expect(await leftOut(settings, flags)).toEqual(codes);
  });

  test('an address that cannot be asked is wrong usage, with its file', async () => {
    const wrong = { ...GATEWAY, ...key, inferenceGatewayBaseUrl: 'http://gw.example.com' };
    await expect(leftOut(wrong, {})).rejects.toThrow(/^c\.json: inferenceGatewayBaseUrl .*\.$/);
    const gone = { ...GATEWAY, inferenceGatewayApiKey: '${env:GONE}' };
    await expect(leftOut(gone, {})).rejects.toThrow(/^c\.json: .*GONE/);
    expect(await leftOut(gone, { credentialEnv: 'TOKEN' })).toEqual([]);
  });
});
