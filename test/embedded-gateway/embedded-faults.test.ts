import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPECTED } from '../probe/fault-table.ts';
import {
  FAULTS,
  startEmbeddedGateway,
  type EmbeddedGateway,
  type FaultName,
} from '../../src/embedded-gateway/index.ts';
import type { GatewayClient, StreamAnswer } from '../../src/gateway/types.ts';
import type { Timeouts } from '../../src/net/types.ts';
import { ask, clientFor, MESSAGES } from '../support/gateway-client.ts';

/* Each fault does what its name says, as the client sees it. The tables below must name every fault there is. */

/** How long the client waits for more. */
const IDLE_MS = 8000;

let gateway: EmbeddedGateway;
let client: GatewayClient;
beforeAll(async () => {
  gateway = await startEmbeddedGateway({ apiKey: 'sk-embedded-0123456789' });
  client = clientFor(gateway.url, {
    credential: { scheme: 'bearer', token: gateway.apiKey },
    timeouts: { firstByte: IDLE_MS, idle: IDLE_MS, total: 12_000 },
  });
});
afterAll(async () => {
  await client.close();
  await gateway.close();
});

async function under<T>(fault: FaultName, run: () => Promise<T>): Promise<T> {
  gateway.faults.clear();
  gateway.faults.add(fault);
  try {
    return await run();
  } finally {
    gateway.faults.clear();
  }
}

/** Short waits for the faults that only hang; all others may take their time on a busy machine. */
const limits = (): { timeouts?: Partial<Timeouts> } =>
  [...gateway.faults].some((name) => name.includes('hang'))
    ? { timeouts: { firstByte: 200, idle: 200 } }
    : {};

const post = (body: unknown, more: object = {}) =>
  client.send({ method: 'POST', path: MESSAGES, body, ...limits(), ...more });
const health = () => post(ask('.', { max_tokens: 1 }));
const models = (query = '?limit=1000') =>
  client.send({ method: 'GET', path: `/v1/models${query}`, ...limits(), maxBytes: 32 * 1024 * 1024 });
const tools = [
  {
    name: 'probe_echo',
    input_schema: { type: 'object', properties: { city: { type: 'string' }, n: { type: 'integer' } } },
  },
  { name: 'probe_second', input_schema: { type: 'object', properties: { q: { type: 'string' } } } },
];
const calling = ask('Call both tools, probe_echo and probe_second, with city Oslo and n 7.', { tools });

