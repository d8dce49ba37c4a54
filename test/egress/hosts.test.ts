import { describe, expect, test } from 'vitest';
import { egress, groups } from '../../src/egress/index.ts';
import { catalogue } from '../../src/schema/catalogue/index.ts';
import { keySpec } from '../../src/schema/index.ts';
import type { FieldType, StringFormat } from '../../src/schema/key-spec.ts';
import { QUIET, hostsOf } from '../support/egress-hosts.ts';

describe('switches and features', () => {
  const gateway = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gw.example.com' };
  const more = (settings: object): string[] =>
    hostsOf({ ...gateway, ...settings }).filter((name) => name !== 'gw.example.com');

  test('with every switch closed, only the components of Cowork and Code come from Anthropic', () => {
    expect(egress({ ...gateway, ...QUIET }).hosts.map(({ host }) => host)).toEqual([
      'gw.example.com',
      'downloads.claude.ai',
    ]);
  });

  test('the switches, one by one', () => {
    expect(more({ disableAutoUpdates: false })).toEqual([
      'api.anthropic.com?',
      'claude.ai?',
      'downloads.claude.ai?',
    ]);
    expect(more({ disableAutoUpdates: false, updateViaUpdatesHost: true })).toEqual([
      'releases.claude.com?',
      'downloads.claude.ai?',
    ]);
    expect(more({ disableEssentialTelemetry: false })).toEqual([
      'sentry.io?',
      '*.sentry.io?',
      '*.ingest.us.sentry.io?',
      'claude.ai?',
      'browser-intake-datadoghq.com?',
      'browser-intake-us3-datadoghq.com?',
      'browser-intake-us5-datadoghq.com?',
      'browser-intake-ap1-datadoghq.com?',
      'browser-intake-ap2-datadoghq.com?',
      'browser-intake-datadoghq.eu?',
      'browser-intake-ddog-gov.com?',
    ]);
    expect(more({ disableNonessentialTelemetry: false })).toEqual(['claude.ai?', 'api.anthropic.com?']);
    expect(more({ disableNonessentialServices: false })).toEqual([
      'www.claudeusercontent.com?',
      'cdnjs.cloudflare.com?',
      'cdn.jsdelivr.net?',
      'fonts.googleapis.com?',
      '*.claudemcpcontent.com?',
      'assets.claude.ai?',
      'www.google.com?',
      '*.gstatic.com?',
      'redirector.gvt1.com?',
      '*.gvt1.com?',
    ]);
    expect(more({ modelCatalogEnabled: true })).toEqual(['downloads.claude.ai?']);
    expect(
      more({ modelCatalogEnabled: undefined, modelCatalogUrl: 'https://mirror.example.com/m.json' }),
    ).toEqual(['mirror.example.com?']);
    expect(more({ claudeAiImport: { enabled: true } })).toEqual([
      'claude.ai',
      'api.anthropic.com',
      'storage.googleapis.com',
    ]);
    expect(more({ claudeAiImport: { exportEnabled: true } })).toEqual([]);
    const renderer = { disableNonessentialServices: false, userContentRendererUrl: 'https://r.example.com' };
    expect(more(renderer)).toContain('r.example.com');
    expect(more(renderer)).not.toContain('www.claudeusercontent.com?');
    expect(more({ skipWebFetchPreflight: false })).toEqual(['api.anthropic.com?']);
    expect(more({ skipWebFetchPreflight: false, disabledBuiltinTools: ['WebFetch'] })).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['collector', { otlpEndpoint: 'https://otel.example.com:4318/v1' }, ['otel.example.com:4318']],
    ['proxy', { egressProxyUrl: 'http://proxy.example.com:3128' }, ['proxy.example.com:3128']],
    [
      'a PAC script goes before a proxy',
      { egressProxyUrl: 'http://proxy.example.com:3128', egressProxyPacUrl: 'http://pac.example.com/p.pac' },
      ['pac.example.com:80'],
    ],
    [
      'MCP servers',
      {
        managedMcpServers: [
          { name: 'a', transport: 'http', url: 'https://mcp.example.com/mcp', oauth: false },
          {
            name: 'b',
            transport: 'sse',
            url: 'https://b.example.com',
            oauth: { authorizationServer: ['https://as.example.com'], tenantId: 't' },
          },
          { name: 'c', transport: 'stdio', command: '/opt/c' },
          {
            name: 'd',
            transport: 'http',
            url: 'https://d.example.com',
            oauth: { authorizationUrl: 'https://x.example.com/a', tokenUrl: 'https://y.example.com/t' },
          },
        ],
      },
      [
        'mcp.example.com',
        'b.example.com',
        'as.example.com',
        'login.microsoftonline.com',
        'd.example.com',
        'x.example.com',
        'y.example.com',
      ],
    ],
    [
      'built-in connectors',
      {
        managedMcpServers: [
          { name: 'm', server: 'microsoft365' },
          { name: 'n', server: 'microsoft365', azureCloud: 'us-gov-dod' },
          { name: 'g', server: 'github' },
          { name: 'h', server: 'github', host: 'https://ghe.example.com' },
          { name: 't', server: 'websearch', provider: 'tavily' },
          { name: 'u', server: 'websearch', provider: 'custom', customUrl: 'https://search.example.com/q' },
        ],
      },
      [
        'login.microsoftonline.com',
        'graph.microsoft.com',
        'login.microsoftonline.us',
        'dod-graph.microsoft.us',
        'github.com',
        'api.github.com',
        'ghe.example.com',
        'api.tavily.com',
        'search.example.com',
      ],
    ],
    [
      'web search that is switched off',
      {
        disabledBuiltinTools: ['WebSearch'],
        managedMcpServers: [{ name: 'w', server: 'websearch', provider: 'exa' }],
      },
      [],
    ],
    [
      'plugins',
      {
        allowedPluginMarketplaces: [
          { source: 'github', repo: 'acme/plugins' },
          { source: 'git', url: 'https://git.example.com/p.git' },
          { source: 'url', url: 'https://files.example.com/marketplace.json' },
        ],
        organizationPluginsUrl: 'https://plugins.example.com',
        skillBundles: [{ name: 's', url: 'https://skills.example.com/s.zip' }],
        allowedPluginMcpServers: [
          { serverUrl: 'https://*.mcp.example.com/*' },
          { serverUrl: '*' },
          { serverUrl: 'https://[2001:db8::1]:8443/*' },
          { serverUrl: 'http://[::1]:3000/*' },
          { serverUrl: 'https://[*]/' },
        ],
      },
      [
        '*.mcp.example.com?',
        '[2001:db8::1]:8443?',
        'github.com',
        'codeload.github.com?',
        'raw.githubusercontent.com?',
        'git.example.com',
        'files.example.com',
        'plugins.example.com',
        'skills.example.com',
      ],
    ],
    [
      'desktop extensions',
      { isDesktopExtensionEnabled: true },
      ['github.com?', 'objects.githubusercontent.com?', 'pypi.org?', 'files.pythonhosted.org?'],
    ],
    [
      'the built-in browser',
      {
        builtinBrowserEnabled: true,
        builtinBrowserDefaultDomainPolicy: 'block',
        builtinBrowserAllowedDomains: ['example.com', '*.example.org', '*'],
      },
      ['releases.claude.com', 'example.com?', 'www.example.com?', '*.example.org?'],
    ],
    [
      'SSH hosts',
      { sshHostAllowlist: ['dev.example.com', '*.build.example.com', 'me@box.example.com'] },
      ['dev.example.com:22?', '*.build.example.com:22?', 'build.example.com:22?', 'box.example.com:22?'],
    ],
    [
      'tools',
      { coworkEgressAllowedHosts: ['pypi.org', '*.corp.example.com:8443', '*', 'https://wrong'] },
      ['pypi.org?', '*.corp.example.com:8443?'],
    ],
    [
      'the Microsoft 365 add-in',
      { entraClientId: 'x', entraAzureCloud: 'us-gov-high' },
      ['login.microsoftonline.us?'],
    ],
  ])('%s', (_, settings, expected) => {
    expect(more(settings)).toEqual(expected);
  });

  test('every host has a reason, a setting and a shape that a firewall understands', () => {
    for (const host of egress({ ...gateway, coworkEgressAllowedHosts: ['*.a.example.com'] }).hosts) {
      expect(host).toMatchObject({ audience: 'perimeter', wildcard: host.host.includes('*') });
      expect(host.host).toMatch(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/);
      expect(host.why).toMatch(/^[A-Z].*\.$/);
      expect(host.note ?? 'N.').toMatch(/^[A-Z].*\.$/);
      expect(keySpec(host.key.replace(/[[.].*/, '')), host.key).toBeDefined();
    }
  });
});

describe('the two boundaries', () => {
  test('the allowlist for tools holds the setting and what the app adds', () => {
    const { toolAllowlist } = egress({
      inferenceProvider: 'bedrock',
      inferenceBedrockRegion: 'us-east-1',
      otlpEndpoint: 'https://otel.example.com:4318',
      coworkEgressAllowedHosts: ['PyPI.org', '*.corp.example.com:8443', 'https://wrong'],
    });
    expect(toolAllowlist.map(({ pattern, from, key }) => [pattern, from, key])).toEqual([
      ['pypi.org', 'configured', 'coworkEgressAllowedHosts[0]'],
      ['*.corp.example.com:8443', 'configured', 'coworkEgressAllowedHosts[1]'],
      ['bedrock-runtime.us-east-1.amazonaws.com', 'app', 'inferenceBedrockRegion'],
      ['otel.example.com', 'app', 'otlpEndpoint'],
      ['api.anthropic.com', 'app', 'disableNonessentialTelemetry'],
    ]);
  });

  test('closed telemetry takes api.anthropic.com off it', () => {
    const patterns = egress({
      ...QUIET,
      inferenceProvider: 'anthropic',
      coworkEgressAllowedHosts: [],
    }).toolAllowlist;
    expect(patterns.map(({ key }) => key)).toEqual(['inferenceProvider']);
  });
});

describe('what cannot be listed is said', () => {
  const remarks = (settings: object): [string, boolean][] =>
    egress({
      ...QUIET,
      isLocalDevMcpEnabled: false,
      userPluginMarketplacesEnabled: false,
      ...settings,
    }).remarks.map(({ key, missing }) => [key, missing]);

  test.each<[string, object, [string, boolean][]]>([
    ['no provider', {}, [['inferenceProvider', true]]],
    ['no address', { inferenceProvider: 'gateway' }, [['inferenceGatewayBaseUrl', true]]],
    [
      'an unresolved reference',
      { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: '${env:URL}' },
      [['inferenceGatewayBaseUrl', true]],
    ],
    [
      'the device itself',
      { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'http://127.0.0.1:4000' },
      [['inferenceGatewayBaseUrl', false]],
    ],
    [
      'a region that is no region cannot move the host',
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'evil.example.com/' },
      [['inferenceBedrockRegion', true]],
    ],
    [
      'a resource that is no name cannot move the host',
      { inferenceProvider: 'foundry', inferenceFoundryResource: 'evil.example.com#' },
      [['inferenceFoundryResource', true]],
    ],
    [
      'sign-in without its object',
      {
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: 'https://gw.example.com',
        inferenceCredentialKind: 'external-idp',
      },
      [['inferenceIdpOidc', true]],
    ],
    ['a bootstrap server', { bootstrapUrl: 'https://b.example.com' }, [['bootstrapUrl', false]]],
    [
      'every host for tools',
      { inferenceProvider: 'anthropic', coworkEgressAllowedHosts: ['*'] },
      [['coworkEgressAllowedHosts[0]', false]],
    ],
  ])('%s', (_, settings, expected) => {
    expect(remarks(settings)).toEqual(expected);
  });

  test.each([null, 1, 'x', [], {}, [null], [[]], { a: 1 }, [{}], [{ url: 1 }]].map((value) => ({ value })))(
    'any setting may hold $value',
    ({ value }) => {
      const providers = ['gateway', 'bedrock', 'vertex', 'foundry', 'mantle', 'anthropic'];
      const wrong = Object.keys(catalogue)
        .flatMap((key) => providers.map((provider) => ({ inferenceProvider: provider, [key]: value })))
        .flatMap((settings) => egress(settings).hosts)
        .filter(({ host }) => !/^[\w*.-]+$/.test(host));
      expect(wrong).toEqual([]);
    },
  );
});

