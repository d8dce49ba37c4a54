import { describe, expect, test } from 'vitest';
import { keySpec } from '../../src/schema/catalogue/index.ts';
import { effective } from '../../src/schema/effective.ts';
import { PROVIDERS, type CredentialKind, type Provider } from '../../src/schema/key-spec.ts';
import { exampleWith, keysOfSignIn, providerRows, signInsOf } from '../../src/schema/descriptions.ts';
import { formatRows as stringFormats } from '../../src/schema/rows.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

describe.each(PROVIDERS)('the row of %s', (provider) => {
  const row = providerRows[provider];

  test.each(row.sources.map(({ kind }) => kind))('the example with %s is valid and uses it', (kind) => {
    const example = exampleWith(provider, kind);
    const checked = validate(documentOf(example));
    expect(checked.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    // A helper beside what needs no key of its own stays the credential; a lone kind needs nothing set.
    const uses = effective(checked, { platform: 'macos' });
    expect(uses.provider).toBe(provider);
    expect(uses.credential?.kind).toBe(kind);
    expect(uses.credential?.missing).toEqual([]);
  });

  test('every way to sign in is offered once', () => {
    const ids = row.sources.flatMap(({ offers }) => offers.map(({ id }) => id));
    expect([...row.offered].sort()).toEqual([...ids].sort());
    expect(signInsOf(provider).map(({ id }) => id)).toEqual(row.offered);
    expect(signInsOf(provider)).toBe(signInsOf(provider));
  });

  test('what is asked for belongs to the source, and the provider reads it', () => {
    for (const source of row.sources)
      for (const { fields } of source.offers)
        for (const { key } of fields) expect([...source.keys, ...(source.also ?? [])]).toContain(key);
    const keys = [...row.fields.map(({ key }) => key), ...signInsOf(provider).flatMap(keysOfSignIn)];
    for (const key of keys) {
      const readers = keySpec(key)?.providers;
      expect(readers === undefined || readers.includes(provider), key).toBe(true);
    }
  });

  test('no two sources share a place in the order', () => {
    const ranks = row.sources.flatMap(({ rank }) => rank ?? []);
    expect(new Set(ranks).size).toBe(ranks.length);
  });
});

const set = (settings: object): ReturnType<typeof validate> =>
  validate(documentOf(settings as Record<string, unknown>));
const without = (settings: object, ...keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));
const short = (key: string): string => key.replace('inference', '');

/** What the app makes of a credential, when `inferenceCredentialKind` names it. */
function about(provider: Provider, kind: CredentialKind): string {
  const example: object = { ...exampleWith(provider, kind), inferenceCredentialKind: kind };
  const used = effective(set(example), { platform: 'macos' });
  const client = used.signIn?.oidc === undefined ? '' : ` with ${short(used.signIn.oidc.key)}`;
  const needs = Object.keys(example).filter((key) =>
    effective(set(without(example, key)), { platform: 'macos' }).credential?.missing.some(
      (one) => one === key,
    ),
  );
  const unlisted = effective(set(without(example, 'inferenceModels')), { platform: 'macos' });
  const collector = { otlpEndpoint: 'https://otel.example.com', otlpAuthMode: 'inference-credential' };
  const silent = set({ ...example, ...collector }).diagnostics.some(({ key }) => key === 'otlpAuthMode');
  return [
    needs.length === 0 ? 'needs nothing' : `needs ${needs.map(short).join(', ')}`,
    ...(used.signIn === undefined ? [] : [`signs in at ${used.signIn.at}${client}`]),
    ...(used.credential?.bothHeaders === true ? ['both headers'] : []),
    ...(silent ? ['no bearer'] : []),
    unlisted.discovery.asks ? 'asks for models' : `no models (${unlisted.discovery.reason ?? '?'})`,
  ].join('; ');
}

const MODELS = 'asks for models';

