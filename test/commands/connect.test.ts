import { describe, expect, test } from 'vitest';
import { connect } from '../../src/commands/connect.ts';
import type { GatewayFlags } from '../../src/commands/connect/flags.ts';
import type { SignedIn } from '../../src/gateway/sign-in/tokens.ts';
import { fakeIo } from '../support/io.ts';

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
