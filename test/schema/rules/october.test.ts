import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../../src/schema/releases.ts';
import { checked, findingsOf, GATEWAY, findingsWith } from './check.ts';

/*
 * What the vendor's reference of October 2026 changed: one table a rule, each row a small configuration.
 */
const at = (release: string) => ({ target: parseTarget(release) });
const OIDC = { clientId: 'desktop', issuer: 'https://login.example.com', redirectPort: 8400 };
const signIn = (members: object) => ({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  inferenceCredentialKind: 'external-idp',
  inferenceIdpOidc: { ...OIDC, bearerTokenType: 'access_token', scopes: 'openid llm', ...members },
});

describe('resource', () => {
  test.each<[string, string[]]>([
    ['https://llm-gateway.example.corp', []],
    ['urn:example:gateway', ['W oidc-setting inferenceIdpOidc.resource']],
    ['llm-gateway.example.corp', ['W oidc-setting inferenceIdpOidc.resource']],
    ['llm-gateway.example.corp:8443/x', ['W oidc-setting inferenceIdpOidc.resource']],
    ['http://llm-gateway.example.corp', ['E url-not-https inferenceIdpOidc.resource']],
    ['urn:a b', ['E bad-format inferenceIdpOidc.resource', 'W oidc-setting inferenceIdpOidc.resource']],
  ])('%s', (resource, expected) => {
    expect(checked(signIn({ resource }))).toEqual(expected);
  });

  test('an identifier costs an older release the whole object', () => {
    const settings = signIn({ resource: 'urn:example:gateway' });
    expect(checked(settings, at('2.9939.2'))).toEqual([]);
    expect(checked(settings, at('2.7032.0'))).toContain('E key-newer-than-target inferenceIdpOidc.resource');
    expect(checked(signIn({ resource: 'https://a.example.com' }), at('2.7032.0'))).not.toContain(
      'E key-newer-than-target inferenceIdpOidc.resource',
    );
  });
});

test.each<[object, string, string[]]>([
  [{ redirectHost: 'localhost' }, '2.19675.1', []],
  [{ redirectHost: '127.0.0.1' }, '2.19675.1', []],
  [{ redirectHost: 'example.com' }, '2.19675.1', ['E not-in-enum inferenceIdpOidc.redirectHost']],
])('redirectHost %j', (members, release, expected) => {
  expect(checked(signIn(members), at(release))).toEqual(expected);
});

test('redirectHost is newer than the object it stands in', () => {
  const settings = {
    ...GATEWAY,
    autoModeEnabled: false,
    inferenceCredentialKind: 'interactive',
    inferenceGatewayApiKey: undefined,
    inferenceGatewayOidc: { ...OIDC, redirectHost: 'localhost' },
  };
  delete (settings as Record<string, unknown>).inferenceGatewayApiKey;
  expect(checked(settings, at('1.52386.0'))).toEqual([
    'E key-newer-than-target inferenceGatewayOidc.redirectHost',
  ]);
  expect(checked(settings, at('2.110.0'))).toEqual([]);
});

describe('bootstrapOidc.scopes', () => {
  const ENTRA = 'https://login.microsoftonline.com/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/v2.0';
  const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  test.each<[object, string[]]>([
    [{}, ['W oidc-setting bootstrapOidc']],
    [{ scopes: `${ID}/.default` }, []],
    [{ scopes: `openid api://${ID}/.default` }, ['W oidc-setting bootstrapOidc.scopes']],
    [{ scopes: `api://${ID}/config.read` }, []],
    // Only Entra ID gives such a scope its meaning.
    [{ issuer: 'https://login.example.com', scopes: `api://${ID}/.default` }, []],
  ])('%j', (members, expected) => {
    const bootstrapOidc = { clientId: ID, issuer: ENTRA, ...members };
    expect(checked({ bootstrapUrl: 'https://config.example.corp', bootstrapOidc })).toEqual(expected);
  });
});

