import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { importerById } from '../../src/importers/index.ts';
import { keySpec, validate } from '../../src/schema/index.ts';
import { presets } from '../../src/schema/presets.ts';
import { runCli, type Run, type World } from '../support/io.ts';
import {
  BACK,
  CANCEL,
  ENTER,
  lookupPrompter,
  refused,
  scriptPrompter,
  type Answer,
  type Entry,
} from '../support/script-prompter.ts';

const FILE = 'cowork-3p.json';

interface Wizarded extends Run {
  readonly settings: Record<string, unknown>;
}

/** Runs the wizard by a script and reads the file it wrote, which must be valid and minimal. */
async function wizard(
  entries: readonly Entry[],
  world: World = {},
  argv: readonly string[] = [],
): Promise<Wizarded> {
  const prompter = scriptPrompter(entries);
  const run = await runCli(['init', '--ask-all', ...argv], { ...world, prompter });
  prompter.done();
  expect(run.stderr).not.toContain('this is a bug');
  expect(run.code).toBe(0);
  const bytes = run.files.get(FILE);
  if (bytes === undefined) throw new Error(`nothing was written: ${run.stderr}`);
  expect(run.written.get(FILE)).toMatchObject({ secret: true });
  return { ...run, settings: settled(bytes) };
}

function settled(bytes: Buffer): Record<string, unknown> {
  const document = importerById('json').decode(bytes);
  if (!document.ok) throw new Error('no JSON');
  const checked = validate(document.value);
  expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  // A preset says what it means even where that is the default, because older releases had another one.
  const bySomePreset = new Set(Object.values(presets).flatMap(({ values }) => Object.keys(values)));
  for (const [key, value] of checked.settings)
    if (!bySomePreset.has(key)) expect(value, `${key} is a default`).not.toBe(keySpec(key)?.default);
  return Object.fromEntries([...document.value.entries].map(([key, { value }]) => [key, value]));
}

const provider = (name: string): Entry => ['Where does inference run?', name];
const signIn = (name: string): Entry => ['How do users authenticate?', name];
const fromEnv = (question: string, name?: string): Entry[] =>
  name === undefined
    ? [[question, 'From the environment variable']]
    : [
        [question, 'From another variable'],
        ['Name of the variable', name],
      ];
const headers: Entry = ['Extra headers', 'None'];
const noTest: Entry = ['Test this gateway now?', 'No'];
const discovery: Entry = ['Which models does the picker offer?', 'Whatever the gateway lists'];
const plainUse: Entry[] = [
  ['Which tabs do users get?', ENTER],
  ['How far', ENTER],
];
const write: Entry = ['Write it', 'Write'];
const details: Entry = ['Labels, 1M context or tier', 'Go on'];
const end = (...models: Entry[]): Entry[] => [...models, ...plainUse, write];

const URL_QUESTION = 'Base URL of the gateway';
const GATEWAY: Entry[] = [provider('LLM gateway'), [URL_QUESTION, 'https://gw.example.com']];
const KEY_BY_ENV: Entry[] = [
  signIn('Static key'),
  ...fromEnv('Gateway API key'),
  ['Which header carries the key?', ENTER],
];
const SHORTEST: Entry[] = [...GATEWAY, ...KEY_BY_ENV, headers, noTest, ...end(discovery)];

describe('the shortest way', () => {
  test('writes what is needed and nothing else, in the order of a review', async () => {
    const { files, stderr } = await wizard(SHORTEST);
    expect(files.get(FILE)?.toString()).toBe(`{
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://gw.example.com",
  "inferenceCredentialKind": "static",
  "inferenceGatewayApiKey": "\${env:INFERENCE_GATEWAY_API_KEY}"
}
`);
    expect(stderr).toMatch(
      /Next:\n {2}cowork-3p validate cowork-3p\.json .*\n {2}cowork-3p probe cowork-3p\.json .*\n {2}cowork-3p report cowork-3p\.json .*\n {2}cowork-3p export cowork-3p\.json --all deploy .*\n {2}cowork-3p status /,
    );
    expect(stderr).toContain('INFERENCE_GATEWAY_API_KEY must be set for probe, report and export.');
  });

  test('names another file in the next commands, as a shell takes it', async () => {
    const prompter = scriptPrompter(SHORTEST);
    const { stderr, files } = await runCli(['init', '--ask-all', 'our fleet.json'], { prompter });
    expect(files.has('our fleet.json')).toBe(true);
    expect(stderr).toContain("cowork-3p validate 'our fleet.json'");
  });

  test('- writes to standard output, and the talk stays on stderr', async () => {
    const { code, stdout, files } = await runCli(['init', '--ask-all', '-'], {
      prompter: scriptPrompter(SHORTEST),
    });
    expect({ code, files: files.size }).toEqual({ code: 0, files: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ inferenceProvider: 'gateway' });
  });
});

