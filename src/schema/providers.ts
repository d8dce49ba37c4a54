import type { KeyName } from './catalogue/index.ts';
import type { CredentialKind, Provider } from './key-spec.ts';

export type { CredentialKind } from './key-spec.ts';

/*
 * The one table of what goes with a provider: which keys it cannot do without, where its requests go, which
 * credentials it takes and in which order, what the wizard asks, and a small configuration that validates.
 * Sources: vendor reference (`inferenceCredentialKind` and the keys of each provider) and the page of each
 * provider. Nothing else in the product repeats these facts; `effective.ts` decides with them.
 */

/** How the credential goes with a request: `Authorization: Bearer …` or `x-api-key: …`. */
export type AuthScheme = 'bearer' | 'x-api-key';

/** Settings by key, as examples hold them. */
export type Example = Readonly<Record<string, unknown>>;

/** One key that the wizard asks for. */
export interface Field {
  readonly key: KeyName;
  readonly optional?: true;
  readonly message: string;
  readonly hint?: string;
}

/** The OpenID Connect client of a sign-in, and the key that chooses between browser and broker. */
export interface OidcKeys {
  readonly key: 'inferenceIdpOidc' | 'inferenceGatewayOidc' | 'inferenceVertexWorkforceOidc';
  readonly flow: 'inferenceIdpAuthFlow' | 'inferenceGatewayOidcAuthFlow' | 'inferenceVertexWorkforceAuthFlow';
}

/** How the wizard offers a source; a source may be offered in more than one way. */
export interface Offer {
  /** kebab-case, unique within the provider. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** Without the OpenID Connect client of the source. */
  readonly withoutOidc?: true;
  /** The kind is left out, because none is documented for it. */
  readonly withoutKind?: true;
  /** The offer that takes its place wherever every release of the fleet reads that one. */
  readonly newer?: string;
}

/** One way in which a provider gets its credential. */
export interface CredentialSource {
  readonly kind: CredentialKind;
  /** Together they configure the source; none for one that needs no key of its own. */
  readonly keys: readonly KeyName[];
  /** Takes the place of the only key on Windows, and means nothing elsewhere. */
  readonly onWindows?: KeyName;
  /** Further keys that the kind asks for when it is chosen. */
  readonly also?: readonly KeyName[];
  /** The keys may all be left out when the kind is chosen. */
  readonly optional?: true;
  /** Its place when no kind is set, 1 first; absent where no order is documented. */
  readonly rank?: number;
  /** Where the sign-in is described; the first that is set counts. */
  readonly oidc?: readonly OidcKeys[];
  /** The provider lists no models for this credential. */
  readonly noDiscovery?: true;
  /** The app sends the credential in both headers with every inference request (measured on the engine). */
  readonly bothHeaders?: true;
  /** What the app holds is no bearer token: a signature, a file of a vendor, an API key. */
  readonly noBearer?: true;
  /** Keys that count only with this source. */
  readonly tuning?: readonly KeyName[];
}

/** A source as the table writes it. */
export interface SourceRow extends CredentialSource {
  readonly offers: readonly Offer[];
  /** What makes a valid configuration of the provider's example use this source; `undefined` removes a key. */
  readonly example: Example;
}

/** Everything that the choice of a provider decides. */
export interface ProviderFacts {
  readonly name: string;
  /** Those that are not optional are required whichever credential is used. */
  readonly fields: readonly Pick<Field, 'key' | 'optional'>[];
  readonly address: {
    /** The key that holds the address, or replaces the provider's own. */
    readonly key?: KeyName;
    /** The provider's own address, where it is always the same. */
    readonly fixed?: string;
    /** The key from whose value, a DNS label in lower case, the address is made. */
    readonly from?: KeyName;
    readonly make?: (label: string) => string;
  };
  /** The requests are those of the Anthropic Messages API, with the credential in this header. */
  readonly scheme?: { readonly key?: 'inferenceGatewayAuthScheme'; readonly default: AuthScheme };
  readonly sources: readonly CredentialSource[];
  /** The source that is used when no credential key is set at all. */
  readonly without?: CredentialKind;
  /** The key to name first when a credential is missing; absent where none ever is, and at a gateway. */
  readonly simplest?: KeyName;
  readonly models: {
    /** The app does not ask when every entry of inferenceModels is a full ID. */
    readonly skipsDiscovery?: true;
    /** Why the provider can never be asked for its models; a clause. */
    readonly noDiscovery?: string;
    /** Why inferenceModels must be set all the same; a clause. */
    readonly required?: string;
    /** Why it had better be set; a clause. */
    readonly advised?: string;
  };
}