async function stream(body: object = ask('Count from 1 to 12')): Promise<StreamAnswer> {
  const outcome = await client.stream({
    method: 'POST',
    path: MESSAGES,
    body: { ...body, stream: true },
    ...limits(),
  });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const names = (answer: StreamAnswer): string[] => answer.events.map(({ event }) => event);
const datas = (answer: StreamAnswer): Record<string, unknown>[] =>
  answer.events.flatMap(({ data }) => {
    try {
      return [JSON.parse(data) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
const textOf = (answer: StreamAnswer): string =>
  datas(answer)
    .map(({ delta }) => (delta as { text?: string } | undefined)?.text ?? '')
    .join('');
const inputs = (answer: StreamAnswer): string =>
  datas(answer)
    .map(({ delta }) => (delta as { partial_json?: string } | undefined)?.partial_json ?? '')
    .join('');
const COUNTED = Array.from({ length: 12 }, (_, at) => String(at + 1)).join('\n');

/** Faults that a plain POST shows: status and anything else of the outcome. */
const SENDS = {
  'hang-headers': { ok: false, failure: { kind: 'timeout', phase: 'first-byte' } },
  reset: { ok: false, failure: { kind: 'reset' } },
  'reset-once': { ok: true, value: { status: 200 } },
  'close-early': { ok: false, failure: { kind: 'reset' } },
  'not-http': { ok: false, failure: { kind: 'protocol' } },
  'headers-huge': { ok: false, failure: { kind: 'protocol', code: 'UND_ERR_HEADERS_OVERFLOW' } },
  'content-length-wrong': { ok: false, failure: { kind: 'reset', received: 13 } },
  'gzip-broken': { ok: false, failure: { kind: 'protocol' } },
  'body-huge': { ok: false, failure: { kind: 'too-large' } },
  empty: { ok: true, value: { status: 200, text: '' } },
  'no-content': { ok: true, value: { status: 204, text: '' } },
  'html-200': {
    ok: true,
    value: { status: 200, json: undefined, headers: { 'content-type': 'text/html; charset=utf-8' } },
  },
  'html-403-waf': { ok: true, value: { status: 403, json: undefined } },
  'redirect-other': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('http://localhost:') as string },
  },
  'redirect-same': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('/moved/') as string },
  },
  'redirect-loop': {
    ok: true,
    value: { status: 307, location: expect.stringContaining('/v1/messages') as string },
  },
  'redirect-login': { ok: true, value: { status: 302, location: 'https://login.example.com/authorize' } },
  'error-200': { ok: true, value: { status: 200, json: { type: 'error' } } },
  'query-refused': { ok: true, value: { status: 404 } },
  'api-key-only': { ok: true, value: { status: 401 } },
  'reflects-key': { ok: true, value: { headers: { 'x-debug-credential': 'sk-embedded-0123456789' } } },
  'no-request-id': {
    ok: true,
    value: { headers: { 'x-request-id': expect.stringMatching(/^req_/) as string } },
  },
  '401': {
    ok: true,
    value: {
      status: 401,
      json: { error: { type: 'authentication_error' } },
      headers: { 'x-should-retry': 'false' },
    },
  },
  '401-text': { ok: true, value: { status: 401, json: undefined } },
  '401-openai': { ok: true, value: { status: 401, json: { error: { code: 'invalid_api_key' } } } },
  '401-fastapi': { ok: true, value: { status: 401, json: { detail: 'Not authenticated' } } },
  '401-azure': { ok: true, value: { status: 401, json: { statusCode: 401 } } },
  '403': { ok: true, value: { status: 403, json: { error: { type: 'permission_error' } } } },
  '404-all': { ok: true, value: { status: 404 } },
  '429': { ok: true, value: { status: 429, headers: { 'retry-after': '2' } } },
  '429-date': {
    ok: true,
    value: { status: 429, headers: { 'retry-after': expect.stringContaining('GMT') as string } },
  },
  '429-none': { ok: true, value: { status: 429 } },
  '429-day': { ok: true, value: { status: 429, headers: { 'retry-after': '86400' } } },
  '429-once': { ok: true, value: { status: 429, headers: { 'retry-after': '1' } } },
  '500': { ok: true, value: { status: 500, json: { error: { type: 'api_error' } } } },
  '529': { ok: true, value: { status: 529, json: { error: { type: 'overloaded_error' } } } },
  '502': { ok: true, value: { status: 502, json: undefined } },
  '503': { ok: true, value: { status: 503, json: undefined } },
  '504': { ok: true, value: { status: 504, json: undefined } },
  'ansi-error': {
    ok: true,
    value: { status: 400, json: { error: { message: expect.stringContaining('\u001B[31m') as string } } },
  },
  'sse-for-nonstream': {
    ok: true,
    value: {
      json: undefined,
      headers: { 'content-type': expect.stringContaining('event-stream') as string },
    },
  },
  'usage-missing': {
    ok: true,
    value: {
      status: 200,
      json: expect.not.objectContaining({ usage: expect.anything() as unknown }) as object,
    },
  },
  'usage-zero': { ok: true, value: { json: { usage: { input_tokens: 0, output_tokens: 0 } } } },
  'model-substituted': { ok: true, value: { json: { model: 'gpt-4o' } } },
  'canned-one-token': { ok: true, value: { json: { content: [{ text: 'ok' }] } } },
  'canned-reply': {
    ok: true,
    value: { json: { content: [{ text: expect.stringContaining('Hello') as string }] } },
  },
  'min-16-output-tokens': { ok: true, value: { status: 400 } },
  'limits-ignored': { ok: true, value: { json: { stop_reason: 'end_turn' } } },
} as const satisfies Partial<Record<FaultName, object>>;

describe('faults a plain request shows', () => {
  test.each(Object.entries(SENDS))('%s', async (fault, expected) => {
    expect(await under(fault as FaultName, health)).toMatchObject(expected);
  });
});

/** Faults a stream shows. */
const STREAMS = {
  'hang-mid': (answer) =>
    expect(answer).toMatchObject({ end: 'cut', failure: { kind: 'timeout', phase: 'idle' } }),
  'truncated-tcp': (answer) => {
    expect(answer).toMatchObject({ end: 'cut', failure: { kind: 'reset' } });
    expect(answer.events).toHaveLength(5);
  },
  'truncated-clean': (answer) => {
    expect(answer).toMatchObject({ end: 'ended' });
    expect(answer.events).toHaveLength(5);
  },
  'half-event': (answer) => {
    expect(answer).toMatchObject({ end: 'ended' });
    expect(answer.text.endsWith('\n\n')).toBe(false);
  },
  'no-message-stop': (answer) => {
    expect(answer.end).toBe('ended');
    expect(names(answer).at(-1)).toBe('message_delta');
  },
  'socket-open': (answer) => {
    expect(answer.end).toBe('stopped');
    // It did not wait for the end of the body.
    expect(answer.ms).toBeLessThan(IDLE_MS);
  },
  'slow-ping': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(names(answer).filter((name) => name === 'ping').length).toBeGreaterThan(10);
  },
  infinite: (answer) =>
    expect(answer).toMatchObject({
      end: 'capped',
      failure: { kind: 'too-large', message: expect.stringContaining('10000 events') as string },
    }),
  buffered: (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeLessThan(3);
  },
  'gzip-flushed': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeGreaterThan(3);
  },
  'gzip-buffered': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeLessThan(3);
  },
  'wrong-content-type': (answer) => {
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.end).toBe('stopped');
  },
  crlf: (answer) => {
    expect(answer.text).toContain('\r\n\r\n');
    expect(textOf(answer)).toBe(COUNTED);
  },
  bom: (answer) => expect(names(answer)[0]).toBe('message_start'),
  'multi-line-data': (answer) => {
    expect(answer.text).toContain('data: {\ndata: ');
    expect(textOf(answer)).toBe(COUNTED);
  },
  'split-bytes': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeGreaterThan(20);
  },
  'json-for-stream': (answer) => expect(answer).toMatchObject({ events: [], json: { type: 'message' } }),
  'data-only': (answer) => {
    expect(new Set(names(answer))).toEqual(new Set(['']));
    expect(answer.end).toBe('stopped');
  },
  'openai-sse': (answer) => {
    expect(answer.end).toBe('ended');
    expect(datas(answer)[0]).toMatchObject({ object: 'chat.completion.chunk' });
  },
  done: (answer) => expect(answer.events.at(-1)).toMatchObject({ event: '', data: '[DONE]' }),
  'duplicate-events': (answer) =>
    expect(names(answer).filter((name) => name === 'message_start')).toHaveLength(2),
  'late-events': (answer) => {
    expect(answer.end).toBe('stopped');
    expect(names(answer).at(-1)).toBe('content_block_stop');
  },
  'out-of-order': (answer) =>
    expect(names(answer).slice(-3)).toEqual(['message_delta', 'content_block_stop', 'message_stop']),
  'index-gap': (answer) =>
    expect(datas(answer).find(({ type }) => type === 'content_block_start')).toMatchObject({ index: 2 }),
  interleaved: (answer) => {
    const starts = names(answer).indexOf('content_block_stop');
    expect(
      names(answer)
        .slice(0, starts)
        .filter((name) => name === 'content_block_start'),
    ).toHaveLength(2);
  },
  'bad-json-event': (answer) => expect(answer.events.map(({ data }) => data)).toContain('{not json}'),
  'unknown-event': (answer) => expect(names(answer)).toContain('cowork_future_event'),
  'error-event': (answer) => {
    expect(answer.end).toBe('ended');
    expect(datas(answer).at(-1)).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
  },
  'huge-event': (answer) =>
    expect(answer).toMatchObject({
      end: 'capped',
      failure: { kind: 'too-large', message: expect.stringContaining('8 MB') as string },
    }),
  'no-message-start': (answer) => expect(names(answer)[0]).toBe('content_block_start'),
  'no-stop-reason': (answer) =>
    expect(datas(answer).find(({ type }) => type === 'message_delta')).toMatchObject({
      delta: { stop_reason: null },
    }),
  'cumulative-text': (answer) => expect(textOf(answer).startsWith('11\n21\n2\n3')).toBe(true),
} as const satisfies Partial<Record<FaultName, (answer: StreamAnswer) => void>>;

