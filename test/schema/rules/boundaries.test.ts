import { describe, expect, test } from 'vitest';
import { decodeWire } from '../../../src/schema/decode.ts';
import { bool, either, integer, list, text } from '../../../src/schema/key-spec.ts';
import { elsewhere, guessedKey, guessedMember } from '../../../src/schema/elsewhere.ts';
import { nearest } from '../../../src/schema/nearest.ts';
import { validate, type ValidateOptions } from '../../../src/schema/validate.ts';
import { documentOf } from '../document-of.ts';
import { checked, findingsOf, findingsWith, GATEWAY } from './check.ts';

/* Where a rule begins to speak and where it keeps silent: one row a side, added to the smallest configuration. */

/** A fleet with releases on both sides of most changes. */
const ACROSS = { oldest: [1, 20000, 0], newest: [1, 40000, 0] } as const;
const SOURCE = { source: 'url', url: 'https://plugins.example.com/m.json' };
const OWN_CREDENTIAL = { allowedPluginMarketplaces: [{ ...SOURCE, credentialKind: 'inferenceCredential' }] };
const server = (more: object): Record<string, unknown> => ({
  managedMcpServers: [{ name: 'docs', ...more }],
});
const STDIO = { transport: 'stdio', command: '/usr/local/bin/docs' };
const BROWSER = { builtinBrowserDefaultDomainPolicy: 'block' };
const MANTLE = {
  inferenceProvider: 'mantle',
  inferenceBedrockProfile: 'corp',
  inferenceBedrockRegion: 'us-east-1',
};
const BROKER = { inferenceIdpAuthFlow: 'broker', inferenceCredentialKind: 'external-idp' };