/**
 * A provider as the table writes it: what the wizard and examples say of it, too. Few commands need that, so the build
 * leaves the properties named only here out of what every run loads; `schema/rows.ts` is the way to them.
 */
export interface ProviderRow extends ProviderFacts {
  readonly description: string;
  /** What the wizard asks first. */
  readonly fields: readonly Field[];
  readonly sources: readonly SourceRow[];
  readonly models: ProviderFacts['models'] & {
    /** What a model is called there. */
    readonly what: string;
    readonly example: string;
  };
  /** The order in which the wizard offers the sources, by the `id` of the offers; the first is the proposal. */
  readonly offered: readonly string[];
  /** A small configuration that validates; the credential is its simplest one. */
  readonly example: Example;
}

/** A URL part that stands for a region or a resource must be a DNS label: anything else would change the host. */
export function dnsLabel(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(text)
    ? text.toLowerCase()
    : undefined;
}

/** The domain of AWS in a region; those in China and those of the European Sovereign Cloud have their own. */
export function awsDomain(region: string): string {
  if (region.startsWith('eusc-')) return 'amazonaws.eu';
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** The host of a Bedrock endpoint; in AWS GovCloud the app takes the FIPS endpoints by itself. */
export function bedrockHost(service: 'bedrock' | 'bedrock-runtime', region: string): string {
  return `${service}${region.startsWith('us-gov-') ? '-fips' : ''}.${region}.${awsDomain(region)}`;
}

function vertexHost(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com';
  return region === 'eu' || region === 'us'
    ? `aiplatform.${region}.rep.googleapis.com`
    : `${region}-aiplatform.googleapis.com`;
}

const staticKey = (key: KeyName, name: string, message: string): Offer => ({
  id: 'static',
  name,
  description: 'Everybody sends the same key. Quickest to set up; it says nothing about who is asking.',
  fields: [{ key, message }],
});

/** What tunes a credential helper and means nothing without one. */
export const HELPER_TUNING = [
  'inferenceCredentialHelperArgs',
  'inferenceCredentialHelperTtlSec',
  'inferenceCredentialHelperTimeoutSec',
  'inferenceCredentialHelperSilentRefreshEnabled',
] as const satisfies readonly KeyName[];

const HELPER_KEYS: readonly KeyName[] = [...HELPER_TUNING, 'inferenceCredentialHelperWindows'];

/** The same for every provider but for its rank. Vendor page "Credential helper". */
const HELPER: SourceRow = {
  kind: 'helper-script',
  keys: ['inferenceCredentialHelper'],
  onWindows: 'inferenceCredentialHelperWindows',
  bothHeaders: true,
  tuning: HELPER_KEYS,
  offers: [
    {
      id: 'helper-script',
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
    },
  ],
  example: { inferenceCredentialHelper: '/usr/local/bin/gateway-token' },
};

const BEDROCK_REGION: Field = {
  key: 'inferenceBedrockRegion',
  message: 'AWS region',
  hint: 'Such as us-east-1 or eu-central-1.',
};

const BEDROCK_KEY: SourceRow = {
  kind: 'static',
  keys: ['inferenceBedrockBearerToken'],
  offers: [staticKey('inferenceBedrockBearerToken', 'Bedrock API key', 'Bedrock API key (bearer token)')],
  example: { inferenceBedrockBearerToken: '${env:INFERENCE_BEDROCK_BEARER_TOKEN}' },
};

const OIDC = { clientId: 'claude-desktop', issuer: 'https://login.example.com' };
const IDP: OidcKeys = { key: 'inferenceIdpOidc', flow: 'inferenceIdpAuthFlow' };
const GATEWAY_OIDC: OidcKeys = { key: 'inferenceGatewayOidc', flow: 'inferenceGatewayOidcAuthFlow' };
const WORKFORCE: OidcKeys = {
  key: 'inferenceVertexWorkforceOidc',
  flow: 'inferenceVertexWorkforceAuthFlow',
};

const SSO: Offer = {
  id: 'sso',
  name: 'Single sign-on',
  description: 'Users sign in at your identity provider (OIDC); the gateway receives their token.',
  fields: [],
};

export const providerRows: Readonly<Record<Provider, ProviderRow>> = {
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
    address: { key: 'inferenceGatewayBaseUrl' },
    scheme: { key: 'inferenceGatewayAuthScheme', default: 'bearer' },
    sources: [
      {
        kind: 'external-idp',
        keys: ['inferenceIdpOidc'],
        oidc: [IDP, GATEWAY_OIDC],
        tuning: ['inferenceSessionLifetimeSec'],
        offers: [SSO],
        example: {
          inferenceGatewayApiKey: undefined,
          inferenceCredentialKind: 'external-idp',
          inferenceIdpOidc: OIDC,
        },
      },
      {
        kind: 'interactive',
        keys: ['inferenceGatewayOidc'],
        // Without an OIDC object the gateway itself is the authorization server (RFC 8414, RFC 8628).
        optional: true,
        oidc: [GATEWAY_OIDC, IDP],
        tuning: ['inferenceSessionLifetimeSec'],
        offers: [
          // As releases before 2.7032.0 read it; later ones take it for the other.
          { ...SSO, id: 'sso-older', newer: 'sso' },
          {
            id: 'gateway-sign-in',
            name: "The gateway's own sign-in",
            description:
              'Users sign in at the gateway in the browser; it is its own authorization server (RFC 8414, RFC 8628).',
            fields: [],
            withoutOidc: true,
          },
        ],
        example: {
          inferenceGatewayApiKey: undefined,
          inferenceCredentialKind: 'interactive',
          inferenceGatewayOidc: OIDC,
        },
      },
      {
        ...HELPER,
        rank: 1,
        tuning: [...HELPER_KEYS, 'inferenceGatewayAuthScheme'],
        example: { inferenceGatewayApiKey: undefined, ...HELPER.example },
      },
      {
        kind: 'static',
        keys: ['inferenceGatewayApiKey'],
        rank: 2,
        tuning: ['inferenceGatewayAuthScheme'],
        offers: [staticKey('inferenceGatewayApiKey', 'Static key', 'Gateway API key')],
        example: {},
      },
    ],
    models: { what: 'Model IDs', example: 'claude-sonnet-4-5', skipsDiscovery: true },
    offered: ['static', 'helper-script', 'sso', 'sso-older', 'gateway-sign-in'],
    example: {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
      inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
    },
  },
  anthropic: {
    name: 'Claude API',
    description: 'Straight to Anthropic.',
    fields: [],
    address: { fixed: 'https://api.anthropic.com' },
    scheme: { default: 'x-api-key' },
    sources: [
      {
        kind: 'interactive',
        keys: [],
        optional: true,
        offers: [
          {
            id: 'console',
            name: 'Browser sign-in',
            description: 'Each user signs in to the Claude Console; nothing is configured for it.',
            fields: [],
            withoutKind: true,
          },
        ],
        example: { inferenceAnthropicApiKey: undefined },
      },
      { ...HELPER, rank: 1, example: { inferenceAnthropicApiKey: undefined, ...HELPER.example } },
      {
        kind: 'static',
        keys: ['inferenceAnthropicApiKey'],
        rank: 2,
        noBearer: true,
        offers: [staticKey('inferenceAnthropicApiKey', 'API key', 'Claude API key')],
        example: {},
      },
    ],
    without: 'interactive',
    models: { what: 'Model IDs', example: 'claude-sonnet-4-5', skipsDiscovery: true },
    offered: ['static', 'helper-script', 'console'],
    example: {
      inferenceProvider: 'anthropic',
      inferenceAnthropicApiKey: '${env:INFERENCE_ANTHROPIC_API_KEY}',
    },
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
    address: {
      key: 'inferenceBedrockBaseUrl',
      from: 'inferenceBedrockRegion',
      make: (region) => `https://${bedrockHost('bedrock-runtime', region)}`,
    },
    sources: [
      {
        kind: 'external-idp',
        keys: ['inferenceIdpOidc'],
        also: ['inferenceBedrockBaseUrl'],
        rank: 1,
        oidc: [IDP],
        noDiscovery: true,
        tuning: ['inferenceSessionLifetimeSec'],
        offers: [
          {
            id: 'external-idp',
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
          },
        ],
        example: {
          inferenceBedrockBearerToken: undefined,
          inferenceCredentialKind: 'external-idp',
          inferenceIdpOidc: OIDC,
          inferenceBedrockBaseUrl: 'https://bedrock-proxy.example.com',
          inferenceModels: ['anthropic.claude-sonnet-4-5'],
        },
      },
      {
        kind: 'interactive',
        keys: [
          'inferenceBedrockSsoStartUrl',
          'inferenceBedrockSsoRegion',
          'inferenceBedrockSsoAccountId',
          'inferenceBedrockSsoRoleName',
        ],
        rank: 2,
        noDiscovery: true,
        noBearer: true,
        tuning: ['inferenceSessionLifetimeSec'],
        offers: [
          {
            id: 'aws-sign-in',
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
          },
        ],
        example: {
          inferenceBedrockBearerToken: undefined,
          inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
          inferenceBedrockSsoRegion: 'us-east-1',
          inferenceBedrockSsoAccountId: '123456789012',
          inferenceBedrockSsoRoleName: 'ClaudeDesktop',
          inferenceModels: ['anthropic.claude-sonnet-4-5'],
        },
      },
      {
        kind: 'vendor-profile',
        keys: ['inferenceBedrockProfile'],
        rank: 3,
        noDiscovery: true,
        noBearer: true,
        tuning: ['inferenceBedrockAwsDir', 'inferenceBedrockAwsCliPath'],
        offers: [
          {
            id: 'vendor-profile',
            name: 'AWS profile',
            description: 'The app uses a named profile from the AWS configuration of each device.',
            fields: [{ key: 'inferenceBedrockProfile', message: 'Name of the AWS profile' }],
          },
        ],
        example: {
          inferenceBedrockBearerToken: undefined,
          inferenceBedrockProfile: 'claude',
          inferenceModels: ['anthropic.claude-sonnet-4-5'],
        },
      },
      { ...HELPER, rank: 4, example: { inferenceBedrockBearerToken: undefined, ...HELPER.example } },
      { ...BEDROCK_KEY, rank: 5 },
    ],
    simplest: 'inferenceBedrockProfile',
    models: {
      what: 'Inference profile IDs or ARNs',
      example: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    },
    offered: ['vendor-profile', 'aws-sign-in', 'static', 'helper-script', 'external-idp'],
    example: {
      inferenceProvider: 'bedrock',
      inferenceBedrockRegion: 'us-east-1',
      ...BEDROCK_KEY.example,
    },
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
    address: {
      key: 'inferenceBedrockBaseUrl',
      from: 'inferenceBedrockRegion',
      make: (region) => `https://bedrock-mantle.${region}.api.aws/anthropic`,
    },
    sources: [
      { ...HELPER, rank: 1, example: { inferenceBedrockBearerToken: undefined, ...HELPER.example } },
      { ...BEDROCK_KEY, rank: 2 },
    ],
    simplest: 'inferenceBedrockBearerToken',
    models: {
      what: 'Model IDs',
      example: 'anthropic.claude-sonnet-4-5',
      noDiscovery: 'the provider "mantle" has no model discovery',
    },
    offered: ['static', 'helper-script'],
    example: {
      inferenceProvider: 'mantle',
      inferenceBedrockRegion: 'us-east-1',
      ...BEDROCK_KEY.example,
      inferenceModels: ['anthropic.claude-sonnet-4-5'],
    },
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
    address: {
      key: 'inferenceVertexBaseUrl',
      from: 'inferenceVertexRegion',
      make: (region) => `https://${vertexHost(region)}`,
    },
    sources: [
      {
        kind: 'interactive',
        keys: ['inferenceVertexOAuthClientId', 'inferenceVertexOAuthClientSecret'],
        rank: 1,
        noBearer: true,
        tuning: [
          'inferenceVertexOAuthScopes',
          'inferenceVertexOAuthLoginHint',
          'inferenceSessionLifetimeSec',
        ],
        offers: [
          {
            id: 'google',
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
              },
            ],
          },
        ],
        example: {
          inferenceCredentialKind: 'interactive',
          inferenceVertexOAuthClientId: '123456789012-desktop.apps.googleusercontent.com',
          inferenceVertexOAuthClientSecret: '${env:INFERENCE_VERTEX_OAUTH_CLIENT_SECRET}',
        },
      },
      {
        kind: 'vendor-profile',
        keys: ['inferenceVertexCredentialsFile'],
        // Without a file: Application Default Credentials of the device.
        optional: true,
        rank: 2,
        noBearer: true,
        offers: [
          {
            id: 'vendor-profile',
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
        ],
        example: {},
      },
      {
        kind: 'workforce',
        keys: ['inferenceVertexWorkforceAudience', 'inferenceVertexWorkforceOidc'],
        oidc: [WORKFORCE],
        tuning: ['inferenceVertexWorkforceUserProject', 'inferenceSessionLifetimeSec'],
        offers: [
          {
            id: 'workforce',
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
          },
        ],
        example: {
          inferenceCredentialKind: 'workforce',
          inferenceVertexWorkforceAudience:
            '//iam.googleapis.com/locations/global/workforcePools/example/providers/entra',
          inferenceVertexWorkforceOidc: OIDC,
        },
      },
      HELPER,
    ],
    without: 'vendor-profile',
    models: {
      what: 'Model IDs',
      example: 'claude-sonnet-4-5@20250929',
      required: 'the provider "vertex" always needs it',
    },
    offered: ['vendor-profile', 'google', 'workforce', 'helper-script'],
    example: {
      inferenceProvider: 'vertex',
      inferenceVertexProjectId: 'example-project',
      inferenceVertexRegion: 'us-east5',
      inferenceModels: ['claude-sonnet-4-5'],
    },
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
    address: {
      key: 'inferenceFoundryBaseUrl',
      from: 'inferenceFoundryResource',
      make: (resource) => `https://${resource}.services.ai.azure.com/anthropic`,
    },
    sources: [
      {
        kind: 'interactive',
        keys: ['inferenceFoundryTenantId', 'inferenceFoundryClientId'],
        tuning: ['inferenceFoundryAuthFlow', 'inferenceSessionLifetimeSec'],
        offers: [
          {
            id: 'entra',
            name: 'Entra ID sign-in',
            description: 'Users sign in with their work account, through an app registration of yours.',
            fields: [
              { key: 'inferenceFoundryTenantId', message: 'Directory (tenant) ID' },
              { key: 'inferenceFoundryClientId', message: 'Application (client) ID' },
            ],
          },
        ],
        example: {
          inferenceFoundryApiKey: undefined,
          inferenceCredentialKind: 'interactive',
          inferenceFoundryTenantId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
          inferenceFoundryClientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        },
      },
      { ...HELPER, rank: 1, example: { inferenceFoundryApiKey: undefined, ...HELPER.example } },
      {
        kind: 'static',
        keys: ['inferenceFoundryApiKey'],
        rank: 2,
        noBearer: true,
        offers: [staticKey('inferenceFoundryApiKey', 'API key', 'Foundry API key')],
        example: {},
      },
    ],
    simplest: 'inferenceFoundryApiKey',
    models: {
      what: 'Deployment names',
      example: 'claude-sonnet-4-5',
      advised: 'with Foundry it holds the names of the deployments, and no discovery of them is documented',
    },
    offered: ['static', 'entra', 'helper-script'],
    example: {
      inferenceProvider: 'foundry',
      inferenceFoundryResource: 'example-resource',
      inferenceFoundryApiKey: '${env:INFERENCE_FOUNDRY_API_KEY}',
      inferenceModels: ['claude-sonnet-4-5'],
    },
  },
};

/** What deciding needs of each provider. */
export const providers: Readonly<Record<Provider, ProviderFacts>> = { ...providerRows };

/** The keys that hold an address to which turns are sent. */
export const ADDRESS_KEYS: readonly KeyName[] = [
  ...new Set(Object.values(providers).flatMap(({ address }) => address.key ?? [])),
];

/** The keys a provider cannot do without, whichever credential it gets. */
export function neededKeys(provider: Provider): readonly KeyName[] {
  return providers[provider].fields.filter(({ optional }) => optional !== true).map(({ key }) => key);
}
