import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { placesOf } from '../../src/commands/init/arguments.ts';
import { Draft } from '../../src/commands/init/draft.ts';
import { toRegister } from '../../src/commands/init/redirect.ts';
import { runCli } from '../support/io.ts';
import { BACK, ENTER, scriptPrompter, type Entry, type Script } from '../support/script-prompter.ts';
import { FILE } from '../support/wizard.ts';

const KEY = 'INFERENCE_GATEWAY_API_KEY';

let gateway: EmbeddedGateway;
beforeAll(async () => {
  gateway = await startEmbeddedGateway({
    apiKey: 'sk-test-0123456789abcdef',
    models: ['claude-sonnet-4-5', 'gpt-5.5'],
  });
});
afterAll(() => gateway.close());

/** Runs the wizard with these arguments; the file must have been written. */
async function init(
  argv: readonly string[],
  entries: readonly Entry[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly settings: Record<string, unknown>;
  readonly prompter: Script;
  readonly stderr: string;
}> {
  const prompter = scriptPrompter(entries);
  const run = await runCli(['init', ...argv], { prompter, env });
  expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
  prompter.done();
  return {
    settings: JSON.parse(run.files.get(FILE)?.toString() ?? '{}') as Record<string, unknown>,
    prompter,
    stderr: run.stderr,
  };
}

const placesIn = ({ asked }: Script): string[] =>
  asked.map(({ place }) => (place === undefined ? '' : `${place.at} of ${place.of}`));

const write: Entry = ['Write it', ENTER];
const key: Entry = ['Gateway API key', ENTER];

describe('init URL', () => {
  test('four answers, all of them Enter, write a configuration that was tested', async () => {
    const { settings, prompter, stderr } = await init(
      [gateway.url],
      [['How do users authenticate?', ENTER], key, ['Test this gateway now?', ENTER], write],
      { [KEY]: gateway.apiKey },
    );
    expect(settings).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: gateway.url,
      inferenceCredentialKind: 'static',
      inferenceGatewayApiKey: `\${env:${KEY}}`,
    });
    expect(placesIn(prompter)).toEqual(['1 of 4', '2 of 4', '3 of 4', '4 of 4']);
    expect(stderr).toContain('✔ Credential: auth-accepted');
    expect(stderr).toContain(`${KEY} is set here, as probe, report and export need it.\n`);
    expect(stderr).not.toContain('must be set');
    const summary = prompter.asked.at(-1)?.choices ?? [];
    for (const line of [
      'Models: whatever the gateway lists (1 of 2 shown)',
      "Restrictions for users: not at all, the app's own defaults",
      'Tabs of the app: Cowork, Code',
      'Header that carries the key: Authorization: Bearer',
      'Extra headers: none',
    ])
      expect(summary).toContain(line);
  });

  test('without the key in the environment: five answers, the key for the test among them', async () => {
    const { settings, stderr } = await init(
      [gateway.url],
      [
        ['How do users authenticate?', ENTER],
        key,
        ['Test this gateway now?', ENTER],
        ['Gateway API key, for this test alone', gateway.apiKey],
        write,
      ],
    );
    expect(settings.inferenceGatewayApiKey).toBe(`\${env:${KEY}}`);
    expect(stderr).not.toContain(gateway.apiKey);
    expect(stderr).toContain(`${KEY} must be set for probe, report and export.\n  export ${KEY}='…'\n`);
  });

  test('without an address it asks for it: six answers', async () => {
    const { prompter } = await init(
      [],
      [
        ['Where does inference run?', ENTER],
        ['Base URL', gateway.url],
        ['How do users authenticate?', ENTER],
        key,
        ['Test this gateway now?', ENTER],
        write,
      ],
      { [KEY]: gateway.apiKey },
    );
    expect(placesIn(prompter)).toEqual(['1 of 6', '2 of 6', '3 of 6', '4 of 6', '5 of 6', '6 of 6']);
  });

  test('a bad address is told and asked for', async () => {
    const { settings, stderr, prompter } = await init(
      ['http://gw.example.com'],
      [
        ['Base URL', 'https://gw.example.com'],
        ['How do users authenticate?', ENTER],
        key,
        ['Test this gateway now?', 'No'],
        write,
      ],
    );
    expect(stderr).toMatch(/✖ inferenceGatewayBaseUrl.*plain http/s);
    expect(prompter.asked[0]?.initial).toBe('http://gw.example.com');
    expect(settings.inferenceGatewayBaseUrl).toBe('https://gw.example.com');
  });

  test('a gateway whose models the app would not show: they are asked for', async () => {
    const other = await startEmbeddedGateway({ apiKey: gateway.apiKey, models: ['gpt-5.5', 'our-model'] });
    try {
      const { settings } = await init(
        [other.url],
        [
          ['How do users authenticate?', ENTER],
          key,
          ['Test this gateway now?', ENTER],
          ['Which models does the picker offer?', ENTER],
          ['Model IDs', 'claude-sonnet-4-5'],
          write,
        ],
        { [KEY]: gateway.apiKey },
      );
      expect(settings.inferenceModels).toEqual(['claude-sonnet-4-5']);
    } finally {
      await other.close();
    }
  });

  test('a gateway without a list: models are asked for, each written once', async () => {
    gateway.faults.add('models-404');
    try {
      const { settings } = await init(
        [gateway.url],
        [
          ['How do users authenticate?', ENTER],
          key,
          ['Test this gateway now?', ENTER],
          ['Which models does the picker offer?', ENTER],
          ['Model IDs', 'claude-sonnet-4-5, claude-haiku-4-5 claude-sonnet-4-5'],
          write,
        ],
        { [KEY]: gateway.apiKey },
      );
      expect(settings.inferenceModels).toEqual(['claude-sonnet-4-5', 'claude-haiku-4-5']);
    } finally {
      gateway.faults.clear();
    }
  });

  test('Esc at the first question offers to leave; at the summary it leads back', async () => {
    const { prompter } = await init(
      ['https://gw.example.com'],
      [
        ['How do users authenticate?', BACK],
        ['Leave without writing anything?', ENTER],
        ['How do users authenticate?', ENTER],
        key,
        ['Test this gateway now?', 'No'],
        ['Write it', BACK],
        ['Test this gateway now?', 'No'],
        write,
      ],
    );
    expect(placesIn(prompter)).toEqual([
      '1 of 4',
      '',
      '1 of 4',
      '2 of 4',
      '3 of 4',
      '4 of 4',
      '3 of 4',
      '4 of 4',
    ]);
  });

  test('leaving there writes nothing', async () => {
    const prompter = scriptPrompter([
      ['How do users authenticate?', BACK],
      ['Leave without writing anything?', true],
    ]);
    const { code, files } = await runCli(['init', 'https://gw.example.com'], { prompter });
    expect({ code, files: files.size }).toEqual({ code: 130, files: 0 });
  });
});

