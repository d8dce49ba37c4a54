import { describe, expect, test } from 'vitest';
import { providers } from '../../../src/schema/providers.ts';
import { findingsOf, GATEWAY, checked } from './check.ts';

const URL = 'https://llm-gateway.example.corp';
const HELPER = '/usr/local/bin/credential';
const OIDC = { clientId: 'desktop', issuer: 'https://idp.example.corp' };
const SSO = {
  inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '012345678901',
  inferenceBedrockSsoRoleName: 'ClaudeUsers',
};
const ENTRA = {
  inferenceFoundryTenantId: '5e1a4d9c-7b2f-4c36-8d10-93f0a6b4c2e7',
  inferenceFoundryClientId: '0b7a3f2e-1d0c-4a55-9f3e-2c1d5e6f7a80',
};
const GOOGLE = { inferenceVertexOAuthClientId: 'id', inferenceVertexOAuthClientSecret: '${env:S}' };

const bare = {
  gateway: { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: URL },
  anthropic: { inferenceProvider: 'anthropic' },
  bedrock: {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: ['us.anthropic.claude-opus-5'],
  },
  mantle: {
    inferenceProvider: 'mantle',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: ['anthropic.claude-opus-5'],
  },
  vertex: {
    inferenceProvider: 'vertex',
    inferenceVertexProjectId: 'claude-prod',
    inferenceVertexRegion: 'global',
    inferenceModels: ['claude-opus-5'],
  },
  foundry: {
    inferenceProvider: 'foundry',
    inferenceFoundryResource: 'contoso',
    inferenceModels: ['claude-opus-5'],
  },
} as const;

type Case = readonly [provider: keyof typeof bare, settings: Record<string, unknown>, expected: string[]];

describe('no kind is set', () => {
  test.each<Case>([
    ['gateway', {}, ['E credential-missing inferenceProvider']],
    ['gateway', { inferenceGatewayApiKey: 'placeholder' }, []],
    ['gateway', { inferenceGatewayApiKey: '' }, ['E empty-value inferenceGatewayApiKey']],
    ['gateway', { inferenceCredentialHelper: HELPER }, []],
    [
      'gateway',
      { inferenceCredentialHelper: '~/helper' },
      ['E helper-not-absolute inferenceCredentialHelper'],
    ],
    [
      'gateway',
      { inferenceCredentialHelper: HELPER, inferenceGatewayApiKey: '${env:K}' },
      ['W credential-conflict inferenceGatewayApiKey'],
    ],
    ['gateway', { inferenceIdpOidc: OIDC }, ['W setting-incomplete inferenceIdpOidc']],
    ['anthropic', {}, []],
    [
      'anthropic',
      { inferenceAnthropicApiKey: '${env:K}', inferenceCredentialHelper: HELPER },
      ['W credential-conflict inferenceAnthropicApiKey'],
    ],
    ['bedrock', {}, ['E credential-missing inferenceProvider']],
    ['bedrock', { inferenceBedrockBearerToken: '${env:K}' }, []],
    ['bedrock', SSO, []],
    [
      'bedrock',
      { ...SSO, inferenceBedrockProfile: 'p', inferenceBedrockBearerToken: '${env:K}' },
      ['W credential-conflict inferenceBedrockBearerToken', 'W credential-conflict inferenceBedrockProfile'],
    ],
    [
      'bedrock',
      { inferenceBedrockSsoRegion: 'us-east-1' },
      ['E setting-incomplete inferenceBedrockSsoRegion'],
    ],
    // One finding for all that is set of it, at the first.
    [
      'bedrock',
      {
        inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
        inferenceBedrockSsoRegion: 'us-east-1',
      },
      ['E setting-incomplete inferenceBedrockSsoStartUrl'],
    ],
    [
      'bedrock',
      { inferenceBedrockSsoRegion: 'us-east-1', inferenceBedrockProfile: 'p' },
      ['W setting-incomplete inferenceBedrockSsoRegion'],
    ],
    ['mantle', {}, ['E credential-missing inferenceProvider']],
    ['mantle', { inferenceBedrockBearerToken: '${env:K}' }, []],
    [
      'mantle',
      { inferenceBedrockProfile: 'p' },
      ['E credential-missing inferenceProvider', 'I other-provider-key inferenceBedrockProfile'],
    ],
    ['vertex', {}, []],
    ['vertex', GOOGLE, []],
    ['vertex', { inferenceVertexOAuthClientId: 'id' }, ['W setting-incomplete inferenceVertexOAuthClientId']],
    [
      'vertex',
      { ...GOOGLE, inferenceVertexCredentialsFile: '/etc/adc.json' },
      ['W credential-conflict inferenceVertexCredentialsFile'],
    ],
    [
      'vertex',
      { ...GOOGLE, inferenceCredentialHelper: HELPER },
      ['W credential-conflict inferenceCredentialHelper'],
    ],
    ['foundry', {}, ['E credential-missing inferenceProvider']],
    ['foundry', ENTRA, []],
    [
      'foundry',
      { inferenceFoundryTenantId: ENTRA.inferenceFoundryTenantId },
      ['E setting-incomplete inferenceFoundryTenantId'],
    ],
  ])('%s %j', (provider, settings, expected) => {
    expect(checked({ ...bare[provider], ...settings })).toEqual(expected);
  });
});