describe('answers are checked as they are given, in the words of validate', () => {
  test('base URL', async () => {
    await wizard([
      provider('LLM gateway'),
      [URL_QUESTION, refused('', /inferenceGatewayBaseUrl is empty/)],
      [URL_QUESTION, refused('http://gw.example.com', /plain http.*\nUse https/)],
      [URL_QUESTION, refused('gw.example.com', /inferenceGatewayBaseUrl/)],
      [URL_QUESTION, refused('https://gw.example.com/v1/messages', /inferenceGatewayBaseUrl/)],
      [URL_QUESTION, refused('https://me:secret@gw.example.com', /^(?!.*secret)/)],
      [URL_QUESTION, 'https://gw.example.com'],
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...end(discovery),
    ]);
  });

  test('what is only a warning stands, and is said', async () => {
    const { stderr } = await wizard([
      provider('LLM gateway'),
      [URL_QUESTION, 'https://gw.example.com/v1'],
      ['Keep this answer', 'Change it'],
      [URL_QUESTION, ENTER],
      ['Keep this answer', 'Keep it'],
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(stderr).toMatch(/! inferenceGatewayBaseUrl ends in \/v1/);
  });

  test('names of variables, paths of files, typed keys', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      signIn('Static key'),
      ['Gateway API key', 'From another variable'],
      ['Name of the variable', refused('MY-KEY', /no name of a variable/)],
      ['Name of the variable', BACK],
      ['Gateway API key', 'From a file'],
      ['Path of the file', refused('', /needed/)],
      ['Path of the file', '/run/secrets/gateway'],
      ['Which header', 'x-api-key'],
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(settings).toMatchObject({
      inferenceGatewayApiKey: '${file:/run/secrets/gateway}',
      inferenceGatewayAuthScheme: 'x-api-key',
    });
  });

  test('a typed key is never shown', async () => {
    const { settings, stderr } = await wizard([
      ...GATEWAY,
      signIn('Static key'),
      ['Gateway API key', 'Type or paste it'],
      ['Gateway API key', refused('', /empty/)],
      ['Gateway API key', 'sk-ant-very-secret-000111'],
      ['Which header', ENTER],
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(settings.inferenceGatewayApiKey).toBe('sk-ant-very-secret-000111');
    expect(stderr).not.toContain('very-secret');
    expect(stderr).toContain('••••0111');
  });

  test('a list and a collector of the preset', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      headers,
      noTest,
      discovery,
      ['Which tabs', ENTER],
      ['How far', 'Restricted'],
      ['Organization UUID', 'Type'],
      ['Organization UUID', refused('42', /deploymentOrganizationUuid/)],
      ['Organization UUID', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
      ['Hosts that tools may reach', refused('pypi.org, https://x.example', /coworkEgressAllowedHosts\[1\]/)],
      ['Hosts that tools may reach', 'pypi.org, *.example.com'],
      ['OpenTelemetry collector', refused('collector', /otlpEndpoint/)],
      ['OpenTelemetry collector', 'https://otel.example.com'],
      write,
    ]);
    expect(settings).toMatchObject({
      ...presets.restricted.values,
      deploymentOrganizationUuid: '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1',
      coworkEgressAllowedHosts: ['pypi.org', '*.example.com'],
      otlpEndpoint: 'https://otel.example.com',
    });
  });
});

/** Every provider with every sign-in: the questions between provider and headers, and what they come to. */
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

describe('headers', () => {
  test('are added, changed and removed; a credential is remarked on', async () => {
    const { settings, stderr } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      ['Extra headers', 'Add'],
      ['Name of the header', refused('X Tenant', /not an HTTP field name/)],
      ['Name of the header', refused('', /empty/)],
      ['Name of the header', 'X-Tenant'],
      ['Value of X-Tenant', 'a'],
      ['Extra headers', 'Add'],
      ['Name of the header', refused('x-tenant', /there already/)],
      ['Name of the header', 'X-Api-Key'],
      ['Value of X-Api-Key', 'abcdefgh'],
      ['Extra headers', 'Remove X-Api-Key'],
      ['Extra headers', 'Change X-Tenant'],
      ['Value of X-Tenant', 'b'],
      ['Extra headers', 'Add'],
      ['Name of the header', BACK],
      ['Extra headers', 'These, go on'],
      noTest,
      ...end(discovery),
    ]);
    expect(settings.inferenceCustomHeaders).toEqual({ 'X-Tenant': 'b' });
    expect(stderr).toMatch(/X-Api-Key.*looks like a credential/s);
  });
});