describe('faults a stream shows', () => {
  test('without a fault the stream is right', async () => {
    const answer = await stream();
    expect(answer).toMatchObject({ status: 200, end: 'stopped' });
    expect(textOf(answer)).toBe(COUNTED);
    expect(names(answer)[0]).toBe('message_start');
    expect(names(answer)).toContain('ping');
  });

  test.each(Object.entries(STREAMS))('%s', async (fault, check) => {
    check(await under(fault as FaultName, () => stream()));
  });
});

const TOOLS = {
  'tool-bad-json': (answer) => expect(() => JSON.parse(inputs(answer)) as unknown).toThrow(),
  'tool-string-input': (answer) => expect(inputs(answer)).toContain('{\\"city\\":\\"Oslo\\"'),
  'tool-input-in-start': (answer) => {
    expect(inputs(answer)).toBe('');
    expect(answer.text).toContain('"input":{"city":"Oslo","n":7}');
  },
  'tool-no-block-stop': (answer) => expect(names(answer)).not.toContain('content_block_stop'),
  'tool-as-text': (answer) => {
    expect(answer.text).not.toContain('"tool_use"');
    expect(textOf(answer)).toContain('<function_calls>');
  },
  'tool-wrong-stop': (answer) => expect(answer.text).toContain('"stop_reason":"end_turn"'),
  'tool-dup-ids': (answer) => expect(answer.text.match(/"id":"toolu_01Same"/g)).toHaveLength(2),
  'tool-call-ids': (answer) => expect(answer.text).toContain('"id":"call_abc1"'),
  'odd-tool-ids': (answer) => expect(answer.text).toContain('"id":"functions.Read:0"'),
  'tools-ignored': (answer) => expect(answer.text).not.toContain('tool_use'),
} as const satisfies Partial<Record<FaultName, (answer: StreamAnswer) => void>>;

