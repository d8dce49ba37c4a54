import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keyNames, keySpec } from '../../src/schema/catalogue/index.ts';
import { isNested, readNested } from '../../src/schema/nested.ts';

interface PlaceFact {
  readonly path: string;
  readonly since?: string;
  readonly before?: string;
}
/** Every key with its place as the vendor documents it, copied from the collected facts; null where none is documented. */
const COPIED = JSON.parse(readFileSync('fixtures/nested/places.json', 'utf8')) as Record<
  string,
  PlaceFact | null
>;
const PLACES = Object.fromEntries(
  Object.entries(COPIED).flatMap(([key, place]) => (place === null ? [] : [[key, place]])),
);

function placesOfRows(): Record<string, PlaceFact> {
  const places: Record<string, PlaceFact> = {};
  for (const key of keyNames) {
    const { nestedPath, nestedPathSince, nestedPathBefore } = keySpec(key) ?? {};
    if (nestedPath === undefined) continue;
    places[key] = {
      path: nestedPath,
      ...(nestedPathSince !== undefined && { since: nestedPathSince }),
      ...(nestedPathBefore !== undefined && { before: nestedPathBefore }),
    };
  }
  return places;
}

const read = (document: object) => {
  const reading = readNested(new Map(Object.entries(document)));
  return {
    keys: Object.fromEntries(reading.settings.map(({ key, path }) => [key, path.join('.')])),
    unknown: reading.unknown.map(({ path }) => path.join('.')),
    flatInside: reading.flatInside.map(({ path, place }) => [path.join('.'), place]),
    flatBeside: reading.flatBeside,
    misshapen: reading.misshapen.map(({ path }) => path.join('.')),
    moved: reading.settings
      .filter(({ moved }) => moved !== undefined)
      .map(({ key, moved }) => [key, moved?.now]),
  };
};

describe('places in the rows', () => {
  test('every known place is in its row, and no other', () => {
    expect(placesOfRows()).toEqual(PLACES);
    expect(Object.keys(COPIED).sort()).toEqual([...keyNames].sort());
    expect(Object.keys(PLACES)).toHaveLength(102);
    expect(new Set(Object.values(PLACES).map(({ path }) => path)).size).toBe(93);
  });

  const FACTS = '../shared/catalogue/keys.json';
  test.skipIf(!existsSync(FACTS))('the collected facts name the same places', () => {
    const facts = JSON.parse(readFileSync(FACTS, 'utf8')) as Record<string, string>[];
    const wanted = facts
      .filter((fact) => fact.nestedPath !== undefined)
      .map(({ key = '', nestedPath, nestedPathSince, nestedPathBefore }) => [
        key,
        { path: nestedPath, since: nestedPathSince, before: nestedPathBefore },
      ]);
    expect(placesOfRows()).toEqual(Object.fromEntries(wanted));
  });

  test('a place that several keys share is settled by provider and kind', () => {
    const all = Object.entries(PLACES);
    const shared = all.filter(([key, { path }]) =>
      all.some((other) => other[1].path === path && other[0] !== key),
    );
    expect(shared.length).toBeGreaterThan(10);
    const undecided = shared.map(([key]) => key).filter((key) => reached(key) !== key);
    expect(undecided).toEqual([]);
  });
});

/** The key that is read from the place of `key` under its own provider and kind. */
function reached(key: string): string | undefined {
  const { nestedPath = '', nestedKind, providers } = keySpec(key) ?? {};
  const inference: Record<string, unknown> = { provider: providers?.[0] ?? 'gateway' };
  const credential: Record<string, unknown> = nestedKind === undefined ? {} : { kind: nestedKind };
  const [, second = '', third] = nestedPath.split('.');
  if (third === undefined) inference[second] = 'x';
  else credential[third] = 'x';
  const found = readNested(new Map([['inference', { ...inference, credential }]]));
  return found.settings.find(({ path }) => path.join('.') === nestedPath)?.key;
}

