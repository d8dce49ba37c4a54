import { describe, expect, test } from 'vitest';
import { ENTER, refused, type Entry } from '../support/script-prompter.ts';
import {
  wizard,
  provider,
  signIn,
  headers,
  noTest,
  discovery,
  write,
  details,
  URL_QUESTION,
  end,
  fromEnv,
  plainUse,
} from '../support/wizard.ts';

const WAYS: readonly (readonly [name: string, provider: string, questions: Entry[], settings: object])[] = [
  [
    'gateway, helper',
    'LLM gateway',
    [
      [URL_QUESTION, 'https://gw.example.com'],
      signIn('Credential helper'),
      ['Path of the credential helper', refused('~/token.sh', /inferenceCredentialHelper begins with ~/)],
      ['Path of the credential helper', '/usr/local/bin/gateway-token'],
    ],
    { inferenceCredentialKind: 'helper-script', inferenceCredentialHelper: '/usr/local/bin/gateway-token' },
  ],
  [
    'gateway, single sign-on',
    'LLM gateway',
    [
      [URL_QUESTION, 'https://gw.example.com'],
      signIn('Single sign-on'),
      ['Client ID', refused('', /lacks "clientId"/)],
      ['Client ID', 'abc-123'],
      ['Issuer', refused('https://idp.example.com/.well-known/openid-configuration', /well-known/)],
      ['Issuer', 'https://idp.example.com'],
      ['Which token', ENTER],
      ['Fixed port', refused('99999', /redirectPort/)],
      ['Fixed port', '8765'],
    ],
    {
      inferenceCredentialKind: 'external-idp',
      inferenceIdpOidc: { clientId: 'abc-123', issuer: 'https://idp.example.com', redirectPort: 8765 },
    },
  ],
  [
    'gateway, single sign-on with an access token, Entra ID and the broker',
    'LLM gateway',
    [
      [URL_QUESTION, 'https://gw.example.com'],
      signIn('Single sign-on'),
      ['Client ID', 'abc-123'],
      ['Issuer', 'https://login.microsoftonline.com/0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0'],
      ['Which token', 'Access token'],
      ['Scopes', refused('', /scopes/)],
      ['Scopes', 'api://gw/.default'],
      ['Fixed port', ENTER],
      ['Where does the sign-in take place?', 'broker'],
    ],
    {
      inferenceCredentialKind: 'external-idp',
      inferenceIdpAuthFlow: 'broker',
      inferenceIdpOidc: {
        clientId: 'abc-123',
        issuer: 'https://login.microsoftonline.com/0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0',
        bearerTokenType: 'access_token',
        scopes: 'api://gw/.default',
      },
    },
  ],
  [
    'gateway, single sign-on without discovery',
    'LLM gateway',
    [
      [URL_QUESTION, 'https://gw.example.com'],
      signIn('Single sign-on'),
      ['Client ID', 'abc-123'],
      ['Issuer', ENTER],
      ['Authorization endpoint', refused('', /lacks "authorizationUrl"/)],
      ['Authorization endpoint', 'https://idp.example.com/authorize'],
      ['Token endpoint', 'https://idp.example.com/token'],
      ['Which token', ENTER],
      ['Fixed port', ENTER],
    ],
    {
      inferenceCredentialKind: 'external-idp',
      inferenceIdpOidc: {
        clientId: 'abc-123',
        authorizationUrl: 'https://idp.example.com/authorize',
        tokenUrl: 'https://idp.example.com/token',
      },
    },
  ],
  [
    "gateway, the gateway's own sign-in",
    'LLM gateway',
    [[URL_QUESTION, 'https://gw.example.com'], signIn("The gateway's own sign-in")],
    { inferenceCredentialKind: 'interactive' },
  ],
  [
    'anthropic, key',
    'Claude API',
    [signIn('API key'), ...fromEnv('Claude API key')],
    { inferenceCredentialKind: 'static', inferenceAnthropicApiKey: '${env:INFERENCE_ANTHROPIC_API_KEY}' },
  ],
  [
    'anthropic, helper',
    'Claude API',
    [signIn('Credential helper'), ['Path of the credential helper', '/opt/token']],
    { inferenceCredentialKind: 'helper-script', inferenceCredentialHelper: '/opt/token' },
  ],
  ['anthropic, browser sign-in', 'Claude API', [signIn('Browser sign-in')], {}],
  [
    'bedrock, profile',
    'Amazon Bedrock',
    [
      ['AWS region', refused('Frankfurt', /inferenceBedrockRegion/)],
      ['AWS region', 'eu-central-1'],
      ['Endpoint of your own', ENTER],
      signIn('AWS profile'),
      ['Name of the AWS profile', 'claude'],
    ],
    {
      inferenceBedrockRegion: 'eu-central-1',
      inferenceCredentialKind: 'vendor-profile',
      inferenceBedrockProfile: 'claude',
    },
  ],
  [
    'bedrock, AWS sign-in',
    'Amazon Bedrock',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', 'https://bedrock.example.com'],
      signIn('AWS sign-in'),
      ['Start URL', 'https://example.awsapps.com/start'],
      ['Region of IAM', 'us-east-1'],
      ['AWS account ID', '012345678901'],
      ['Permission set', 'ClaudeUsers'],
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockBaseUrl: 'https://bedrock.example.com',
      inferenceCredentialKind: 'interactive',
      inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
      inferenceBedrockSsoRegion: 'us-east-1',
      inferenceBedrockSsoAccountId: '012345678901',
      inferenceBedrockSsoRoleName: 'ClaudeUsers',
    },
  ],
  [
    'bedrock, key',
    'Amazon Bedrock',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', ENTER],
      signIn('Bedrock API key'),
      ...fromEnv('Bedrock API key', 'MY_KEY'),
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceCredentialKind: 'static',
      inferenceBedrockBearerToken: '${env:MY_KEY}',
    },
  ],
  [
    'bedrock, helper',
    'Amazon Bedrock',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', ENTER],
      signIn('Credential helper'),
      ['Path of the credential helper', '/opt/token'],
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceCredentialKind: 'helper-script',
      inferenceCredentialHelper: '/opt/token',
    },
  ],
  [
    'bedrock, single sign-on asks for the proxy that was left out',
    'Amazon Bedrock',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', ENTER],
      signIn('Single sign-on'),
      ['Address of the proxy', refused('', /empty/)],
      ['Address of the proxy', 'https://proxy.example.com'],
      ['Client ID', 'abc'],
      ['Issuer', 'https://idp.example.com'],
      ['Which token', ENTER],
      ['Fixed port', ENTER],
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockBaseUrl: 'https://proxy.example.com',
      inferenceCredentialKind: 'external-idp',
      inferenceIdpOidc: { clientId: 'abc', issuer: 'https://idp.example.com' },
    },
  ],
  [
    'mantle, key',
    'Amazon Bedrock, Messages API',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', ENTER],
      signIn('Bedrock API key'),
      ...fromEnv('Bedrock API key'),
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceCredentialKind: 'static',
      inferenceBedrockBearerToken: '${env:INFERENCE_BEDROCK_BEARER_TOKEN}',
    },
  ],
  [
    'mantle, helper',
    'Amazon Bedrock, Messages API',
    [
      ['AWS region', 'us-east-1'],
      ['Endpoint of your own', refused('https://x.example.com', /anthropic/)],
      ['Endpoint of your own', 'https://x.example.com/anthropic'],
      signIn('Credential helper'),
      ['Path of the credential helper', '/opt/token'],
    ],
    {
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockBaseUrl: 'https://x.example.com/anthropic',
      inferenceCredentialKind: 'helper-script',
      inferenceCredentialHelper: '/opt/token',
    },
  ],
  [
    'vertex, credentials of the device',
    'Google Vertex AI',
    [
      ['Google Cloud project ID', 'my-project-1'],
      ['Region', 'us-east5'],
      signIn('Google credentials of the device'),
      ['Path of the credentials file', ENTER],
    ],
    {
      inferenceVertexProjectId: 'my-project-1',
      inferenceVertexRegion: 'us-east5',
      inferenceCredentialKind: 'vendor-profile',
    },
  ],
  [
    'vertex, sign in with Google',
    'Google Vertex AI',
    [
      ['Google Cloud project ID', 'my-project-1'],
      ['Region', 'global'],
      signIn('Sign in with Google'),
      ['OAuth client ID', 'x.apps.googleusercontent.com'],
      ...fromEnv('OAuth client secret'),
    ],
    {
      inferenceVertexProjectId: 'my-project-1',
      inferenceVertexRegion: 'global',
      inferenceCredentialKind: 'interactive',
      inferenceVertexOAuthClientId: 'x.apps.googleusercontent.com',
      inferenceVertexOAuthClientSecret: '${env:INFERENCE_VERTEX_OAUTH_CLIENT_SECRET}',
    },
  ],
  [
    'vertex, workforce identity',
    'Google Vertex AI',
    [
      ['Google Cloud project ID', 'my-project-1'],
      ['Region', 'eu'],
      signIn('Workforce Identity'),
      ['Audience', '//iam.googleapis.com/locations/global/workforcePools/p/providers/q'],
      ['Client ID', 'abc'],
      ['Issuer', 'https://idp.example.com'],
      ['Fixed port', ENTER],
    ],
    {
      inferenceVertexProjectId: 'my-project-1',
      inferenceVertexRegion: 'eu',
      inferenceCredentialKind: 'workforce',
      inferenceVertexWorkforceAudience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
      inferenceVertexWorkforceOidc: { clientId: 'abc', issuer: 'https://idp.example.com' },
    },
  ],
  [
    'vertex, helper',
    'Google Vertex AI',
    [
      ['Google Cloud project ID', 'my-project-1'],
      ['Region', 'us-east5'],
      signIn('Credential helper'),
      ['Path of the credential helper', '/opt/token'],
    ],
    {
      inferenceVertexProjectId: 'my-project-1',
      inferenceVertexRegion: 'us-east5',
      inferenceCredentialKind: 'helper-script',
      inferenceCredentialHelper: '/opt/token',
    },
  ],
  [
    'foundry, key',
    'Microsoft Foundry',
    [['Name of the Foundry resource', 'my-resource'], signIn('API key'), ...fromEnv('Foundry API key')],
    {
      inferenceFoundryResource: 'my-resource',
      inferenceCredentialKind: 'static',
      inferenceFoundryApiKey: '${env:INFERENCE_FOUNDRY_API_KEY}',
    },
  ],
  [
    'foundry, Entra ID',
    'Microsoft Foundry',
    [
      ['Name of the Foundry resource', 'my-resource'],
      signIn('Entra ID sign-in'),
      ['Directory (tenant) ID', refused('contoso', /inferenceFoundryTenantId/)],
      ['Directory (tenant) ID', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
      ['Application (client) ID', '1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
    ],
    {
      inferenceFoundryResource: 'my-resource',
      inferenceCredentialKind: 'interactive',
      inferenceFoundryTenantId: '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1',
      inferenceFoundryClientId: '1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1',
    },
  ],
  [
    'foundry, helper',
    'Microsoft Foundry',
    [
      ['Name of the Foundry resource', 'my-resource'],
      signIn('Credential helper'),
      ['Path of the credential helper', '/opt/token'],
    ],
    {
      inferenceFoundryResource: 'my-resource',
      inferenceCredentialKind: 'helper-script',
      inferenceCredentialHelper: '/opt/token',
    },
  ],
];

const PROVIDER_OF: Readonly<Record<string, string>> = {
  'LLM gateway': 'gateway',
  'Claude API': 'anthropic',
  'Amazon Bedrock': 'bedrock',
  'Amazon Bedrock, Messages API': 'mantle',
  'Google Vertex AI': 'vertex',
  'Microsoft Foundry': 'foundry',
};
const MODEL_QUESTION: Readonly<Record<string, string>> = {
  anthropic: 'Model IDs',
  bedrock: 'Inference profile IDs or ARNs',
  mantle: 'Model IDs',
  vertex: 'Model IDs',
  foundry: 'Deployment names',
};

describe('every provider, every sign-in', () => {
  test.each(WAYS)('%s', async (_name, name, questions, expected) => {
    const id = PROVIDER_OF[name] ?? '';
    const models: Entry[] =
      id === 'gateway' ? [noTest, discovery] : [[MODEL_QUESTION[id] ?? '', 'claude-sonnet-4-5'], details];
    const { settings } = await wizard([provider(name), ...questions, headers, ...end(...models)]);
    expect(settings).toEqual({
      inferenceProvider: id,
      ...(id === 'gateway'
        ? { inferenceGatewayBaseUrl: 'https://gw.example.com' }
        : { inferenceModels: ['claude-sonnet-4-5'] }),
      ...expected,
    });
  });

  test('a model list is asked for where the provider has none', async () => {
    await wizard([
      provider('Microsoft Foundry'),
      ['Name of the Foundry resource', 'my-resource'],
      signIn('API key'),
      ...fromEnv('Foundry API key'),
      headers,
      ['Deployment names', refused('', /at least one/)],
      ['Deployment names', 'our-sonnet'],
      details,
      ...plainUse,
      write,
    ]);
  });
});