describe('the table', () => {
  const ADDRESSES = new Set<StringFormat>([
    'url',
    'https-url',
    'http-url',
    'origin',
    'issuer',
    'host-pattern',
    'ssh-host-pattern',
    'domain-pattern',
    'url-pattern',
  ]);
  const holdsAddress = (type: FieldType): boolean => {
    switch (type.kind) {
      case 'string':
        return type.format !== undefined && ADDRESSES.has(type.format);
      case 'array':
        return holdsAddress(type.items);
      case 'map':
        return holdsAddress(type.values);
      case 'object':
        return Object.values(type.fields).some((field) => holdsAddress(field.type));
      case 'either':
        return type.of.some(holdsAddress);
      case 'any':
        return (type.guess ?? '').includes('url');
      case 'boolean':
      case 'enum':
      case 'integer':
      case 'number':
        return false;
    }
  };

  test('names only keys of the catalogue', () => {
    expect(groups.flatMap(({ keys }) => keys).filter((key) => keySpec(key) === undefined)).toEqual([]);
  });

  test('knows every key that holds an address', () => {
    const known = new Set(groups.flatMap(({ keys }) => keys));
    // A link that people click opens in their own browser; a deny list opens nothing.
    const without = ['banner', 'deniedPluginMcpServers'];
    const forgotten = Object.entries(catalogue)
      .filter(([key, spec]) => holdsAddress(spec.type) && !known.has(key) && !without.includes(key))
      .map(([key]) => key);
    expect(forgotten).toEqual([]);
  });
});
