import { describe, expect, test } from 'vitest';
import { connect } from '../../src/commands/connect.ts';
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