describe('transport policy-only', () => {
  const policy = { name: 'crm', transport: 'policy-only', toolPolicy: { '*': 'ask' } };
  const remote = { name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp', oauth: true };
  test.each<[object[], string | undefined, string[]]>([
    [[policy], '2.110.0', []],
    [[policy], undefined, ['W behaviour-changed managedMcpServers[0].transport']],
    [[policy, remote], undefined, ['W behaviour-changed managedMcpServers[0].transport']],
    [[policy], '1.52386.0', ['E key-newer-than-target managedMcpServers[0].transport']],
    [[{ name: 'crm', transport: 'policy-only' }], '2.110.0', ['W setting-incomplete managedMcpServers[0]']],
    [
      [{ ...policy, url: 'https://crm.example.com' }],
      '2.110.0',
      ['W setting-ignored managedMcpServers[0].url'],
    ],
  ])('%j at %s', (managedMcpServers, release, expected) => {
    const settings = { managedMcpServers, autoModeEnabled: false };
    expect(findingsWith(settings, release === undefined ? {} : at(release))).toEqual(expected);
  });

  test('a list of nothing else is unreadable for older releases, and the message says so', () => {
    const [alone] = findingsOf({ ...GATEWAY, managedMcpServers: [policy] });
    expect(alone?.message).toContain('list of nothing but');
    const [among] = findingsOf({ ...GATEWAY, managedMcpServers: [policy, remote] });
    expect(among?.message).toContain('drop an entry');
  });
});

test.each<[object, string[]]>([
  [{ send_mail: 'allow' }, ['I setting-ignored managedMcpServers[0].toolPolicy.send_mail']],
  [{ send_mail: 'ask', read_mail: 'allow' }, []],
])('tools of Microsoft 365 that send: %j', (toolPolicy, expected) => {
  const entry = { name: 'm365', server: 'microsoft365', toolPolicy };
  expect(findingsWith({ managedMcpServers: [entry] })).toEqual(expected);
});

test.each<[string, string[]]>([
  ['enabled', []],
  ['disabled', []],
  ['off', ['E not-in-enum managedMcpServers[0].continuousAccessEvaluation']],
])('continuousAccessEvaluation %s', (continuousAccessEvaluation, expected) => {
  const entry = { name: 'm365', server: 'microsoft365', continuousAccessEvaluation };
  expect(findingsWith({ managedMcpServers: [entry] })).toEqual(expected);
});

describe('Unified Claude', () => {
  test.each<[object, string[]]>([
    [{ desktopHome: 'standard' }, []],
    [
      { desktopHome: 'standard', chatTabEnabled: true, coworkTabEnabled: false },
      ['W setting-ignored chatTabEnabled', 'W setting-ignored coworkTabEnabled'],
    ],
    [{ desktopHome: 'standard', isClaudeCodeForDesktopEnabled: false }, []],
    [{ desktopHome: 'Standard' }, ['W not-in-enum desktopHome']],
    [{ chatTabEnabled: true, coworkTabEnabled: true }, ['I behaviour-changed chatTabEnabled']],
  ])('%j', (settings, expected) => {
    expect(findingsWith(settings as Record<string, unknown>)).toEqual(expected);
  });
});

test.each<[Record<string, unknown>, string[]]>([
  [{ modelCatalogUrl: 'https://mirror.example.com/models.json' }, []],
  [{ modelCatalogEnabled: false }, []],
  [
    { modelCatalogUrl: 'https://mirror.example.com/models.json', modelCatalogEnabled: false },
    ['W setting-ignored modelCatalogUrl'],
  ],
  [{ modelCatalogUrl: 'https://169.254.169.254/models.json' }, ['E bad-format modelCatalogUrl']],
  [{ modelCatalogUrl: 'https://metadata.google.internal/models.json' }, ['E bad-format modelCatalogUrl']],
  [{ modelCatalogUrl: 'https://[fe80::1]/models.json' }, ['E bad-format modelCatalogUrl']],
  [{ modelCatalogUrl: 'https://localhost/models.json' }, ['W setting-risky modelCatalogUrl']],
  [{ modelCatalogUrl: 'http://mirror.example.com/models.json' }, ['E url-not-https modelCatalogUrl']],
])('model catalog %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each<[string[], string[]]>([
  [['--audience', 'llm gateway', "it's"], []],
  [[''], ['E empty-value inferenceCredentialHelperArgs[0]']],
  [['a"b'], ['E bad-format inferenceCredentialHelperArgs[0]']],
  [['%USERNAME%'], ['E bad-format inferenceCredentialHelperArgs[0]']],
])('arguments of the helper %j', (inferenceCredentialHelperArgs, expected) => {
  const settings = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
    inferenceCredentialHelper: '/usr/local/bin/token',
    inferenceCredentialHelperArgs,
  };
  expect(checked(settings)).toEqual(expected);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ otlpEndpoint: 'https://otel.example.corp/v1/logs' }, ['W setting-risky otlpEndpoint']],
  [{ otlpEndpoint: 'https://otel.example.corp/v1/traces/' }, ['W setting-risky otlpEndpoint']],
  [{ otlpEndpoint: 'https://otel.example.corp/otlp' }, []],
  [{ otlpEndpoint: 'https://llm-gateway.example.corp/otlp' }, ['W setting-incomplete otlpEndpoint']],
  [{ otlpEndpoint: 'https://llm-gateway.example.corp/otlp', otlpAuthMode: 'inference-credential' }, []],
  [{ otlpEndpoint: 'https://llm-gateway.example.corp/otlp', otlpHeadersHelper: '/usr/local/bin/h' }, []],
])('collector %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test('content capture counts in standard deployments without a collector', () => {
  expect(checked({ otlpContentCapture: [] })).not.toContain('W setting-ignored otlpContentCapture');
  expect(findingsWith({ otlpContentCapture: [] })).toEqual(['W setting-ignored otlpContentCapture']);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ egressProxyUrl: 'http://proxy.example.com:3128' }, []],
  [{ egressProxyUrl: 'https://127.0.0.1:3128' }, ['W setting-risky egressProxyUrl']],
  [{ egressProxyUrl: 'http://127.0.0.1:3128' }, []],
  [
    { egressProxyUrl: 'http://proxy.example.com:3128', inferenceGatewayBaseUrl: 'http://127.0.0.1:4000' },
    ['W setting-risky egressProxyUrl', 'W url-loopback-http inferenceGatewayBaseUrl'],
  ],
])('proxy %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each<[string, 'windows' | undefined, string[]]>([
  ['C:\\Windows\\System32\\OpenSSH\\ssh.exe', 'windows', []],
  ['C:\\tools\\ssh.cmd', 'windows', ['E platform-unsupported sshClientPath']],
  ['C:\\tools\\ssh.PS1', undefined, ['E platform-unsupported sshClientPath']],
  ['/usr/local/bin/ssh.ps1', undefined, []],
])('SSH client %s on %s', (sshClientPath, platform, expected) => {
  expect(findingsWith({ sshClientPath }, { platform })).toEqual(expected);
});