test.each<[Record<string, unknown>, ValidateOptions, string[]]>([
  // What the policy is, nobody knows yet.
  [{ builtinBrowserDefaultDomainPolicy: '${env:POLICY}', builtinBrowserAllowedDomains: ['*'] }, {}, []],
  [
    { otlpEndpoint: 'https://otel.example.com', autoModeEnabled: false, isDesktopExtensionEnabled: false },
    { target: { oldest: [1, 49585, 0], newest: [1, 52386, 0] } },
    ['W behaviour-changed otlpEndpoint'],
  ],
  [
    { otlpEndpoint: 'https://otel.example.com', autoModeEnabled: false, isDesktopExtensionEnabled: false },
    { target: { oldest: [1, 52386, 0], newest: [1, 52386, 0] } },
    [],
  ],
  // Beside a PAC file the fixed proxy does not count, wherever it is.
  [
    { egressProxyUrl: 'https://127.0.0.1', egressProxyPacUrl: 'https://p.example.com/a.pac' },
    {},
    ['W setting-ignored egressProxyUrl'],
  ],
  // A header of its own is a way to sign in; how it is spelled does not matter.
  [
    server({ transport: 'http', url: 'https://mcp.example.com', headers: { authorization: '${env:T}' } }),
    { target: ACROSS },
    ['W header-credential managedMcpServers[0].headers.authorization'],
  ],
  // The colon of a reference separates no name from a value: such a list cannot be taken apart.
  [{ inferenceCustomHeaders: ['${env:LINE}'] }, {}, ['E wrong-type inferenceCustomHeaders']],
  [{ inferenceCustomHeaders: 'X-Team=red,${env:MORE}' }, {}, []],
  // Behind a bootstrap server the gateway is not known.
  [
    { ...OWN_CREDENTIAL, bootstrapUrl: 'https://config.example.com' },
    {},
    ['I setting-ignored inferenceProvider'],
  ],
  [OWN_CREDENTIAL, { as: 'bootstrap' }, []],
  [
    {
      bootstrapUrl: 'https://config.example.com',
      bootstrapOidc: { clientId: 'a', issuer: 'https://idp.example.com', scopes: 'api://a/.default' },
    },
    {},
    ['I setting-ignored inferenceProvider'],
  ],
  [
    {
      ...BROKER,
      inferenceIdpOidc: {
        clientId: 'a',
        issuer: 'https://login.microsoftonline.com/t/v2.0',
        scopes: 'openid',
        resource: 'https://gw.example.com',
      },
    },
    {},
    ['W credential-unused inferenceGatewayApiKey', 'W oidc-setting inferenceIdpOidc.resource'],
  ],
  [{ builtinBrowserBlockedDomains: ['a.example.com'] }, {}, []],
  [
    { ...BROWSER, builtinBrowserBlockedDomains: ['a.example.com'] },
    {},
    ['W setting-ignored builtinBrowserBlockedDomains'],
  ],
  [
    { builtinBrowserDefaultDomainPolicy: 5, builtinBrowserBlockedDomains: ['a.example.com'] },
    {},
    ['E wrong-type builtinBrowserDefaultDomainPolicy'],
  ],
  [
    {
      ...BROWSER,
      builtinBrowserAllowedDomains: ['a.example.com', '*.b.example.com'],
      coworkEgressAllowedHosts: ['A.example.com:443', '*.b.example.com'],
    },
    {},
    [],
  ],
  [
    {
      ...BROWSER,
      builtinBrowserAllowedDomains: ['xa.example.com'],
      coworkEgressAllowedHosts: ['a.example.com'],
    },
    {},
    ['W setting-risky builtinBrowserAllowedDomains[0]'],
  ],
  [
    server({ transport: 'http', url: 'https://mcp.example.com', headersHelper: '/usr/local/bin/h' }),
    { target: ACROSS },
    [],
  ],
  [
    server({ transport: 'http', url: 'https://mcp.example.com' }),
    { target: ACROSS },
    ['W behaviour-changed managedMcpServers[0]'],
  ],
  [
    server({ ...STDIO, env: { MODE: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' } }),
    {},
    ['I secret-literal managedMcpServers[0].env.MODE'],
  ],
  [server({ ...STDIO, env: { MODE: 'fast' } }), {}, []],
  [
    server({ transport: 'stdio', command: null }),
    {},
    ['E missing-field managedMcpServers[0]', 'E wrong-type managedMcpServers[0].command'],
  ],
  [{ claudeAiImport: { enabled: false, exportEnabled: false } }, {}, []],
  [
    { claudeAiImport: { enabled: false, exportEnabled: true } },
    {},
    ['W setting-ignored claudeAiImport.exportEnabled'],
  ],
  [
    { inferenceCustomHeaders: { 'x-team': 'sk-ant-api03-0123456789abcdefghij' } },
    {},
    ['W header-credential inferenceCustomHeaders.x-team'],
  ],
  [{ inferenceCustomHeaders: { 'x-team': 'platform' } }, {}, []],
  [{ coworkEgressAllowedHosts: ['build.example.com'], sshHostAllowlist: ['build.example.com'] }, {}, []],
  [
    { coworkEgressAllowedHosts: ['*.example.com'], sshHostAllowlist: ['*.example.com'] },
    {},
    ['W setting-risky coworkEgressAllowedHosts[0]'],
  ],
  [
    { coworkEgressAllowedHosts: ['*.example.com', 'example.com'], sshHostAllowlist: ['*.example.com'] },
    {},
    [],
  ],
  [{ allowedWorkspaceFolders: ['~/a\u00A0b'] }, {}, []],
  [OWN_CREDENTIAL, {}, ['E setting-conflict allowedPluginMarketplaces[0].credentialKind']],
  [{ ...OWN_CREDENTIAL, inferenceGatewayBaseUrl: '${env:URL}' }, {}, []],
  [{ ...OWN_CREDENTIAL, inferenceGatewayBaseUrl: 'https://plugins.example.com/v2' }, {}, []],
  [{ modelCatalogUrl: 'https://metadata.example.com/catalog.json' }, {}, []],
  [{ modelCatalogUrl: 'https://metadata./catalog.json' }, {}, ['E bad-format modelCatalogUrl']],
  [
    { allowedPluginMcpServers: [{ serverUrl: 'mcp.example.com/*' }] },
    {},
    ['W setting-ignored allowedPluginMcpServers[0].serverUrl'],
  ],
  [{ otlpAuthMode: 'inference-credential' }, {}, ['W setting-ignored otlpAuthMode']],
  [{ builtinToolPolicy: { 'Bash(a)b': 'ask' } }, {}, ['W setting-ignored builtinToolPolicy["Bash(a)b"]']],
  [
    { builtinToolPolicy: { 'Bash(a))((b)': 'ask' } },
    {},
    ['W setting-ignored builtinToolPolicy["Bash(a))((b)"]'],
  ],
  [{ builtinToolPolicy: { 'Bash(a (b))': 'ask' } }, {}, []],
  [
    { bootstrapUrl: 'https://config.example.com', inferenceCredentialHelperArgs: ['a'] },
    {},
    ['I setting-ignored inferenceProvider'],
  ],
  [{ inferenceCredentialHelperArgs: ['a'] }, {}, ['W setting-ignored inferenceCredentialHelperArgs']],
  [
    { bootstrapUrl: 'https://config.example.com', inferenceBedrockProfile: 'corp' },
    {},
    ['I setting-ignored inferenceProvider'],
  ],
  [{ inferenceBedrockProfile: 'corp' }, {}, ['I other-provider-key inferenceBedrockProfile']],
  [
    server({ server: 'github', scope: 'x', scopes: ['y'] }),
    {},
    ['W deprecated-shape managedMcpServers[0].scopes'],
  ],
  [
    server({ server: 'github', scope: 'x', scopes: ['x'] }),
    {},
    ['W deprecated-shape managedMcpServers[0].scopes'],
  ],
  [{ bootstrapEnabled: true }, {}, ['W setting-ignored bootstrapEnabled']],
  [{ bootstrapEnabled: false }, {}, []],
  [{ allowedPluginMarketplaces: [{ source: 'git' }] }, {}, ['E missing-field allowedPluginMarketplaces[0]']],
  [{ allowedPluginMarketplaces: [{ source: 'url' }] }, {}, ['E missing-field allowedPluginMarketplaces[0]']],
  [{ allowedPluginMarketplaces: [{ source: 'github', repo: 'a/b' }] }, {}, []],
  [{ inferenceGatewayBaseUrl: 'https://gw.example.com/${env:TEAM}/v1' }, {}, []],
  [
    { inferenceGatewayBaseUrl: 'https://gw.example.com/team/v1' },
    {},
    ['W url-v1-path inferenceGatewayBaseUrl'],
  ],
  [{ allowedPluginMcpServers: Array.from({ length: 100 }, () => ({ serverUrl: '*' })) }, {}, []],
  [
    { allowedPluginMcpServers: Array.from({ length: 101 }, () => ({ serverUrl: '*' })) },
    {},
    ['E out-of-range allowedPluginMcpServers'],
  ],
  [
    { orgPluginSettings: { mcpServers: { docs: { toolPolicy: { read: 'allow' }, other: 1 } } } },
    {},
    ['E wrong-type orgPluginSettings'],
  ],
  [{ keyOfTomorrow: { inferenceProvider: 'gateway' } }, {}, ['E nested-config keyOfTomorrow']],
  [{ inference: { x: 1 } }, {}, ['E nested-config inference']],
  [{ enterpriseConfig: { x: 1 } }, {}, ['E nested-config enterpriseConfig']],
  [{ enterpriseConfig: {} }, {}, ['W unknown-key enterpriseConfig']],
  [{ keyOfTomorrow: { x: 1 } }, {}, ['W unknown-key keyOfTomorrow']],
  [{ 'inferenceGatewayOidc.issuer': 'x' }, {}, ['E dotted-key inferenceGatewayOidc.issuer']],
  [
    {
      coworkTabEnabled: false,
      isClaudeCodeForDesktopEnabled: false,
      chatTabEnabled: true,
      autoModeEnabled: false,
    },
    { deployed: true },
    ['I behaviour-changed chatTabEnabled'],
  ],
])('%j %j', (settings, options, expected) => {
  expect(findingsWith(settings, options)).toEqual(expected);
});

test.each<[Record<string, unknown>, ValidateOptions, string, boolean]>([
  [{ ...MANTLE, sshHostAllowlist: ['a.example.com'] }, {}, 'W setting-risky sshHostAllowlist', false],
  [
    { ...MANTLE, inferenceProvider: 'bedrock', sshHostAllowlist: ['a.example.com'] },
    {},
    'W setting-risky sshHostAllowlist',
    true,
  ],
  [
    { ...MANTLE, inferenceProvider: 'bedrock', inferenceBedrockBaseUrl: 'https://b.example.com/?a=b' },
    {},
    'E bad-format inferenceBedrockBaseUrl',
    true,
  ],
  [
    { ...MANTLE, inferenceProvider: 'bedrock', inferenceBedrockBaseUrl: 'https://b.example.com/#a' },
    {},
    'E bad-format inferenceBedrockBaseUrl',
    true,
  ],
  [
    { ...MANTLE, inferenceProvider: 'bedrock', inferenceBedrockBaseUrl: 'https://b.example.com/' },
    {},
    'E bad-format inferenceBedrockBaseUrl',
    false,
  ],
  [{ userPluginUploadsEnabled: false }, {}, 'I setting-risky userPluginUploadsEnabled', false],
  [{ ...GATEWAY, userPluginUploadsEnabled: false }, {}, 'I setting-risky userPluginUploadsEnabled', true],
  [
    { ...GATEWAY, ...BROKER, inferenceIdpOidc: { clientId: 'a', tokenUrl: 'https://idp.example.com/t' } },
    {},
    'E oidc-broker-issuer inferenceIdpOidc',
    false,
  ],
  [
    {
      ...GATEWAY,
      ...BROKER,
      inferenceIdpOidc: {
        clientId: 'a',
        tokenUrl: 'https://idp.example.com/t',
        authorizationUrl: 'https://idp.example.com/a',
      },
    },
    {},
    'E oidc-broker-issuer inferenceIdpOidc',
    true,
  ],
])('%j %j: %s %s', (settings, options, finding, there) => {
  expect(checked(settings, options).includes(finding)).toBe(there);
});

test.each<[Record<string, unknown>, ValidateOptions, RegExp]>([
  [
    { inferenceCredentialHelper: 'C:\\bin\\helper.exe' },
    { platform: 'macos' },
    /is a path of Windows; this configuration is for macOS/,
  ],
  [
    { inferenceCredentialHelper: 'C:\\bin\\helper.exe' },
    { platform: 'linux' },
    /is a path of Windows; this configuration is for Linux/,
  ],
  [
    { inferenceCredentialHelper: '/opt/helper' },
    { platform: 'windows' },
    /is a path of macOS or Linux; this configuration is for Windows/,
  ],
  [
    { deniedPluginMcpServers: [{ serverUrl: 'ftp://a.example.com/' }] },
    {},
    /asks for the scheme ftp, so it matches no server and blocks none.*Write "https:\/\/a\.example\.com\/"/,
  ],
  [
    { allowedPluginMcpServers: [{ serverUrl: 'a.example.com/' }] },
    {},
    /has no scheme, so it matches no server and admits none.*Write "https:\/\/a\.example\.com\/"/,
  ],
  [
    { inferenceProvider: 'foundry', inferenceFoundryBaseUrl: 'https://f.example.com' },
    {},
    /"foundry" needs it beside inferenceFoundryBaseUrl too/,
  ],
  [{ inferenceProvider: 'foundry' }, {}, /the provider "foundry" needs it(?! beside)/],
  [
    { inferenceProvider: 'mantle', inferenceFoundryBaseUrl: 'https://f.example.com' },
    {},
    /the provider "mantle" needs it(?! beside)/,
  ],
  [{ banner: { enabled: true, text: 'a\uD800b' } }, {}, /half of a surrogate pair \(U\+D800\)/],
  [{ banner: { enabled: true, text: 'a\uDFFFb' } }, {}, /half of a surrogate pair \(U\+DFFF\)/],
  [{ banner: { enabled: true, text: 'a\uFFFEb' } }, {}, /the character U\+FFFE/],
  [{ modelDiscoveryEnabled: 'perhaps' }, {}, /modelDiscoveryEnabled must be true or false.*"perhaps"/],
  [{ inferenceModels: 'perhaps' }, {}, /a string that is not JSON/],
  [{ inferenceModels: '['.repeat(101) + ']'.repeat(101) }, {}, /a string of JSON that nests deeper than 100/],
  [{ inferenceModels: [true] }, {}, /this is a boolean/],
])('%j %j is told as %s', (settings, options, words) => {
  const told = findingsOf({ ...GATEWAY, ...settings }, options).map(
    ({ message, hint }) => `${message} → ${hint ?? ''}`,
  );
  expect(told).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
});

test.each([
  ['modelDiscovery', ['modelDiscoveryEnabled'], 'modelDiscoveryEnabled'],
  ['modelDisco', ['modelDiscoveryEnabled'], undefined],
  ['modelDiscoveryEnabled', ['modelDiscovery'], 'modelDiscovery'],
  ['ab', ['ax'], 'ax'],
  ['ab', ['xy'], undefined],
  ['BANNR', ['binder', 'banner'], 'banner'],
  ['a'.repeat(100), [`${'a'.repeat(99)}b`], `${'a'.repeat(99)}b`],
  ['a'.repeat(101), [`${'a'.repeat(100)}b`], undefined],
])('%s of %j is meant as %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

test.each<[unknown, unknown, unknown]>([
  ['true', true, 'true'],
  ['1', true, 1],
  [1, true, 1],
  ['false', false, 'false'],
  ['0', false, 0],
  [0, false, 0],
  ['yes', 'yes', 'yes'],
  [' 7 ', ' 7 ', 7],
  ['-1.5', '-1.5', -1.5],
  ['007', '007', '007'],
  ['1e3', '1e3', '1e3'],
  [true, true, true],
])('a container that holds %j means the switch %j or the number %j', (held, meant, number) => {
  expect(decodeWire(held, bool)).toEqual({ ok: true, value: meant });
  expect(decodeWire(held, integer())).toEqual({ ok: true, value: number });
});

test.each<[unknown, unknown]>([
  ['a text', 'a text'],
  [' ["a","b"]', ['a', 'b']],
  ['{"a":1}', { a: 1 }],
  [['a'], ['a']],
  ['', ''],
])('a text or a list: %j is %j', (held, meant) => {
  expect(decodeWire(held, either(text(), list(text())))).toEqual({ ok: true, value: meant });
});

test.each([
  [100, true],
  [101, false],
])('a text that nests %i levels is read: %s', (levels, read) => {
  const held = '['.repeat(levels) + ']'.repeat(levels);
  expect(decodeWire(held, list(text())).ok).toBe(read);
});

test('a list that is no JSON is told as that', () => {
  expect(decodeWire('[a', either(text(), list(text())))).toMatchObject({ ok: false });
});

describe('names that a rule knows, each of them', () => {
  const CLIENT = { clientId: 'a', issuer: 'https://idp.example.com' };
  test.each<[string, unknown, string]>([
    ['bootstrapEnabled', true, 'bootstrapUrl'],
    ['bootstrapOidc', { ...CLIENT, scopes: 'a/.default' }, 'bootstrapUrl'],
    ['bootstrapHeaders', { 'X-Team': 'red' }, 'bootstrapUrl'],
    ['bootstrapHeadersHelper', '/opt/headers', 'bootstrapUrl'],
    ['trustBootstrapDelivery', true, 'bootstrapUrl'],
    ['otlpProtocol', 'grpc', 'otlpEndpoint'],
    ['otlpHeaders', { 'X-Team': 'red' }, 'otlpEndpoint'],
    ['otlpHeadersHelper', '/opt/headers', 'otlpEndpoint'],
    ['otlpAuthMode', 'inference-credential', 'otlpEndpoint'],
    ['otlpDesktopLogLevel', 'info', 'otlpEndpoint'],
    ['otlpContentCapture', [], 'otlpEndpoint'],
    ['otlpTracesEnabled', true, 'otlpEndpoint'],
    ['otlpAttrMaxChars', 100, 'otlpEndpoint'],
  ])('%s does nothing without %3$s', (key, value, other) => {
    const said = findingsOf({ ...GATEWAY, [key]: value }).filter(({ code }) => code === 'setting-ignored');
    expect(said.map(({ message }) => message)).toEqual([`${key} does nothing without ${other}`]);
  });

  const HTTP = { transport: 'http', url: 'https://mcp.example.com' };
  const SSE = { ...HTTP, transport: 'sse' };
  const SEARCH = { server: 'websearch', provider: 'brave' };
  test.each<[string, Record<string, unknown>, string, boolean]>([
    ['http', HTTP, 'url', true],
    ['sse', SSE, 'url', true],
    ['stdio', { ...STDIO, url: 'https://mcp.example.com' }, 'url', false],
    ['websearch', { ...SEARCH, url: 'https://mcp.example.com' }, 'url', false],
    ...['headersHelperTtlSec', 'headersHelperRefreshBufferSec'].flatMap(
      (name): [string, Record<string, unknown>, string, boolean][] => [
        ['http', { ...HTTP, [name]: 60 }, name, true],
        ['sse', { ...SSE, [name]: 60 }, name, true],
        ['websearch', { ...SEARCH, [name]: 60 }, name, true],
        ['stdio', { ...STDIO, [name]: 60 }, name, false],
      ],
    ),
  ])('a connector "%s": %3$s counts: %4$s', (_, entry, name, counts) => {
    const said = findingsWith(server(entry));
    expect(said.includes(`W setting-ignored managedMcpServers[0].${name}`)).toBe(!counts);
  });

  test.each([
    ['text', 'a'],
    ['backgroundColor', '#000000'],
    ['textColor', '#ffffff'],
    ['linkUrl', 'https://a.example.com'],
  ])('%s of a banner that is not shown', (name, value) => {
    expect(findingsWith({ banner: { [name]: value } })).toContain('W setting-ignored banner');
    expect(findingsWith({ banner: { enabled: true, [name]: value } })).not.toContain(
      'W setting-ignored banner',
    );
  });

  test.each(['chatTabEnabled', 'chatAdvancedFileAnalysisEnabled', 'coworkTabEnabled'])(
    '%s under Unified Claude',
    (key) => {
      expect(findingsWith({ [key]: true, desktopHome: 'standard' })).toContain(`W setting-ignored ${key}`);
      expect(findingsWith({ chatTabEnabled: true, [key]: true })).toContain(
        'I behaviour-changed chatTabEnabled',
      );
      expect(findingsWith({ [key]: true }).filter((one) => one.startsWith('I behaviour-changed'))).toEqual([
        `I behaviour-changed ${key}`,
      ]);
    },
  );

  test.each<[Record<string, unknown>, string[]]>([
    [{ source: 'github', repo: 'a/b', url: 'https://a.example.com' }, ['url']],
    [{ source: 'github', repo: 'a/b', manifestSha256: 'a'.repeat(64) }, ['manifestSha256']],
    [{ source: 'github', repo: 'a/b', ref: 'main', path: 'p' }, []],
    [{ source: 'git', url: 'https://a.example.com/r.git', repo: 'a/b' }, ['repo']],
    [
      { source: 'git', url: 'https://a.example.com/r.git', manifestSha256: 'a'.repeat(64) },
      ['manifestSha256'],
    ],
    [{ ...SOURCE, repo: 'a/b' }, ['repo']],
    [{ ...SOURCE, ref: 'main' }, ['ref']],
    [{ ...SOURCE, path: 'p' }, ['path']],
    [{ ...SOURCE, manifestSha256: 'a'.repeat(64) }, []],
  ])('members of a marketplace that its source does not read: %j', (entry, names) => {
    const said = findingsWith({ allowedPluginMarketplaces: [entry] });
    expect(said.filter((one) => one.startsWith('W setting-ignored'))).toEqual(
      names.map((name) => `W setting-ignored allowedPluginMarketplaces[0].${name}`),
    );
  });

  test.each<[Record<string, unknown>, boolean]>([
    [{ source: 'github', repo: 'a/b', ref: 'a'.repeat(40) }, true],
    [{ source: 'github', repo: 'a/b', ref: 'A'.repeat(40) }, true],
    [{ source: 'github', repo: 'a/b', ref: 'a'.repeat(39) }, false],
    [{ source: 'github', repo: 'a/b', ref: 'a'.repeat(41) }, false],
    [{ source: 'github', repo: 'a/b', ref: `x${'a'.repeat(40)}` }, false],
    [{ source: 'github', repo: 'a/b', ref: '${env:REF}' }, true],
    [{ source: 'github', repo: 'a/b' }, false],
    [{ source: 'git', url: 'https://a.example.com/r.git', ref: 'main' }, false],
    [SOURCE, false],
    [{ ...SOURCE, manifestSha256: 'a'.repeat(64) }, true],
  ])('a marketplace whose plugins install themselves: %j is pinned: %s', (entry, pinned) => {
    for (const installationPreference of ['auto_install', 'required']) {
      const said = findingsWith({ allowedPluginMarketplaces: [{ ...entry, installationPreference }] });
      expect(said.some((one) => one.includes('marketplace-unpinned'))).toBe(!pinned);
    }
    const offered = findingsWith({ allowedPluginMarketplaces: [entry] });
    expect(offered.some((one) => one.includes('marketplace-unpinned'))).toBe(false);
  });

  test.each(['unknown', 'org', 'org-provisioned', '-a', 'a b', 'a'.repeat(129)])(
    'no marketplace is called %s',
    (expectedName) => {
      expect(findingsWith({ allowedPluginMarketplaces: [{ ...SOURCE, expectedName }] })).toEqual([
        'E bad-format allowedPluginMarketplaces[0].expectedName',
      ]);
    },
  );

  test.each(['https', 'HTTP', 'wss', 'ws', '*', 'http*'])(
    'servers of plugins may begin with %s',
    (scheme) => {
      expect(
        findingsWith({ allowedPluginMcpServers: [{ serverUrl: `${scheme}://a.example.com/*` }] }),
      ).toEqual([]);
    },
  );

  test('a proxy that counts says nothing of a credential that does not', () => {
    expect(
      findingsWith({ inferenceCredentialHelper: '/opt/token', egressProxyUrl: 'http://p.example.com:8080' }),
    ).toEqual(['W credential-conflict inferenceGatewayApiKey']);
  });
});

/** Names by where they belong, as the settings of each are documented. */
const OF_CLAUDE_CODE =
  'permissions hooks env apiKeyHelper awsAuthRefresh awsCredentialExport otelHeadersHelper cleanupPeriodDays companyAnnouncements includeCoAuthoredBy allowManagedHooksOnly allowManagedPermissionRulesOnly allowManagedMcpServersOnly allowedMcpServers deniedMcpServers disableAllHooks disableAutoMode enableAllProjectMcpServers enabledMcpjsonServers disabledMcpjsonServers enabledPlugins extraKnownMarketplaces strictKnownMarketplaces forceLoginMethod forceLoginGatewayUrl outputStyle sandbox statusLine spinnerTipsEnabled alwaysThinkingEnabled availableModels model ANTHROPIC_BASE_URL ANTHROPIC_AUTH_TOKEN ANTHROPIC_API_KEY ANTHROPIC_MODEL CLAUDE_CODE_USE_BEDROCK CLAUDE_CODE_USE_VERTEX';
const OF_THE_APP = 'mcpServers deploymentMode preferences globalShortcut';

test.each<[string, string, RegExp]>([
  ['Claude Code', OF_CLAUDE_CODE, /setting of Claude Code/],
  ['the app', OF_THE_APP, /claude_desktop_config\.json, the state of the app/],
])('names that belong to %s', (_, names, hint) => {
  for (const name of names.split(' ')) expect(elsewhere(name)?.hint, name).toMatch(hint);
});

test.each<[string, Record<string, string | undefined>]>([
  [
    'inferenceBaseUrl',
    {
      gateway: 'inferenceGatewayBaseUrl',
      anthropic: 'inferenceGatewayBaseUrl',
      bedrock: 'inferenceBedrockBaseUrl',
      mantle: 'inferenceBedrockBaseUrl',
      vertex: 'inferenceVertexBaseUrl',
      foundry: 'inferenceFoundryBaseUrl',
    },
  ],
  [
    'inferenceApiKey',
    {
      gateway: 'inferenceGatewayApiKey',
      anthropic: 'inferenceAnthropicApiKey',
      bedrock: 'inferenceBedrockBearerToken',
      mantle: 'inferenceBedrockBearerToken',
      foundry: 'inferenceFoundryApiKey',
    },
  ],
  ['inferenceAuthType', { gateway: 'inferenceGatewayAuthScheme' }],
  ['inferenceAuthScheme', { gateway: 'inferenceGatewayAuthScheme' }],
  ['inferenceRegion', { gateway: undefined, bedrock: undefined }],
])('what guides call %s', (name, keys) => {
  for (const [provider, key] of Object.entries(keys)) expect(guessedKey(name, provider), provider).toBe(key);
  expect(guessedKey(name, undefined)).toBe(keys.gateway);
});

test.each([
  ['id', 'name'],
  ['model', 'name'],
  ['modelId', 'name'],
  ['model_id', 'name'],
  ['label', 'labelOverride'],
  ['displayName', 'labelOverride'],
  ['display_name', 'labelOverride'],
  ['supports_1m', 'supports1m'],
  ['other', undefined],
])('the member %s of a model is %s', (field, member) => {
  expect(guessedMember('inferenceModels', field)).toBe(member);
  expect(guessedMember('managedMcpServers', field)).toBeUndefined();
});

test('what is missing is not told of a file that may set it where nobody can see it', () => {
  const missing = (settings: Record<string, unknown>, incomplete: boolean): string[] =>
    validate({ ...documentOf(settings), incomplete }).diagnostics.map(({ code }) => code);
  for (const [settings, codes] of [
    [{}, ['provider-missing']],
    [{ disableAutoUpdates: true }, ['no-third-party-mode']],
    [{ inferenceProvider: 'gateway' }, ['credential-missing', 'required-key-missing']],
    [{ ...GATEWAY, modelDiscoveryEnabled: false }, ['models-required']],
    [
      {
        ...GATEWAY,
        inferenceFoundryTenantId: 'a',
        ...{ inferenceProvider: 'foundry', inferenceFoundryResource: 'a' },
      },
      ['setting-incomplete'],
    ],
  ] as const) {
    expect(missing(settings, false)).toEqual(expect.arrayContaining([...codes]));
    for (const code of codes) expect(missing(settings, true)).not.toContain(code);
  }
});
