import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { startDisguise, type Disguise } from '../support/gateways/disguise.ts';
import { golden } from '../support/golden.ts';
import { runCli, type Run, type World } from '../support/io.ts';
import { BACK, ENTER, refused, scriptPrompter, type Entry, type Script } from '../support/script-prompter.ts';
import {
  CONNECTED,
  FILE,
  GATEWAY,
  KEY_BY_ENV,
  SHORTEST,
  URL_QUESTION,
  details,
  discovery,
  end,
  fromEnv,
  headers,
  noTest,
  plainUse,
  provider,
  signIn,
  write,
} from '../support/wizard.ts';

/* Whole runs of init as people see them: every question with its choices, all that is told, and the file. */

const texts = golden('init/transcripts.txt');

function transcript(prompter: Script, run: Run): string {
  const asked = prompter.asked.map(({ kind, message, hint, choices, descriptions, initial, place }) => {
    const where = place === undefined ? '' : ` (${String(place.at)} of ${String(place.of)})`;
    const named = typeof initial === 'string' ? initial : (initial as { name?: string } | undefined)?.name;
    const start = kind === 'input' && named !== undefined ? ` [${named}]` : '';
    const first = kind === 'select' && named !== undefined ? `\n    default: ${named}` : '';
    // A list of keys is one to search in.
    const list = choices.slice(0, choices.length > 40 ? 12 : 40).map((name, at) => {
      const description = descriptions[at];
      return `\n    - ${name}${description === undefined ? '' : `: ${description}`}`;
    });
    return `? ${message}${where}${start}${hint === undefined ? '' : `\n    ${hint}`}${first}${list.join('')}\n`;
  });
  const files = [...run.files].map(([name, bytes]) => `--- ${name}\n${bytes.toString()}`);
  return [
    `exit ${String(run.code)}\n`,
    ...asked,
    `--- told\n${run.stderr}`,
    ...(run.stdout === '' ? [] : [`--- standard output\n${run.stdout}`]),
    ...files,
  ]
    .join('')
    .replace(/127\.0\.0\.1:\d{4,5}(?!\/callback)/g, '127.0.0.1:PORT')
    .replace(/(Another setting|Telemetry & updates|\d+ keys?\b|: \d+ keys?\b)(?: \(\d+\))?/g, (all) =>
      all.replace(/\d+/g, 'N'),
    )
    .replace(/\d+ \+ \d+ tokens|about \d+ tokens/g, 'N tokens')
    .replace(/ +\d+(?:\.\d+)? m?s$/gm, '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'RANDOM-UUID');
}

async function record(
  title: string,
  argv: readonly string[],
  entries: readonly Entry[],
  world: World = {},
): Promise<void> {
  const prompter = scriptPrompter(entries);
  const run = await runCli(['init', ...argv], { columns: 100, ...world, prompter });
  prompter.done();
  expect(run.stderr).not.toContain('internal error');
  texts.check(title, transcript(prompter, run));
}

const TENANT = '0b6f3c1e-7f0e-1c6e-9a59-9d7d43f4b6c1';
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const sso = (...rest: Entry[]): Entry[] => [
  ...GATEWAY,
  signIn('Single sign-on'),
  ['Client ID', 'abc-123'],
  ...rest,
];
const OLD = `{
  // ask the platform team
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://gw.example.com", // eu
  "inferenceGatewayApiKey": "sk-live-1234567890abcdef",
  "isLocalDevMcpEnabled": "false", /* as the MDM has it */
  "inferenceGatewayHeaders": ["X-Team: a"],
  "notOurs": { "a": 1 },
  "inferenceModels": ["claude-sonnet-4-5"]
}
`;
const accept: Entry = [`${FILE} is there already`, 'Edit it'];
const typed = (names: string, question = 'Model IDs'): Entry[] => [[question, names], details];
const SERVER: Entry = ['Address of the bootstrap server', 'https://config.example.com/user/bootstrap'];
const byServer = (...rest: Entry[]): Entry[] => [provider('As a bootstrap server'), SERVER, ...rest];
const BASE = `{
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://gw.example.com",
  "inferenceGatewayApiKey": "\${env:KEY}",
  "inferenceModels": ["claude-sonnet-5"],
  "isDxtEnabled": true
}
`;
const RINGS = {
  'base.json': BASE,
  'ring.json': '{\n  "extends": "./base.json",\n  "disableAutoUpdates": true\n}\n',
};

describe('without a gateway at hand', () => {
  test.for<readonly [string, readonly string[], readonly Entry[], World?]>([
    ['the shortest way, all asked', ['--ask-all'], SHORTEST],
    [
      'an address alone',
      ['https://gw.example.com'],
      [signIn('Static key'), ['Gateway API key', ENTER], noTest, write],
    ],
    [
      'to standard output, on Windows, for old releases',
      ['--ask-all', '--target', '1.7196.0..1.9255.0', '-'],
      [...GATEWAY, ...KEY_BY_ENV, headers, noTest, discovery, ...plainUse, ['Write it', 'Write it']],
      { platform: 'win32' },
    ],
    [
      'typed models with labels and tiers',
      ['--ask-all'],
      [
        ...CONNECTED,
        ['Which models', 'Typed by hand'],
        ['Model IDs', 'claude-sonnet-4-5, anthropic/latest'],
        ['Labels, 1M', 'claude-sonnet-4-5'],
        ['Label in the picker', 'Sonnet (EU)'],
        ['Offer it with a context', true],
        ['Labels, 1M', 'anthropic/latest'],
        ['Label in the picker', ENTER],
        ['Offer it with a context', ENTER],
        ['Which tier', 'sonnet'],
        ['Does the alias "sonnet"', true],
        details,
        ...plainUse,
        write,
      ],
    ],
    [
      'headers, one of them a credential',
      ['--ask-all'],
      [
        ...GATEWAY,
        ...KEY_BY_ENV,
        ['Extra headers', 'Add'],
        ['Name of the header', 'X-Tenant'],
        ['Value of X-Tenant', 'a'],
        ['Extra headers', 'Add'],
        ['Name of the header', 'X-Api-Key'],
        ['Value of X-Api-Key', 'abcdefgh'],
        ['Extra headers', 'Remove X-Api-Key'],
        ['Extra headers', 'Change X-Tenant'],
        ['Value of X-Tenant', 'b'],
        ['Extra headers', 'These, go on'],
        noTest,
        ...end(discovery),
      ],
    ],
    [
      'tabs, and restrictions with what they leave open',
      ['--ask-all'],
      [
        ...CONNECTED,
        discovery,
        ['Which tabs', ['Cowork', 'Chat']],
        ['How far', 'Restricted'],
        ['Organization UUID', 'Make one'],
        ['Hosts that tools may reach', 'pypi.org, *.example.com'],
        ['OpenTelemetry collector', 'https://otel.example.com'],
        write,
      ],
    ],
    [
      'restricted, then locked down in its place',
      ['--ask-all'],
      [
        ...CONNECTED,
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
      ],
    ],
    [
      'a file that is there, through all the questions',
      [],
      [
        accept,
        ['Write it', 'Go through all the questions'],
        ['Where does inference run?', ENTER],
        ['Base URL', 'https://gw2.example.com'],
        signIn('Static key'),
        ['Gateway API key', 'Keep ••••cdef'],
        ['Which header', 'x-api-key'],
        ['Extra headers', ENTER],
        noTest,
        ['Which models', ENTER],
        ['Model IDs', ENTER],
        ['Labels', ENTER],
        ...plainUse,
        write,
      ],
      { files: { [FILE]: OLD } },
    ],
    [
      'a file with an error, fixed and changed by section',
      [],
      [
        accept,
        ['1 setting to fix first', 'Fix isLocalDevMcpEnabled'],
        ['Allow user-added MCP servers', 'false'],
        ['Write it', 'How users authenticate'],
        signIn('Credential helper'),
        ['Path of the credential helper', '/opt/token'],
        write,
      ],
      { files: { [FILE]: OLD.replace('"false"', '"perhaps"') } },
    ],
    [
      'a file that changes its provider',
      [],
      [
        accept,
        ['Write it', 'Provider'],
        provider('Microsoft Foundry'),
        ['Name of the Foundry resource', 'our-resource'],
        signIn('Entra ID'),
        ['Directory', TENANT],
        ['Application', TENANT],
        ['Deployment names', 'our-sonnet'],
        write,
      ],
      { files: { [FILE]: OLD } },
    ],
    [
      'single sign-on at Entra ID with the broker',
      ['--ask-all'],
      [
        ...sso(
          ['Issuer', ISSUER],
          ['Which token', 'Access token'],
          ['Scopes', 'api://gw/.default'],
          ['Fixed port', ENTER],
          ['Where does the sign-in take place?', 'broker'],
        ),
        headers,
        noTest,
        ...end(discovery),
      ],
    ],
    [
      'single sign-on at Okta',
      ['https://gw.example.com'],
      [
        signIn('Single sign-on'),
        ['Client ID', 'abc'],
        ['Issuer', 'https://acme.okta.com'],
        ['Fixed port', ENTER],
        noTest,
        write,
      ],
    ],
    [
      'single sign-on without discovery',
      ['--ask-all'],
      [
        ...sso(
          ['Issuer', ENTER],
          ['Authorization endpoint', 'https://idp.example.com/authorize'],
          ['Token endpoint', 'https://idp.example.com/token'],
          ['Which token', ENTER],
          ['Fixed port', '8123'],
        ),
        headers,
        noTest,
        ...end(discovery),
      ],
    ],
    [
      'a bootstrap server with a device code',
      [],
      [...byServer(['How do users sign in to the bootstrap server?', 'At the server itself']), write],
    ],
    [
      'a bootstrap server with Entra ID',
      [],
      [
        ...byServer(
          ['How do users sign in to the bootstrap server?', 'At an identity'],
          ['Client ID', TENANT],
          ['Issuer', ISSUER],
          ['Scopes', ENTER],
        ),
        write,
      ],
    ],
    [
      'a bootstrap server with Okta',
      ['--ask-all'],
      [
        ...byServer(
          ['How do users sign in to the bootstrap server?', 'At an identity'],
          ['Client ID', 'abc'],
          ['Issuer', 'https://acme.okta.com'],
          ['Scopes', 'openid gw'],
          ['Fixed port', ENTER],
        ),
        write,
      ],
    ],
    [
      'a gateway in place of a bootstrap server, of which nothing stays',
      ['--ask-all'],
      [
        ...byServer(['How do users sign in to the bootstrap server?', BACK], ['Address', BACK]).slice(0, 3),
        ['Address of the bootstrap server', BACK],
        provider('Claude API'),
        signIn('Browser sign-in'),
        headers,
        ...end(...typed('claude-sonnet-4-5')),
      ],
    ],
    [
      'a gateway whose file becomes one of a bootstrap server',
      [],
      [
        accept,
        ['Write it', 'Provider'],
        provider('As a bootstrap server'),
        SERVER,
        ['How do users sign in to the bootstrap server?', 'At the server itself'],
        write,
      ],
      { files: { [FILE]: OLD } },
    ],
    [
      'Bedrock with AWS sign-in',
      ['--ask-all'],
      [
        provider('Amazon Bedrock'),
        ['AWS region', 'us-east-1'],
        ['Endpoint of your own', ENTER],
        signIn('AWS sign-in'),
        ['Start URL', 'https://example.awsapps.com/start'],
        ['Region of IAM', 'us-east-1'],
        ['AWS account ID', '012345678901'],
        ['Permission set', 'ClaudeUsers'],
        headers,
        ...end(...typed('claude-sonnet-4-5', 'Inference profile IDs or ARNs')),
      ],
    ],
    [
      'Vertex with workforce identity',
      ['--ask-all'],
      [
        provider('Google Vertex AI'),
        ['Google Cloud project ID', 'my-project-1'],
        ['Region', 'eu'],
        signIn('Workforce Identity'),
        ['Audience', '//iam.googleapis.com/locations/global/workforcePools/p/providers/q'],
        ['Client ID', 'abc'],
        ['Issuer', 'https://idp.example.com'],
        ['Fixed port', ENTER],
        headers,
        ...end(...typed('claude-sonnet-4-5')),
      ],
    ],
    [
      'a key in another variable, and one in a file',
      ['--ask-all'],
      [
        ...GATEWAY,
        signIn('Static key'),
        ...fromEnv('Gateway API key', 'MY_KEY'),
        ['Which header', BACK],
        ['Gateway API key', 'From a file'],
        ['Path of the file', refused('', /needed/)],
        ['Path of the file', '/run/secrets/gateway'],
        ['Which header', 'x-api-key'],
        headers,
        noTest,
        ...end(discovery),
      ],
      { env: { MY_KEY: 'x' } },
    ],
    [
      'what the command says and is refused is asked for',
      [
        '--set',
        'inferenceProvider=gateway',
        '--set',
        'inferenceGatewayBaseUrl=http://gw.example.com',
        '--set',
        'inferenceGatewayApiKey=${env:KEY}',
      ],
      [['Base URL', 'https://gw.example.com'], noTest, write],
    ],
    [
      'a ring that is there',
      ['ring.json'],
      [
        ['ring.json is there already', 'Edit it'],
        ['Write it', 'Base URL'],
        ['Base URL', 'https://gw2.example.com'],
        write,
      ],
      { files: RINGS },
    ],
    [
      'a ring from which another is made',
      ['--from', 'ring.json', 'rings/new.json'],
      [['Write it', 'Base URL'], ['Base URL', 'https://gw2.example.com'], write],
      { files: RINGS },
    ],
    [
      'another setting, by section',
      [],
      [
        accept,
        ['Write it', 'Another setting'],
        ['In which section?', 'Telemetry & updates'],
        ['Which key?', BACK],
        ['In which section?', 'Telemetry & updates'],
        ['Which key?', 'Block auto'],
        ['Block auto', 'true'],
        ['Write it', 'Another setting'],
        ['In which section?', 'Connectors: Allow user-added MCP'],
        ['Allow user-added MCP', ENTER],
        ['Write it', 'Another setting'],
        ['In which section?', BACK],
        write,
      ],
      { files: { [FILE]: OLD } },
    ],
  ])('%s', ([title, argv, entries, world]) => record(title, argv, entries, world));
});

describe('without questions', () => {
  test.for<readonly [string, readonly string[], World?]>([
    ['--yes: an address alone', ['https://gw.example.com', '--yes']],
    [
      '--yes: an address alone, the variable is set',
      ['https://gw.example.com', '--yes'],
      { env: { INFERENCE_GATEWAY_API_KEY: 'x' } },
    ],
    ['--yes: an address alone, on Windows', ['https://gw.example.com', '--yes'], { platform: 'win32' }],
    ['--yes: quietly', ['https://gw.example.com', '--yes', '--quiet']],
    [
      '--yes: a preset for old releases',
      ['https://gw.example.com', '--yes', '--preset', 'restricted', '--target', '1.19367.0'],
    ],
    [
      '--yes: errors and warnings',
      ['https://gw.example.com/v1', '--yes', '--set', 'isLocalDevMcpEnabled=perhaps', '--set', 'nope=1'],
    ],
    [
      '--yes: from retired spellings',
      ['--yes', '--from', 'old.json', 'new.json'],
      { files: { 'old.json': OLD } },
    ],
    [
      '--yes: a ring, changed in its base',
      [
        '--yes',
        '--from',
        'ring.json',
        '--force',
        '--set',
        'inferenceModels=["claude-opus-5"]',
        '--set',
        'disableAutoUpdates=false',
        'ring.json',
      ],
      { files: RINGS },
    ],
    [
      '--yes: a bootstrap server on Windows',
      ['--yes', '--set', 'bootstrapUrl=https://config.example.com/it is'],
      { platform: 'win32' },
    ],
    [
      '--yes: two credentials',
      [
        '--yes',
        '--set',
        'inferenceProvider=gateway',
        '--set',
        'inferenceGatewayBaseUrl=https://gw.example.com',
        '--set',
        'inferenceGatewayApiKey=${env:A_KEY}',
        '--set',
        'inferenceCustomHeaders={"x":"${env:B}"}',
      ],
      { env: { A_KEY: 'x', B: 'y' } },
    ],
  ])('%s', ([title, argv, world]) => record(title, argv, [], world));
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
  const tested = (...rest: Entry[]): Entry[] => [
    provider('LLM gateway'),
    [URL_QUESTION, gateway.url],
    ...KEY_BY_ENV,
    headers,
    ...rest,
  ];
  const KEY = { env: { INFERENCE_GATEWAY_API_KEY: 'sk-test-0123456789abcdef' } };
  const TEST: Entry = ['Test this gateway now?', true];

  test.for<readonly [string, () => readonly Entry[], World?]>([
    [
      'some of what it lists',
      () =>
        tested(
          TEST,
          ['Which models', 'Some of what it lists'],
          ['Models to offer', ['claude-sonnet-4-5', 'claude-haiku-4-5']],
          ['Which one do conversations start with?', 'claude-haiku-4-5'],
          details,
          ...plainUse,
          write,
        ),
      KEY,
    ],
    [
      'a wrong key for the test, then the right one',
      () =>
        tested(
          ['Test this gateway now?', 'Yes'],
          ['Gateway API key, for this test alone', 'sk-wrong-1234567890'],
          ['The gateway did not pass', 'Change the key'],
          ['Gateway API key', 'Keep ${env:INFERENCE_GATEWAY_API_KEY}'],
          ['Gateway API key, for this test alone', gateway.apiKey],
          ...end(discovery),
        ),
    ],
    [
      'only whether it can be reached',
      () => tested(['Test this gateway now?', 'Only whether'], ...end(discovery)),
    ],
    [
      'a dead gateway',
      () => [
        provider('LLM gateway'),
        [URL_QUESTION, 'http://127.0.0.1:9'],
        ...KEY_BY_ENV,
        headers,
        ['Test this gateway now?', 'Only whether'],
        ['The gateway did not pass', 'Change the base URL'],
        [URL_QUESTION, gateway.url],
        ['Which models', BACK],
        ['Test this gateway now?', 'No'],
        ...end(discovery),
      ],
    ],
  ])('%s', ([title, entries, world]) => record(title, ['--ask-all'], entries(), world));

  const byHand: Entry[] = [['Which models', 'Typed by hand'], ...typed('claude-haiku-4-5')];
  const noList: NonNullable<Disguise['refuse']> = (_headers, url) =>
    url.startsWith('/v1/models') ? { status: 200, body: '{"object":"list","data":[]}' } : undefined;
  test.each<readonly [string, Disguise, readonly Entry[]]>([
    ['LiteLLM', { headers: { 'x-litellm-version': '1.106.12' } }, [discovery]],
    [
      'Portkey without its header',
      {
        headers: { 'x-portkey-trace-id': '1' },
        refuse: (given, url) =>
          given['x-portkey-provider'] === undefined
            ? {
                status: 400,
                body: '{"status":"failure","message":"Either x-portkey-config or x-portkey-provider header is required"}',
              }
            : noList(given, url),
      },
      [['Add the header x-portkey-provider', ENTER], ...byHand],
    ],
    [
      'Portkey whose header is declined',
      {
        headers: { 'x-portkey-trace-id': '1' },
        refuse: () => ({
          status: 400,
          body: '{"message":"Either x-portkey-config or x-portkey-provider header is required"}',
        }),
      },
      [
        ['Add the header x-portkey-provider', false],
        ['The gateway did not pass', 'Test again'],
        ['The gateway did not pass', 'Go on anyway'],
        discovery,
      ],
    ],
    [
      'API Management without its key',
      {
        refuse: (given) =>
          given['ocp-apim-subscription-key'] === 'abc-123'
            ? undefined
            : {
                status: 401,
                body: '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
              },
      },
      [
        ['Add the header Ocp-Apim-Subscription-Key', true],
        ['Value of Ocp-Apim-Subscription-Key', 'abc-123'],
        discovery,
      ],
    ],
    [
      'Cloudflare AI Gateway without a list',
      { headers: { 'cf-aig-log-id': '1' }, refuse: noList },
      [['Send the key as x-api-key', ENTER], ...byHand],
    ],
  ])('%s', async (title, disguise, rest) => {
    const product = await startDisguise(gateway.url, disguise);
    try {
      const entries: Entry[] = [
        provider('LLM gateway'),
        [URL_QUESTION, product.url],
        ...KEY_BY_ENV,
        headers,
        TEST,
        ...rest,
        ...end(),
      ];
      await record(title, ['--ask-all'], entries, KEY);
    } finally {
      await product.close();
    }
  });
});
