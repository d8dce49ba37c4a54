import { describe, expect, test } from 'vitest';
import { findingsWith } from './check.ts';

const URL = 'https://mcp.example.corp';
const server = (entry: Record<string, unknown>): Record<string, unknown> => ({
  managedMcpServers: [{ name: 't', ...entry }],
});
const at = (name: string): string => `managedMcpServers[0].${name}`;

describe('managed MCP servers', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ transport: 'http', url: URL }, []],
    [{ transport: 'http' }, ['E missing-field managedMcpServers[0]']],
    [{ transport: 'stdio', command: '/bin/x' }, []],
    [{ transport: 'stdio' }, ['E missing-field managedMcpServers[0]']],
    [{ transport: 'stdio', command: 'x' }, [`E helper-not-absolute ${at('command')}`]],
    [{}, ['E missing-field managedMcpServers[0]']],
    [{ transport: '${env:T}', url: URL }, []],
    [
      { server: 'github', transport: 'http', url: URL },
      [`E setting-conflict ${at('transport')}`, `W setting-ignored ${at('url')}`],
    ],
    [{ server: 'github', readOnly: true, host: 'https://github.example.corp' }, []],
    [{ transport: 'http', url: URL, command: '/bin/x' }, [`W setting-ignored ${at('command')}`]],
    [{ transport: 'stdio', command: '/bin/x', oauth: true }, [`W setting-ignored ${at('oauth')}`]],
    [
      { transport: 'stdio', command: '/bin/x', headersHelper: '/bin/h' },
      [`W setting-ignored ${at('headersHelper')}`],
    ],
    [{ server: 'websearch', provider: 'custom' }, ['E missing-field managedMcpServers[0]']],
    [{ server: 'websearch', provider: 'custom', customUrl: 'https://s.example.com' }, []],
    [{ server: 'websearch', customUrl: 'https://s.example.com' }, [`E setting-conflict ${at('customUrl')}`]],
    [{ server: 'microsoft365', azureCloud: 'global' }, []],
    [{ server: 'microsoft365', azureCloud: 'us-gov-high' }, [`E setting-incomplete ${at('azureCloud')}`]],
    [{ transport: 'http', url: URL, toolPolicy: { '*': 'blocked', x: 'allow' } }, []],
    [{ transport: 'http', url: URL, headers: {} }, []],
    [
      { transport: 'http', url: URL, headers: { Authorization: '${env:T}' } },
      [`W header-credential ${at('headers.Authorization')}`],
    ],
  ])('%j', (entry, expected) => {
    expect(findingsWith(server(entry))).toEqual(expected);
  });

  test('names are unique, and a broken entry hides no other fault', () => {
    expect(
      findingsWith({
        managedMcpServers: [
          { name: 'a', transport: 'http', url: 'http://mcp.example.corp' },
          { name: 'a', transport: 'http', url: URL },
        ],
      }),
    ).toEqual(['E entry-duplicate managedMcpServers[1].name', 'E url-not-https managedMcpServers[0].url']);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{ clientId: 'a', callbackPort: 1, callbackHost: 'localhost' }, []],
    [{ callbackPort: 8080 }, [`E setting-incomplete ${at('oauth.callbackPort')}`]],
    [{ tenantId: 'x' }, [`E setting-incomplete ${at('oauth.tenantId')}`]],
    [{ tenantId: 'x', scope: 's' }, []],
    [{ clientId: 'a', authorizationUrl: URL }, [`E setting-incomplete ${at('oauth.authorizationUrl')}`]],
    [{ clientId: 'a', authorizationUrl: URL, tokenUrl: URL }, []],
    [{ mode: 'hosted' }, [`E setting-incomplete ${at('oauth.mode')}`]],
    [{ mode: 'hosted', authorizationServer: [URL] }, []],
    [
      { clientId: 'a', clientSecret: '${env:S}', clientSecretHelper: '/bin/s' },
      [`W credential-conflict ${at('oauth.clientSecret')}`],
    ],
  ])('oauth %j', (oauth, expected) => {
    expect(findingsWith(server({ transport: 'http', url: URL, oauth }))).toEqual(expected);
  });
});