describe('models', () => {
  const typed = (answer: Answer): Entry[] => [
    ['Which models', 'Typed by hand'],
    ['Model IDs', answer],
  ];

  test('typed ones pass the rule of the app', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      headers,
      noTest,
      ['Which models', 'Typed by hand'],
      ['Model IDs', refused('claude-sonnet-4-5, gpt-5.5', /"gpt-5.5" contains "gpt"/)],
      ['Model IDs', 'claude-sonnet-4-5, claude-haiku-4-5'],
      details,
      ...plainUse,
      write,
    ]);
    expect(settings.inferenceModels).toEqual(['claude-sonnet-4-5', 'claude-haiku-4-5']);
  });

  test('labels, 1M context and tier, each where it matters', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...typed('claude-sonnet-4-5, anthropic/latest'),
      ['Labels, 1M', 'claude-sonnet-4-5'],
      ['Label in the picker', 'Sonnet (EU)'],
      ['Offer it with a context', true],
      ['Labels, 1M', 'anthropic/latest'],
      ['Label in the picker', ENTER],
      ['Offer it with a context', ENTER],
      ['Which tier', 'sonnet'],
      ['Does the alias "sonnet"', true],
      ['Labels, 1M', 'anthropic/latest'],
      ['Label in the picker', BACK],
      details,
      ...plainUse,
      write,
    ]);
    expect(settings.inferenceModels).toEqual([
      { name: 'claude-sonnet-4-5', labelOverride: 'Sonnet (EU)', supports1m: true },
      { name: 'anthropic/latest', anthropicFamilyTier: 'sonnet', isFamilyDefault: true },
    ]);
  });
});