describe('faults of tools', () => {
  test('without a fault both calls are right', async () => {
    const answer = await stream(calling);
    expect(inputs(answer)).toBe('{"city":"Oslo","n":7}{"q":"example"}');
    expect(answer.text).toContain('"stop_reason":"tool_use"');
  });

  test.each(Object.entries(TOOLS))('%s', async (fault, check) => {
    check(await under(fault as FaultName, () => stream(calling)));
  });

  test('interleaved tool calls', async () => {
    const answer = await under('interleaved', () => stream(calling));
    expect(
      answer.events
        .map(({ data }) => /"index":(\d)/.exec(data)?.[1])
        .filter(Boolean)
        .slice(0, 4),
    ).toEqual(['0', '1', '0', '1']);
  });
});

const rows = (count: number): object => ({ json: { data: { length: count } } });
const LISTS = {
  'models-huge': rows(60_000),
  'models-ansi': { text: expect.stringContaining('\\u001b[31m') as string },
  'models-bad-rows': rows(7),
  'models-has-more-loop': { json: { has_more: true } },
  'models-paged': { json: { has_more: true, data: { length: 3 } } },
  'models-deep': { status: 200, json: undefined },
  'models-redirect': { status: 302, location: 'https://login.example.com/' },
  'models-html': { status: 200, json: undefined },
  'models-404': { status: 404 },
  'models-401': { status: 401 },
  'models-501': { status: 501 },
  'models-openai-shape': { json: { object: 'list' } },
  'models-array': { json: { length: 2 } },
  'models-wrong-key': { json: { models: { length: 2 } } },
  'models-empty': rows(0),
  'models-no-claude': { text: expect.not.stringContaining('claude') as string },
  'models-no-haiku': { text: expect.not.stringContaining('haiku') as string },
  'models-tiers': { text: expect.stringContaining('anthropic_family_tier') as string },
  'models-unserved': { text: expect.stringContaining('claude-haiku-9-9') as string },
} as const satisfies Partial<Record<FaultName, object>>;

describe('faults of the model list', () => {
  test.each(Object.entries(LISTS))('%s', async (fault, value) => {
    expect(await under(fault as FaultName, () => models())).toMatchObject({ ok: true, value });
  });
});

