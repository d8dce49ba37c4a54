import { describe, expect, test } from 'vitest';
import type { Platform } from '../../src/schema/key-spec.ts';
import {
  dropped,
  GATEWAY,
  HELPER,
  KEY,
  range,
  uses,
  WINDOWS_HELPER,
  type Settings,
} from './effective-words.ts';

/* What the app uses, with the key that it is from, and the words for what it does not. */

const BEDROCK = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' };

test.each<[string, Settings, unknown]>([
  ['as it is set', GATEWAY, { url: 'https://gw.example.com/base', key: 'inferenceGatewayBaseUrl' }],
  ['of the vendor', { inferenceProvider: 'anthropic' }, { url: 'https://api.anthropic.com', key: undefined }],
  [
    'of a region',
    BEDROCK,
    { url: 'https://bedrock-runtime.us-east-1.amazonaws.com', key: 'inferenceBedrockRegion' },
  ],
  ['of no region', { inferenceProvider: 'bedrock' }, undefined],
  ['of no provider', { inferenceGatewayBaseUrl: 'https://gw.example.com' }, undefined],
  ['that has an error', { ...GATEWAY, inferenceGatewayBaseUrl: 7 }, undefined],
])('the address %s', (_, settings, address) => {
  expect(uses(settings).address).toEqual(address);
});

test.each<[Settings, unknown]>([
  [
    { ...GATEWAY, modelDiscoveryEnabled: false },
    { asks: false, reason: 'setting', why: 'modelDiscoveryEnabled is false' },
  ],
  [{}, { asks: false }],
  [GATEWAY, { asks: true }],
  [
    { ...GATEWAY, ...KEY, inferenceModels: ['claude-sonnet-4-5'] },
    { asks: false, reason: 'full-ids', why: 'every entry of inferenceModels is a full ID' },
  ],
  [
    { ...BEDROCK, inferenceBedrockProfile: 'p' },
    { asks: false, reason: 'credential', why: 'Bedrock has no model discovery with inferenceBedrockProfile' },
  ],
  [
    { ...BEDROCK, inferenceBedrockSsoStartUrl: 'https://a.awsapps.com/start' },
    {
      asks: false,
      reason: 'credential',
      why: 'Bedrock has no model discovery with inferenceBedrockSsoStartUrl',
    },
  ],
  [
    { ...BEDROCK, inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: 'p' },
    {
      asks: false,
      reason: 'credential',
      why: 'Bedrock has no model discovery with the credential kind "vendor-profile"',
    },
  ],
  [
    { ...BEDROCK, inferenceProvider: 'mantle' },
    { asks: false, reason: 'provider', why: 'the provider "mantle" has no model discovery' },
  ],
])('discovery of %j', (settings, discovery) => {
  expect(uses(settings).discovery).toMatchObject(discovery as object);
});

describe('what is left out, and why', () => {
  test.each<[string, Settings, Platform | undefined, string, object]>([
    [
      'of another provider',
      { ...GATEWAY, inferenceBedrockRegion: 'us-east-1' },
      undefined,
      'inferenceBedrockRegion',
      {
        reason: 'other-provider',
        by: ['inferenceProvider'],
        readers: ['bedrock', 'mantle'],
        why: 'is read for bedrock and mantle only',
      },
    ],
    [
      'without a provider nothing is of another',
      { inferenceBedrockRegion: 'us-east-1' },
      undefined,
      'inferenceBedrockRegion',
      {},
    ],
    [
      'of Windows',
      { ...GATEWAY, ...WINDOWS_HELPER },
      'macos',
      'inferenceCredentialHelperWindows',
      { reason: 'platform', reasons: ['platform'], by: [] },
    ],
    [
      'of another platform',
      { ...GATEWAY, disableWslSessions: true },
      'macos',
      'disableWslSessions',
      { reason: 'platform', why: 'counts on windows only' },
    ],
    ['of this platform', { ...GATEWAY, disableWslSessions: true }, 'windows', 'disableWslSessions', {}],
    ['of any platform', { ...GATEWAY, disableWslSessions: true }, undefined, 'disableWslSessions', {}],
    [
      'on Windows, beside the helper for it',
      { ...GATEWAY, ...HELPER, ...WINDOWS_HELPER },
      'windows',
      'inferenceCredentialHelper',
      {
        why: 'is not used on Windows, because inferenceCredentialHelperWindows is set',
        by: ['inferenceCredentialHelperWindows'],
      },
    ],
    [
      'a proxy beside a PAC file',
      {
        ...GATEWAY,
        egressProxyUrl: 'http://p.example.com',
        egressProxyPacUrl: 'https://p.example.com/a.pac',
      },
      undefined,
      'egressProxyUrl',
      {
        reason: 'outranked',
        why: 'is not used, because egressProxyPacUrl is set',
        by: ['egressProxyPacUrl'],
      },
    ],
    [
      'an error, in the words of its finding',
      { ...GATEWAY, inferenceModels: 7 },
      undefined,
      'inferenceModels',
      { reason: 'refused', why: expect.stringMatching(/inferenceModels/) as string },
    ],
    [
      'a reference, of another provider',
      { ...GATEWAY, inferenceBedrockProfile: '${env:A}' },
      undefined,
      'inferenceBedrockProfile',
      { reason: 'unresolved', reasons: ['unresolved', 'other-provider'], readers: ['bedrock'] },
    ],
  ])('%s', (_, settings, platform, key, expected) => {
    const found = uses(settings, platform).dropped.find((one) => one.key === key);
    if (Object.keys(expected).length === 0) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

test.each<[string, Settings, string, string, readonly string[]]>([
  // The connector stays: what is retired is a member of one.
  [
    'an old member of a connector',
    { managedMcpServers: [{ name: 'a', transport: 'http', url: 'https://m.example.com', scopes: 'a' }] },
    '1.40609.0',
    '6.28899.2',
    [],
  ],
  [
    'an old name that every known release reads',
    { inferenceGatewayOidc: { clientId: 'c', issuer: 'https://idp.example.com' } },
    '1.40609.0',
    '6.28899.2',
    [],
  ],
  [
    'an error in a key that is too new is told once',
    { inferenceIdpOidc: 7 },
    '2.2553.13',
    '6.28899.2',
    ['inferenceIdpOidc too-new'],
  ],
])('%s', (_, settings, oldest, newest, expected) => {
  const used = uses(
    { ...GATEWAY, inferenceCredentialKind: 'interactive', ...settings },
    undefined,
    range(oldest, newest),
  );
  expect(dropped(used)).toEqual(expected);
});

test('a release that is too old for a key, for a value, for neither', () => {
  const at = (settings: Settings, oldest: string): string[] =>
    uses({ ...GATEWAY, ...KEY, ...settings }, undefined, range(oldest, '6.28899.2')).dropped.map(
      ({ key, why }) => `${key} ${why}`,
    );
  const kind = { inferenceCredentialKind: 'external-idp' };
  expect(at(kind, '1.6259.0')[0]).toMatch(
    /^inferenceCredentialKind is read from .*, and 1\.6259\.0 is older$/,
  );
  // Of a key and a value that are both too new the key is named.
  expect(at(kind, '1.6259.0')[0]).toContain('is read from 1.8555.0 on');
  expect(at(kind, '2.2553.13')[0]).toContain('is read from 2.7032.0 on');
  expect(at({ inferenceCredentialKind: 'static' }, '6.28899.2')).toEqual([]);
  expect(dropped(uses({ ...GATEWAY, noSuchKey: 7 }, undefined, range('1.6259.0', '6.28899.2')))).toEqual([]);
});
