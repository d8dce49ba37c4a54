import { describe, expect, test } from 'vitest';
import { effective } from '../../src/schema/effective.ts';
import type { Platform } from '../../src/schema/key-spec.ts';
import {
  type Settings,
  GATEWAY,
  KEY,
  HELPER,
  WINDOWS_HELPER,
  OIDC,
  range,
  uses,
  dropped,
  credential,
} from './effective-words.ts';

test.each<[Settings, boolean]>([
  [{}, false],
  [{ bootstrapUrl: 'https://boot.example.com' }, true],
  [{ bootstrapUrl: 'https://boot.example.com', bootstrapEnabled: true }, true],
  [{ bootstrapUrl: 'https://boot.example.com', bootstrapEnabled: false }, false],
  [{ bootstrapEnabled: true }, false],
])('%j is fetched from a server: %s', (settings, expected) => {
  expect(uses({ ...GATEWAY, ...KEY, ...settings }).bootstraps).toBe(expected);
});

describe('address and scheme', () => {
  test.each<[Settings, string | undefined, string | undefined]>([
    [GATEWAY, 'https://gw.example.com/base', 'bearer'],
    [{ ...GATEWAY, inferenceGatewayAuthScheme: 'x-api-key' }, 'https://gw.example.com/base', 'x-api-key'],
    [{ inferenceProvider: 'gateway' }, undefined, 'bearer'],
    [{ ...GATEWAY, inferenceGatewayBaseUrl: 'http://gw.example.com' }, undefined, 'bearer'],
    [{ inferenceProvider: 'anthropic' }, 'https://api.anthropic.com', 'x-api-key'],
    [
      { inferenceProvider: 'anthropic', inferenceGatewayAuthScheme: 'bearer' },
      'https://api.anthropic.com',
      'x-api-key',
    ],
    [
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' },
      'https://bedrock-runtime.us-east-1.amazonaws.com',
      undefined,
    ],
    [
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-gov-west-1' },
      'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com',
      undefined,
    ],
    [
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'cn-north-1' },
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn',
      undefined,
    ],
    [
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'eusc-de-east-1' },
      'https://bedrock-runtime.eusc-de-east-1.amazonaws.eu',
      undefined,
    ],
    [
      {
        inferenceProvider: 'bedrock',
        inferenceBedrockRegion: 'us-east-1',
        inferenceBedrockBaseUrl: 'https://vpc.example.com',
      },
      'https://vpc.example.com',
      undefined,
    ],
    [
      { inferenceProvider: 'mantle', inferenceBedrockRegion: 'us-east-1' },
      'https://bedrock-mantle.us-east-1.api.aws/anthropic',
      undefined,
    ],
    [
      { inferenceProvider: 'vertex', inferenceVertexRegion: 'global' },
      'https://aiplatform.googleapis.com',
      undefined,
    ],
    [
      { inferenceProvider: 'vertex', inferenceVertexRegion: 'eu' },
      'https://aiplatform.eu.rep.googleapis.com',
      undefined,
    ],
    [
      { inferenceProvider: 'vertex', inferenceVertexRegion: 'us-east5' },
      'https://us-east5-aiplatform.googleapis.com',
      undefined,
    ],
    [
      { inferenceProvider: 'foundry', inferenceFoundryResource: 'Contoso' },
      'https://contoso.services.ai.azure.com/anthropic',
      undefined,
    ],
    [{ inferenceProvider: 'foundry', inferenceFoundryResource: 'evil.example.com#' }, undefined, undefined],
    [{}, undefined, undefined],
  ])('%j', (settings, url, scheme) => {
    const used = uses(settings);
    expect(used.address?.url).toBe(url);
    expect(used.scheme).toBe(scheme);
  });
});