describe('a kind is set', () => {
  test.each<Case>([
    ['gateway', { inferenceCredentialKind: 'static' }, ['E required-key-missing inferenceCredentialKind']],
    ['gateway', { inferenceCredentialKind: 'interactive' }, []],
    ['gateway', { inferenceCredentialKind: 'external-idp', inferenceIdpOidc: OIDC }, []],
    [
      'gateway',
      { inferenceCredentialKind: 'external-idp' },
      ['E required-key-missing inferenceCredentialKind'],
    ],
    ['gateway', { inferenceCredentialKind: 'workforce' }, ['E setting-conflict inferenceCredentialKind']],
    ['gateway', { inferenceCredentialKind: 'oidc' }, ['E not-in-enum inferenceCredentialKind']],
    ['gateway', { inferenceCredentialKind: '${env:KIND}' }, []],
    [
      'gateway',
      { inferenceCredentialKind: 'interactive', inferenceGatewayApiKey: '${env:K}' },
      ['W credential-unused inferenceGatewayApiKey'],
    ],
    [
      'gateway',
      { inferenceCredentialKind: 'static', inferenceGatewayApiKey: '${env:K}', inferenceIdpOidc: OIDC },
      ['W credential-unused inferenceIdpOidc'],
    ],
    ['anthropic', { inferenceCredentialKind: 'interactive' }, []],
    ['anthropic', { inferenceCredentialKind: 'static' }, ['E required-key-missing inferenceCredentialKind']],
    ['bedrock', { inferenceCredentialKind: 'interactive', ...SSO }, []],
    [
      'bedrock',
      { inferenceCredentialKind: 'interactive', ...SSO, inferenceBedrockSsoRoleName: undefined },
      ['E required-key-missing inferenceCredentialKind'],
    ],
    [
      'bedrock',
      { inferenceCredentialKind: 'external-idp', inferenceIdpOidc: OIDC },
      ['E required-key-missing inferenceCredentialKind'],
    ],
    [
      'bedrock',
      {
        inferenceCredentialKind: 'external-idp',
        inferenceIdpOidc: OIDC,
        inferenceBedrockBaseUrl: 'https://proxy.example.corp',
      },
      [],
    ],
    ['mantle', { inferenceCredentialKind: 'interactive' }, ['E setting-conflict inferenceCredentialKind']],
    ['vertex', { inferenceCredentialKind: 'vendor-profile' }, []],
    ['vertex', { inferenceCredentialKind: 'static' }, ['E setting-conflict inferenceCredentialKind']],
    ['vertex', { inferenceCredentialKind: 'interactive', ...GOOGLE }, []],
    [
      'vertex',
      { inferenceCredentialKind: 'interactive', inferenceVertexOAuthClientId: 'id' },
      ['W setting-incomplete inferenceVertexOAuthClientId'],
    ],
    [
      'vertex',
      { inferenceCredentialKind: 'interactive' },
      ['E required-key-missing inferenceCredentialKind'],
    ],
    [
      'vertex',
      { inferenceCredentialKind: 'workforce', inferenceVertexWorkforceAudience: '//iam.googleapis.com/x' },
      ['E required-key-missing inferenceCredentialKind'],
    ],
    [
      'foundry',
      { inferenceCredentialKind: 'interactive', ...ENTRA, inferenceFoundryApiKey: '${env:K}' },
      ['W credential-unused inferenceFoundryApiKey'],
    ],
    ['foundry', { inferenceCredentialKind: 'helper-script', inferenceCredentialHelper: HELPER }, []],
  ])('%s %j', (provider, settings, expected) => {
    const given = Object.fromEntries(
      Object.entries({ ...bare[provider], ...settings }).filter(([, value]) => value !== undefined),
    );
    expect(checked(given)).toEqual(expected);
  });
});

