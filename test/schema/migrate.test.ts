import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editJsonc } from '../../src/exporters/jsonc-edit.ts';
import { json } from '../../src/importers/json.ts';
import type { Document } from '../../src/schema/document.ts';
import { modernise } from '../../src/schema/deprecations.ts';
import { retiredNames } from '../../src/schema/retirements/renames.ts';
import { applyEdits } from '../../src/schema/edit.ts';
import { migrate, respell } from '../../src/schema/migrate.ts';
import { latestRelease, neighbours, parseTarget, releaseOf, releases } from '../../src/schema/releases.ts';
import { retirements } from '../../src/schema/retirements/index.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';
import { cases } from './migrate-cases.ts';

type Settings = Readonly<Record<string, unknown>>;
const mapOf = (settings: Settings): ReadonlyMap<string, unknown> => new Map(Object.entries(settings));
const plain = (settings: ReadonlyMap<string, unknown>): Settings => Object.fromEntries(settings);
const read = (text: string): Document => {
  const outcome = json.decode(new TextEncoder().encode(text));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
};

describe.each(cases)('$id', ({ id, old, now }) => {
  const { changes, decisions, settings, edits } = migrate(mapOf(old), latestRelease);

  test('becomes what is written today, and nothing is left to do', () => {
    expect(plain(settings)).toEqual(now ?? old);
    if (now === undefined) expect(changes).toEqual([]);
    else {
      expect(changes.map((change) => change.id)).toContain(id);
      expect(decisions).toEqual([]);
    }
    const again = migrate(settings, latestRelease);
    expect(again.changes).toEqual([]);
    expect(again.edits).toEqual([]);
    expect(plain(again.settings)).toEqual(plain(settings));
  });

  test.runIf(now !== undefined)('then passes --strict at the newest release', () => {
    const findings = validate(documentOf(plain(settings)), { target: latestRelease }).diagnostics;
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('the edits do the same to the text of a file', () => {
    const text = JSON.stringify(old, null, 2);
    expect(JSON.parse(editJsonc(text, edits))).toEqual(now ?? old);
    const document = read(text);
    expect(JSON.parse(editJsonc(text, migrate(document, latestRelease).edits))).toEqual(now ?? old);
  });

  test('and to a file whose values are texts', () => {
    const encoded = Object.fromEntries(
      Object.entries(old).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
    const text = JSON.stringify(encoded, null, 2);
    const migrated = migrate(read(text), latestRelease);
    expect(plain(migrated.settings)).toEqual(now ?? old);
    const after = read(editJsonc(text, migrated.edits));
    expect(plain(migrate(after, latestRelease).settings)).toEqual(now ?? old);
    expect(migrate(after, latestRelease).changes).toEqual([]);
  });

  test('is left alone for a target that knows nothing newer', () => {
    const row = retirements.find((one) => one.id === id);
    if (row?.replacedSince === undefined) return;
    const before = neighbours(releaseOf(row.replacedSince)).before;
    if (before === undefined) return;
    const left = migrate(mapOf(old), releaseOf(before.version));
    expect(row.find(left.settings)).toHaveLength(row.find(mapOf(old)).length);
  });
});

describe('back, for an older target', () => {
  const gateway = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gateway.example.com',
  };
  const oidc = { clientId: 'desktop', issuer: 'https://login.example.com' };
  const idp = { ...gateway, inferenceCredentialKind: 'external-idp', inferenceIdpOidc: oidc };

  test.for<[string, string, Settings, Settings]>([
    [
      'headers before 1.8089.0',
      '1.7196.0',
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceCustomHeaders: { A: 'b' } },
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceGatewayHeaders: { A: 'b' } },
    ],
    [
      'not into an older spelling that the release does not read either',
      '1.24012.0',
      { ...gateway, inferenceGatewayApiKey: 'k', trustBootstrapDelivery: true },
      { ...gateway, inferenceGatewayApiKey: 'k', trustBootstrapDelivery: true },
    ],
    [
      'headers at 1.8089.0',
      '1.8089.0',
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceCustomHeaders: { A: 'b' } },
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceCustomHeaders: { A: 'b' } },
    ],
    [
      'interactive before 1.8555.0',
      '1.8089.0',
      { ...gateway, inferenceCredentialKind: 'interactive' },
      { ...gateway, inferenceGatewayAuthScheme: 'sso' },
    ],
    [
      'interactive beside a scheme',
      '1.8089.0',
      { ...gateway, inferenceGatewayAuthScheme: 'bearer', inferenceCredentialKind: 'interactive' },
      { ...gateway, inferenceGatewayAuthScheme: 'sso' },
    ],
    [
      'external-idp before 2.7032.0',
      '2.2553.1',
      { ...idp, inferenceIdpAuthFlow: 'broker' },
      {
        ...gateway,
        inferenceCredentialKind: 'interactive',
        inferenceGatewayOidc: oidc,
        inferenceGatewayOidcAuthFlow: 'broker',
      },
    ],
    [
      'external-idp with the object of older releases',
      '2.2553.1',
      { ...gateway, inferenceCredentialKind: 'external-idp', inferenceGatewayOidc: oidc },
      { ...gateway, inferenceCredentialKind: 'interactive', inferenceGatewayOidc: oidc },
    ],
    [
      'external-idp before kinds',
      '1.7196.0',
      idp,
      { ...gateway, inferenceGatewayAuthScheme: 'sso', inferenceGatewayOidc: oidc },
    ],
    [
      'workforce before 1.15200.0',
      '1.14271.0',
      {
        inferenceProvider: 'vertex',
        inferenceCredentialKind: 'workforce',
        inferenceVertexWorkforceAudience: 'a',
      },
      {
        inferenceProvider: 'vertex',
        inferenceCredentialKind: 'interactive',
        inferenceVertexWorkforceAudience: 'a',
      },
    ],
    [
      'the new name of 1.26832.0',
      '1.25927.0',
      { ...gateway, trustBootstrapDelivery: true },
      { ...gateway, trustBootstrapLocalExec: true },
    ],
    [
      'the new name of 1.25927.0',
      '1.24012.9',
      { ...gateway, endUserAttribution: true },
      { ...gateway, enduserAttribution: true },
    ],
    [
      'plugin tools before 1.15200.0',
      '1.14271.0',
      {
        ...gateway,
        orgPluginSettings: [{ serverName: 's', tools: [{ toolName: 't', permission: 'ask' }] }],
      },
      { ...gateway, orgPluginSettings: { mcpServers: { s: { toolPolicy: { t: 'ask' } } } } },
    ],
    [
      'a kind that the app chooses anyway',
      '1.7196.0',
      { ...gateway, inferenceGatewayApiKey: 'k', inferenceCredentialKind: 'static' },
      { ...gateway, inferenceGatewayApiKey: 'k' },
    ],
    [
      'plugin tools of which one has no name stay',
      '1.14271.0',
      { ...gateway, orgPluginSettings: [{ serverName: 's', tools: [{ permission: 'ask' }] }] },
      { ...gateway, orgPluginSettings: [{ serverName: 's', tools: [{ permission: 'ask' }] }] },
    ],
    [
      'not a kind that the app would not choose: that is for a person to decide',
      '1.7196.0',
      {
        ...gateway,
        inferenceGatewayApiKey: 'k',
        inferenceCredentialHelper: '/h',
        inferenceCredentialKind: 'static',
      },
      {
        ...gateway,
        inferenceGatewayApiKey: 'k',
        inferenceCredentialHelper: '/h',
        inferenceCredentialKind: 'static',
      },
    ],
  ])('%s', ([, target, now, older]) => {
    const back = migrate(mapOf(now), releaseOf(target));
    expect(plain(back.settings)).toEqual(older);
    expect(plain(migrate(back.settings, releaseOf(target)).settings)).toEqual(older);
    // And forward again: what a rewrite knows both ways comes home.
    if (now !== older && !JSON.stringify(now).includes('static') && !JSON.stringify(now).includes('bearer'))
      expect(plain(migrate(back.settings, latestRelease).settings)).toEqual(
        plain(migrate(mapOf(now), latestRelease).settings),
      );
  });

  test('what has no older spelling is a decision', () => {
    const bedrock = {
      inferenceProvider: 'bedrock',
      inferenceCredentialKind: 'external-idp',
      autoModeEnabled: false,
    };
    expect(migrate(mapOf(bedrock), releaseOf('2.110.0')).decisions.map(({ message }) => message)).toEqual([
      expect.stringContaining('no older spelling'),
      expect.stringContaining('is read from 2.7032.0 on'),
    ]);
    const both = {
      ...gateway,
      inferenceGatewayApiKey: 'k',
      inferenceCredentialHelper: '/a',
      inferenceCredentialKind: 'static',
    };
    expect(
      migrate(mapOf(both), releaseOf('1.7196.0')).decisions.map(({ message }) => message),
    ).toContainEqual(expect.stringContaining('choose among'));
  });

  test('without a target a spelling that every release reads stays', () => {
    const settings = { ...gateway, inferenceCredentialKind: 'interactive', inferenceGatewayOidc: oidc };
    expect(migrate(mapOf(settings)).changes).toEqual([]);
    expect(migrate(mapOf({ ...gateway, isDxtEnabled: true })).changes).toHaveLength(1);
  });
});

