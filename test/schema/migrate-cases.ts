/*
 * One configuration for every retirement: as it was written, and as it is written today. Ids as in the table.
 */

type Settings = Readonly<Record<string, unknown>>;

interface Case {
  readonly id: string;
  readonly old: Settings;
  /** Absent when a person must decide. */
  readonly now?: Settings;
  /** Code of the finding; none when only `migrate` speaks of it. */
  readonly code?: string;
  /** Where more than this retirement shows: the codes of today's form under --target latest. */
  readonly alsoNow?: readonly string[];
}

const gateway = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gateway.example.com',
} as const;
const withKey = { ...gateway, inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' } as const;
const signIn = { clientId: 'desktop', issuer: 'https://login.example.com' };
const vertex = {
  inferenceProvider: 'vertex',
  inferenceVertexProjectId: 'my-project',
  inferenceVertexRegion: 'global',
  inferenceModels: ['claude-sonnet-4-5'],
} as const;
const bootstrap = { ...withKey, bootstrapUrl: 'https://config.example.com/desktop' } as const;
const otlp = { ...withKey, otlpEndpoint: 'https://otlp.example.com', otlpTracesEnabled: true } as const;
const server = (entry: object): Settings => ({ ...withKey, managedMcpServers: [{ name: 'wiki', ...entry }] });
const remote = { transport: 'http', url: 'https://wiki.example.com/mcp' };
const microsoft = { server: 'microsoft365', tenantId: 'contoso', clientId: 'app' };

const headerCases = (key: string, base: Settings): Case[] => [
  {
    id: `shape-${key}-string`,
    code: 'deprecated-shape',
    old: { ...base, [key]: 'X-Team=red, X-Site = a=b' },
    now: { ...base, [key]: { 'X-Team': 'red', 'X-Site': 'a=b' } },
  },
  {
    id: `shape-${key}-list`,
    code: 'deprecated-shape',
    old: { ...base, [key]: ['X-Team: red', 'X-Site:https://a'] },
    now: { ...base, [key]: { 'X-Team': 'red', 'X-Site': 'https://a' } },
  },
];

export const cases: readonly Case[] = [
  {
    id: 'key-custom3pBaseUrl',
    code: 'removed-key',
    old: {
      inferenceProvider: 'gateway',
      custom3pBaseUrl: 'https://gateway.example.com',
      inferenceGatewayApiKey: 'k',
    },
    now: {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gateway.example.com',
      inferenceGatewayApiKey: 'k',
    },
  },
  {
    id: 'key-custom3pApiKey',
    code: 'removed-key',
    old: { ...gateway, custom3pApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' },
    now: withKey,
  },
  {
    id: 'key-custom3pApiKey',
    code: 'removed-key',
    // Only the gateway had such a key.
    old: { ...vertex, custom3pApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' },
  },
  {
    id: 'key-custom3pModels',
    code: 'removed-key',
    old: { ...withKey, custom3pModels: ['claude-sonnet-4-5'] },
    now: { ...withKey, inferenceModels: ['claude-sonnet-4-5'] },
  },
  {
    id: 'key-custom3pProvider',
    code: 'removed-key',
    old: { custom3pProvider: 'anthropic', inferenceAnthropicApiKey: '${env:KEY}' },
    now: { inferenceProvider: 'anthropic', inferenceAnthropicApiKey: '${env:KEY}' },
  },
  {
    id: 'key-custom3pProvider',
    code: 'removed-key',
    // No provider of today has that name.
    old: { ...withKey, custom3pProvider: 'azure' },
  },
  {
    id: 'key-inferenceGatewayHeaders',
    code: 'deprecated-key',
    old: { ...withKey, inferenceGatewayHeaders: { 'X-Team': 'red' } },
    now: { ...withKey, inferenceCustomHeaders: { 'X-Team': 'red' } },
  },
  {
    id: 'key-inferenceGatewayHeaders',
    code: 'deprecated-key',
    old: { ...withKey, inferenceGatewayHeaders: ['X-Team: red', 'X-Site: b'] },
    now: { ...withKey, inferenceCustomHeaders: { 'X-Team': 'red', 'X-Site': 'b' } },
  },
  {
    id: 'key-inferenceGatewayHeaders',
    code: 'deprecated-key',
    old: { ...withKey, inferenceGatewayHeaders: 'X-Team=red,X-Site=b' },
    now: { ...withKey, inferenceCustomHeaders: { 'X-Team': 'red', 'X-Site': 'b' } },
  },
  {
    id: 'key-inferenceGatewayHeaders',
    code: 'deprecated-key',
    old: {
      ...withKey,
      inferenceCustomHeaders: { 'X-Site': 'b', 'X-Team': 'red' },
      inferenceGatewayHeaders: ['X-Team: red', 'X-Site: b'],
    },
    now: { ...withKey, inferenceCustomHeaders: { 'X-Site': 'b', 'X-Team': 'red' } },
  },
  {
    id: 'key-isDxtEnabled',
    code: 'deprecated-key',
    old: { ...withKey, isDxtEnabled: true },
    now: { ...withKey, isDesktopExtensionEnabled: true },
  },
  {
    id: 'key-isDxtEnabled',
    code: 'deprecated-key',
    old: { ...withKey, isDxtEnabled: true, isDesktopExtensionEnabled: true },
    now: { ...withKey, isDesktopExtensionEnabled: true },
  },
  {
    id: 'key-isDxtSignatureRequired',
    code: 'deprecated-key',
    old: { ...withKey, isDxtSignatureRequired: true },
    now: { ...withKey, isDesktopExtensionSignatureRequired: true },
  },
  {
    id: 'key-trustBootstrapLocalExec',
    code: 'deprecated-key',
    old: { ...bootstrap, trustBootstrapLocalExec: true },
    now: { ...bootstrap, trustBootstrapDelivery: true },
  },
  {
    id: 'key-enduserAttribution',
    code: 'deprecated-key',
    old: { ...withKey, enduserAttribution: false },
    now: { ...withKey, endUserAttribution: false },
  },
  {
    id: 'key-allowOptionalClientAuth',
    code: 'removed-key',
    old: { ...withKey, allowOptionalClientAuth: true },
    now: withKey,
  },
  {
    id: 'key-disableDefaultPlugins',
    code: 'removed-key',
    old: { ...withKey, disableDefaultPlugins: true },
    now: withKey,
  },
  {
    id: 'key-betaFeaturesEnabled',
    code: 'removed-key',
    old: { ...withKey, betaFeaturesEnabled: true },
    now: withKey,
  },
  {
    id: 'key-requireCoworkFullVmSandbox',
    code: 'deprecated-key',
    old: { ...withKey, requireCoworkFullVmSandbox: true },
  },
  {
    id: 'key-organizationPluginsUrl',
    code: 'deprecated-key',
    old: { ...withKey, organizationPluginsUrl: 'https://plugins.example.com' },
  },
  {
    id: 'key-inferenceGatewayOidc',
    code: 'deprecated-key',
    old: { ...gateway, inferenceCredentialKind: 'interactive', inferenceGatewayOidc: signIn },
    now: { ...gateway, inferenceCredentialKind: 'external-idp', inferenceIdpOidc: signIn },
  },
  {
    id: 'key-inferenceGatewayOidcAuthFlow',
    code: 'deprecated-key',
    old: {
      ...gateway,
      inferenceCredentialKind: 'interactive',
      inferenceGatewayOidc: signIn,
      inferenceGatewayOidcAuthFlow: 'browser',
    },
    now: {
      ...gateway,
      inferenceCredentialKind: 'external-idp',
      inferenceIdpOidc: signIn,
      inferenceIdpAuthFlow: 'browser',
    },
  },
  {
    id: 'value-authScheme-sso',
    code: 'deprecated-value',
    old: { ...gateway, inferenceGatewayAuthScheme: 'sso' },
    now: { ...gateway, inferenceCredentialKind: 'interactive' },
  },
  {
    id: 'value-authScheme-sso',
    code: 'deprecated-value',
    old: { ...gateway, inferenceGatewayAuthScheme: 'sso', inferenceCredentialKind: 'interactive' },
    now: { ...gateway, inferenceCredentialKind: 'interactive' },
  },
  {
    id: 'value-authScheme-auto',
    code: 'deprecated-value',
    old: { ...withKey, inferenceGatewayAuthScheme: 'auto' },
    now: withKey,
  },
  {
    id: 'value-credentialKind-oauth',
    code: 'deprecated-value',
    old: {
      ...vertex,
      inferenceCredentialKind: 'oauth',
      inferenceVertexOAuthClientId: 'client',
      inferenceVertexOAuthClientSecret: '${env:GOOGLE_SECRET}',
    },
    now: {
      ...vertex,
      inferenceCredentialKind: 'interactive',
      inferenceVertexOAuthClientId: 'client',
      inferenceVertexOAuthClientSecret: '${env:GOOGLE_SECRET}',
    },
  },
  {
    id: 'value-interactive-workforceAudience',
    code: 'deprecated-value',
    old: {
      ...vertex,
      inferenceCredentialKind: 'interactive',
      inferenceVertexWorkforceAudience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
      inferenceVertexWorkforceOidc: signIn,
    },
    now: {
      ...vertex,
      inferenceCredentialKind: 'workforce',
      inferenceVertexWorkforceAudience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
      inferenceVertexWorkforceOidc: signIn,
    },
  },
  {
    id: 'value-ask-session-builtin',
    code: 'deprecated-value',
    old: { ...withKey, builtinToolPolicy: { Bash: 'ask-session', WebFetch: 'allow' } },
    now: { ...withKey, builtinToolPolicy: { Bash: 'ask', WebFetch: 'allow' } },
  },
  {
    id: 'value-ask-session-orgplugin',
    code: 'deprecated-value',
    old: {
      ...withKey,
      orgPluginSettings: [{ serverName: 'crm', tools: [{ toolName: 'delete', permission: 'ask-session' }] }],
    },
    now: {
      ...withKey,
      orgPluginSettings: [{ serverName: 'crm', tools: [{ toolName: 'delete', permission: 'ask' }] }],
    },
  },
  {
    id: 'value-ask-session-managedmcp',
    code: 'deprecated-value',
    old: server({ ...remote, toolPolicy: { '*': 'blocked', read: 'ask-session' } }),
    now: server({ ...remote, toolPolicy: { '*': 'blocked', read: 'ask' } }),
  },
  {
    id: 'value-mcp-transport-builtin',
    code: 'deprecated-value',
    old: server({ ...microsoft, transport: 'builtin' }),
    now: server(microsoft),
  },
  ...headerCases('inferenceCustomHeaders', withKey),
  ...headerCases('otlpHeaders', otlp),
  ...headerCases('otlpResourceAttributes', otlp),
  ...headerCases('bootstrapHeaders', bootstrap),
  {
    id: 'shape-orgPluginSettings-record',
    code: 'deprecated-shape',
    old: {
      ...withKey,
      orgPluginSettings: {
        mcpServers: { crm: { toolPolicy: { read: 'allow', write: 'ask-session', drop: 'blocked' } } },
      },
    },
    now: {
      ...withKey,
      orgPluginSettings: [
        {
          serverName: 'crm',
          tools: [
            { toolName: 'read', permission: 'allow' },
            { toolName: 'write', permission: 'ask' },
            { toolName: 'drop', permission: 'blocked' },
          ],
        },
      ],
    },
  },
  {
    id: 'shape-mcp-scopes',
    code: 'deprecated-shape',
    old: server({ ...microsoft, scopes: ['Mail.Read', 'Files.Read'] }),
    now: server({ ...microsoft, scope: 'Mail.Read Files.Read' }),
  },
  {
    id: 'shape-mcp-scopes',
    code: 'deprecated-shape',
    old: server({ ...microsoft, scopes: 'Mail.Read' }),
    now: server({ ...microsoft, scope: 'Mail.Read' }),
  },
  {
    id: 'shape-mcp-scopes',
    code: 'deprecated-shape',
    old: server({ ...microsoft, scope: 'Mail.Read Files.Read', scopes: ['Mail.Read', 'Files.Read'] }),
    now: server({ ...microsoft, scope: 'Mail.Read Files.Read' }),
  },
  {
    id: 'shape-mcp-source',
    code: 'deprecated-shape',
    old: server({ ...remote, source: 'admin' }),
    now: server(remote),
  },
  {
    id: 'shape-mcp-authorityHost',
    code: 'deprecated-shape',
    old: server({ ...microsoft, authorityHost: 'https://login.microsoftonline.us/' }),
    now: server({ ...microsoft, azureCloud: 'us-gov-high' }),
  },
  {
    id: 'shape-mcp-authorityHost',
    code: 'deprecated-shape',
    old: server({ ...microsoft, authorityHost: 'login.microsoftonline.com' }),
    now: server(microsoft),
  },
  {
    id: 'shape-mcp-authorityHost',
    code: 'deprecated-shape',
    old: server({ ...microsoft, azureCloud: 'us-gov-dod', authorityHost: 'login.microsoftonline.us' }),
    now: server({ ...microsoft, azureCloud: 'us-gov-dod' }),
  },
  {
    id: 'shape-mcp-authorityHost',
    code: 'deprecated-shape',
    old: server({ ...microsoft, azureCloud: 'global', authorityHost: 'HTTPS://Login.MicrosoftOnline.com//' }),
    now: server({ ...microsoft, azureCloud: 'global' }),
  },
  {
    id: 'shape-mcp-oauth-number',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: 1 }),
    now: server({ ...remote, oauth: true }),
  },
  {
    id: 'shape-mcp-oauth-string',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: 'true' }),
    now: server({ ...remote, oauth: true }),
  },
  {
    id: 'shape-mcp-oauth-string',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: 'false' }),
    now: server(remote),
  },
  {
    id: 'shape-mcp-oauth-string',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: '{"clientId":"desktop"}' }),
    now: server({ ...remote, oauth: { clientId: 'desktop' } }),
  },
  {
    id: 'shape-mcp-oauth-scopes',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: { clientId: 'desktop', scopes: ['a', 'b'] } }),
    now: server({ ...remote, oauth: { clientId: 'desktop', scope: 'a b' } }),
  },
  {
    id: 'shape-mcp-oauth-scopes',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: { clientId: 'desktop', scope: ['a', 'b'] } }),
    now: server({ ...remote, oauth: { clientId: 'desktop', scope: 'a b' } }),
  },
  {
    id: 'shape-mcp-oauth-scopes',
    code: 'deprecated-shape',
    old: server({ ...remote, oauth: { clientId: 'desktop', scope: ['a', 'b'], scopes: 'a b' } }),
    now: server({ ...remote, oauth: { clientId: 'desktop', scope: 'a b' } }),
  },
  {
    id: 'shape-mcp-no-transport',
    code: 'deprecated-shape',
    old: server({ command: '/usr/local/bin/wiki', args: ['--stdio'] }),
    now: server({ command: '/usr/local/bin/wiki', args: ['--stdio'], transport: 'stdio' }),
  },
  {
    id: 'shape-pricing-without-enabled',
    old: { ...withKey, inferenceModelPricingMultiplier: 0.5 },
    now: { ...withKey, inferenceModelPricingMultiplier: 0.5, inferenceModelPricingEnabled: true },
  },
];
