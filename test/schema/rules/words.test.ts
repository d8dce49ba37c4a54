import { expect, test } from 'vitest';
import { validate, type ValidateOptions } from '../../../src/schema/validate.ts';
import { documentOf } from '../document-of.ts';
import { dropped, uses } from '../effective-words.ts';

/* Settings -> what is said of them, where a word depends on which settings they are. */

type Settings = Readonly<Record<string, unknown>>;
const GATEWAY = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gw.example.com' };
const oidc = (members: Settings): Settings => ({
  ...GATEWAY,
  inferenceCredentialKind: 'external-idp',
  inferenceIdpOidc: { clientId: 'a', ...members },
});
const ENDPOINTS = {
  authorizationUrl: 'https://idp.example.com/a',
  tokenUrl: 'https://idp.example.com/t',
};

const said = (settings: Settings, code: string): readonly string[] =>
  validate(documentOf(settings))
    .diagnostics.filter((one) => one.code === code)
    .map(({ severity, message }) => `${severity}: ${message}`);

test.each<[string, Settings, string, readonly RegExp[]]>([
  [
    'neither issuer nor addresses',
    oidc({}),
    'oidc-incomplete',
    [/has neither issuer nor authorizationUrl and tokenUrl/],
  ],
  [
    'the token alone',
    oidc({ tokenUrl: ENDPOINTS.tokenUrl }),
    'oidc-incomplete',
    [/has tokenUrl without authorizationUrl$/],
  ],
  [
    'the sign-in alone',
    oidc({ authorizationUrl: ENDPOINTS.authorizationUrl }),
    'oidc-incomplete',
    [/has authorizationUrl without tokenUrl$/],
  ],
  ['both', oidc(ENDPOINTS), 'oidc-incomplete', []],
  ['an issuer', oidc({ issuer: 'https://idp.example.com' }), 'oidc-incomplete', []],
  [
    'an issuer and both',
    oidc({ issuer: 'https://idp.example.com', ...ENDPOINTS }),
    'setting-ignored',
    [/authorizationUrl is not used, because issuer is set/, /tokenUrl is not used, because issuer is set/],
  ],
  ['a gateway without a credential', GATEWAY, 'credential-missing', [/^error: .*provider "gateway"/]],
  ['no provider', {}, 'credential-missing', []],
  [
    'a bootstrap server without a provider',
    { bootstrapUrl: 'https://b.example.com' },
    'credential-missing',
    [],
  ],
  [
    'a bootstrap server beside a provider',
    { ...GATEWAY, bootstrapUrl: 'https://b.example.com' },
    'credential-missing',
    [],
  ],
  ['a kind', { ...GATEWAY, inferenceCredentialKind: 'interactive' }, 'credential-missing', []],
  ['a sign-in of the vendor', { inferenceProvider: 'anthropic' }, 'credential-missing', []],
  [
    'half of a sign-in',
    {
      inferenceProvider: 'foundry',
      inferenceFoundryResource: 'a',
      inferenceFoundryTenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    },
    'setting-incomplete',
    [/^error: .*inferenceFoundryTenantId does nothing without inferenceFoundryClientId/],
  ],
  [
    'half of a sign-in beside a key',
    {
      inferenceProvider: 'foundry',
      inferenceFoundryResource: 'a',
      inferenceFoundryApiKey: '${env:KEY}',
      inferenceFoundryTenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    },
    'setting-incomplete',
    [/^warning: .*inferenceFoundryTenantId does nothing without inferenceFoundryClientId/],
  ],
  [
    'two thirds of a sign-in',
    {
      inferenceProvider: 'bedrock',
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockSsoStartUrl: 'https://a.awsapps.com/start',
      inferenceBedrockSsoRegion: 'us-east-1',
    },
    'setting-incomplete',
    [
      /inferenceBedrockSsoStartUrl and inferenceBedrockSsoRegion do nothing without inferenceBedrockSsoAccountId and inferenceBedrockSsoRoleName/,
    ],
  ],
  [
    'a key with a blank behind it',
    { ...GATEWAY, inferenceGatewayApiKey: 'sk-9fK2mQ7xZ4vB1nL8 ' },
    'credential-malformed',
    [/^warning: inferenceGatewayApiKey has blanks around it, which are sent along$/],
  ],
  [
    'a character that no file can carry',
    { ...GATEWAY, organizationInstructions: 'a\u0000b' },
    'control-character',
    [/holds the character U\+0000/],
  ],
  [
    'two ways to sign in, and no kind',
    {
      ...GATEWAY,
      inferenceGatewayOidc: { clientId: 'a', issuer: 'https://idp.example.com' },
      inferenceIdpOidc: { clientId: 'a', issuer: 'https://idp.example.com' },
    },
    'setting-incomplete',
    [],
  ],
  [
    'a certificate on loopback, at the usual port',
    { ...GATEWAY, egressProxyUrl: 'https://127.0.0.1' },
    'setting-risky',
    [/https on loopback.*cannot be verified$/],
  ],
  [
    'four sites that the firewall of Cowork closes',
    {
      ...GATEWAY,
      builtinBrowserDefaultDomainPolicy: 'block',
      builtinBrowserAllowedDomains: ['a.example', 'b.example', 'c.example', 'd.example'],
      coworkEgressAllowedHosts: ['e.example'],
    },
    'setting-risky',
    [/does not name "a\.example", "b\.example" and "c\.example" and others$/],
  ],
  [
    'three of them',
    {
      ...GATEWAY,
      builtinBrowserDefaultDomainPolicy: 'block',
      builtinBrowserAllowedDomains: ['a.example', 'b.example', 'c.example'],
      coworkEgressAllowedHosts: ['e.example'],
    },
    'setting-risky',
    [/does not name "a\.example", "b\.example" and "c\.example"$/],
  ],
])('%s', (_, settings, code, messages) => {
  const found = said(settings, code);
  expect(found).toHaveLength(messages.length);
  for (const [index, message] of messages.entries()) expect(found[index]).toMatch(message);
});