test('both spellings: a person decides, and it is said where', () => {
  const { changes, decisions, settings } = migrate(
    mapOf({ isDxtEnabled: true, isDesktopExtensionEnabled: false }),
    latestRelease,
  );
  expect(changes).toEqual([]);
  expect(decisions).toEqual([
    { path: ['isDxtEnabled'], message: expect.stringMatching(/^Both isDxtEnabled and/) as string },
  ]);
  expect(settings.size).toBe(2);
});

test.for<[string, Settings]>([
  ['headers with a comma in a value', { otlpHeaders: 'A=b,c' }],
  [
    'more of a plugin than its tools',
    { orgPluginSettings: { mcpServers: { crm: { toolPolicy: { read: 'allow' }, other: 1 } } } },
  ],
  ['a header twice', { inferenceCustomHeaders: ['A: 1', 'a: 2'] }],
  ['scopes and scope', { managedMcpServers: [{ name: 'a', server: 'github', scope: 'x', scopes: ['y'] }] }],
  ['scopes that are no names', { managedMcpServers: [{ name: 'a', server: 'github', scopes: [1] }] }],
  ['a host that is no text', { managedMcpServers: [{ name: 'a', server: 'github', authorityHost: 7 }] }],
  [
    'a host nobody knows',
    {
      managedMcpServers: [{ name: 'a', server: 'microsoft365', authorityHost: 'https://login.example.com' }],
    },
  ],
  [
    'two clouds',
    {
      managedMcpServers: [
        {
          name: 'a',
          server: 'microsoft365',
          azureCloud: 'global',
          authorityHost: 'login.microsoftonline.us',
        },
      ],
    },
  ],
  ['oauth 0', { managedMcpServers: [{ name: 'a', transport: 'http', url: 'https://a.example', oauth: 0 }] }],
  [
    'oauth as any text',
    { managedMcpServers: [{ name: 'a', transport: 'http', url: 'https://a.example', oauth: 'yes' }] },
  ],
  ['a built-in without a name', { managedMcpServers: [{ name: 'a', transport: 'builtin' }] }],
  ['a url without transport', { managedMcpServers: [{ name: 'a', url: 'https://a.example' }] }],
  ['a record with more in it', { orgPluginSettings: { mcpServers: {}, other: 1 } }],
  [
    'a scheme and a kind',
    { inferenceProvider: 'gateway', inferenceGatewayAuthScheme: 'sso', inferenceCredentialKind: 'static' },
  ],
  [
    'an audience and a Google client',
    {
      inferenceProvider: 'vertex',
      inferenceCredentialKind: 'interactive',
      inferenceVertexWorkforceAudience: 'a',
      inferenceVertexOAuthClientId: 'b',
    },
  ],
  [
    'an address with credentials',
    { otlpEndpoint: 'https://me:secret@otlp.example.com', otlpTracesEnabled: true },
  ],
  ['a plugins address', { organizationPluginsUrl: 'https://plugins.example.com' }],
])('%s is left to a person', ([, settings]) => {
  const migrated = migrate(mapOf(settings), latestRelease);
  expect(migrated.changes).toEqual([]);
  expect(migrated.decisions).toHaveLength(1);
  expect(JSON.stringify(migrated.decisions)).not.toContain('secret@');
  expect(plain(migrated.settings)).toEqual(settings);
});

