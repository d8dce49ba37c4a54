import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { ask, MESSAGES, withGateway } from '../support/gateway-client.ts';

/* Tested with the official client: what it accepts is what the protocol means. */

let gateway: EmbeddedGateway;
let sdk: Anthropic;

beforeAll(async () => {
  gateway = await startEmbeddedGateway({ apiKey: 'sk-embedded-test' });
  sdk = new Anthropic({ baseURL: gateway.url, apiKey: gateway.apiKey, maxRetries: 0 });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.faults.clear());

const model = 'claude-opus-5';
const TOOL = {
  name: 'probe_echo',
  description: 'Gives back a city and a number.',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' }, n: { type: 'integer' } },
    required: ['city', 'n'],
  },
};
const OTHER = {
  name: 'probe_second',
  input_schema: { type: 'object' as const, properties: { q: { type: 'string' } } },
};

function textOf(message: Anthropic.Message): string {
  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

describe('messages, through the official client', () => {
  test.each([
    ['Reply with the word k3x9 twice, nothing else.', 'k3x9 k3x9'],
    ['Count from 1 to 5 in digits, one per line.', '1\n2\n3\n4\n5'],
    ['Say yes.', 'yes'],
    ['Repeat "Grüße ✓ 🙂"', 'Grüße ✓ 🙂'],
  ])('%s', async (content, expected) => {
    const message = await sdk.messages.create({
      model,
      max_tokens: 100,
      messages: [{ role: 'user', content }],
    });
    expect(textOf(message)).toBe(expected);
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model,
      stop_reason: 'end_turn',
      stop_sequence: null,
    });
    expect(message.id).toMatch(/^msg_/);
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(message._request_id).toMatch(/^req_/);
  });

  test('one token is one token', async () => {
    const message = await sdk.messages.create({
      model,
      max_tokens: 1,
      messages: [{ role: 'user', content: '.' }],
    });
    expect(message.stop_reason).toBe('max_tokens');
    expect(message.usage.output_tokens).toBe(1);
  });

  test('stop sequences', async () => {
    const message = await sdk.messages.create({
      model,
      max_tokens: 100,
      stop_sequences: ['3'],
      messages: [{ role: 'user', content: 'Count from 1 to 9' }],
    });
    expect(message).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: '3' });
    expect(textOf(message)).toBe('1\n2\n');
  });

  test('a stream accumulates to the same message, event by event', async () => {
    const stream = sdk.messages.stream({
      model,
      max_tokens: 400,
      messages: [{ role: 'user', content: 'Count from 1 to 60.' }],
    });
    const pieces: string[] = [];
    stream.on('text', (piece) => pieces.push(piece));
    const message = await stream.finalMessage();
    expect(textOf(message).split('\n')).toHaveLength(60);
    expect(pieces.length).toBeGreaterThan(50);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.output_tokens).toBeGreaterThan(50);
  });

  test('thinking comes as a block of its own', async () => {
    const message = await sdk.messages
      .stream({
        model,
        max_tokens: 100,
        thinking: { type: 'adaptive' },
        messages: [{ role: 'user', content: 'Say yes.' }],
      })
      .finalMessage();
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(message.content[0]).toMatchObject({ signature: expect.stringMatching(/./) as string });
  });

  test('cache marks: written once, read after', async () => {
    const system = [
      { type: 'text' as const, text: 'rule '.repeat(2000), cache_control: { type: 'ephemeral' as const } },
    ];
    const send = () =>
      sdk.messages.create({
        model,
        max_tokens: 5,
        system,
        messages: [{ role: 'user', content: 'Say yes.' }],
      });
    const first = await send();
    const second = await send();
    expect(first.usage.cache_creation_input_tokens).toBeGreaterThan(1000);
    expect(first.usage.cache_read_input_tokens).toBe(0);
    expect(second.usage.cache_creation_input_tokens).toBe(0);
    expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens);
  });
});

