import { expect, test } from 'vitest';
import { parseTarget } from '../../../src/schema/releases.ts';
import { checked, findingsWith } from './check.ts';

test.each<[Record<string, unknown>, string[]]>([
  [{ inferenceMaxTokensPerWindow: 1000, inferenceTokenWindowHours: 24 }, []],
  [{ inferenceMaxTokensPerWindow: 1000 }, ['E setting-incomplete inferenceMaxTokensPerWindow']],
  [{ inferenceTokenWindowHours: 24 }, ['E setting-incomplete inferenceTokenWindowHours']],
  [{ banner: { enabled: false, text: 'x' } }, []],
  [{ banner: { text: 'x' } }, ['W setting-ignored banner']],
  [{ banner: {} }, []],
  [{ deploymentDisplaySubtitle: 'x' }, ['W setting-ignored deploymentDisplaySubtitle']],
  [{ deploymentDisplayName: 'x', deploymentDisplaySubtitle: 'y' }, []],
  [{ egressProxyUrl: 'http://p.example.corp:3128' }, []],
  [
    { egressProxyUrl: 'http://p.example.corp:3128', egressProxyPacUrl: 'http://p.example.corp/pac' },
    ['W setting-ignored egressProxyUrl'],
  ],
  [
    { disableAutoUpdates: true, autoUpdaterEnforcementHours: 24 },
    ['W setting-ignored autoUpdaterEnforcementHours'],
  ],
  [{ disableAutoUpdates: false, autoUpdaterEnforcementHours: 24 }, []],
  [{ toolSearchEnabled: true }, []],
  [{ coworkEgressAllowedHosts: [], allowedWorkspaceFolders: [], disabledBuiltinTools: [] }, []],
])('%j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each([
  ['claude-opus-5', []],
  ['claude-sonnet-4-5@20250929', []],
  ['claude-sonnet-4@20250514', ['W setting-risky toolSearchEnabled']],
  ['claude-opus-4-1', ['W setting-risky toolSearchEnabled']],
  ['claude-3-5-haiku@20241022', ['W setting-risky toolSearchEnabled']],
])('tool search on Vertex with %s', (model, expected) => {
  expect(
    checked({
      inferenceProvider: 'vertex',
      inferenceVertexProjectId: 'p',
      inferenceVertexRegion: 'global',
      inferenceModels: ['claude-opus-5', model].slice(model === 'claude-opus-5' ? 1 : 0),
      toolSearchEnabled: true,
    }),
  ).toEqual(expected);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ disabledBuiltinTools: ['Bash', 'WebSearch', 'computer-use', 'mcp__x'] }, []],
  [{ disabledBuiltinTools: ['bash'] }, ['W setting-risky disabledBuiltinTools[0]']],
  [{ disabledBuiltinTools: ['web_search'] }, ['W setting-risky disabledBuiltinTools[0]']],
  [{ disabledBuiltinTools: ['WebFtech'] }, ['W setting-risky disabledBuiltinTools[0]']],
  [{ builtinToolPolicy: { Bash: 'ask', 'Bash(curl *)': 'ask' } }, []],
  [{ builtinToolPolicy: { 'bash(curl *)': 'ask' } }, ['W setting-risky builtinToolPolicy["bash(curl *)"]']],
  [
    { builtinToolPolicy: { 'WebFetch(domain:example.com)': 'allow' } },
    ['W setting-ignored builtinToolPolicy["WebFetch(domain:example.com)"]'],
  ],
])('tool names %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each<[string[], string[], string[]]>([
  [['*.example.corp'], ['*.example.corp'], ['W setting-risky coworkEgressAllowedHosts[0]']],
  [['*.example.corp', 'example.corp:443'], ['*.example.corp'], []],
  [['*.example.corp'], ['build.example.corp'], []],
  [['*', '*.example.corp'], ['*.example.corp'], []],
  [['*.EXAMPLE.corp:443'], ['*.example.CORP'], ['W setting-risky coworkEgressAllowedHosts[0]']],
])('egress %j beside ssh %j', (coworkEgressAllowedHosts, sshHostAllowlist, expected) => {
  expect(findingsWith({ coworkEgressAllowedHosts, sshHostAllowlist })).toEqual(expected);
});

test('SSH sessions take no named AWS profile', () => {
  const bedrock = {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: ['us.anthropic.claude-opus-5'],
    sshHostAllowlist: ['build.example.corp'],
  };
  expect(checked({ ...bedrock, inferenceBedrockProfile: 'p' })).toEqual(['W setting-risky sshHostAllowlist']);
  expect(checked({ ...bedrock, inferenceBedrockBearerToken: '${env:K}' })).toEqual([]);
  expect(checked({ ...bedrock, inferenceBedrockProfile: 'p', sshHostAllowlist: [] })).toEqual([]);
});