test('a fleet on both sides of a changed default is told so, any other is not', () => {
  const settings = mapOf({ otlpEndpoint: 'https://otlp.example.com' });
  const said = (target?: string): number =>
    migrate(settings, target === undefined ? undefined : parseTarget(target)).decisions.length;
  expect([said(), said('1.52386.0'), said('1.40609.0'), said('1.18286.0')]).toEqual([0, 0, 1, 2]);
  // A fleet that is held back before the change sees one behaviour.
  expect([said('1.40609.0..1.49585.0'), said('1.18286.0..1.49585.0'), said('1.18286.0..1.18286.0')]).toEqual([
    0, 1, 0,
  ]);
});

test.each<[Settings, string, readonly string[]]>([
  [{ isDxtEnabled: true }, '1.18286.0', []],
  [{ isDesktopExtensionEnabled: false }, '1.18286.0', []],
  [{}, '1.18286.0', ['isDesktopExtensionEnabled']],
  [{ inferenceProvider: 'gateway' }, '2.2553.13', ['autoModeEnabled']],
  [{ inferenceProvider: 'gateway', autoModeEnabled: true }, '2.2553.13', []],
  [{}, '2.2553.13', []],
  [{ userPluginMarketplacesEnabled: false }, '2.9939.2', ['userPluginMarketplacesEnabled']],
  [{ userPluginMarketplacesEnabled: true }, '2.9939.2', []],
])('%j from %s on: which default is to be written down', (settings, oldest, keys) => {
  const { decisions } = migrate(mapOf(settings), parseTarget(`${oldest}..6.28899.2`));
  expect(decisions.map(({ path }) => path[0])).toEqual(keys);
});

