import { describe, expect, test } from 'vitest';
import { connect, connectFrom } from '../../src/commands/connect.ts';
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