test.each<[Provider, CredentialKind, string]>([
  ['gateway', 'external-idp', `needs IdpOidc; signs in at idp with IdpOidc; ${MODELS}`],
  ['gateway', 'interactive', `needs nothing; signs in at idp with GatewayOidc; ${MODELS}`],
  ['gateway', 'helper-script', `needs CredentialHelper; both headers; ${MODELS}`],
  ['gateway', 'static', `needs GatewayApiKey; ${MODELS}`],
  ['anthropic', 'interactive', `needs nothing; signs in at vendor; ${MODELS}`],
  ['anthropic', 'helper-script', `needs CredentialHelper; both headers; ${MODELS}`],
  ['anthropic', 'static', `needs AnthropicApiKey; no bearer; ${MODELS}`],
  [
    'bedrock',
    'external-idp',
    'needs IdpOidc, BedrockBaseUrl; signs in at idp with IdpOidc; no models (credential)',
  ],
  [
    'bedrock',
    'interactive',
    'needs BedrockSsoStartUrl, BedrockSsoRegion, BedrockSsoAccountId, BedrockSsoRoleName; signs in at vendor; no bearer; no models (credential)',
  ],
  ['bedrock', 'vendor-profile', 'needs BedrockProfile; no bearer; no models (credential)'],
  ['bedrock', 'helper-script', `needs CredentialHelper; both headers; ${MODELS}`],
  ['bedrock', 'static', `needs BedrockBearerToken; ${MODELS}`],
  ['mantle', 'helper-script', 'needs CredentialHelper; both headers; no models (provider)'],
  ['mantle', 'static', 'needs BedrockBearerToken; no models (provider)'],
  [
    'vertex',
    'interactive',
    `needs VertexOAuthClientId, VertexOAuthClientSecret; signs in at vendor; no bearer; ${MODELS}`,
  ],
  ['vertex', 'vendor-profile', `needs nothing; no bearer; ${MODELS}`],
  [
    'vertex',
    'workforce',
    `needs VertexWorkforceAudience, VertexWorkforceOidc; signs in at idp with VertexWorkforceOidc; ${MODELS}`,
  ],
  ['vertex', 'helper-script', `needs CredentialHelper; both headers; ${MODELS}`],
  ['foundry', 'interactive', `needs FoundryTenantId, FoundryClientId; signs in at vendor; ${MODELS}`],
  ['foundry', 'helper-script', `needs CredentialHelper; both headers; ${MODELS}`],
  ['foundry', 'static', `needs FoundryApiKey; no bearer; ${MODELS}`],
])('%s with the credential %s %s', (provider, kind, expected) => {
  expect(about(provider, kind)).toBe(expected);
});

/** Every credential of a provider at once, without a kind; then again without the one that was used, to the last. */
function tried(provider: Provider): string {
  const { sources, example } = providerRows[provider];
  // The file of Google's credentials may be left out, and is in no example.
  const file = provider === 'vertex' ? { inferenceVertexCredentialsFile: '/etc/adc.json' } : {};
  let settings = without(
    Object.assign({}, ...sources.map((one) => one.example), example, file) as object,
    'inferenceCredentialKind',
  );
  const kinds: string[] = [];
  for (;;) {
    const { credential } = effective(set(settings), { platform: 'macos' });
    if (credential !== undefined) kinds.push(`${credential.kind}${credential.certain ? '' : '?'}`);
    if (credential === undefined || credential.keys.length === 0) return kinds.join(', ');
    settings = without(settings, ...credential.keys);
  }
}

// With `?` where no order is documented among what is left.
test.each<[Provider, string]>([
  ['gateway', 'helper-script?, static?, external-idp?, interactive'],
  ['anthropic', 'helper-script, static, interactive'],
  ['bedrock', 'external-idp, interactive, vendor-profile, helper-script, static'],
  ['mantle', 'helper-script, static'],
  ['vertex', 'interactive?, vendor-profile?, workforce?, helper-script, vendor-profile'],
  ['foundry', 'helper-script?, static?, interactive'],
])('%s tries %s', (provider, order) => {
  expect(tried(provider)).toBe(order);
});

const OIDC = { clientId: 'claude-desktop', issuer: 'https://login.example.com' };

test.each<[CredentialKind, object, string]>([
  ['external-idp', { inferenceGatewayOidc: OIDC, inferenceIdpOidc: OIDC }, 'inferenceIdpOidc'],
  ['interactive', { inferenceGatewayOidc: OIDC, inferenceIdpOidc: OIDC }, 'inferenceGatewayOidc'],
  ['external-idp', { inferenceGatewayOidc: OIDC }, 'inferenceGatewayOidc'],
  ['interactive', { inferenceIdpOidc: OIDC }, 'inferenceIdpOidc'],
])('at a gateway, %s with %j signs in with %s', (inferenceCredentialKind, settings, key) => {
  const used = effective(set({ inferenceProvider: 'gateway', inferenceCredentialKind, ...settings }));
  expect(used.signIn?.oidc?.key).toBe(key);
});

test.each<[Provider, CredentialKind, string]>([
  ['gateway', 'external-idp', 'inferenceIdpAuthFlow'],
  ['gateway', 'interactive', 'inferenceGatewayOidcAuthFlow'],
  ['bedrock', 'external-idp', 'inferenceIdpAuthFlow'],
  ['vertex', 'workforce', 'inferenceVertexWorkforceAuthFlow'],
])('%s with %s: %s chooses the broker', (provider, kind, flow) => {
  const signIn = (settings: object): boolean | undefined =>
    effective(set({ ...exampleWith(provider, kind), ...settings })).signIn?.oidc?.broker;
  expect([signIn({}), signIn({ [flow]: 'broker' })]).toEqual([false, true]);
});

test.each<[Provider, string, string]>([
  ['gateway', 'https://own.example.com', 'inferenceGatewayBaseUrl'],
  ['anthropic', 'https://api.anthropic.com', ''],
  ['bedrock', 'https://own.example.com', 'inferenceBedrockBaseUrl'],
  ['mantle', 'https://own.example.com', 'inferenceBedrockBaseUrl'],
  ['vertex', 'https://own.example.com', 'inferenceVertexBaseUrl'],
  ['foundry', 'https://own.example.com', 'inferenceFoundryBaseUrl'],
])('%s sends to %s when %s holds another address', (provider, url, key) => {
  const used = effective({
    settings: new Map(
      Object.entries({ ...providerRows[provider].example, [key]: 'https://own.example.com' }),
    ),
  });
  expect(used.address).toEqual({ url, key: key === '' ? undefined : key });
});