describe('readNested', () => {
  test.for<[string, object, boolean]>([
    ['a cluster', { mcp: {} }, true],
    ['a cluster beside flat keys', { inferenceProvider: 'gateway', inference: {} }, true],
    ['the version alone', { $schemaVersion: 2 }, true],
    ['flat keys', { inferenceProvider: 'gateway', expiresAt: 1 }, false],
    ['a name that is key and cluster', { banner: { enabled: true }, claudeAiImport: {} }, false],
    ['version 1', { $schemaVersion: 1, inferenceProvider: 'gateway' }, false],
  ])('%s', ([, document, nested]) => {
    const members = new Map<string, unknown>(Object.entries(document));
    expect(isNested(members.keys(), members.get('$schemaVersion'))).toBe(nested);
  });

  test('each member under its flat key', () => {
    expect(
      read({
        $schemaVersion: 2,
        inference: {
          provider: 'gateway',
          baseUrl: 'https://gw.example.com',
          credential: { kind: 'interactive', oidc: { issuer: 'https://login.example.com' } },
        },
        banner: { enabled: true },
        models: { discoveryEnabled: true, pricing: { multiplier: 0.5 } },
        expiresAt: 4102444800,
      }),
    ).toEqual({
      keys: {
        inferenceProvider: 'inference.provider',
        inferenceGatewayBaseUrl: 'inference.baseUrl',
        inferenceCredentialKind: 'inference.credential.kind',
        inferenceGatewayOidc: 'inference.credential.oidc',
        banner: 'banner',
        modelDiscoveryEnabled: 'models.discoveryEnabled',
        inferenceModelPricingMultiplier: 'models.pricing.multiplier',
      },
      unknown: [],
      flatInside: [],
      flatBeside: [],
      misshapen: [],
      moved: [],
    });
  });

  test.for<[unknown, unknown, string, string | undefined]>([
    ['bedrock', 'static', 'inference.baseUrl', 'inferenceBedrockBaseUrl'],
    ['mantle', undefined, 'inference.baseUrl', 'inferenceBedrockBaseUrl'],
    ['anthropic', undefined, 'inference.baseUrl', undefined],
    [undefined, undefined, 'inference.baseUrl', undefined],
    [7, null, 'inference.baseUrl', undefined],
    ['gateway', undefined, 'inference.credential.oidc', 'inferenceGatewayOidc'],
    ['gateway', 'external-idp', 'inference.credential.oidc', 'inferenceIdpOidc'],
    ['bedrock', 'external-idp', 'inference.credential.oidc', 'inferenceIdpOidc'],
    ['vertex', 'workforce', 'inference.credential.oidc', 'inferenceVertexWorkforceOidc'],
    ['foundry', 'interactive', 'inference.credential.authFlow', 'inferenceFoundryAuthFlow'],
    ['foundry', 'interactive', 'inference.credential.apiKey', undefined],
  ])('%s with kind %s: %s is %s', ([provider, kind, place, key]) => {
    const [, second = '', third] = place.split('.');
    const inference: Record<string, unknown> = { provider, credential: { kind } };
    if (third === undefined) inference[second] = 'x';
    else inference.credential = { kind, [third]: 'x' };
    const { keys, unknown } = read({ inference });
    const found = Object.entries(keys).find(([, path]) => path === place)?.[0];
    expect(found).toBe(key);
    expect(unknown).toEqual(key === undefined ? [place] : []);
  });

  test('what is not known, or stands elsewhere, is told apart', () => {
    expect(
      read({
        inference: { provider: 'gateway', gateway: { baseUrl: 'x' }, inferenceGatewayBaseUrl: 'x' },
        tokenLimits: { perWindow: 1 },
        models: [],
        deploymentDisplayName: 'Acme',
        bootstrap: { relaunchEnforcementHours: 1 },
        inferenceModels: [],
        whatever: 1,
      }),
    ).toEqual({
      keys: {
        inferenceProvider: 'inference.provider',
        deploymentDisplayName: 'deploymentDisplayName',
        relaunchEnforcementHours: 'bootstrap.relaunchEnforcementHours',
      },
      unknown: ['inference.gateway', 'tokenLimits.perWindow', 'whatever'],
      flatInside: [['inference.inferenceGatewayBaseUrl', 'inference.baseUrl']],
      flatBeside: ['inferenceModels'],
      misshapen: ['models'],
      moved: [
        ['deploymentDisplayName', 'appearance.deploymentDisplayName'],
        ['relaunchEnforcementHours', 'lifecycle.relaunchEnforcementHours'],
      ],
    });
  });

  test('names that are properties of every object are unknown members', () => {
    const inference = JSON.parse(
      '{"__proto__": 1, "constructor": 2, "credential": {"toString": 3}}',
    ) as object;
    expect(read({ inference }).unknown).toEqual([
      'inference.__proto__',
      'inference.constructor',
      'inference.credential.toString',
    ]);
  });
});

test.each(
  'inference models tokenLimits authentication workspace mcp plugins extensions codeSurface coworkSurface chatSurface builtinBrowser sessionRetention autoUpdate lifecycle telemetry otlp appearance featureDiscovery bootstrap'.split(
    ' ',
  ),
)('the cluster %s makes a document a nested one', (cluster) => {
  expect(isNested(['expiresAt', cluster], undefined)).toBe(true);
});

// `banner` and `claudeAiImport` are flat keys as well.
test.each<[readonly string[], unknown, boolean]>([
  [['banner', 'claudeAiImport', 'inferenceProvider'], undefined, false],
  [[], 2, true],
  [['inferenceProvider'], 1, false],
  [['inferenceProvider'], '2', false],
])('members %j with $schemaVersion %j: %s', (names, version, nested) => {
  expect(isNested(names, version)).toBe(nested);
});