test('every source of every provider is complete with its own keys', () => {
  const values: Readonly<Record<string, unknown>> = {
    ...SSO,
    ...ENTRA,
    ...GOOGLE,
    inferenceIdpOidc: OIDC,
    inferenceGatewayOidc: OIDC,
    inferenceCredentialHelper: HELPER,
    inferenceGatewayApiKey: '${env:K}',
    inferenceAnthropicApiKey: '${env:K}',
    inferenceBedrockBearerToken: '${env:K}',
    inferenceBedrockProfile: 'p',
    inferenceBedrockBaseUrl: 'https://proxy.example.corp',
    inferenceVertexCredentialsFile: '/etc/adc.json',
    inferenceVertexWorkforceAudience: '//iam.googleapis.com/x',
    inferenceVertexWorkforceOidc: OIDC,
    inferenceFoundryApiKey: '${env:K}',
  };
  for (const [provider, { sources }] of Object.entries(providers))
    for (const { kind, keys, also = [] } of sources) {
      const own = Object.fromEntries([...keys, ...also].map((key) => [key, values[key]]));
      const findings = findingsOf({
        ...bare[provider as keyof typeof bare],
        inferenceCredentialKind: kind,
        ...own,
      });
      expect(
        findings.filter(({ severity }) => severity !== 'info'),
        `${provider} ${kind}`,
      ).toEqual([]);
    }
});

test.each([
  [{ inferenceCredentialHelperTtlSec: 3600 }, ['W setting-ignored inferenceCredentialHelperTtlSec']],
  [
    { inferenceCredentialHelper: HELPER, inferenceCredentialHelperTtlSec: 120 },
    ['I setting-risky inferenceCredentialHelperTtlSec'],
  ],
  [{ inferenceCredentialHelper: HELPER, inferenceCredentialHelperTtlSec: 121 }, []],
  [{ inferenceCredentialHelper: HELPER, inferenceCredentialHelperTimeoutSec: 20 }, []],
  [
    { inferenceCredentialHelper: HELPER, inferenceCredentialHelperTimeoutSec: 60 },
    ['I setting-risky inferenceCredentialHelperTimeoutSec'],
  ],
  [
    {
      inferenceCredentialHelper: HELPER,
      inferenceCredentialHelperTimeoutSec: 60,
      inferenceCredentialHelperSilentRefreshEnabled: false,
    },
    [],
  ],
])('helper settings %j', (settings, expected) => {
  const credential = 'inferenceCredentialHelper' in settings ? {} : { inferenceGatewayApiKey: '${env:K}' };
  expect(checked({ ...bare.gateway, ...credential, ...settings })).toEqual(expected);
});

test.each([
  ['gateway', 'inferenceGatewayBaseUrl'],
  ['bedrock', 'inferenceBedrockRegion'],
  ['mantle', 'inferenceBedrockRegion'],
  ['vertex', 'inferenceVertexProjectId'],
  ['vertex', 'inferenceVertexRegion'],
  ['foundry', 'inferenceFoundryResource'],
] as const)('%s without %s', (provider, key) => {
  const rest = Object.fromEntries(Object.entries(bare[provider]).filter(([name]) => name !== key));
  const missing = findingsOf(rest).filter(({ code }) => code === 'required-key-missing');
  expect(missing.map(({ message }) => message)).toEqual([
    `${key} is missing: the provider "${provider}" needs it`,
  ]);
});

test('Foundry needs its resource beside a base URL too', () => {
  expect(
    checked({
      inferenceProvider: 'foundry',
      inferenceFoundryBaseUrl: 'https://x.services.ai.azure.com',
      inferenceFoundryApiKey: '${env:K}',
      inferenceModels: ['claude-opus-5'],
    }),
  ).toEqual(['E required-key-missing inferenceProvider']);
});

test('old spellings count as what they stood for', () => {
  expect(checked({ ...bare.gateway, inferenceGatewayAuthScheme: 'sso' })).toEqual([
    'W deprecated-value inferenceGatewayAuthScheme',
  ]);
  expect(checked({ ...GATEWAY, inferenceGatewayAuthScheme: 'auto' })).toEqual([
    'W deprecated-value inferenceGatewayAuthScheme',
  ]);
});