const OTHERWISE = ', or another credential of the provider with its inferenceCredentialKind';

// Without any key the Claude API asks users to sign in, and Vertex AI takes the credentials of the device.
test.each<[Provider, string | undefined]>([
  [
    'gateway',
    'inferenceGatewayApiKey or inferenceCredentialHelper, or inferenceCredentialKind "interactive" for a browser sign-in',
  ],
  ['anthropic', undefined],
  ['bedrock', `inferenceBedrockProfile${OTHERWISE}`],
  ['mantle', `inferenceBedrockBearerToken${OTHERWISE}`],
  ['vertex', undefined],
  ['foundry', `inferenceFoundryApiKey${OTHERWISE}`],
])('%s without a credential asks for %s', (inferenceProvider, keys) => {
  const [missing] = set({ inferenceProvider }).diagnostics.filter(
    ({ code }) => code === 'credential-missing',
  );
  expect(missing?.hint).toBe(keys === undefined ? undefined : `Set ${keys}.`);
});

test.each<[string, unknown]>([
  ['inferenceCredentialHelperArgs', ['--json']],
  ['inferenceCredentialHelperTtlSec', 600],
  ['inferenceCredentialHelperTimeoutSec', 10],
  ['inferenceCredentialHelperSilentRefreshEnabled', false],
])('%s counts with a credential helper only', (key, value) => {
  const counts = (kind: CredentialKind): boolean =>
    !effective(set({ ...exampleWith('gateway', kind), [key]: value })).dropped.some((one) => one.key === key);
  expect([counts('static'), counts('helper-script')]).toEqual([false, true]);
});

const HELPER =
  'CredentialHelper CredentialHelperArgs CredentialHelperTtlSec CredentialHelperTimeoutSec CredentialHelperSilentRefreshEnabled CredentialHelperWindows';

// The keys of each way to sign in: what `init` keeps when it is chosen, and removes when another one is.
test.each<[Provider, string[]]>([
  [
    'gateway',
    [
      'static, static: GatewayApiKey GatewayAuthScheme',
      `helper-script, helper-script: ${HELPER} GatewayAuthScheme`,
      'sso, external-idp: IdpOidc IdpAuthFlow SessionLifetimeSec',
      'sso-older (older than sso), interactive: GatewayOidc GatewayOidcAuthFlow SessionLifetimeSec',
      'gateway-sign-in, interactive: SessionLifetimeSec',
    ],
  ],
  [
    'anthropic',
    ['static, static: AnthropicApiKey', `helper-script, helper-script: ${HELPER}`, 'console, no kind: '],
  ],
  [
    'bedrock',
    [
      'vendor-profile with models, vendor-profile: BedrockProfile BedrockAwsDir BedrockAwsCliPath',
      'aws-sign-in with models, interactive: BedrockSsoStartUrl BedrockSsoRegion BedrockSsoAccountId BedrockSsoRoleName SessionLifetimeSec',
      'static, static: BedrockBearerToken',
      `helper-script, helper-script: ${HELPER}`,
      'external-idp with models, external-idp: BedrockBaseUrl IdpOidc IdpAuthFlow SessionLifetimeSec',
    ],
  ],
  ['mantle', ['static, static: BedrockBearerToken', `helper-script, helper-script: ${HELPER}`]],
  [
    'vertex',
    [
      'vendor-profile, vendor-profile: VertexCredentialsFile',
      'google, interactive: VertexOAuthClientId VertexOAuthClientSecret VertexOAuthScopes VertexOAuthLoginHint SessionLifetimeSec',
      'workforce, workforce: VertexWorkforceAudience VertexWorkforceOidc VertexWorkforceAuthFlow VertexWorkforceUserProject SessionLifetimeSec',
      `helper-script, helper-script: ${HELPER}`,
    ],
  ],
  [
    'foundry',
    [
      'static, static: FoundryApiKey',
      'entra, interactive: FoundryTenantId FoundryClientId FoundryAuthFlow SessionLifetimeSec',
      `helper-script, helper-script: ${HELPER}`,
    ],
  ],
])('%s offers, in this order', (provider, ways) => {
  expect(
    signInsOf(provider).map(
      (one) =>
        `${one.id}${one.newer === undefined ? '' : ` (older than ${one.newer})`}${one.needsModels === true ? ' with models' : ''}, ${one.kind ?? 'no kind'}: ${keysOfSignIn(one).map(short).join(' ')}`,
    ),
  ).toEqual(ways);
});

test.each(Object.entries(stringFormats))('the example of the form %s passes its own tests', (_, row) => {
  expect(row.check(row.example, undefined)).toEqual([]);
  if (row.pattern !== undefined) expect(row.example).toMatch(new RegExp(row.pattern));
});