describe('tools, through the official client', () => {
  const forced = {
    model,
    max_tokens: 128,
    tools: [TOOL],
    tool_choice: { type: 'tool' as const, name: 'probe_echo' },
    messages: [{ role: 'user' as const, content: 'Call the tool probe_echo with city Oslo and n 7.' }],
  };

  test.each([
    ['whole', () => sdk.messages.create(forced)],
    ['streamed', () => sdk.messages.stream(forced).finalMessage()],
  ])('forced, %s', async (_how, send) => {
    const message = await send();
    expect(message.stop_reason).toBe('tool_use');
    expect(message.content).toMatchObject([
      { type: 'tool_use', name: 'probe_echo', input: { city: 'Oslo', n: 7 } },
    ]);
    expect(message.content[0]).toHaveProperty('id', expect.stringMatching(/^toolu_[A-Za-z0-9]+$/));
  });

  test('both at once have their own ids', async () => {
    const message = await sdk.messages
      .stream({
        model,
        max_tokens: 256,
        tools: [TOOL, OTHER],
        messages: [
          { role: 'user', content: 'Call both tools, probe_echo and probe_second, in this one answer.' },
        ],
      })
      .finalMessage();
    const calls = message.content.filter((block) => block.type === 'tool_use');
    expect(calls.map(({ name }) => name)).toEqual(['probe_echo', 'probe_second']);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
  });

  test.each([
    ['disable_parallel_tool_use', { type: 'auto' as const, disable_parallel_tool_use: true }, 1],
    ['none', { type: 'none' as const }, 0],
    ['any', { type: 'any' as const }, 2],
  ])('tool_choice %s', async (_name, tool_choice, count) => {
    const message = await sdk.messages.create({
      model,
      max_tokens: 256,
      tools: [TOOL, OTHER],
      tool_choice,
      messages: [{ role: 'user', content: 'Call both tools, probe_echo and probe_second.' }],
    });
    expect(message.content.filter(({ type }) => type === 'tool_use')).toHaveLength(count);
  });

  test('a prompt that asks for no tool gets none', async () => {
    const message = await sdk.messages.create({
      model,
      max_tokens: 50,
      tools: [TOOL],
      messages: [{ role: 'user', content: 'Say yes.' }],
    });
    expect(textOf(message)).toBe('yes');
  });

  test.each([
    [false, 'The tool gave: Oslo:7 nonce42'],
    [true, 'The tool failed: Oslo:7 nonce42'],
  ])('the result of a tool reaches the answer (is_error %s)', async (isError, expected) => {
    const call = await sdk.messages.create(forced);
    const use = call.content.find((block) => block.type === 'tool_use');
    const message = await sdk.messages.create({
      model,
      max_tokens: 64,
      tools: [TOOL],
      messages: [
        ...forced.messages,
        { role: 'assistant', content: call.content },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: use?.id ?? '', content: 'Oslo:7 nonce42', is_error: isError },
          ],
        },
      ],
    });
    expect(textOf(message)).toBe(expected);
    expect(message.stop_reason).toBe('end_turn');
  });
});