test('changes are told without secrets', () => {
  const told = JSON.stringify(
    migrate(
      mapOf({
        inferenceGatewayHeaders: 'X-Api-Key=hunter2-hunter2-hunter2',
        otlpHeaders: ['Authorization: Bearer hunter2-hunter2'],
        managedMcpServers: [
          { name: 'a', transport: 'http', url: 'https://a.example', oauth: '{"clientSecret":"hunter2"}' },
        ],
      }),
      latestRelease,
    ).changes,
  );
  expect(told).not.toContain('hunter2"');
  expect(told).not.toContain('hunter2-hunter2');
  expect(told).toContain('inferenceCustomHeaders');
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['a model', { custom3pModels: ['hunter2-hunter2-hunter2'] }, 'inferenceModels: ["••••"]'],
  [
    'an address',
    { custom3pProvider: 'gateway', custom3pBaseUrl: 'https://hunter2.example.com' },
    'inferenceGatewayBaseUrl: "••••"',
  ],
  [
    'a member',
    { orgPluginSettings: { mcpServers: { crm: { toolPolicy: { read: 'hunter2' } } } } },
    'orgPluginSettings: [{"serverName":"crm","tools":[{"toolName":"read","permission":"••••"}]}]',
  ],
])('what is not shown where it stands is not shown where it goes: %s', (_, settings, to) => {
  const { changes } = migrate(mapOf(settings), latestRelease);
  const change = changes.find(({ path: [key] }) => key === Object.keys(settings).at(-1));
  expect([change?.from.includes('hunter2'), change?.to]).toEqual([false, to]);
});

test('changes say from what to what', () => {
  const { changes } = migrate(
    mapOf({
      inferenceProvider: 'gateway',
      inferenceGatewayAuthScheme: 'sso',
      isDxtEnabled: false,
      disableDefaultPlugins: true,
    }),
    latestRelease,
  );
  expect(changes.map(({ from, to }) => [from, to])).toEqual([
    ['isDxtEnabled: false', 'isDesktopExtensionEnabled: false'],
    ['disableDefaultPlugins: true', undefined],
    ['inferenceGatewayAuthScheme: "sso"', 'inferenceCredentialKind: "interactive"'],
  ]);
});

test('a document in the spelling of a target keeps its places', () => {
  const document = read('{\n  "inferenceProvider": "gateway",\n  "isDxtEnabled": true,\n  "zzz": 1\n}');
  const spelled = respell(document, latestRelease);
  expect([...spelled.entries.keys()]).toEqual(['inferenceProvider', 'isDesktopExtensionEnabled', 'zzz']);
  expect(spelled.locate(['isDesktopExtensionEnabled'])).toEqual(document.locate(['isDxtEnabled']));
  expect(spelled.entries.get('isDesktopExtensionEnabled')).toMatchObject({ value: true });
});