describe('a configuration that a bootstrap server delivers', () => {
  const server: Entry = ['Address of the bootstrap server', 'https://config.example.com/user/bootstrap'];

  test('with a device code: the address alone', async () => {
    const { settings, prompter, stderr } = await init(
      [],
      [
        ['Where does inference run?', 'As a bootstrap server'],
        server,
        ['How do users sign in to the bootstrap server?', 'At the server itself'],
        write,
      ],
    );
    expect(settings).toEqual({ bootstrapUrl: 'https://config.example.com/user/bootstrap' });
    expect(placesIn(prompter).at(-1)).toBe('4 of 4');
    expect(stderr).toContain('cowork-3p bootstrap check https://config.example.com/user/bootstrap');
    // What it delivers replaces all that could be set here.
    expect(prompter.asked.at(-1)?.choices.join()).not.toMatch(/Models|Tabs|Restrictions/);
  });

  test('with Entra ID: the scopes it cannot do without, and what to register', async () => {
    const { settings, stderr } = await init(
      [],
      [
        ['Where does inference run?', 'LLM gateway'],
        ['Base URL', BACK],
        ['Where does inference run?', 'As a bootstrap server'],
        server,
        ['How do users sign in to the bootstrap server?', 'At an identity'],
        ['Client ID', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
        ['Issuer', 'https://login.microsoftonline.com/1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0'],
        ['Scopes', ENTER],
        write,
      ],
    );
    expect(settings.bootstrapOidc).toMatchObject({ scopes: '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/.default' });
    expect(settings).not.toHaveProperty('inferenceProvider');
    expect(stderr).toContain('Register the redirect address http://127.0.0.1/callback');
  });
});

describe('the redirect address to register', () => {
  const ask = (
    issuer: string,
    ...port: Entry[]
  ): Promise<{ stderr: string; settings: Record<string, unknown> }> =>
    init(
      ['https://gw.example.com'],
      [
        ['How do users authenticate?', 'Single sign-on'],
        ['Client ID', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
        ['Issuer', issuer],
        ...port,
        ['Test this gateway now?', 'No'],
        write,
      ],
    );

  test.each([
    ['https://login.microsoftonline.com/1b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1/v2.0', 'Mobile and desktop'],
    ['https://accounts.google.com', 'Desktop app'],
    ['https://idp.example.com', 'public client'],
  ])('%s: any port', async (issuer, words) => {
    const { stderr } = await ask(issuer);
    const text = stderr.replace(/\s+/g, ' ');
    expect(text).toContain('Register the redirect address http://127.0.0.1/callback (with any port)');
    expect(text).toContain(words);
  });

  test.each<[string, object, readonly string[]]>([
    ['no client yet', { issuer: 'https://idp.example.com' }, []],
    ['any port', { clientId: 'c' }, ['http://127.0.0.1/callback (with any port) for the client c.']],
    [
      'another host',
      { clientId: 'c', redirectHost: 'localhost' },
      ['http://localhost/callback (with any port) for the client c.'],
    ],
    [
      'a fixed port',
      { clientId: 'c', redirectPort: 8765, redirectHost: 'localhost' },
      ['http://localhost:8765/callback (exactly so, port included) for the client c.'],
    ],
    [
      'a provider that compares it',
      { clientId: 'c', issuer: 'https://acme.okta.com' },
      ['http://127.0.0.1/callback (and set a fixed port first: this provider compares it) for the client c.'],
    ],
  ])('%s', (_, client, lines) => {
    const draft = new Draft(
      new Map<string, unknown>([
        ['inferenceProvider', 'gateway'],
        ['inferenceGatewayBaseUrl', 'https://gw.example.com'],
        ['inferenceCredentialKind', 'external-idp'],
        ['inferenceIdpOidc', client],
      ]),
    );
    expect(toRegister(draft).slice(0, 1)).toEqual(
      lines.map((line) => `Register the redirect address ${line}`),
    );
  });

  test('Okta: a fixed port is asked for, and proposed', async () => {
    const { stderr, settings } = await ask('https://acme.okta.com', ['Fixed port', ENTER]);
    expect(settings.inferenceIdpOidc).toMatchObject({ redirectPort: 8765 });
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'http://127.0.0.1:8765/callback (exactly so, port included)',
    );
  });
});

describe('what the command says is not asked', () => {
  const GIVEN = [
    '--set',
    'inferenceProvider=gateway',
    '--set',
    'inferenceGatewayBaseUrl=https://gw.example.com',
    '--set',
    `inferenceGatewayApiKey=\${env:${KEY}}`,
  ];

  test('--set: the test and the summary are left', async () => {
    const { settings, prompter } = await init(GIVEN, [['Test this gateway now?', 'No'], write]);
    expect(placesIn(prompter)).toEqual(['1 of 2', '2 of 2']);
    expect(settings).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: `\${env:${KEY}}`,
    });
  });

  test('--set of the OIDC client answers all its questions', async () => {
    const { settings } = await init(
      [
        'https://gw.example.com',
        '--set',
        'inferenceCredentialKind=external-idp',
        '--set',
        'inferenceIdpOidc={"clientId":"abc","issuer":"https://idp.example.com"}',
      ],
      [['Test this gateway now?', 'No'], write],
    );
    expect(settings.inferenceIdpOidc).toEqual({ clientId: 'abc', issuer: 'https://idp.example.com' });
  });

  test('--preset: neither the preset nor what it leaves open', async () => {
    const { settings, prompter } = await init(
      [...GIVEN, '--preset', 'restricted'],
      [['Test this gateway now?', 'No'], write],
    );
    expect(settings).toMatchObject({ isLocalDevMcpEnabled: false, disableNonessentialTelemetry: true });
    expect(prompter.asked.at(-1)?.choices).toContain('Restrictions for users: restricted');
  });

  test('--from: only what the source leaves open', async () => {
    const prompter = scriptPrompter([
      ['How do users authenticate?', ENTER],
      key,
      ['Write it', 'Write new.json'],
    ]);
    const { code } = await runCli(['init', '--from', 'old.json', 'new.json'], {
      prompter,
      files: {
        'old.json': '{"inferenceProvider":"gateway","inferenceGatewayBaseUrl":"https://gw.example.com"}',
      },
    });
    prompter.done();
    expect(code).toBe(0);
  });

  test('URL and --yes: the key under its usual name', async () => {
    const run = await runCli(['init', 'https://gw.example.com', '--yes']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.files.get(FILE)?.toString() ?? '')).toMatchObject({
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: `\${env:${KEY}}`,
    });
    expect(run.stderr).toContain(`looks it up in ${KEY}`);
  });

  test.for<[string, readonly string[], object]>([
    ['a helper', ['inferenceCredentialHelper=/opt/token'], { inferenceCredentialHelper: '/opt/token' }],
    [
      'a key of another name',
      ['inferenceGatewayApiKey=${env:OTHER}'],
      { inferenceGatewayApiKey: '${env:OTHER}' },
    ],
    ['a kind', ['inferenceCredentialKind=interactive'], { inferenceCredentialKind: 'interactive' }],
  ])('URL and --yes with %s: nothing else is looked up', async ([, set, settings]) => {
    const run = await runCli([
      'init',
      'https://gw.example.com',
      '--yes',
      ...set.flatMap((one) => ['--set', one]),
    ]);
    expect([run.code, run.stderr]).toEqual([0, expect.not.stringContaining('looks it up')]);
    const { inferenceGatewayApiKey, inferenceCredentialHelper, inferenceCredentialKind } = JSON.parse(
      run.files.get(FILE)?.toString() ?? '',
    ) as Record<string, unknown>;
    const written = { inferenceGatewayApiKey, inferenceCredentialHelper, inferenceCredentialKind };
    expect(JSON.parse(JSON.stringify(written))).toEqual(settings);
  });
});

