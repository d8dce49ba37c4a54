import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';
import {
  BACK,
  CANCEL,
  ENTER,
  lookupPrompter,
  refused,
  scriptPrompter,
  type Answer,
} from '../support/script-prompter.ts';
import {
  FILE,
  wizard,
  provider,
  signIn,
  headers,
  noTest,
  discovery,
  write,
  URL_QUESTION,
  GATEWAY,
  KEY_BY_ENV,
  SHORTEST,
  end,
  fromEnv,
  plainUse,
  settled,
} from '../support/wizard.ts';

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

  test('Esc in what is edited from the summary leads back through it, then to the summary', async () => {
    const { settings } = await wizard([
      ...SHORTEST.slice(0, -1),
      ['Write it', 'How users authenticate: Static key'],
      signIn('Single sign-on'),
      ['Client ID', 'abc'],
      ['Issuer', BACK],
      ['Client ID', BACK],
      signIn('Static key'),
      ['Write it', 'Base URL of the gateway'],
      [URL_QUESTION, BACK],
      write,
    ]);
    expect(settings).toMatchObject({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
    });
    expect(settings).not.toHaveProperty('inferenceIdpOidc');
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