test('comments survive a migration of the file', () => {
  const text = `{
  // who may come in
  "inferenceProvider": "gateway",
  "inferenceGatewayAuthScheme": "sso", // browser sign-in
  // our servers
  "managedMcpServers": [
    {
      "name": "wiki", // the wiki
      "transport": "http",
      "url": "https://wiki.example.com/mcp",
      "scopes": ["a", "b"], // both
      "source": "admin" // nobody knows why
    }
  ]
}
`;
  expect(editJsonc(text, migrate(read(text), latestRelease).edits)).toBe(`{
  // who may come in
  "inferenceProvider": "gateway",
  "inferenceCredentialKind": "interactive", // browser sign-in
  // our servers
  "managedMcpServers": [
    {
      "name": "wiki", // the wiki
      "transport": "http",
      "url": "https://wiki.example.com/mcp",
      "scope": "a b" // both
      // nobody knows why
    }
  ]
}
`);
});

describe('whatever a file holds', () => {
  const scalar = fc.constantFrom<unknown>(
    'sso',
    'auto',
    'oauth',
    'interactive',
    'workforce',
    'external-idp',
    'static',
    'ask-session',
    'builtin',
    'gateway',
    'vertex',
    'bedrock',
    'A=b,C=d',
    'A=b,c',
    '{"clientId":"x"}',
    'https://u:p@h.example',
    '${env:X}',
    'login.microsoftonline.us',
    '',
    0,
    1,
    true,
    null,
  );
  const name = fc.constantFrom(
    'mcpServers',
    'toolPolicy',
    'serverName',
    'tools',
    'toolName',
    'permission',
    'transport',
    'server',
    'url',
    'command',
    'scopes',
    'scope',
    'source',
    'authorityHost',
    'azureCloud',
    'oauth',
    '__proto__',
    'Bash(a)',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .uniqueArray(fc.tuple(name, tie('value')), { selector: ([key]) => key, maxLength: 4 })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  }));
  const key = fc.constantFrom(
    ...retiredNames,
    'inferenceProvider',
    'inferenceCredentialKind',
    'inferenceGatewayAuthScheme',
    'inferenceCustomHeaders',
    'isDesktopExtensionEnabled',
    'inferenceGatewayOidc',
    'inferenceGatewayOidcAuthFlow',
    'inferenceIdpOidc',
    'inferenceIdpAuthFlow',
    'inferenceVertexWorkforceAudience',
    'inferenceVertexOAuthClientId',
    'builtinToolPolicy',
    'orgPluginSettings',
    'managedMcpServers',
    'otlpHeaders',
    'inferenceModelPricing',
    'betaFeaturesEnabled',
  );
  const settings = fc
    .uniqueArray(fc.tuple(key, value), { selector: ([one]) => one, maxLength: 8 })
    .map((pairs): ReadonlyMap<string, unknown> => new Map(pairs));
  const target = fc.option(fc.constantFrom(...releases.map(({ version }) => releaseOf(version))), {
    nil: undefined,
  });

  test('a migration ends, is done in one go, and is what its edits say', () => {
    fc.assert(
      fc.property(settings, target, (before, release) => {
        const copy = structuredClone([...before]);
        const migrated = migrate(before, release);
        expect([...before]).toEqual(copy);
        expect([...applyEdits(before, migrated.edits)]).toEqual([...migrated.settings]);
        const again = migrate(migrated.settings, release);
        expect(again.changes).toEqual([]);
        expect([...again.settings]).toEqual([...migrated.settings]);
      }),
      { numRuns: 1000 },
    );
  });

  test('every value in the form of some time is read as one of today, and none throws', () => {
    fc.assert(
      fc.property(settings, (before) => {
        const { settings: after, retirements: found } = modernise(before);
        for (const { path } of found) expect([...before.keys()]).toContain(path[0]);
        const again = modernise(after);
        expect([...modernise(again.settings).settings]).toEqual([...again.settings]);
      }),
      { numRuns: 1000 },
    );
  });
});