describe('proxy, headers, models', () => {
  const url = { egressProxyUrl: 'http://proxy.example.com:8080' };
  const pac = { egressProxyPacUrl: 'https://proxy.example.com/proxy.pac' };
  test.each<[Settings, object, string[]]>([
    [{}, { kind: 'system' }, []],
    [url, { kind: 'url', key: 'egressProxyUrl', url: url.egressProxyUrl }, []],
    [pac, { kind: 'pac', key: 'egressProxyPacUrl', url: pac.egressProxyPacUrl }, []],
    [
      { ...url, ...pac },
      { kind: 'pac', key: 'egressProxyPacUrl', url: pac.egressProxyPacUrl },
      ['egressProxyUrl outranked<egressProxyPacUrl'],
    ],
    [
      { egressProxyUrl: 'socks5://proxy.example.com' },
      { kind: 'url', key: 'egressProxyUrl' },
      ['egressProxyUrl refused'],
    ],
  ])('proxy of %j', (settings, expected, left) => {
    const used = uses({ ...GATEWAY, ...KEY, ...settings });
    expect(used.proxy).toEqual(expected);
    expect(dropped(used)).toEqual(left);
  });

  test('one bad header leaves all of them out, and the reason is the finding', () => {
    const used = uses({ ...GATEWAY, ...KEY, inferenceCustomHeaders: { 'X-Good': '1', 'bad name': '2' } });
    expect(used.headers).toEqual({});
    expect(used.dropped).toMatchObject([
      { key: 'inferenceCustomHeaders', reason: 'refused', findings: [{ code: 'header-invalid' }] },
    ]);
    expect(uses({ ...GATEWAY, ...KEY, inferenceCustomHeaders: { 'X-Good': '1' } }).headers).toEqual({
      'X-Good': '1',
    });
  });

  test('a key may be left aside for more than one reason', () => {
    const used = uses({
      ...GATEWAY,
      ...KEY,
      inferenceBedrockRegion: 7,
      inferenceCredentialHelperTtlSec: 'x',
    });
    expect(used.dropped.map(({ key, reasons }) => [key, ...reasons])).toEqual([
      ['inferenceBedrockRegion', 'refused', 'other-provider'],
      ['inferenceCredentialHelperTtlSec', 'refused', 'alone'],
    ]);
  });

  test.each<[Settings, string[]]>([
    [{}, ['inferenceCredentialHelperTtlSec alone']],
    [HELPER, []],
    [WINDOWS_HELPER, []],
    [{ ...GATEWAY, inferenceCredentialKind: 'helper-script' }, ['inferenceCredentialHelperTtlSec alone']],
    [{ ...GATEWAY, ...HELPER, inferenceCredentialKind: 'helper-script' }, []],
    [
      { ...GATEWAY, ...KEY, ...HELPER, inferenceCredentialKind: 'static' },
      ['inferenceCredentialHelper kind<inferenceCredentialKind', 'inferenceCredentialHelperTtlSec alone'],
    ],
  ])('what tunes a helper beside %j', (settings, left) => {
    expect(dropped(uses({ ...settings, inferenceCredentialHelperTtlSec: 600 }))).toEqual(left);
  });

  test('models, the short form and the long', () => {
    const used = uses({
      ...GATEWAY,
      ...KEY,
      inferenceModels: ['claude-sonnet-4-5', { name: 'claude-opus-4-5', supports1m: true }],
    });
    expect(used.models).toEqual([
      { name: 'claude-sonnet-4-5' },
      { name: 'claude-opus-4-5', supports1m: true },
    ]);
    const bad = uses({ ...GATEWAY, ...KEY, inferenceModels: ['claude-sonnet-4-5', { nam: 'x' }] });
    expect(bad.models).toEqual([]);
    expect(dropped(bad)).toEqual(['inferenceModels refused']);
  });

  const bedrock = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1' };
  test.each<[Settings, boolean, string | undefined]>([
    [KEY, false, undefined],
    [{ ...GATEWAY, ...KEY }, true, undefined],
    [{ ...GATEWAY, ...KEY, inferenceModels: ['claude-sonnet-4-5'] }, false, 'full-ids'],
    [{ ...GATEWAY, ...KEY, inferenceModels: ['claude-sonnet-4-5', 'opus'] }, true, undefined],
    [
      { ...GATEWAY, ...KEY, inferenceModels: ['claude-sonnet-4-5'], modelDiscoveryEnabled: true },
      true,
      undefined,
    ],
    [{ ...GATEWAY, ...KEY, modelDiscoveryEnabled: false }, false, 'setting'],
    [
      {
        inferenceProvider: 'anthropic',
        inferenceAnthropicApiKey: 'k',
        inferenceModels: ['claude-sonnet-4-5'],
      },
      false,
      'full-ids',
    ],
    [{ ...bedrock, inferenceBedrockBearerToken: 't' }, true, undefined],
    [
      { ...bedrock, inferenceBedrockBearerToken: 't', inferenceModels: ['us.anthropic.claude-sonnet-4-5'] },
      true,
      undefined,
    ],
    [{ ...bedrock, inferenceBedrockProfile: 'p' }, false, 'credential'],
    [
      {
        ...bedrock,
        inferenceBedrockProfile: 'p',
        inferenceBedrockBearerToken: 't',
        inferenceCredentialKind: 'static',
      },
      true,
      undefined,
    ],
    [{ ...bedrock, inferenceProvider: 'mantle' }, false, 'provider'],
  ])('discovery of %j', (settings, asks, reason) => {
    expect(uses(settings).discovery).toMatchObject({ asks, ...(reason === undefined ? {} : { reason }) });
    expect(uses(settings).discovery.reason).toBe(reason);
  });
});