const BLOCK = { builtinBrowserDefaultDomainPolicy: 'block' };
test.each<[Record<string, unknown>, string[]]>([
  [{ builtinBrowserAllowedDomains: ['a.example.corp'] }, ['W setting-ignored builtinBrowserAllowedDomains']],
  [{ ...BLOCK, builtinBrowserAllowedDomains: ['a.example.corp'] }, []],
  [
    { builtinBrowserDefaultDomainPolicy: '${env:POLICY}', builtinBrowserAllowedDomains: ['a.example.corp'] },
    [],
  ],
  [{ builtinBrowserBlockedDomains: ['*'] }, []],
  [
    { ...BLOCK, builtinBrowserBlockedDomains: ['a.example.corp'] },
    ['W setting-ignored builtinBrowserBlockedDomains'],
  ],
  [{ ...BLOCK, builtinBrowserAllowedDomains: ['*'] }, ['W setting-ignored builtinBrowserAllowedDomains[0]']],
  [
    { ...BLOCK, builtinBrowserAllowedDomains: ['*.com'] },
    ['W setting-ignored builtinBrowserAllowedDomains[0]'],
  ],
  [
    { ...BLOCK, builtinBrowserAllowedDomains: ['*.co.uk'] },
    ['W setting-ignored builtinBrowserAllowedDomains[0]'],
  ],
  [
    {
      ...BLOCK,
      builtinBrowserAllowedDomains: ['a.example.corp', 'b.example.org'],
      coworkEgressAllowedHosts: ['*.example.corp'],
    },
    ['W setting-risky builtinBrowserAllowedDomains[1]'],
  ],
  [
    { ...BLOCK, builtinBrowserAllowedDomains: ['a.example.corp'], coworkEgressAllowedHosts: ['${env:HOST}'] },
    [],
  ],
])('browser %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test('with a bootstrap server the browser is switched on there', () => {
  expect(checked({ bootstrapUrl: 'https://config.example.corp', builtinBrowserEnabled: true })).toEqual([
    'W setting-ignored builtinBrowserEnabled',
  ]);
});

const OTLP = { otlpEndpoint: 'https://otel.example.corp' };
test.each<[Record<string, unknown>, string[]]>([
  [{ ...OTLP, otlpHeaders: {} }, []],
  [{ otlpProtocol: 'grpc' }, ['W setting-ignored otlpProtocol']],
  [{ otlpResourceAttributes: { team: 'a' } }, []],
  [{ otlpEndpoint: 'https://otel.example.corp:4318' }, []],
  [{ otlpEndpoint: 'https://otel.example.corp:4317' }, ['W setting-risky otlpEndpoint']],
  [
    { otlpEndpoint: 'https://otel.example.corp:4317', otlpProtocol: 'grpc' },
    ['I setting-risky otlpProtocol'],
  ],
  [{ ...OTLP, otlpHeaders: { 'x-api-key': '${env:K}' } }, ['W header-credential otlpHeaders.x-api-key']],
  [{ ...OTLP, otlpAuthMode: 'inference-credential' }, []],
  [
    { ...OTLP, endUserAttribution: true, otlpResourceAttributes: { 'enduser.id': 'a' } },
    ['W setting-ignored otlpResourceAttributes["enduser.id"]'],
  ],
  [{ ...OTLP, endUserAttribution: true, otlpResourceAttributes: { team: 'a' } }, []],
  [{ ...OTLP, endUserAttribution: false, otlpResourceAttributes: { 'enduser.id': 'a' } }, []],
  [{ ...OTLP, otlpResourceAttributes: { 'enduser.id': 'a' } }, []],
  [
    {
      ...OTLP,
      otlpAuthMode: 'inference-credential',
      inferenceCredentialKind: 'static',
      inferenceGatewayAuthScheme: 'x-api-key',
    },
    ['W setting-ignored otlpAuthMode'],
  ],
  [
    { ...OTLP, endUserAttribution: true, otlpResourceAttributes: { 'enduser.id': 'x' } },
    ['W setting-ignored otlpResourceAttributes["enduser.id"]'],
  ],
])('telemetry %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ bootstrapEnabled: true }, ['W setting-ignored bootstrapEnabled']],
  [{ bootstrapHeadersHelper: '/bin/h' }, ['W setting-ignored bootstrapHeadersHelper']],
  [{ bootstrapEnabled: false }, []],
])('bootstrap %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test('a user who signs in replaces the Authorization header of the bootstrap fetch', () => {
  const settings = {
    bootstrapUrl: 'https://config.example.corp',
    bootstrapHeaders: { authorization: 'Bearer ${env:T}' },
  };
  expect(checked(settings)).toEqual([]);
  expect(
    checked({
      ...settings,
      bootstrapOidc: { clientId: 'a', scopes: 'config', issuer: 'https://idp.example.corp' },
    }),
  ).toEqual(['W setting-ignored bootstrapHeaders.authorization']);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['1.19366.9', {}, ['W behaviour-changed']],
  ['1.19367.0', {}, []],
  ['1.15962.0', { isDesktopExtensionEnabled: false }, []],
  ['1.46388.1', { otlpEndpoint: 'https://otel.example.corp' }, ['W behaviour-changed otlpEndpoint']],
  ['1.52386.0', { otlpEndpoint: 'https://otel.example.corp' }, []],
  ['1.46388.1', { otlpEndpoint: 'https://otel.example.corp', otlpTracesEnabled: false }, []],
  ['1.21459.0', { toolSearchEnabled: true }, ['W behaviour-changed toolSearchEnabled']],
  ['1.40609.0', { toolSearchEnabled: true }, []],
  [
    '1.21459.0',
    { managedMcpServers: [{ name: 't', transport: 'http', url: 'https://mcp.example.corp' }] },
    ['W behaviour-changed managedMcpServers[0]'],
  ],
  [
    '1.21459.0',
    { managedMcpServers: [{ name: 't', transport: 'http', url: 'https://mcp.example.corp', oauth: true }] },
    [],
  ],
])('at the target %s %j', (release, settings, expected) => {
  const said = { autoModeEnabled: false, ...settings };
  expect(findingsWith(said, { target: parseTarget(release) })).toEqual(expected);
  // Without a target nobody is bothered.
  expect(findingsWith(said)).toEqual([]);
});