describe('with a gateway', () => {
  let gateway: EmbeddedGateway;
  beforeAll(async () => {
    gateway = await startEmbeddedGateway({
      apiKey: 'sk-test-0123456789abcdef',
      models: ['claude-sonnet-4-5', 'gpt-5.5', 'claude-haiku-4-5', 'our-model'],
    });
  });
  afterAll(() => gateway.close());

  const start = (): Entry[] => [provider('LLM gateway'), [URL_QUESTION, gateway.url]];

  test('it is tested, its list is offered, hidden models say why', async () => {
    const prompter = scriptPrompter([
      ...start(),
      ...KEY_BY_ENV,
      headers,
      ['Test this gateway now?', true],
      ['Which models', 'Some of what it lists'],
      ['Models to offer', refused([], /at least one/)],
      ['Models to offer', ['claude-sonnet-4-5', 'claude-haiku-4-5']],
      ['Which one do conversations start with?', 'claude-haiku-4-5'],
      details,
      ...plainUse,
      write,
    ]);
    const { code, stderr, files } = await runCli(['init', '--ask-all'], {
      prompter,
      env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
    });
    prompter.done();
    expect(code).toBe(0);
    expect(stderr).toContain('✔ Credential: auth-accepted');
    expect(stderr).not.toContain(gateway.apiKey);
    const list = prompter.asked.find(
      ({ kind, message }) => kind === 'checkbox' && message === 'Models to offer',
    );
    expect(list?.choices.slice(0, 2)).toEqual([
      expect.stringMatching(/^claude-sonnet-4-5/),
      expect.stringMatching(/^claude-haiku-4-5/),
    ]);
    expect(list?.choices.find((one) => one.startsWith('gpt-5.5'))).toMatch(/hidden: .*gpt/);
    expect(list?.choices.find((one) => one.startsWith('our-model'))).toMatch(
      /hidden: .*not recognisably Claude/,
    );
    expect(settled(files.get(FILE) ?? Buffer.from('')).inferenceModels).toEqual([
      'claude-haiku-4-5',
      'claude-sonnet-4-5',
    ]);
  });

  test('a key for the test alone is not written; a wrong one can be fixed on the spot', async () => {
    const { settings, stderr } = await wizard([
      ...start(),
      ...KEY_BY_ENV,
      headers,
      ['Test this gateway now?', 'Yes'],
      ['Gateway API key, for this test alone', refused('', /Type the key/)],
      ['Gateway API key, for this test alone', 'sk-wrong-1234567890'],
      ['The gateway did not pass', 'Change the key'],
      ['Gateway API key', 'Keep ${env:INFERENCE_GATEWAY_API_KEY}'],
      ['Gateway API key, for this test alone', gateway.apiKey],
      ...end(discovery),
    ]);
    expect(settings.inferenceGatewayApiKey).toBe('${env:INFERENCE_GATEWAY_API_KEY}');
    expect(stderr).toContain('auth-accepted');
    expect(stderr).not.toContain('sk-wrong-1234567890');
    expect(stderr).not.toContain(gateway.apiKey);
  });

  test('without a key only the way there is tried', async () => {
    const before = gateway.requests.length;
    const { stderr } = await wizard([
      ...start(),
      ...KEY_BY_ENV,
      headers,
      ['Test this gateway now?', 'Only whether'],
      ...end(discovery),
    ]);
    expect(stderr).toContain('It can be reached');
    expect(gateway.requests.length).toBe(before);
  });

  test('a dead gateway is one clear message, and one goes on', async () => {
    const { stderr, settings } = await wizard([
      provider('LLM gateway'),
      [URL_QUESTION, 'http://127.0.0.1:9'],
      ...KEY_BY_ENV,
      headers,
      ['Test this gateway now?', 'Only whether'],
      ['The gateway did not pass', 'Test again'],
      ['The gateway did not pass', 'Change the base URL'],
      [URL_QUESTION, gateway.url],
      ['Which models', BACK],
      ['Test this gateway now?', 'No'],
      ...end(discovery),
    ]);
    expect(settings.inferenceGatewayBaseUrl).toBe(gateway.url);
    expect(stderr.match(/ECONNREFUSED/g)).toHaveLength(2);
  });

  test('no list: it says so and asks again', async () => {
    gateway.faults.add('models-404');
    try {
      const { stderr } = await wizard(
        [
          ...start(),
          ...KEY_BY_ENV,
          headers,
          noTest,
          ['Which models', 'Some of what it lists'],
          ['Which models', 'Typed by hand'],
          ['Model IDs', 'claude-sonnet-4-5'],
          details,
          ...plainUse,
          write,
        ],
        { env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey } },
      );
      expect(stderr).toMatch(/✖ The gateway has no model list/);
    } finally {
      gateway.faults.clear();
    }
  });

  test('Ctrl-C while the gateway is asked: nothing is written', async () => {
    gateway.faults.add('hang-headers');
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 400);
    try {
      const prompter = scriptPrompter([...start(), ...KEY_BY_ENV, headers, ['Test this gateway now?', true]]);
      const begun = Date.now();
      const { code, stderr, files } = await runCli(['init', '--ask-all'], {
        prompter,
        signal: stop.signal,
        env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
      });
      expect({ code, files: files.size }).toEqual({ code: 130, files: 0 });
      expect(stderr).toMatch(/Cancelled: nothing was written\.\n$/);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(Date.now() - begun).toBeLessThan(5_000);
    } finally {
      clearTimeout(timer);
      gateway.faults.clear();
    }
  });
});

describe('surfaces and presets', () => {
  test('tabs: only what differs from the default is written', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      headers,
      noTest,
      discovery,
      ['Which tabs', refused([], /at least one/)],
      ['Which tabs', ['Cowork', 'Chat']],
      ['How far', ENTER],
      write,
    ]);
    expect(settings).toMatchObject({ chatTabEnabled: true, isClaudeCodeForDesktopEnabled: false });
    expect(settings).not.toHaveProperty('coworkTabEnabled');
  });

  test.each(Object.entries(presets))(
    '%s: what it sets is shown and written, its open keys are asked for',
    async (name, row) => {
      const open: Entry[] = row.ask.map((key) => [
        {
          deploymentOrganizationUuid: 'Organization UUID',
          coworkEgressAllowedHosts: 'Hosts',
          otlpEndpoint: 'OpenTelemetry',
        }[key],
        key === 'deploymentOrganizationUuid' ? 'Make one' : ENTER,
      ]);
      const { settings, stderr } = await wizard([
        ...GATEWAY,
        ...KEY_BY_ENV,
        headers,
        noTest,
        discovery,
        ['Which tabs', ENTER],
        ['How far', row.title],
        ...open,
        write,
      ]);
      expect(settings).toMatchObject(row.values);
      for (const key of Object.keys(row.values)) expect(stderr).toContain(key);
      if (name !== 'locked-down') expect(settings.deploymentOrganizationUuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(settings).not.toHaveProperty('otlpEndpoint');
    },
  );

  test('an answer under one preset does not weaken another', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      headers,
      noTest,
      discovery,
      ['Which tabs', ENTER],
      ['How far', 'Restricted'],
      ['Organization UUID', 'Leave it out'],
      ['Hosts', '*'],
      ['OpenTelemetry', BACK],
      ['Hosts', BACK],
      ['Organization UUID', BACK],
      ['How far', 'Locked down'],
      ['OpenTelemetry', ENTER],
      write,
    ]);
    expect(settings.coworkEgressAllowedHosts).toEqual([]);
  });
});

