import { expect, test } from 'vitest';
import type { KeyName } from '../../src/schema/catalogue/index.ts';
import { chooseCredential, type Candidate } from '../../src/schema/credential.ts';
import type { Platform, Provider } from '../../src/schema/key-spec.ts';
import { providers, type CredentialKind } from '../../src/schema/providers.ts';

/* Which keys are set, for which provider and platform -> which credential the app takes, and which keys say nothing. */

const plain = (key: string): string => key.replace('inference', '');

/** A source by its kind, with the keys that are set (`+`) and those that are missing (`-`). */
const worded = ({ source, keys, missing }: Candidate): string =>
  [source.kind, ...keys.map((key) => `+${plain(key)}`), ...missing.map((key) => `-${plain(key)}`)].join(' ');

const listed = (name: string, list: readonly string[]): string =>
  list.length === 0 ? '' : ` ${name}(${list.join(', ')})`;

test('the table has the sources of each provider by their rank, and no key in two of them', () => {
  for (const { sources } of Object.values(providers)) {
    const ranks = sources.flatMap(({ rank }) => rank ?? []);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    const keys = sources.flatMap((source) => [
      ...source.keys,
      ...(source.onWindows === undefined ? [] : [source.onWindows]),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test.each<[Provider, CredentialKind | undefined, Platform | undefined, string, string]>([
  ['gateway', undefined, 'macos', '', 'none'],
  ['gateway', undefined, 'macos', 'GatewayApiKey', 'static +GatewayApiKey complete(static +GatewayApiKey)'],
  [
    'gateway',
    undefined,
    'macos',
    'GatewayApiKey CredentialHelper',
    'helper-script +CredentialHelper complete(helper-script +CredentialHelper, static +GatewayApiKey) unused(static +GatewayApiKey outranked<CredentialHelper)',
  ],
  [
    'gateway',
    undefined,
    'macos',
    'GatewayApiKey CredentialHelper IdpOidc',
    'helper-script +CredentialHelper, external-idp +IdpOidc uncertain unordered complete(external-idp +IdpOidc, helper-script +CredentialHelper, static +GatewayApiKey)',
  ],
  [
    'gateway',
    undefined,
    'macos',
    'IdpOidc GatewayOidc',
    'external-idp +IdpOidc, interactive +GatewayOidc uncertain unordered complete(external-idp +IdpOidc, interactive +GatewayOidc)',
  ],
  [
    'gateway',
    undefined,
    'macos',
    'GatewayApiKey CredentialHelperWindows',
    'static +GatewayApiKey complete(static +GatewayApiKey) incomplete(helper-script +CredentialHelperWindows -CredentialHelper)',
  ],
  [
    'gateway',
    undefined,
    'windows',
    'GatewayApiKey CredentialHelperWindows',
    'helper-script +CredentialHelperWindows complete(helper-script +CredentialHelperWindows, static +GatewayApiKey) unused(static +GatewayApiKey outranked<CredentialHelperWindows)',
  ],
  [
    'gateway',
    undefined,
    'windows',
    'GatewayApiKey CredentialHelper',
    'helper-script +CredentialHelper complete(helper-script +CredentialHelper, static +GatewayApiKey) unused(static +GatewayApiKey outranked<CredentialHelper)',
  ],
  [
    'gateway',
    undefined,
    'windows',
    'CredentialHelper CredentialHelperWindows',
    'helper-script +CredentialHelper +CredentialHelperWindows complete(helper-script +CredentialHelper +CredentialHelperWindows)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'GatewayApiKey CredentialHelperWindows',
    'helper-script +CredentialHelperWindows, static +GatewayApiKey uncertain complete(helper-script +CredentialHelperWindows, static +GatewayApiKey)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows uncertain complete(helper-script +CredentialHelperWindows)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'CredentialHelper CredentialHelperWindows',
    'helper-script +CredentialHelper +CredentialHelperWindows complete(helper-script +CredentialHelper +CredentialHelperWindows)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'GatewayApiKey CredentialHelper',
    'helper-script +CredentialHelper complete(helper-script +CredentialHelper, static +GatewayApiKey) unused(static +GatewayApiKey outranked<CredentialHelper)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'IdpOidc CredentialHelperWindows',
    'helper-script +CredentialHelperWindows, external-idp +IdpOidc uncertain unordered complete(external-idp +IdpOidc, helper-script +CredentialHelperWindows)',
  ],
  [
    'gateway',
    undefined,
    undefined,
    'GatewayApiKey CredentialHelper CredentialHelperWindows',
    'helper-script +CredentialHelper +CredentialHelperWindows complete(helper-script +CredentialHelper +CredentialHelperWindows, static +GatewayApiKey) unused(static +GatewayApiKey outranked<CredentialHelper&CredentialHelperWindows)',
  ],
  [
    'gateway',
    'static',
    'macos',
    'CredentialHelper',
    'static -GatewayApiKey complete(helper-script +CredentialHelper) unused(helper-script +CredentialHelper kind<CredentialKind)',
  ],
  [
    'gateway',
    'static',
    'macos',
    'GatewayApiKey CredentialHelper IdpOidc',
    'static +GatewayApiKey complete(external-idp +IdpOidc, helper-script +CredentialHelper, static +GatewayApiKey) unused(external-idp +IdpOidc kind<CredentialKind, helper-script +CredentialHelper kind<CredentialKind)',
  ],
  [
    'gateway',
    'helper-script',
    'macos',
    'GatewayApiKey',
    'helper-script -CredentialHelper complete(static +GatewayApiKey) unused(static +GatewayApiKey kind<CredentialKind)',
  ],
  [
    'gateway',
    'helper-script',
    'macos',
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows -CredentialHelper incomplete(helper-script +CredentialHelperWindows -CredentialHelper)',
  ],
  [
    'gateway',
    'helper-script',
    'windows',
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows complete(helper-script +CredentialHelperWindows)',
  ],
  [
    'gateway',
    'helper-script',
    undefined,
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows complete(helper-script +CredentialHelperWindows)',
  ],
  [
    'gateway',
    'helper-script',
    'windows',
    'GatewayApiKey',
    'helper-script -CredentialHelper complete(static +GatewayApiKey) unused(static +GatewayApiKey kind<CredentialKind)',
  ],
  [
    'bedrock',
    'external-idp',
    'macos',
    'IdpOidc BedrockBaseUrl',
    'external-idp +IdpOidc complete(external-idp +IdpOidc)',
  ],
  ['gateway', 'interactive', 'macos', '', 'interactive'],
  ['gateway', 'external-idp', 'macos', '', 'external-idp -IdpOidc'],
  ['gateway', 'vendor-profile', 'macos', 'GatewayApiKey', 'none complete(static +GatewayApiKey)'],
  ['bedrock', undefined, 'macos', '', 'none'],
  [
    'bedrock',
    undefined,
    'macos',
    'BedrockProfile BedrockBearerToken',
    'vendor-profile +BedrockProfile complete(vendor-profile +BedrockProfile, static +BedrockBearerToken) unused(static +BedrockBearerToken outranked<BedrockProfile)',
  ],
  [
    'bedrock',
    undefined,
    'macos',
    'BedrockBearerToken CredentialHelper',
    'helper-script +CredentialHelper complete(helper-script +CredentialHelper, static +BedrockBearerToken) unused(static +BedrockBearerToken outranked<CredentialHelper)',
  ],
  [
    'bedrock',
    undefined,
    'macos',
    'BedrockSsoStartUrl',
    'none incomplete(interactive +BedrockSsoStartUrl -BedrockSsoRegion -BedrockSsoAccountId -BedrockSsoRoleName)',
  ],
  [
    'bedrock',
    'interactive',
    'macos',
    'BedrockSsoStartUrl BedrockProfile',
    'interactive +BedrockSsoStartUrl -BedrockSsoRegion -BedrockSsoAccountId -BedrockSsoRoleName complete(vendor-profile +BedrockProfile) incomplete(interactive +BedrockSsoStartUrl -BedrockSsoRegion -BedrockSsoAccountId -BedrockSsoRoleName) unused(vendor-profile +BedrockProfile kind<CredentialKind)',
  ],
  ['vertex', undefined, 'macos', '', 'vendor-profile'],
  [
    'vertex',
    undefined,
    'macos',
    'VertexCredentialsFile CredentialHelper',
    'vendor-profile +VertexCredentialsFile, helper-script +CredentialHelper uncertain unordered complete(vendor-profile +VertexCredentialsFile, helper-script +CredentialHelper)',
  ],
  [
    'vertex',
    'interactive',
    'macos',
    'VertexOAuthClientId',
    'interactive +VertexOAuthClientId -VertexOAuthClientSecret incomplete(interactive +VertexOAuthClientId -VertexOAuthClientSecret)',
  ],
  [
    'vertex',
    undefined,
    'macos',
    'VertexOAuthClientId VertexCredentialsFile',
    'vendor-profile +VertexCredentialsFile complete(vendor-profile +VertexCredentialsFile) incomplete(interactive +VertexOAuthClientId -VertexOAuthClientSecret)',
  ],
  [
    'foundry',
    undefined,
    'macos',
    'FoundryTenantId',
    'none incomplete(interactive +FoundryTenantId -FoundryClientId)',
  ],
  [
    'foundry',
    'interactive',
    'macos',
    'FoundryApiKey',
    'interactive -FoundryTenantId -FoundryClientId complete(static +FoundryApiKey) unused(static +FoundryApiKey kind<CredentialKind)',
  ],
  ['anthropic', undefined, 'macos', '', 'interactive'],
  ['anthropic', 'external-idp', 'macos', '', 'none'],
  [
    'bedrock',
    'external-idp',
    'macos',
    'IdpOidc',
    'external-idp +IdpOidc -BedrockBaseUrl complete(external-idp +IdpOidc)',
  ],
  [
    'bedrock',
    undefined,
    'macos',
    'IdpOidc BedrockBaseUrl BedrockBearerToken',
    'external-idp +IdpOidc complete(external-idp +IdpOidc, static +BedrockBearerToken) unused(static +BedrockBearerToken outranked<IdpOidc)',
  ],
  [
    'bedrock',
    'vendor-profile',
    'linux',
    'BedrockProfile BedrockBearerToken CredentialHelperWindows',
    'vendor-profile +BedrockProfile complete(vendor-profile +BedrockProfile, static +BedrockBearerToken) incomplete(helper-script +CredentialHelperWindows -CredentialHelper) unused(helper-script +CredentialHelperWindows -CredentialHelper kind<CredentialKind, static +BedrockBearerToken kind<CredentialKind)',
  ],
  [
    'bedrock',
    undefined,
    undefined,
    'BedrockProfile CredentialHelperWindows',
    'vendor-profile +BedrockProfile complete(vendor-profile +BedrockProfile, helper-script +CredentialHelperWindows)',
  ],
  [
    'bedrock',
    undefined,
    undefined,
    'BedrockSsoStartUrl CredentialHelperWindows',
    'helper-script +CredentialHelperWindows uncertain complete(helper-script +CredentialHelperWindows) incomplete(interactive +BedrockSsoStartUrl -BedrockSsoRegion -BedrockSsoAccountId -BedrockSsoRoleName)',
  ],
  [
    'vertex',
    undefined,
    undefined,
    'CredentialHelperWindows VertexCredentialsFile',
    'vendor-profile +VertexCredentialsFile, helper-script +CredentialHelperWindows uncertain unordered complete(vendor-profile +VertexCredentialsFile, helper-script +CredentialHelperWindows)',
  ],
  [
    'vertex',
    undefined,
    undefined,
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows, vendor-profile uncertain complete(helper-script +CredentialHelperWindows)',
  ],
  [
    'vertex',
    'interactive',
    'macos',
    'VertexOAuthClientId VertexOAuthClientSecret VertexCredentialsFile',
    'interactive +VertexOAuthClientId +VertexOAuthClientSecret complete(interactive +VertexOAuthClientId +VertexOAuthClientSecret, vendor-profile +VertexCredentialsFile) unused(vendor-profile +VertexCredentialsFile kind<CredentialKind)',
  ],
  [
    'anthropic',
    undefined,
    undefined,
    'CredentialHelperWindows',
    'helper-script +CredentialHelperWindows, interactive uncertain complete(helper-script +CredentialHelperWindows)',
  ],
])('%s, kind %s, on %s, with %s: %s', (provider, kind, platform, set, expected) => {
  const keys = new Set(set.split(' '));
  const has = (key: KeyName): boolean => keys.has(plain(key));
  const { candidates, certain, ordered, complete, incomplete, unused } = chooseCredential({
    provider,
    kind,
    platform,
    has,
  });
  expect(
    [
      candidates.map(worded).join(', ') || 'none',
      certain ? '' : ' uncertain',
      ordered ? '' : ' unordered',
      listed('complete', complete.map(worded)),
      listed('incomplete', incomplete.map(worded)),
      listed(
        'unused',
        unused.map((one) => `${worded(one)} ${one.reason}<${one.by.map(plain).join('&')}`),
      ),
    ].join(''),
  ).toBe(expected);
});
