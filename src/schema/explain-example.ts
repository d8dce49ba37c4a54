import { keySpec, type KeyName } from './catalogue/index.ts';
import { providerRows } from './rows.ts';
import { exampleWith } from './sign-ins.ts';
import { stringFormats } from './string-formats.ts';
import { fold, type Kinds } from './types/fold.ts';
import { variableFor } from './variable-name.ts';

/*
 * A small configuration that validates, for every key: a value made from the row, beside the example of its
 * provider. Where a row does not say enough, the key has a value or companions of its own below.
 */

type Settings = Readonly<Record<string, unknown>>;

const gateway = providerRows.gateway.example;
const helped = exampleWith('gateway', 'helper-script');
const gatewayOidc = exampleWith('gateway', 'interactive');
const idp = exampleWith('gateway', 'external-idp');
const awsSignIn = exampleWith('bedrock', 'interactive');
const awsProfile = exampleWith('bedrock', 'vendor-profile');
const google = exampleWith('vertex', 'interactive');
const workforce = exampleWith('vertex', 'workforce');
const entraFoundry = exampleWith('foundry', 'interactive');
const OIDC = { clientId: 'claude-desktop', issuer: 'https://login.example.com' };
const ENTRA = {
  clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  issuer: 'https://login.microsoftonline.com/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/v2.0',
};
const served = {
  bootstrapUrl: 'https://config.example.com/desktop',
  bootstrapOidc: { ...OIDC, scopes: 'openid desktop-config' },
};
const telemetry = { ...gateway, otlpEndpoint: 'https://otlp.example.com' };
const priced = { ...gateway, inferenceModelPricingEnabled: true };

/** What stands beside a key, where the scaffold of its provider is not it. */
const BESIDE: Readonly<Partial<Record<KeyName, Settings>>> = {
  inferenceSessionLifetimeSec: gatewayOidc,
  inferenceCredentialHelper: helped,
  inferenceCredentialHelperArgs: helped,
  inferenceCredentialHelperWindows: helped,
  inferenceCredentialHelperTtlSec: helped,
  inferenceCredentialHelperTimeoutSec: helped,
  inferenceCredentialHelperSilentRefreshEnabled: helped,
  inferenceIdpOidc: idp,
  inferenceIdpAuthFlow: idp,
  inferenceGatewayOidc: gatewayOidc,
  inferenceGatewayOidcAuthFlow: { ...gatewayOidc, inferenceGatewayOidc: ENTRA },
  inferenceBedrockSsoStartUrl: awsSignIn,
  inferenceBedrockSsoRegion: awsSignIn,
  inferenceBedrockSsoAccountId: awsSignIn,
  inferenceBedrockSsoRoleName: awsSignIn,
  inferenceBedrockProfile: awsProfile,
  inferenceBedrockAwsDir: awsProfile,
  inferenceBedrockAwsCliPath: awsSignIn,
  inferenceVertexOAuthClientId: google,
  inferenceVertexOAuthClientSecret: google,
  inferenceVertexOAuthScopes: google,
  inferenceVertexOAuthLoginHint: google,
  inferenceVertexWorkforceAudience: workforce,
  inferenceVertexWorkforceUserProject: workforce,
  inferenceVertexWorkforceAuthFlow: { ...workforce, inferenceVertexWorkforceOidc: ENTRA },
  inferenceVertexWorkforceOidc: workforce,
  inferenceFoundryTenantId: entraFoundry,
  inferenceFoundryClientId: entraFoundry,
  inferenceFoundryAuthFlow: entraFoundry,
  inferenceModelPricingMultiplier: priced,
  inferenceModelPricing: priced,
  chatAdvancedFileAnalysisEnabled: { ...gateway, chatTabEnabled: true },
  builtinBrowserAllowedDomains: { ...gateway, builtinBrowserDefaultDomainPolicy: 'block' },
  otlpProtocol: telemetry,
  otlpHeaders: telemetry,
  otlpAuthMode: telemetry,
  otlpHeadersHelper: telemetry,
  otlpResourceAttributes: telemetry,
  otlpDesktopLogLevel: telemetry,
  otlpContentCapture: telemetry,
  otlpTracesEnabled: telemetry,
  otlpAttrMaxChars: telemetry,
  inferenceMaxTokensPerWindow: { ...gateway, inferenceTokenWindowHours: 24 },
  inferenceTokenWindowHours: { ...gateway, inferenceMaxTokensPerWindow: 1_000_000 },
  deploymentDisplaySubtitle: { ...gateway, deploymentDisplayName: 'Example Corp' },
  bootstrapEnabled: { ...gateway, bootstrapUrl: served.bootstrapUrl },
  bootstrapUrl: served,
  bootstrapOidc: served,
  bootstrapHeaders: { bootstrapUrl: served.bootstrapUrl },
  bootstrapHeadersHelper: { bootstrapUrl: served.bootstrapUrl },
  trustBootstrapDelivery: served,
  entraAzureCloud: { ...gateway, entraClientId: ENTRA.clientId },
  entraScope: { ...gateway, entraClientId: ENTRA.clientId },
};

