import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Draft } from '../../src/commands/init/draft.ts';
import { pickModels } from '../../src/commands/init/pick-models.ts';
import { lookUp, type Session } from '../../src/commands/init/reach.ts';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { PLAIN } from '../../src/report/style.ts';
import { fakeIo, runCli } from '../support/io.ts';
import { BACK, ENTER, refused, scriptPrompter, type Answer, type Entry } from '../support/script-prompter.ts';
import {
  FILE,
  wizard,
  provider,
  headers,
  noTest,
  discovery,
  write,
  details,
  URL_QUESTION,
  CONNECTED,
  KEY_BY_ENV,
  end,
  plainUse,
  settled,
} from '../support/wizard.ts';

describe('models', () => {
  const typed = (answer: Answer): Entry[] => [
    ['Which models', 'Typed by hand'],
    ['Model IDs', answer],
  ];

  test('typed ones pass the rule of the app', async () => {
    const { settings } = await wizard([
      ...CONNECTED,
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
      ...CONNECTED,
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

  test('what was named before is chosen already, listed or not, and nothing else', async () => {
    const before = ['claude-haiku-4-5', 'gpt-5.5', 'claude-opus-9'];
    const draft = new Draft(
      new Map<string, unknown>([
        ['inferenceProvider', 'gateway'],
        ['inferenceGatewayBaseUrl', gateway.url],
        ['inferenceGatewayApiKey', gateway.apiKey],
        ['inferenceModels', before],
      ]),
    );
    const prompter = scriptPrompter([
      ['Models to offer', ENTER],
      ['Which one do conversations start with?', ENTER],
    ]);
    const said: string[] = [];
    const session: Session = {};
    const wizard = { draft, prompter, session, io: fakeIo().io, style: PLAIN, rewritten: [], file: FILE };
    expect(await pickModels({ ...wizard, say: (text) => said.push(text) })).toBe(true);
    prompter.done();
    // What the app hides cannot be chosen; what the gateway does not list may be served all the same.
    expect(draft.get('inferenceModels')).toEqual(['claude-haiku-4-5', 'claude-opus-9']);
    expect(prompter.asked[0]?.choices).toEqual([
      expect.stringMatching(/^claude-sonnet-4-5/),
      expect.stringMatching(/^claude-haiku-4-5/),
      'claude-opus-9  (not listed now)',
      expect.stringMatching(/^gpt-5\.5.*hidden/),
      expect.stringMatching(/^our-model.*hidden/),
    ]);
    expect(prompter.asked[1]?.initial).toBe('claude-haiku-4-5');
    expect(session.list).toMatchObject({ from: gateway.url });
  });

  test('a reference that leads nowhere is no value to send, and is told', async () => {
    const draft = new Draft(
      new Map<string, unknown>([
        ['inferenceProvider', 'gateway'],
        ['inferenceGatewayBaseUrl', gateway.url],
        ['inferenceGatewayApiKey', '${env:KEY}'],
        ['inferenceCustomHeaders', { 'X-Team': 'a', 'X-Gone': '${env:GONE}' }],
      ]),
    );
    const { io } = fakeIo({ env: { KEY: 'from-the-environment' } });
    const { configured, missing } = await lookUp(draft, io, {});
    expect(configured.settings.get('inferenceGatewayApiKey')).toBe('from-the-environment');
    expect(configured.settings.has('inferenceCustomHeaders')).toBe(false);
    expect(missing).toEqual([expect.stringContaining('GONE')]);
    // A key typed for the test alone is taken as it is.
    const typed = await lookUp(draft, io, { testKey: 'typed-${env:KEY}' });
    expect(typed.configured.settings.get('inferenceGatewayApiKey')).toBe('typed-${env:KEY}');
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

  test('another key for the test alone, and Esc where one is asked for', async () => {
    const { settings, stderr } = await wizard(
      [
        ...start(),
        ...KEY_BY_ENV,
        headers,
        ['Test this gateway now?', true],
        ['The gateway did not pass', 'Try another key'],
        ['Gateway API key, for this test alone', BACK],
        ['The gateway did not pass', 'Change the key'],
        ['Gateway API key', BACK],
        ['The gateway did not pass', 'Try another key'],
        ['Gateway API key, for this test alone', gateway.apiKey],
        ...end(discovery),
      ],
      { env: { INFERENCE_GATEWAY_API_KEY: 'sk-wrong-1234567890' } },
    );
    expect(settings.inferenceGatewayApiKey).toBe('${env:INFERENCE_GATEWAY_API_KEY}');
    expect(stderr).toContain('auth-accepted');
    expect(stderr).not.toContain(gateway.apiKey);
  });

  test('one that does not pass does not keep the file from being written', async () => {
    const { settings } = await wizard(
      [
        ...start(),
        ...KEY_BY_ENV,
        headers,
        ['Test this gateway now?', true],
        ['The gateway did not pass', 'Go on anyway'],
        ...end(discovery),
      ],
      { env: { INFERENCE_GATEWAY_API_KEY: 'sk-wrong-1234567890' } },
    );
    expect(settings.inferenceGatewayBaseUrl).toBe(gateway.url);
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
      const { code, stderr, files } = await runCli(['init', '--ask-all'], {
        prompter,
        signal: stop.signal,
        env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
      });
      expect({ code, files: files.size }).toEqual({ code: 130, files: 0 });
      expect(stderr).toMatch(/Cancelled: nothing was written\.\n$/);
      expect(stderr).not.toMatch(/^\s+at /m);
    } finally {
      clearTimeout(timer);
      gateway.faults.clear();
    }
  });
});