describe('models and counting, through the official client', () => {
  test('the pager walks all pages', async () => {
    const ids: string[] = [];
    for await (const each of sdk.models.list({ limit: 2 })) ids.push(each.id);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toContain('claude-haiku-4-5-20251001');
  });

  test('pages backwards', async () => {
    const all = await sdk.models.list();
    const last = all.data.at(-1)?.id ?? '';
    const page = await sdk.models.list({ limit: 2, before_id: last });
    expect(page.data.map(({ id }) => id)).toEqual(all.data.slice(-3, -1).map(({ id }) => id));
    expect(page.has_more).toBe(true);
  });

  test('one model, by an alias too', async () => {
    expect((await sdk.models.retrieve('claude-haiku-4-5')).id).toBe('claude-haiku-4-5-20251001');
    await expect(sdk.models.retrieve('claude-none')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  test('counting grows with the prompt', async () => {
    const count = (content: string) =>
      sdk.messages.countTokens({ model, messages: [{ role: 'user', content }] });
    const short = await count('x');
    const long = await count('word '.repeat(400));
    expect(short.input_tokens).toBeGreaterThan(0);
    expect(long.input_tokens).toBeGreaterThan(short.input_tokens + 300);
  });
});

describe('errors, through the official client', () => {
  const send = (client: Anthropic, more: object = {}, headers: Record<string, string> = {}) =>
    client.messages.create(
      {
        model,
        max_tokens: 5,
        messages: [{ role: 'user', content: '.' }],
        ...more,
      } as Anthropic.MessageCreateParamsNonStreaming,
      // A timeout of our own: without one the SDK itself refuses a large max_tokens.
      { headers, timeout: 10_000 },
    );

  test.each([
    ['a wrong key', { apiKey: 'sk-wrong' }],
    ['a wrong bearer', { apiKey: null, authToken: 'wrong' }],
  ])('%s', async (_name, credential) => {
    const client = new Anthropic({ baseURL: gateway.url, maxRetries: 0, ...credential });
    const error = await send(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.AuthenticationError);
    expect((error as InstanceType<typeof Anthropic.APIError>).headers?.get('x-should-retry')).toBe('false');
  });

  test('the right bearer', async () => {
    const client = new Anthropic({
      baseURL: gateway.url,
      maxRetries: 0,
      apiKey: null,
      authToken: gateway.apiKey,
    });
    expect((await send(client)).type).toBe('message');
  });

  test.each<[string, object, string | RegExp]>([
    ['missing max_tokens', { max_tokens: undefined }, 'max_tokens'],
    ['max_tokens 0', { max_tokens: 0 }, 'max_tokens'],
    ['max_tokens above the limit', { max_tokens: 99_999_999 }, 'max_tokens: 99999999 > 128000'],
    ['no messages', { messages: [] }, 'messages'],
    ['bad role', { messages: [{ role: 'robot', content: 'x' }] }, 'messages.0.role'],
    ['bad effort', { output_config: { effort: 'cowork-probe-bogus' } }, 'output_config.effort'],
    ['bad tool name', { tools: [{ ...TOOL, name: 'no spaces' }] }, 'tools.0.name'],
    ['bad schema', { tools: [{ name: 'x', input_schema: {} }] }, 'tools.0.input_schema'],
    ['choice without tools', { tool_choice: { type: 'any' } }, 'tool_choice'],
    ['choice of another tool', { tools: [TOOL], tool_choice: { type: 'tool', name: 'nope' } }, 'nope'],
    [
      'forced tool with budget thinking',
      {
        max_tokens: 4000,
        tools: [TOOL],
        tool_choice: { type: 'any' },
        thinking: { type: 'enabled', budget_tokens: 1024 },
      },
      /thinking/i,
    ],
    [
      'adaptive thinking on 4.5',
      { model: 'claude-haiku-4-5', thinking: { type: 'adaptive' } },
      'thinking.type',
    ],
    [
      'budget over max_tokens',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 2000 } },
      'budget_tokens',
    ],
    ['a budget on the newest', { thinking: { type: 'enabled', budget_tokens: 2000 } }, 'thinking.type'],
    ['effort on 4.5', { model: 'claude-haiku-4-5', output_config: { effort: 'high' } }, 'effort'],
    [
      'system messages on 4.5',
      {
        model: 'claude-haiku-4-5',
        messages: [
          { role: 'user', content: '.' },
          { role: 'system', content: 'x' },
        ],
      },
      'Unexpected role',
    ],
    ['missing messages', { messages: undefined }, 'messages: Field required'],
    ['missing content', { messages: [{ role: 'user' }] }, 'messages.0.content'],
    ['a block without a type', { messages: [{ role: 'user', content: ['x'] }] }, 'messages.0.content.0.type'],
    [
      'text without text',
      { messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      'messages.0.content.0.text',
    ],
    [
      'a call without input',
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'x' }] }] },
      'messages.0.content.0.input',
    ],
    [
      'a call with another kind of id',
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a b', name: 'x', input: {} }] }] },
      'messages.0.content.0.id',
    ],
    [
      'a result without an id',
      { messages: [{ role: 'user', content: [{ type: 'tool_result', content: '' }] }] },
      'messages.0.content.0.tool_use_id',
    ],
    ['bad stream', { stream: 'yes' }, 'stream: Input should be a valid boolean'],
    ['thinking of another shape', { thinking: 'on' }, 'thinking: Input should be a valid dictionary'],
    ['thinking of another type', { thinking: { type: 'on' } }, 'thinking.type'],
    [
      'a budget that is none',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled' } },
      'thinking.enabled.budget_tokens: Field required',
    ],
    [
      'a budget below the least',
      { model: 'claude-haiku-4-5', max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 1023 } },
      'greater than or equal to 1024',
    ],
    ['a tool of another shape', { tools: ['x'] }, 'tools.0: Input should be a valid dictionary'],
    ['two tools of one name', { tools: [TOOL, TOOL] }, 'Tool names must be unique'],
    ['a system prompt of another shape', { system: { text: 'x' } }, 'system: Input should be'],
    ['bad system', { system: [{ type: 'image' }] }, 'system.0'],
    [
      'bad cache control',
      { system: [{ type: 'text', text: 'x', cache_control: { type: 'forever' } }] },
      'cache_control.type',
    ],
    [
      'bad cache ttl',
      { system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '2h' } }] },
      'ttl',
    ],
    [
      'orphan tool result',
      {
        messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_x', content: '' }] }],
      },
      'toolu_x',
    ],
    [
      'missing tool result',
      {
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 'toolu_y', name: 'probe_echo', input: {} }],
          },
          { role: 'user', content: 'y' },
        ],
      },
      'toolu_y',
    ],
  ])('400 for %s', async (_name, more, words) => {
    const error = await send(sdk, more).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect((error as Error).message).toMatch(words);
    expect((error as InstanceType<typeof Anthropic.APIError>).type).toBe('invalid_request_error');
  });

  test('an unknown beta is named, known ones pass', async () => {
    await expect(
      send(sdk, {}, { 'anthropic-beta': 'claude-code-20250219,cowork-probe-9999-01-01' }),
    ).rejects.toThrow(/Unexpected value\(s\) `cowork-probe-9999-01-01` for the `anthropic-beta` header/);
    const fine = await send(
      sdk,
      {},
      { 'anthropic-beta': 'claude-code-20250219, interleaved-thinking-2025-05-14' },
    );
    expect(fine.type).toBe('message');
  });

  test('404 for an unknown model, and for an unknown route', async () => {
    await expect(send(sdk, { model: 'claude-none' })).rejects.toMatchObject({
      status: 404,
      type: 'not_found_error',
    });
    await expect(sdk.get('/v1/nothing')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  test.each<['429' | '500' | '529' | '403', unknown]>([
    ['429', Anthropic.RateLimitError],
    ['500', Anthropic.InternalServerError],
    ['529', Anthropic.InternalServerError],
    ['403', Anthropic.PermissionDeniedError],
  ])('the fault %s is the SDK error it should be', async (fault, expected) => {
    gateway.faults.add(fault);
    await expect(send(sdk)).rejects.toBeInstanceOf(expected);
  });

  test('an error event ends the stream of the SDK', async () => {
    gateway.faults.add('error-event');
    const stream = sdk.messages.stream({
      model,
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Count from 1 to 60' }],
    });
    await expect(stream.finalMessage()).rejects.toThrow(/overloaded_error/);
  });
});

describe('the wire', () => {
  test('malformed JSON, an empty body, a wrong method, a missing version', async () => {
    await withGateway({}, async ({ client }) => {
      const send = (body: unknown, headers = {}) =>
        client.send({ method: 'POST', path: MESSAGES, body, headers });
      const broken = await send(new TextEncoder().encode('{"model":'));
      expect(broken).toMatchObject({
        ok: true,
        value: { status: 400, json: { type: 'error', error: { type: 'invalid_request_error' } } },
      });
      expect(await send(new Uint8Array())).toMatchObject({ value: { status: 400 } });
      expect(await client.send({ method: 'GET', path: MESSAGES })).toMatchObject({
        value: { status: 405, headers: { allow: 'POST' } },
      });
      expect(await send(ask('.'), { 'anthropic-version': '1999-01-01' })).toMatchObject({
        value: { status: 400 },
      });
    });
  });

  test('32 MB pass, more is 413 in the envelope', async () => {
    await withGateway({}, async ({ client }) => {
      const padded = (bytes: number): Uint8Array => {
        const json = Buffer.from(JSON.stringify(ask('.', { max_tokens: 1 })));
        const body = Buffer.alloc(bytes, 0x20);
        json.copy(body);
        return body;
      };
      const MB = 1024 * 1024;
      expect(await client.send({ method: 'POST', path: MESSAGES, body: padded(31 * MB) })).toMatchObject({
        value: { status: 200 },
      });
      expect(await client.send({ method: 'POST', path: MESSAGES, body: padded(33 * MB) })).toMatchObject({
        value: { status: 413, json: { error: { type: 'request_too_large' } } },
      });
    });
  });

  test('both credential headers together', async () => {
    await withGateway({}, async ({ client, gateway: { requests } }) => {
      expect(
        await client.send({ method: 'POST', path: MESSAGES, body: ask('.'), credential: 'both' }),
      ).toMatchObject({ value: { status: 200 } });
      expect(requests.at(-1)?.headers).toMatchObject({
        'x-api-key': expect.anything() as unknown,
        authorization: expect.anything() as unknown,
      });
    });
  });

  test('with latency the events leave one by one', async () => {
    await withGateway({ latencyMs: 15 }, async ({ client }) => {
      const outcome = await client.stream({
        method: 'POST',
        path: MESSAGES,
        body: ask('Count from 1 to 20', { stream: true }),
      });
      if (!outcome.ok) throw new Error(outcome.failure.message);
      const { reads, events, ms, firstByteMs } = outcome.value;
      expect(reads.length).toBeGreaterThan(events.length * 0.7);
      expect(firstByteMs).toBeLessThan(ms / 2);
    });
  });

  test('port in use is an error, close frees it', async () => {
    const first = await startEmbeddedGateway();
    const port = Number(new URL(first.url).port);
    await expect(startEmbeddedGateway({ port })).rejects.toThrow(/EADDRINUSE/);
    await first.close();
    await (await startEmbeddedGateway({ port })).close();
  });
});
