import type { KeyName, Provider } from '../../schema/index.ts';

/*
 * What the wizard asks for each provider, as data. Which credential goes with which provider: vendor reference,
 * `inferenceCredentialKind`, and the page of each provider; `schema/rules/credential-sources.ts` checks the same.
 */

/** One key to ask for. */
export interface Field {
  readonly key: KeyName;
  readonly message: string;
  readonly hint?: string;
  readonly optional?: true;
  /** The value is a credential: the environment variable to offer. */
  readonly variable?: string;
}

/** One way in which users authenticate. */
export interface SignIn {
  readonly id: string;
  /** Value of `inferenceCredentialKind`; absent where none is documented. */
  readonly kind?: string;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The OpenID Connect client to ask for, and the key that chooses between browser and broker. */
  readonly oidc?: { readonly key: KeyName; readonly flow: KeyName };
  /** Keys that belong to it without being asked for. */
  readonly keeps?: readonly KeyName[];
  /** The provider lists no models with it. */
  readonly needsModels?: true;
}

interface ProviderRow {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The first is the proposal. */
  readonly signIns: readonly [SignIn, ...SignIn[]];
  readonly needsModels?: true;
  /** What a model is called there. */
  readonly model: { readonly what: string; readonly example: string };
}

const staticKey = (key: KeyName, name: string, message: string, variable: string): SignIn => ({
  id: 'static',
  kind: 'static',
  name,
  description: 'Everybody sends the same key. Quickest to set up; it says nothing about who is asking.',
  fields: [{ key, message, variable }],
});

const HELPER: SignIn = {
  id: 'helper-script',
  kind: 'helper-script',
  name: 'Credential helper',
  description:
    'A program on each device prints a short-lived credential, and the app runs it when it needs one.',
  fields: [
    {
      key: 'inferenceCredentialHelper',
      message: 'Path of the credential helper on the devices',
      hint: 'Absolute, without arguments; it prints the token and nothing else.',
    },
  ],
  keeps: [
    'inferenceCredentialHelperArgs',
    'inferenceCredentialHelperWindows',
    'inferenceCredentialHelperTtlSec',
    'inferenceCredentialHelperTimeoutSec',
    'inferenceCredentialHelperSilentRefreshEnabled',
  ],
};

const BEDROCK_REGION: Field = {
  key: 'inferenceBedrockRegion',
  message: 'AWS region',
  hint: 'Such as us-east-1 or eu-central-1.',
};
const BEDROCK_KEY = staticKey(
  'inferenceBedrockBearerToken',
  'Bedrock API key',
  'Bedrock API key (bearer token)',
  'BEDROCK_API_KEY',
);

