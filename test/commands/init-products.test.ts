import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Draft } from '../../src/commands/init/draft.ts';
import { offerForProduct } from '../../src/commands/init/gateway-product.ts';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { PRODUCTS, type Product } from '../../src/probe/products/index.ts';
import { PLAIN } from '../../src/report/style.ts';
import { startDisguise, type Disguise } from '../support/gateways/disguise.ts';
import { fakeIo, runCli } from '../support/io.ts';
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

describe('what is offered for the product that answers', () => {
  const productOf = (id: string): Product => {
    const found = PRODUCTS.find((each) => each.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  };

  type Seen = Parameters<typeof offerForProduct>[1];
  const known = (id: string, topic: Seen['known'][number]['topic']): Seen['known'][number] =>
    ({ product: productOf(id), topic }) as Seen['known'][number];
  const KEY = { inferenceGatewayApiKey: 'sk-0123456789' };
  const HELPER = { inferenceCredentialHelper: '/opt/token' };
  const SCHEME: Entry = ['Send the key as x-api-key', ENTER];
  const HEADER: Entry = ['Add the header x-portkey-provider: anthropic', ENTER];
  const WITH_SCHEME = { inferenceGatewayAuthScheme: 'x-api-key' };
  const WITH_HEADER = { inferenceCustomHeaders: { 'x-portkey-provider': 'anthropic' } };

  test.for<[string, string, object, Partial<Seen>, readonly Entry[], object]>([
    ['nothing that fits already', 'portkey', KEY, { passed: true }, [], {}],
    [
      'a header that was asked for',
      'portkey',
      KEY,
      { known: [known('portkey', 'required-header')] },
      [HEADER],
      WITH_HEADER,
    ],
    [
      'the same where the rest passes',
      'portkey',
      KEY,
      { known: [known('portkey', 'required-header')], passed: true },
      [HEADER],
      WITH_HEADER,
    ],
    ['a header that nobody asked for, which Enter leaves out', 'portkey', KEY, {}, [HEADER], {}],
    [
      'no header that is there in other letters',
      'portkey',
      { ...KEY, inferenceCustomHeaders: { 'X-Portkey-Provider': 'openai' } },
      { known: [known('portkey', 'required-header')] },
      [],
      {},
    ],
    [
      'the header that carries the key',
      'cloudflare-ai-gateway',
      KEY,
      { passed: true },
      [SCHEME],
      WITH_SCHEME,
    ],
    [
      'not where it is the one',
      'cloudflare-ai-gateway',
      { ...KEY, ...WITH_SCHEME },
      { passed: true },
      [],
      {},
    ],
    ['not to who has no key', 'cloudflare-ai-gateway', HELPER, { passed: true }, [], {}],
    ['not where both are taken', 'apigee', KEY, { passed: true }, [], {}],
    [
      'the other one where the key is refused',
      'apigee',
      KEY,
      { known: [known('apigee', 'key')] },
      [SCHEME],
      WITH_SCHEME,
    ],
    ['or its header', 'apigee', KEY, { known: [known('apigee', 'scheme')] }, [SCHEME], WITH_SCHEME],
    ['not where another product refuses it', 'apigee', KEY, { known: [known('portkey', 'key')] }, [], {}],
    ['nor for another reason', 'apigee', KEY, { known: [known('apigee', 'quota')] }, [], {}],
  ])('%s', async ([, id, settings, more, script, changes]) => {
    const before = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      ...settings,
    };
    const draft = new Draft(new Map(Object.entries(before)));
    const prompter = scriptPrompter(script);
    const wizard = {
      draft,
      prompter,
      io: fakeIo().io,
      style: PLAIN,
      session: {},
      rewritten: [],
      file: FILE,
      say: () => undefined,
    };
    const seen = {
      products: [{ product: productOf(id), evidence: 'a header' }],
      known: [],
      passed: false,
      ...more,
    };
    const changed = await offerForProduct(wizard, seen);
    prompter.done();
    expect(Object.fromEntries(draft.settings())).toEqual({ ...before, ...changes });
    expect(changed).toBe(Object.keys(changes).length > 0);
    // Each offer is made once in a session.
    expect(await offerForProduct(wizard, seen)).toBe(false);
  });
});