test.each<[string, string[]]>([
  ['https://*.example.com/*', []],
  ['*', []],
  ['*://mcp.example.com/*', []],
  ['mcp.example.com/*', ['W setting-ignored deniedPluginMcpServers[0].serverUrl']],
  ['*.example.com', ['W setting-ignored deniedPluginMcpServers[0].serverUrl']],
  ['wss://mcp.example.com/*', []],
  ['HTTP://mcp.example.com/*', []],
  ['http*://mcp.example.com/*', []],
  ['ftp://mcp.example.com/*', ['W setting-ignored deniedPluginMcpServers[0].serverUrl']],
  ['file:///opt/mcp', ['W setting-ignored deniedPluginMcpServers[0].serverUrl']],
])('denied plugin server %s', (serverUrl, expected) => {
  expect(findingsWith({ deniedPluginMcpServers: [{ serverUrl }] })).toEqual(expected);
});

test.each<[string, string[]]>([
  ['Bash(rm *)', []],
  ['mcp__x', []],
  ['WebSearch(example.com)', ['W setting-ignored disabledBuiltinTools[0]']],
  ['WebFetch(domain:a)', ['W setting-ignored disabledBuiltinTools[0]']],
  ['Bash(rm *', ['W setting-ignored disabledBuiltinTools[0]']],
  ['Bash(a))', ['W setting-ignored disabledBuiltinTools[0]']],
  ['bash(rm *)', ['W setting-risky disabledBuiltinTools[0]']],
  ['monitor', ['W setting-risky disabledBuiltinTools[0]']],
])('disabled tool %s', (tool, expected) => {
  expect(findingsWith({ disabledBuiltinTools: [tool] })).toEqual(expected);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ userPluginUploadsEnabled: false }, ['I setting-risky userPluginUploadsEnabled']],
  [{ userPluginMarketplacesEnabled: false }, ['I setting-risky userPluginMarketplacesEnabled']],
  [{ userPluginMarketplacesEnabled: false, disableDeploymentModeChooser: true }, []],
])('plugins of users %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each(['claudeInChromeEnabled', 'disableLocalConfigCache'])('%s is set in the console only', (key) => {
  expect(findingsWith({ [key]: true })).toEqual([`W setting-ignored ${key}`]);
});