describe('back and edit', () => {
  test('another provider leaves nothing of the first behind', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      signIn('Static key'),
      ...fromEnv('Gateway API key'),
      ['Which header', 'x-api-key'],
      ['Extra headers', BACK],
      ['Which header', BACK],
      ['Gateway API key', BACK],
      signIn('Credential helper'),
      ['Path of the credential helper', BACK],
      ['How do users authenticate?', BACK],
      [URL_QUESTION, BACK],
      provider('Claude API'),
      signIn('Browser sign-in'),
      headers,
      ['Model IDs', ENTER],
      ...plainUse,
      write,
    ]);
    expect(settings).toEqual({ inferenceProvider: 'anthropic' });
  });

  test('what was typed is there again', async () => {
    const prompter = scriptPrompter([
      ...GATEWAY,
      ['How do users authenticate?', BACK],
      [URL_QUESTION, BACK],
      provider('LLM gateway'),
      [URL_QUESTION, ENTER],
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...end(discovery),
    ]);
    const { code } = await runCli(['init', '--ask-all'], { prompter });
    expect(code).toBe(0);
    expect(
      prompter.asked.filter(({ message }) => message === URL_QUESTION).map(({ initial }) => initial),
    ).toEqual([undefined, 'https://gw.example.com', 'https://gw.example.com']);
  });

  const ANSWERS: Readonly<Record<string, Answer>> = {
    'Where does inference run?': 'LLM gateway',
    [URL_QUESTION]: 'https://gw.example.com',
    'How do users authenticate?': 'Single sign-on',
    'Client ID': 'abc',
    Issuer: 'https://login.microsoftonline.com/0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0',
    'Which token': 'Access token',
    Scopes: 'api://gw/.default',
    'Fixed port': '8765',
    'Where does the sign-in': 'browser',
    'Extra headers': 'None',
    'Test this gateway now?': 'No',
    'Which models': 'Typed by hand',
    'Model IDs': 'claude-sonnet-4-5, claude-haiku-4-5',
    'Labels, 1M': 'Go on',
    'Which tabs': ['Cowork', 'Code', 'Chat'],
    'How far': 'Restricted',
    'Organization UUID': 'Leave it out',
    Hosts: 'pypi.org',
    OpenTelemetry: 'https://otel.example.com',
    'Write it': 'Write',
  };
  const questions = Object.keys(ANSWERS);

  test.each(questions.slice(1))('Esc at "%s" leads back, and forward to the same file', async (question) => {
    const plain = await runCli(['init', '--ask-all'], { prompter: lookupPrompter(ANSWERS) });
    const prompter = lookupPrompter(ANSWERS, { question, answer: BACK });
    const { code, files } = await runCli(['init', '--ask-all'], { prompter });
    expect(code).toBe(0);
    expect(files.get(FILE)?.toString()).toBe(plain.files.get(FILE)?.toString());
    const asked = prompter.asked.map(({ message }) => message);
    const at = asked.findIndex((message) => message.startsWith(question));
    expect(asked.slice(0, at)).toContain(asked[at + 1]);
  });

  test.each(questions)('Ctrl-C at "%s": exit 130, nothing written', async (question) => {
    const prompter = lookupPrompter(ANSWERS, { question, answer: CANCEL });
    const { code, files, stdout, stderr } = await runCli(['init', '--ask-all'], { prompter });
    expect({ code, files: files.size, stdout }).toEqual({ code: 130, files: 0, stdout: '' });
    expect(stderr).toMatch(/Cancelled: nothing was written\.\n$/);
  });

  test('leaving from the summary writes nothing', async () => {
    const { code, files } = await runCli(['init', '--ask-all'], {
      prompter: lookupPrompter({ ...ANSWERS, 'Write it': 'Leave' }),
    });
    expect({ code, files: files.size }).toEqual({ code: 130, files: 0 });
  });

  test('an answer is edited from the summary; only what it opens is asked again', async () => {
    const { settings } = await wizard([
      ...SHORTEST.slice(0, -1),
      ['Write it', 'How users authenticate: Static key'],
      signIn('Single sign-on'),
      ['Client ID', 'abc'],
      ['Issuer', 'https://idp.example.org'],
      ['Write it', 'Issuer'],
      ['Issuer', 'https://idp.example.com'],
      ['Write it', 'Base URL of the gateway: "https://gw.example.com"'],
      [URL_QUESTION, 'https://other.example.com'],
      write,
    ]);
    expect(settings).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://other.example.com',
      inferenceCredentialKind: 'external-idp',
      inferenceIdpOidc: { clientId: 'abc', issuer: 'https://idp.example.com' },
    });
  });

  test('what is not valid is not written: it is to be fixed first', async () => {
    const prompter = scriptPrompter([
      ...SHORTEST.slice(0, -1),
      ['Write it', 'Another setting'],
      ['In which section?', 'Limits'],
      ['Which key?', 'Max tokens per window'],
      ['Max tokens per window', '1000'],
      ['1 setting to fix first', 'Another setting'],
      ['In which section?', 'Limits'],
      ['Which key?', 'Token cap window'],
      ['Token cap window', refused('0', /inferenceTokenWindowHours/)],
      ['Token cap window', '24'],
      write,
    ]);
    const { code, files, stderr } = await runCli(['init', '--ask-all'], { prompter });
    prompter.done();
    expect(code).toBe(0);
    expect(prompter.asked.find(({ message }) => message.startsWith('1 setting'))?.choices.join()).not.toMatch(
      /Write/,
    );
    expect(stderr).toMatch(/✖ [^✖]*inferenceTokenWindowHours/);
    expect(settled(files.get(FILE) ?? Buffer.from(''))).toMatchObject({
      inferenceMaxTokensPerWindow: 1000,
      inferenceTokenWindowHours: 24,
    });
  });

  test('every kind of value can be set by hand', async () => {
    const { settings } = await wizard([
      ...SHORTEST.slice(0, -1),
      ['Write it', 'Another setting'],
      ['In which section?', 'Workspace'],
      ['Which key?', 'Built-in tool policy'],
      ['Built-in tool policy', refused('ask', /builtinToolPolicy/)],
      ['Built-in tool policy', '{"Bash":"ask"}'],
      ['Write it', 'Another setting'],
      ['In which section?', 'Workspace'],
      ['Which key?', 'Disabled built-in tools'],
      ['Disabled built-in tools', 'WebSearch, WebFetch'],
      ['Write it', 'Another setting'],
      ['In which section?', 'Workspace'],
      ['Which key?', 'Allow Auto mode'],
      ['Allow Auto mode', 'false'],
      ['Write it', 'Another setting'],
      ['In which section?', 'Workspace'],
      ['Which key?', BACK],
      ['In which section?', BACK],
      // Found at once by its name.
      ['Write it', 'Another setting'],
      ['In which section?', 'Telemetry & updates: Block auto-updates'],
      ['Block auto-updates', 'true'],
      write,
    ]);
    expect(settings).toMatchObject({
      disableAutoUpdates: true,
      builtinToolPolicy: { Bash: 'ask' },
      disabledBuiltinTools: ['WebSearch', 'WebFetch'],
      autoModeEnabled: false,
    });
  });
});

describe('a target', () => {
  test('what the oldest release does not read is not offered, and old spellings are written', async () => {
    const prompter = scriptPrompter([
      ...GATEWAY,
      ...KEY_BY_ENV,
      ['Extra headers', 'Add'],
      ['Name of the header', 'X-Tenant'],
      ['Value of X-Tenant', 'a'],
      ['Extra headers', 'These'],
      noTest,
      discovery,
      ...plainUse,
      write,
    ]);
    const { code, files } = await runCli(['init', '--ask-all', '--target', '1.7196.0..1.9255.0'], {
      prompter,
    });
    prompter.done();
    expect(code).toBe(0);
    const signIns = prompter.asked.find(({ message }) => message.startsWith('How do users'))?.choices;
    expect(signIns?.filter((one) => one.includes('read from'))).toHaveLength(2);
    expect(JSON.parse(files.get(FILE)?.toString() ?? '')).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
      inferenceGatewayHeaders: { 'X-Tenant': 'a' },
    });
  });
});