/** Values that say more than the type alone would. */
const VALUES: Readonly<Partial<Record<KeyName, unknown>>> = {
  inferenceProvider: 'gateway',
  inferenceCustomHeaders: { 'X-Team': 'platform' },
  inferenceSessionLifetimeSec: 28_800,
  inferenceCredentialHelper: helped.inferenceCredentialHelper,
  inferenceCredentialHelperArgs: ['--audience', 'llm-gateway'],
  inferenceCredentialHelperWindows: 'C:\\Program Files\\Example\\gateway-token.exe',
  inferenceCredentialHelperTimeoutSec: 20,
  inferenceGatewayBaseUrl: gateway.inferenceGatewayBaseUrl,
  inferenceGatewayOidcAuthFlow: 'broker',
  inferenceVertexWorkforceAuthFlow: 'broker',
  inferenceBedrockBaseUrl: 'https://vpce-0a1b2c3d.bedrock-runtime.us-east-1.vpce.amazonaws.com',
  inferenceBedrockSsoStartUrl: awsSignIn.inferenceBedrockSsoStartUrl,
  inferenceBedrockSsoAccountId: awsSignIn.inferenceBedrockSsoAccountId,
  inferenceBedrockSsoRoleName: awsSignIn.inferenceBedrockSsoRoleName,
  inferenceBedrockProfile: awsProfile.inferenceBedrockProfile,
  inferenceBedrockAwsDir: '/opt/example/aws',
  inferenceBedrockAwsCliPath: '/usr/local/bin/aws',
  inferenceVertexProjectId: 'example-project',
  inferenceVertexBaseUrl: 'https://vertex-proxy.example.com',
  inferenceVertexOAuthClientId: google.inferenceVertexOAuthClientId,
  inferenceVertexOAuthScopes: 'openid https://www.googleapis.com/auth/cloud-platform',
  inferenceVertexOAuthLoginHint: 'example.com',
  inferenceVertexWorkforceAudience: workforce.inferenceVertexWorkforceAudience,
  inferenceVertexWorkforceUserProject: 'billing-project',
  inferenceVertexCredentialsFile: '/etc/example/vertex-credentials.json',
  inferenceFoundryResource: 'example-resource',
  inferenceFoundryBaseUrl: 'https://foundry-proxy.example.com/anthropic',
  inferenceModels: [
    'claude-sonnet-4-5',
    { name: 'claude-opus-4-5', labelOverride: 'Opus', supports1m: true },
  ],
  defaultModelEffort: 'medium',
  inferenceModelPricingMultiplier: 0.85,
  inferenceModelPricing: [
    {
      name: 'claude-sonnet-4-5',
      inputPerMtok: 3,
      outputPerMtok: 15,
      cacheReadPerMtok: 0.3,
      cacheWritePerMtok: 3.75,
    },
  ],
  sshHostAllowlist: ['build.example.com', '*.dev.example.com'],
  sshClientPath: '/usr/bin/ssh',
  disabledBuiltinTools: ['WebSearch', 'WebFetch'],
  builtinToolPolicy: { Bash: 'ask', 'Bash(git status*)': 'allow' },
  organizationInstructions: 'Answer in English. Never paste customer data into a web search.',
  allowedWorkspaceFolders: [{ path: '~/Documents/Claude', isDefaultSelected: true }],
  coworkEgressAllowedHosts: ['*.example.com', 'pypi.org'],
  egressProxyUrl: 'http://proxy.example.com:8080',
  egressProxyPacUrl: 'https://proxy.example.com/proxy.pac',
  chatSessionRetentionDays: 90,
  coworkSessionRetentionDays: 90,
  codeSessionRetentionDays: 90,
  builtinBrowserDefaultDomainPolicy: 'block',
  builtinBrowserAllowedDomains: ['intranet.example.com', '*.docs.example.com'],
  builtinBrowserBlockedDomains: ['social.example.net'],
  claudeAiImport: { enabled: true, bannerBehavior: 'detect' },
  microsoftAuthBroker: 'disabled',
  managedMcpServers: [
    {
      name: 'wiki',
      transport: 'http',
      url: 'https://wiki.example.com/mcp',
      oauth: true,
      toolPolicy: { '*': 'ask', search: 'allow' },
    },
  ],
  mcpScheduledTaskApprovalLifetimeDays: 30,
  allowedPluginMcpServers: [{ serverUrl: 'https://mcp.example.com/*' }],
  deniedPluginMcpServers: [{ serverUrl: 'https://*.example.net/*' }],
  modelCatalogUrl: 'https://mirror.example.com/claude/models.json',
  dangerousMaxVersion: '2.7032.0',
  autoUpdaterEnforcementHours: 24,
  otlpEndpoint: telemetry.otlpEndpoint,
  otlpHeaders: { 'X-Tenant': 'example' },
  otlpHeadersHelper: '/usr/local/bin/otlp-headers',
  otlpResourceAttributes: { 'deployment.environment': 'production' },
  otlpDesktopLogLevel: 'warn',
  otlpContentCapture: ['toolDetails'],
  inferenceMaxTokensPerWindow: 1_000_000,
  inferenceTokenWindowHours: 24,
  deploymentDisplayName: 'Example Corp',
  deploymentDisplaySubtitle: 'Research',
  banner: { enabled: true, text: 'Internal use only', backgroundColor: '#003366', textColor: '#FFFFFF' },
  orgPluginSettings: [{ serverName: 'crm', tools: [{ toolName: 'delete_record', permission: 'blocked' }] }],
  allowedPluginMarketplaces: [{ source: 'github', repo: 'example/claude-plugins' }],
  organizationPluginsUrl: 'https://plugins.example.com/list',
  bootstrapUrl: served.bootstrapUrl,
  bootstrapHeaders: { Authorization: '${env:BOOTSTRAP_HEADERS_AUTHORIZATION}' },
  bootstrapHeadersHelper: '/usr/local/bin/bootstrap-headers',
  entraAzureCloud: 'us-gov-high',
  entraScope: 'api://3f2504e0-4f89-41d3-9a0c-0305e82c3301/access_as_user',
  officeDisabledHosts: ['mail'],
  officeDisabledFeatures: ['web_search'],
  officeAccessPolicies: [{ effect: 'deny', action: 'read', resource: 'Highly Confidential' }],
  loginSsoOrgDomain: 'example.com',
  forceLoginOrgUUID: ['6f9619ff-8b86-4d01-b42d-00cf4fc964ff'],
  skillBundles: [{ name: 'brand-guidelines' }],
};

