import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { startDisguise, type Disguise } from '../support/gateways/disguise.ts';
import { runCli } from '../support/io.ts';
import { ENTER, scriptPrompter, type Entry } from '../support/script-prompter.ts';
import { FILE, plainUse, write } from '../support/wizard.ts';

let gateway: EmbeddedGateway;

beforeAll(async () => {
  gateway = await startEmbeddedGateway({ apiKey: 'sk-test-0123456789abcdef', models: ['claude-haiku-4-5'] });
});
afterAll(() => gateway.close());

const end: Entry[] = [...plainUse, write];

/** The wizard, tested against a gateway in that disguise. */
async function wizard(
  disguise: Disguise,
  after: readonly Entry[],
): Promise<{
  readonly stderr: string;
  readonly settings: Record<string, unknown>;
  readonly models: unknown;
}> {
  const product = await startDisguise(gateway.url, disguise);
  try {
    const prompter = scriptPrompter([
      ['Where does inference run?', 'LLM gateway'],
      ['Base URL of the gateway', product.url],
      ['How do users authenticate?', 'Static key'],
      ['Gateway API key', 'From the environment variable'],
      ['Which header carries the key?', ENTER],
      ['Extra headers', 'None'],
      ['Test this gateway now?', true],
      ...after,
      ...end,
    ]);
    const run = await runCli(['init', '--ask-all'], {
      prompter,
      env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
    });
    prompter.done();
    expect(run.code).toBe(0);
    const text = run.files.get(FILE)?.toString() ?? '{}';
    const list = prompter.asked.find(({ message }) => message.startsWith('Which models'));
    return {
      stderr: run.stderr.replace(/\s+/g, ' '),
      settings: JSON.parse(text) as Record<string, unknown>,
      models: list?.initial,
    };
  } finally {
    await product.close();
  }
}

const discovery: Entry = ['Which models', 'Whatever the gateway lists'];

/** Its list of models is empty. */
const noList: NonNullable<Disguise['refuse']> = (_headers, url) =>
  url.startsWith('/v1/models') ? { status: 200, body: '{"object":"list","data":[]}' } : undefined;

describe('init knows the product that answers', () => {
  test('LiteLLM: it is named, with what to know about its model list', async () => {
    const { stderr, settings } = await wizard({ headers: { 'x-litellm-version': '1.106.12' } }, [discovery]);
    expect(stderr).toContain(
      'LiteLLM 1.106.12 answers here, by the header x-litellm-version. Names in the picker are',
    );
    expect(settings).not.toHaveProperty('inferenceCustomHeaders');
  });

  test('Portkey: the header it wants is offered, and the test passes with it', async () => {
    const { stderr, settings, models } = await wizard(
      {
        headers: { 'x-portkey-trace-id': '1' },
        refuse: (headers, url) =>
          headers['x-portkey-provider'] === undefined
            ? {
                status: 400,
                body: '{"status":"failure","message":"Either x-portkey-config or x-portkey-provider header is required"}',
              }
            : noList(headers, url),
      },
      [
        ['Add the header x-portkey-provider: anthropic, as Portkey wants it?', ENTER],
        ['Which models', 'Typed by hand'],
        ['Model IDs', 'claude-haiku-4-5'],
        ['Labels, 1M context or tier', 'Go on'],
      ],
    );
    expect(stderr).toContain('In Portkey: ');
    expect(stderr).toContain('✔ Credential: auth-accepted');
    expect(settings.inferenceCustomHeaders).toEqual({ 'x-portkey-provider': 'anthropic' });
    expect(stderr).toContain('Portkey lists no models that the app can use, so they are asked for next.');
    expect(models).toBe('type');
  });

  test('API Management: the header is asked for by name, its value typed', async () => {
    const { settings } = await wizard(
      {
        refuse: (headers) =>
          headers['ocp-apim-subscription-key'] === 'abc-123'
            ? undefined
            : {
                status: 401,
                body: '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
              },
      },
      [
        ['Add the header Ocp-Apim-Subscription-Key, as Azure API Management wants it?', true],
        ['Value of Ocp-Apim-Subscription-Key', 'abc-123'],
        discovery,
      ],
    );
    expect(settings.inferenceCustomHeaders).toEqual({ 'Ocp-Apim-Subscription-Key': 'abc-123' });
  });

  test('Cloudflare AI Gateway: the header that carries the key is offered', async () => {
    const { settings } = await wizard({ headers: { 'cf-aig-log-id': '1' }, refuse: noList }, [
      ['Send the key as x-api-key, as Cloudflare AI Gateway takes it?', ENTER],
      ['Which models', 'Typed by hand'],
      ['Model IDs', 'claude-haiku-4-5'],
      ['Labels, 1M context or tier', 'Go on'],
    ]);
    expect(settings.inferenceGatewayAuthScheme).toBe('x-api-key');
  });

  test('an offer that is declined is not made again, and nothing is changed', async () => {
    const { settings } = await wizard(
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
    );
    expect(settings).not.toHaveProperty('inferenceCustomHeaders');
  });

  test('an unknown gateway is not named', async () => {
    const { stderr } = await wizard({}, [discovery]);
    expect(stderr).not.toContain('answers here');
  });
});