test.each<[unknown, string[]]>([
  [['opusplan'], ['W models-incomplete inferenceModels[0]']],
  [['anthropic/*'], ['W models-incomplete inferenceModels[0]']],
  [['claude-opus-4-7[1m]', 'claude-opus-4-7'], ['I model-context-suffix inferenceModels[0]']],
  [
    [{ name: 'claude-opus-4-7[1m]', labelOverride: 'Big' }, 'claude-opus-4-7'],
    ['W setting-ignored inferenceModels[0].labelOverride', 'I model-context-suffix inferenceModels[0].name'],
  ],
  [[{ name: 'opus', supports1m: true }], ['W setting-ignored inferenceModels[0].supports1m']],
])('models %j', (inferenceModels, expected) => {
  expect(findingsWith({ inferenceModels })).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['2.7032.0', {}, ['I behaviour-changed']],
  ['2.7032.0', { autoModeEnabled: false }, []],
  ['2.7032.0', { isClaudeCodeForDesktopEnabled: false }, []],
  ['2.9939.2', {}, []],
  [
    '2.9939.2',
    { userPluginMarketplacesEnabled: false, disableDeploymentModeChooser: true },
    ['I behaviour-changed userPluginMarketplacesEnabled'],
  ],
  ['2.16120.0', { userPluginMarketplacesEnabled: false, disableDeploymentModeChooser: true }, []],
])('changed behaviour at %s %j', (release, settings, expected) => {
  expect(findingsWith(settings as Record<string, unknown>, at(release))).toEqual(expected);
});

test('missing credentials are an error of third-party mode, and nothing speaks of standard mode', () => {
  const findings = findingsOf({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  });
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['credential-missing', 'error']]);
  expect(findings[0]?.message).not.toMatch(/standard mode/);
});

describe('the name of a Foundry resource', () => {
  const FOUNDRY = {
    inferenceProvider: 'foundry',
    inferenceFoundryApiKey: '${env:K}',
    inferenceModels: ['prod-deployment'],
  };
  test.each<[string, readonly string[]]>([
    ['contoso-ai', []],
    ['Contoso2', []],
    ['${env:RESOURCE}', []],
    ['https://contoso-ai.services.ai.azure.com', ['E bad-format inferenceFoundryResource']],
    ['contoso-ai.openai.azure.com', ['E bad-format inferenceFoundryResource']],
    ['contoso ai', ['E bad-format inferenceFoundryResource']],
  ])('%s', (inferenceFoundryResource, expected) => {
    expect(checked({ ...FOUNDRY, inferenceFoundryResource })).toEqual(expected);
  });
});

describe('traces', () => {
  const deployed = { deployed: true } as const;
  const settings = { ...GATEWAY, autoModeEnabled: false, otlpEndpoint: 'https://otel.example.corp' };
  const told = (more: object): readonly string[] =>
    checked({ ...settings, ...more }, deployed).filter((one) => one.endsWith('otlpEndpoint'));
  test('an endpoint alone brings none, which is a note where a file is validated for devices', () => {
    expect(told({})).toEqual(['I behaviour-changed otlpEndpoint']);
    expect(told({ otlpTracesEnabled: false })).toEqual([]);
    expect(told({ otlpTracesEnabled: '${env:T}' })).toEqual([]);
  });
});

test('maxEffort is newer than the list it stands in', () => {
  const settings = {
    ...GATEWAY,
    autoModeEnabled: false,
    inferenceModels: [{ name: 'claude-sonnet-5', maxEffort: 'high' }],
  };
  expect(checked(settings, at('1.52386.0'))).toEqual([
    'E key-newer-than-target inferenceModels[0].maxEffort',
  ]);
  expect(checked(settings, at('2.110.0'))).toEqual([]);
});

test('a blank pasted with an address is told as such', () => {
  const settings = { ...GATEWAY, inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp ' };
  const [finding] = findingsOf(settings).filter(({ code }) => code === 'bad-format');
  expect(finding?.message).toMatch(/blank before or after/);
});