describe('what stands behind init', () => {
  test.each([
    [[], {}],
    [['fleet.json'], { file: 'fleet.json' }],
    [['https://gw.example.com/x'], { url: 'https://gw.example.com/x' }],
    [['HTTPS://gw', 'fleet.json'], { url: 'HTTPS://gw', file: 'fleet.json' }],
    [['-', 'http://127.0.0.1:1'], { url: 'http://127.0.0.1:1', file: '-' }],
    [['our fleet'], { file: 'our fleet' }],
    [['rings/pilot.jsonc'], { file: 'rings/pilot.jsonc' }],
    [['./gw.example.com'], { file: './gw.example.com' }],
  ])('%j', (given, places) => {
    expect(placesOf(given)).toEqual(places);
  });

  test.each([
    [['gw.example.com'], /looks like the address/],
    [['localhost:4000'], /looks like the address/],
    [['gw.example.com/anthropic'], /looks like the address/],
    [['https://a', 'https://b'], /one address/],
    [['a.json', 'b.json'], /one file/],
  ])('%j is refused', (given, words) => {
    expect(() => placesOf(given)).toThrow(words);
  });

  test('an address beside another provider is refused', async () => {
    const run = await runCli([
      'init',
      'https://gw.example.com',
      '--yes',
      '--set',
      'inferenceProvider=vertex',
    ]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('inferenceProvider="vertex"');
  });

  test('without a terminal it says what to run', async () => {
    const run = await runCli(['init', 'https://gw.example.com']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('cowork-3p init https://gw.example.com --yes');
  });
});