const providers = {
  gateway: {
    name: 'LLM gateway',
    description: 'Your own service in front of the models; it speaks the Anthropic Messages API.',
    fields: [
      {
        key: 'inferenceGatewayBaseUrl',
        message: 'Base URL of the gateway',
        hint: 'The app appends /v1/messages and /v1/models itself.',
      },
    ],
    signIns: [
      {
        ...staticKey('inferenceGatewayApiKey', 'Static key', 'Gateway API key', 'GATEWAY_API_KEY'),
        keeps: ['inferenceGatewayAuthScheme'],
      },
      { ...HELPER, keeps: [...(HELPER.keeps ?? []), 'inferenceGatewayAuthScheme'] },
      {
        id: 'sso',
        kind: 'interactive',
        name: 'Single sign-on',
        description: 'Users sign in at your identity provider (OIDC); the gateway receives their token.',
        fields: [],
        oidc: { key: 'inferenceGatewayOidc', flow: 'inferenceGatewayOidcAuthFlow' },
        keeps: ['inferenceSessionLifetimeSec'],
      },
      {
        id: 'gateway-sign-in',
        kind: 'interactive',
        name: "The gateway's own sign-in",
        description:
          'Users sign in at the gateway in the browser; it is its own authorization server (RFC 8414, RFC 8628).',
        fields: [],
        keeps: ['inferenceSessionLifetimeSec'],
      },
    ],
    model: { what: 'Model IDs', example: 'claude-sonnet-4-5' },
  },
  anthropic: {
    name: 'Claude API',
    description: 'Straight to Anthropic.',
    fields: [],
    signIns: [
      staticKey('inferenceAnthropicApiKey', 'API key', 'Claude API key', 'ANTHROPIC_API_KEY'),
      HELPER,
      {
        id: 'console',
        name: 'Browser sign-in',
        description: 'Each user signs in to the Claude Console; nothing is configured for it.',
        fields: [],
      },
    ],
    model: { what: 'Model IDs', example: 'claude-sonnet-4-5' },
  },
  bedrock: {
    name: 'Amazon Bedrock',
    description: 'Claude in your AWS account.',
    fields: [
      BEDROCK_REGION,
      {
        key: 'inferenceBedrockBaseUrl',
        message: 'Endpoint of your own (VPC endpoint or proxy)',
        hint: 'Scheme and host only. Enter alone: the endpoint of the region.',
        optional: true,
      },
    ],
    signIns: [
      {
        id: 'vendor-profile',
        kind: 'vendor-profile',
        name: 'AWS profile',
        description: 'The app uses a named profile from the AWS configuration of each device.',
        fields: [{ key: 'inferenceBedrockProfile', message: 'Name of the AWS profile' }],
        keeps: ['inferenceBedrockAwsDir', 'inferenceBedrockAwsCliPath'],
        needsModels: true,
      },
      {
        id: 'aws-sign-in',
        kind: 'interactive',
        name: 'AWS sign-in',
        description: 'Users sign in through IAM Identity Center from inside the app.',
        fields: [
          { key: 'inferenceBedrockSsoStartUrl', message: 'Start URL of IAM Identity Center' },
          { key: 'inferenceBedrockSsoRegion', message: 'Region of IAM Identity Center' },
          { key: 'inferenceBedrockSsoAccountId', message: 'AWS account ID', hint: 'Twelve digits.' },
          {
            key: 'inferenceBedrockSsoRoleName',
            message: 'Permission set (role name)',
            hint: 'The one that may invoke the models.',
          },
        ],
        keeps: ['inferenceSessionLifetimeSec'],
        needsModels: true,
      },
      BEDROCK_KEY,
      HELPER,
      {
        id: 'external-idp',
        kind: 'external-idp',
        name: 'Single sign-on',
        description:
          'Users sign in at your identity provider; a proxy of yours takes their token. Read from 2.7032.0 on.',
        fields: [
          {
            key: 'inferenceBedrockBaseUrl',
            message: 'Address of the proxy that takes the token',
            hint: 'Scheme and host only.',
          },
        ],
        oidc: { key: 'inferenceIdpOidc', flow: 'inferenceIdpAuthFlow' },
        keeps: ['inferenceSessionLifetimeSec'],
        needsModels: true,
      },
    ],
    model: { what: 'Inference profile IDs or ARNs', example: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  },
  mantle: {
    name: 'Amazon Bedrock, Messages API',
    description: 'The Anthropic Messages API of Bedrock ("mantle").',
    fields: [
      BEDROCK_REGION,
      {
        key: 'inferenceBedrockBaseUrl',
        message: 'Endpoint of your own',
        hint: 'With /anthropic in its path. Enter alone: the endpoint of the region.',
        optional: true,
      },
    ],
    signIns: [BEDROCK_KEY, HELPER],
    needsModels: true,
    model: { what: 'Model IDs', example: 'anthropic.claude-sonnet-4-5' },
  },
  vertex: {
    name: 'Google Vertex AI',
    description: 'Claude in your Google Cloud project.',
    fields: [
      { key: 'inferenceVertexProjectId', message: 'Google Cloud project ID' },
      {
        key: 'inferenceVertexRegion',
        message: 'Region',
        hint: 'Such as us-east5, the multi-regions eu and us, or global.',
      },
    ],
    signIns: [
      {
        id: 'vendor-profile',
        kind: 'vendor-profile',
        name: 'Google credentials of the device',
        description:
          'Application Default Credentials, as "gcloud auth application-default login" leaves them.',
        fields: [
          {
            key: 'inferenceVertexCredentialsFile',
            message: 'Path of the credentials file',
            hint: 'Enter alone: where Google libraries look for it.',
            optional: true,
          },
        ],
      },
      {
        id: 'google',
        kind: 'interactive',
        name: 'Sign in with Google',
        description: 'Users sign in with Google in the browser, through an OAuth client of yours.',
        fields: [
          {
            key: 'inferenceVertexOAuthClientId',
            message: 'OAuth client ID',
            hint: 'A client of the type "desktop app".',
          },
          {
            key: 'inferenceVertexOAuthClientSecret',
            message: 'OAuth client secret',
            variable: 'VERTEX_OAUTH_CLIENT_SECRET',
          },
        ],
        keeps: ['inferenceVertexOAuthScopes', 'inferenceVertexOAuthLoginHint', 'inferenceSessionLifetimeSec'],
      },
      {
        id: 'workforce',
        kind: 'workforce',
        name: 'Workforce Identity',
        description:
          'Users sign in at your identity provider; Google exchanges the token. Read from 1.15200.0 on.',
        fields: [
          {
            key: 'inferenceVertexWorkforceAudience',
            message: 'Audience of the workforce pool provider',
            hint: '//iam.googleapis.com/locations/global/workforcePools/POOL/providers/PROVIDER',
          },
        ],
        oidc: { key: 'inferenceVertexWorkforceOidc', flow: 'inferenceVertexWorkforceAuthFlow' },
        keeps: ['inferenceVertexWorkforceUserProject', 'inferenceSessionLifetimeSec'],
      },
      HELPER,
    ],
    needsModels: true,
    model: { what: 'Model IDs', example: 'claude-sonnet-4-5@20250929' },
  },
  foundry: {
    name: 'Microsoft Foundry',
    description: 'Claude in your Azure subscription.',
    fields: [
      {
        key: 'inferenceFoundryResource',
        message: 'Name of the Foundry resource',
        hint: 'The first part of NAME.services.ai.azure.com.',
      },
    ],
    signIns: [
      staticKey('inferenceFoundryApiKey', 'API key', 'Foundry API key', 'FOUNDRY_API_KEY'),
      {
        id: 'entra',
        kind: 'interactive',
        name: 'Entra ID sign-in',
        description: 'Users sign in with their work account, through an app registration of yours.',
        fields: [
          { key: 'inferenceFoundryTenantId', message: 'Directory (tenant) ID' },
          { key: 'inferenceFoundryClientId', message: 'Application (client) ID' },
        ],
        keeps: ['inferenceFoundryAuthFlow', 'inferenceSessionLifetimeSec'],
      },
      HELPER,
    ],
    needsModels: true,
    model: { what: 'Deployment names', example: 'claude-sonnet-4-5' },
  },
} as const satisfies Record<Provider, ProviderRow>;

export function providerRow(provider: Provider): ProviderRow {
  return providers[provider];
}

/** The keys a sign-in is made of. */
export function keysOf(signIn: SignIn): readonly KeyName[] {
  return [
    ...signIn.fields.map(({ key }) => key),
    ...(signIn.oidc === undefined ? [] : [signIn.oidc.key, signIn.oidc.flow]),
    ...(signIn.keeps ?? []),
  ];
}

const rows: readonly ProviderRow[] = Object.values(providers);

/** Every key that only some provider or some sign-in uses. */
export const connectionKeys: ReadonlySet<string> = new Set(
  rows.flatMap(({ fields, signIns }) => [...fields.map(({ key }) => key), ...signIns.flatMap(keysOf)]),
);