/** A configuration that holds the key and validates. A key that is no part of the scaffold comes last. */
export function exampleFor(key: KeyName): Settings {
  const spec = keySpec(key);
  const [provider = 'gateway'] = spec?.providers ?? [];
  const beside = BESIDE[key] ?? providerRows[provider].example;
  return { ...beside, [key]: valueFor(key) };
}

/** A value the key may have; a credential is a reference. */
export function valueFor(key: KeyName): unknown {
  const spec = keySpec(key);
  if (spec === undefined) return undefined;
  if (key in VALUES) return VALUES[key];
  const beside = BESIDE[key]?.[key];
  if (beside !== undefined) return beside;
  if (spec.secret === true && (spec.type.kind === 'string' || spec.type.kind === 'any'))
    return `\${env:${variableFor([key])}}`;
  // A default needs no key: the example shows the other choice.
  if (spec.type.kind === 'boolean') return spec.default !== true;
  if (spec.type.kind === 'integer' && typeof spec.default === 'number') return spec.default;
  return fold(spec.type, plainValue);
}

const plainValue: Kinds<unknown> = {
  string: ({ format }) => (format === undefined ? 'example' : stringFormats[format].example),
  boolean: () => true,
  number: ({ min, max }) => min ?? max ?? 1,
  enum: ({ values }) => values[0],
  any: ({ guess }) => guessed(guess),
  array: (_, item) => [item],
  map: (_, value) => ({ example: value }),
  object: (_, members) =>
    Object.fromEntries(
      members.flatMap(({ name, field, came }) => (field.required === true ? [[name, came]] : [])),
    ),
  either: (_, [first]) => first,
};

/** Only what the name suggests: nothing is known of these values. */
function guessed(guess = 'string'): unknown {
  if (guess.startsWith('boolean')) return true;
  if (guess.startsWith('integer')) return 3600;
  if (guess.startsWith('object')) return {};
  const [, format = ''] = /\(([^)]*)\)/.exec(guess) ?? [];
  return (
    (stringFormats as Readonly<Record<string, { readonly example: string } | undefined>>)[format]?.example ??
    'example'
  );
}