/** Faults that need a request of their own to show. */
const OTHERS = {
  waf: async () => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(await post(ask('cat /etc/passwd'))).toMatchObject({ value: { status: 403 } });
  },
  'body-limit-1mb': async () => {
    const padded = (bytes: number): Uint8Array => {
      const body = Buffer.alloc(bytes, 0x20);
      Buffer.from(JSON.stringify(ask('.'))).copy(body);
      return body;
    };
    expect(await post(padded(900_000))).toMatchObject({ value: { status: 200 } });
    expect(await post(padded(1_200_000))).toMatchObject({
      value: { status: 413, json: undefined, text: expect.stringContaining('nginx') as string },
    });
  },
  'open-auth': async () => {
    expect(await post(ask('.'), { credential: { scheme: 'bearer', token: 'wrong' } })).toMatchObject({
      value: { status: 200 },
    });
    expect(await post(ask('.'), { credential: 'none' })).toMatchObject({ value: { status: 200 } });
  },
  'bearer-only': async () => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(
      await post(ask('.'), { credential: { scheme: 'x-api-key', token: gateway.apiKey } }),
    ).toMatchObject({ value: { status: 401 } });
  },
  'both-headers-refused': async () => {
    expect(await health()).toMatchObject({ value: { status: 200 } });
    expect(await post(ask('.'), { credential: 'both' })).toMatchObject({ value: { status: 400 } });
  },
  'count-tokens-404': () => counting(404),
  'count-tokens-html': () => counting(404),
  'count-tokens-hang': async () => {
    const outcome = await client.send({
      method: 'POST',
      path: '/v1/messages/count_tokens',
      body: ask('.'),
      ...limits(),
    });
    expect(outcome).toMatchObject({ failure: { kind: 'timeout' } });
  },
  'errors-text': () => shapeOf({ text: expect.not.stringContaining('{') as string }),
  'errors-openai': () => shapeOf({ json: { error: { code: null } } }),
  'errors-fastapi': () => shapeOf({ json: { detail: expect.any(String) as string } }),
  'errors-azure': () => shapeOf({ json: { statusCode: 404 } }),
  'errors-html': () => shapeOf({ text: expect.stringContaining('<center>') as string }),
  'errors-500': () => shapeOf({ status: 500 }),
  'unknown-model-answered': async () => {
    expect(await post({ ...ask('Say yes.'), model: 'claude-none' })).toMatchObject({
      value: { status: 200 },
    });
  },
  'drops-fields': async () => {
    const body = ask('.', { output_config: { effort: 'bogus' } });
    expect(await post(body)).toMatchObject({ value: { status: 200 } });
    gateway.faults.clear();
    expect(await post(body)).toMatchObject({ value: { status: 400 } });
  },
  'strips-betas': async () => {
    const headers = { 'anthropic-beta': 'cowork-probe-9999-01-01' };
    expect(await post(ask('.'), { headers })).toMatchObject({ value: { status: 200 } });
    gateway.faults.clear();
    expect(await post(ask('.'), { headers })).toMatchObject({ value: { status: 400 } });
  },
  'tool-results-lost': async () => {
    const outcome = await post(resulted());
    expect(outcome).toMatchObject({
      value: { status: 200, text: expect.not.stringContaining('nonce42') as string },
    });
  },
  'tool-results-refused': async () => {
    expect(await post(resulted())).toMatchObject({ value: { status: 400 } });
  },
  'models-hang': async () => {
    expect(await models()).toMatchObject({ failure: { kind: 'timeout', phase: 'first-byte' } });
  },
  'models-public': async () => {
    expect(await client.send({ method: 'GET', path: '/v1/models', credential: 'none' })).toMatchObject({
      value: { status: 200 },
    });
    expect(await post(ask('.'), { credential: 'none' })).toMatchObject({ value: { status: 401 } });
  },
} as const satisfies Partial<Record<FaultName, () => Promise<void>>>;

async function counting(status: number): Promise<void> {
  const outcome = await client.send({
    method: 'POST',
    path: '/v1/messages/count_tokens',
    body: ask('.'),
    ...limits(),
  });
  expect(outcome).toMatchObject({ value: { status } });
}

/** The shape of a true error: an unknown model. */
async function shapeOf(value: object): Promise<void> {
  expect(await health()).toMatchObject({ value: { status: 200 } });
  expect(await post({ ...ask('.'), model: 'claude-none' })).toMatchObject({
    ok: true,
    value: { status: 404, ...value },
  });
}

function resulted(): object {
  return {
    ...ask(''),
    tools,
    messages: [
      { role: 'user', content: 'Call the tool.' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'probe_echo', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'nonce42' }] },
    ],
  };
}

describe('faults that show only when asked for', () => {
  test.each(Object.entries(OTHERS))('%s', async (fault, run) => {
    await under(fault as FaultName, run);
  });
});

test('every fault is tried, and says what it does', () => {
  // Refusals of what only the engine's own requests hold are tried with those requests, in test/probe.
  const tried = new Set(
    [SENDS, STREAMS, TOOLS, LISTS, OTHERS, EXPECTED].flatMap((table) => Object.keys(table)),
  );
  expect(Object.keys(FAULTS).filter((name) => !tried.has(name))).toEqual([]);
  for (const { about } of Object.values(FAULTS)) expect(about).toMatch(/^\S.{5,80}$/);
});

test('a redirect to another origin leaks nothing: the server there hears nothing', async () => {
  const before = gateway.requests.length;
  await under('redirect-other', health);
  expect(gateway.requests.length).toBe(before + 1);
});