describe('plugin marketplaces', () => {
  const GIT = { source: 'git', url: 'https://git.example.corp/p.git' };
  const MANIFEST = { source: 'url', url: 'https://llm-gateway.example.corp/m.json' };
  const SHA1 = '0123456789abcdef0123456789abcdef01234567';
  const m = (name?: string): string => `allowedPluginMarketplaces[0]${name === undefined ? '' : `.${name}`}`;
  test.each<[Record<string, unknown>, string[]]>([
    [{ source: 'github', repo: 'a/b' }, []],
    [{ source: 'github' }, [`E missing-field ${m()}`]],
    [{ source: 'github', repo: 'a/b', url: GIT.url }, [`W setting-ignored ${m('url')}`]],
    [GIT, []],
    [{ ...GIT, url: `${GIT.url}?x=1` }, [`E bad-format ${m('url')}`]],
    [{ ...GIT, installationPreference: 'required', ref: SHA1 }, []],
    [{ ...GIT, installationPreference: 'required', ref: 'v1.2' }, [`W marketplace-unpinned ${m('ref')}`]],
    [{ ...GIT, installationPreference: 'required', ref: '${env:COMMIT}' }, []],
    [{ ...GIT, installationPreference: 'auto_install' }, [`W marketplace-unpinned ${m()}`]],
    [{ ...MANIFEST, installationPreference: 'auto_install', manifestSha256: 'a'.repeat(64) }, []],
    [{ ...MANIFEST, ref: SHA1 }, [`W setting-ignored ${m('ref')}`]],
    [{ ...GIT, credentialKind: 'credentialHelper', credentialHelper: '/bin/t' }, []],
    [{ ...GIT, credentialKind: 'credentialHelper' }, [`E missing-field ${m()}`]],
    [{ ...GIT, credentialHelper: '/bin/t' }, [`E setting-conflict ${m('credentialHelper')}`]],
    [{ ...GIT, credentialKind: 'inferenceCredential' }, [`E setting-conflict ${m('credentialKind')}`]],
    [{ ...MANIFEST, credentialKind: 'inferenceCredential' }, []],
    [
      { ...MANIFEST, url: 'https://other.example.corp/m.json', credentialKind: 'inferenceCredential' },
      [`E setting-conflict ${m('credentialKind')}`],
    ],
    [{ ...MANIFEST, url: 'https://${env:H}/m.json', credentialKind: 'inferenceCredential' }, []],
    [{ ...GIT, expectedName: 'finance-plugins' }, []],
    [{ ...GIT, expectedName: 'org' }, [`E bad-format ${m('expectedName')}`]],
    [{ ...GIT, expectedName: '-x' }, [`E bad-format ${m('expectedName')}`]],
  ])('%j', (entry, expected) => {
    expect(findingsWith({ allowedPluginMarketplaces: [entry] })).toEqual(expected);
  });

  test('behind a bootstrap server the gateway is not known', () => {
    const marketplace = {
      ...MANIFEST,
      url: 'https://other.example.corp/m.json',
      credentialKind: 'inferenceCredential',
    };
    expect(
      findingsWith({
        bootstrapUrl: 'https://other.example.corp/b',
        allowedPluginMarketplaces: [marketplace],
      }),
    ).toEqual(['I setting-ignored inferenceProvider']);
  });
});

test.each([
  [
    {
      orgPluginSettings: [
        { serverName: 'a', tools: [] },
        { serverName: 'a', tools: [] },
      ],
    },
    ['E entry-duplicate orgPluginSettings[1].serverName'],
  ],
  [
    { skillBundles: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
    ['E entry-duplicate skillBundles[2].name'],
  ],
  [
    {
      managedMcpServers: [{ name: 'a', transport: 'http', url: URL }],
      orgPluginSettings: [{ serverName: 'a', tools: [] }],
    },
    ['W setting-ignored orgPluginSettings[0].serverName'],
  ],
  [{ entraScope: 'User.Read' }, ['W setting-ignored entraScope']],
  [{ entraAzureCloud: 'china' }, ['W setting-ignored entraAzureCloud']],
  [{ entraAzureCloud: 'global' }, []],
  [{ entraAzureCloud: 'china', entraClientId: '0b7a3f2e-1d0c-4a55-9f3e-2c1d5e6f7a80' }, []],
  [{ claudeAiImport: { enabled: true, exportEnabled: true } }, []],
  [{ claudeAiImport: { exportEnabled: true } }, ['W setting-ignored claudeAiImport.exportEnabled']],
  [{ microsoftAuthBroker: 'required' }, ['W setting-risky microsoftAuthBroker']],
])('%j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});