test.each<[string, Settings, string, RegExp]>([
  [
    'a helper before a key',
    { ...GATEWAY, inferenceGatewayApiKey: 'k', inferenceCredentialHelper: '/opt/token' },
    'inferenceGatewayApiKey',
    /because inferenceCredentialHelper is set and comes before a static key$/,
  ],
  [
    'a profile before a helper',
    { inferenceProvider: 'bedrock', inferenceBedrockProfile: 'p', inferenceCredentialHelper: '/opt/token' },
    'inferenceCredentialHelper',
    /because inferenceBedrockProfile is set and comes before it$/,
  ],
  [
    'four keys before a key',
    {
      inferenceProvider: 'bedrock',
      inferenceBedrockSsoStartUrl: 'https://a.awsapps.com/start',
      inferenceBedrockSsoRegion: 'us-east-1',
      inferenceBedrockSsoAccountId: '123456789012',
      inferenceBedrockSsoRoleName: 'r',
      inferenceBedrockBearerToken: 't',
    },
    'inferenceBedrockBearerToken',
    /are set and come before a static key$/,
  ],
  [
    'a kind',
    {
      ...GATEWAY,
      inferenceCredentialKind: 'static',
      inferenceGatewayApiKey: 'k',
      inferenceCredentialHelper: '/opt/token',
    },
    'inferenceCredentialHelper',
    /because inferenceCredentialKind names another credential$/,
  ],
])('why a credential is left out: %s', (_, settings, key, why) => {
  const used = uses(settings, 'macos');
  expect(dropped(used).some((one) => one.startsWith(key))).toBe(true);
  expect(used.dropped.find((one) => one.key === key)?.why).toMatch(why);
});

test('a scope of Entra ID is told how to write it', () => {
  const settings = {
    bootstrapUrl: 'https://b.example.com',
    bootstrapOidc: {
      clientId: 'a',
      issuer: 'https://login.microsoftonline.com/t/v2.0',
      scopes: 'openid API://app/.default',
    },
  };
  const hints = validate(documentOf(settings)).diagnostics.map(({ hint }) => hint);
  expect(hints).toContain('Write "app/.default".');
});

/* What to do about it, where that depends on the settings or the platform. */
test.each<[string, Settings, ValidateOptions, string, string]>([
  [
    'the proxy on loopback listens at the port of https',
    { ...GATEWAY, egressProxyUrl: 'https://localhost' },
    {},
    'setting-risky',
    'Write http://127.0.0.1:443.',
  ],
  [
    'the proxy on loopback listens at its own port',
    { ...GATEWAY, egressProxyUrl: 'https://localhost:8443' },
    {},
    'setting-risky',
    'Write http://127.0.0.1:8443.',
  ],
  [
    'grpc on Windows',
    { ...GATEWAY, otlpEndpoint: 'https://otel.example.com', otlpProtocol: 'grpc' },
    { platform: 'windows' },
    'setting-risky',
    'Use "http/protobuf" on Windows.',
  ],
  [
    'grpc elsewhere',
    { ...GATEWAY, otlpEndpoint: 'https://otel.example.com', otlpProtocol: 'grpc' },
    { platform: 'macos' },
    'setting-risky',
    'Make sure that the collector takes both at this address, or use "http/protobuf".',
  ],
])('%s', (_, settings, options, code, hint) => {
  const found = validate(documentOf(settings), options).diagnostics.filter((one) => one.code === code);
  expect(found.map((one) => one.hint)).toEqual([hint]);
});