describe('a fleet', () => {
  const sso = { ...GATEWAY, inferenceGatewayAuthScheme: 'sso', inferenceGatewayHeaders: { 'X-Team': 'a' } };

  test('without a target a retired spelling is read as what it stands for', () => {
    const used = uses(sso);
    expect(credential(used)).toBe('interactive gateway');
    expect(used.headers).toEqual({ 'X-Team': 'a' });
    expect(dropped(used)).toEqual([]);
  });

  test.each([
    ['1.34493.1', ['dictationEnabled too-new']],
    ['1.40609.0', []],
    ['1.46388.2', []],
  ])('a key whose first release is not known exactly, where the oldest is %s', (oldest, left) => {
    const used = uses({ ...GATEWAY, ...KEY, dictationEnabled: true }, undefined, range(oldest, '6.28899.2'));
    expect(dropped(used)).toEqual(left);
  });

  test('releases that still read it use it', () => {
    const used = uses(sso, undefined, range('1.40609.0', '1.52386.0'));
    expect(credential(used)).toBe('interactive gateway');
    expect(used.headers).toEqual({ 'X-Team': 'a' });
  });

  test('a range with a release that reads it no more does not', () => {
    const used = uses(sso, undefined, range('1.46388.1', '6.28899.2'));
    expect(credential(used)).toBe('none');
    expect(used.headers).toEqual({});
    expect(dropped(used)).toEqual(['inferenceGatewayAuthScheme retired', 'inferenceGatewayHeaders retired']);
  });

  test.each([
    ['2.26454.1', []],
    ['2.26454.2', ['inferenceGatewayAuthScheme retired', 'inferenceGatewayHeaders retired']],
  ])('up to %s: the first release that reads it no more decides', (newest, left) => {
    expect(dropped(uses(sso, undefined, range('1.46388.1', newest)))).toEqual(left);
  });

  test('a value that means something else today stays', () => {
    const settings = {
      inferenceProvider: 'vertex',
      inferenceCredentialKind: 'interactive',
      inferenceVertexWorkforceAudience: '//iam.googleapis.com/x',
    };
    expect(credential(uses(settings, undefined, range('1.40609.0', '6.28899.2')))).toBe(
      'interactive vendor -inferenceVertexOAuthClientId -inferenceVertexOAuthClientSecret',
    );
  });

  test.each<[string, Settings, string, string, string[]]>([
    [
      '2.553.0',
      { ...KEY, ...WINDOWS_HELPER },
      'windows',
      'static sk-example-key',
      ['inferenceCredentialHelperWindows too-new'],
    ],
    [
      '2.2553.0',
      { ...KEY, ...WINDOWS_HELPER },
      'windows',
      'helper-script inferenceCredentialHelperWindows=C:\\token.exe',
      ['inferenceGatewayApiKey outranked<inferenceCredentialHelperWindows'],
    ],
    [
      '2.2553.13',
      { inferenceCredentialKind: 'external-idp', inferenceIdpOidc: OIDC, ...KEY },
      'macos',
      'static sk-example-key',
      ['inferenceCredentialKind too-new', 'inferenceIdpOidc too-new'],
    ],
    [
      '1.6259.0',
      { inferenceCredentialKind: 'interactive', ...KEY },
      'macos',
      'static sk-example-key',
      ['inferenceCredentialKind too-new'],
    ],
  ])('from %s on: %j', (oldest, settings, platform, expected, left) => {
    const used = uses({ ...GATEWAY, ...settings }, platform as Platform, range(oldest, '6.28899.2'));
    expect(credential(used)).toBe(expected);
    expect(dropped(used)).toEqual(left);
  });
});

test('what else is set and not used', () => {
  const used = uses(
    {
      ...GATEWAY,
      ...KEY,
      inferenceBedrockRegion: 'us-east-1',
      inferenceCredentialHelperTtlSec: 600,
      organizationInstructions: '${env:TEXT}',
    },
    'linux',
  );
  expect(dropped(used)).toEqual([
    'inferenceBedrockRegion other-provider<inferenceProvider',
    'inferenceCredentialHelperTtlSec alone',
    'organizationInstructions unresolved',
  ]);
});

test('settings that nobody validated are not trusted', () => {
  const settings = new Map<string, unknown>([
    ['inferenceProvider', 'gateway'],
    ['inferenceModels', [null]],
    ['inferenceCustomHeaders', 'x'],
    ['inferenceGatewayBaseUrl', {}],
    ['__proto__', 1],
  ]);
  const used = effective({ settings });
  expect([used.models, used.headers, used.address]).toEqual([[], {}, undefined]);
  expect(dropped(used)).toEqual([
    'inferenceModels refused',
    'inferenceCustomHeaders refused',
    'inferenceGatewayBaseUrl refused',
  ]);
});

test('no reason holds a secret', () => {
  const secret = 'sk-ant-api03-canary-0123456789';
  const used = uses({
    ...GATEWAY,
    ...HELPER,
    inferenceGatewayApiKey: secret,
    inferenceCustomHeaders: { 'X Bad': secret, Authorization: [secret] },
    inferenceModels: [{ name: 'claude', [secret]: secret }],
  });
  expect(used.dropped).toHaveLength(2);
  expect(JSON.stringify(used.dropped)).not.toContain('canary');
});
