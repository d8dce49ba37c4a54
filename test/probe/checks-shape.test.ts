import { describe, expect, test } from 'vitest';
import { messageProblems, usageOf } from '../../src/protocol/message-shape.ts';
import { compareModels } from '../../src/probe/models/family.ts';
import { readStream } from '../../src/protocol/stream-shape.ts';
import { toolProblems } from '../../src/protocol/tool-shape.ts';
import { fail } from '../../src/errors.ts';
import type { GatewayRequest } from '../../src/gateway/types.ts';
import type { CheckContext } from '../../src/probe/check.ts';
import { streamKeepalive } from '../../src/probe/checks/stream-keepalive.ts';
import { TOOL } from '../../src/probe/requests/requests.ts';
import type { SseEvent } from '../../src/protocol/sse-event.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';
import { GONE } from './check-world.ts';

const MESSAGE = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5',
  content: [{ type: 'text', text: 'yes' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 1 },
};

describe('a message', () => {
  test.for([
    ['sound', MESSAGE, []],
    ['with fields of tomorrow', { ...MESSAGE, container: null, stop_reason: 'tired' }, []],
    ['not an object', 'text', ['fail not-an-object']],
    ['null', null, ['fail not-an-object']],
    ['an error', { type: 'error', error: { type: 'api_error', message: '' } }, ['fail error-body']],
    ['an OpenAI completion', { id: 'chatcmpl-1', choices: [] }, ['fail openai-shape']],
    ['without content', { ...MESSAGE, content: undefined }, ['fail content']],
    ['with content as text', { ...MESSAGE, content: 'yes' }, ['fail content']],
    ['with a null block', { ...MESSAGE, content: [null] }, ['fail content-block']],
    ['without a model', { ...MESSAGE, model: '' }, ['fail model']],
    ['of another role', { ...MESSAGE, role: 'user' }, ['fail role']],
    ['with an odd id', { ...MESSAGE, id: 'chatcmpl-1' }, ['warn id-odd']],
    ['without an id', { ...MESSAGE, id: undefined }, ['warn id-missing']],
    ['without stop_reason', { ...MESSAGE, stop_reason: null }, ['warn stop-reason']],
  ] as const)('%s', ([, json, problems]) => {
    expect(messageProblems(json).map(({ severity, code }) => `${severity} ${code}`)).toEqual(problems);
  });

  test('counts only whole numbers as usage', () => {
    expect(
      usageOf({ usage: { input_tokens: 3, output_tokens: '4', cache_read_input_tokens: null } }),
    ).toEqual({
      present: true,
      input: 3,
      invalid: ['output_tokens'],
      texts: ['output_tokens'],
    });
    expect(usageOf({ usage: { input_tokens: -1 } }).invalid).toEqual(['input_tokens']);
    expect(usageOf({}).present).toBe(false);
  });
});

/** A stream from its data; names are the types unless given. */
function stream(...data: readonly (object | readonly [string, string])[]): readonly SseEvent[] {
  return data.map((each, at) => {
    const [event, text] = Array.isArray(each)
      ? (each as unknown as readonly [string, string])
      : [(each as { type: string }).type, JSON.stringify(each)];
    return { event, data: text, line: at * 3 + 1, at: at * 10 };
  });
}

const start = { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null } };
const block = (index: number, content_block: object = { type: 'text', text: '' }): object => ({
  type: 'content_block_start',
  index,
  content_block,
});
const tool = (index: number, input: unknown = {}): object =>
  block(index, { type: 'tool_use', id: `toolu_${String(index)}`, name: 'probe_echo', input });
const text = (index: number, piece: string): object => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text: piece },
});
const input = (index: number, partial_json: unknown): object => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json },
});
const stop = (index: number): object => ({ type: 'content_block_stop', index });
const delta = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 2 },
};
const end = { type: 'message_stop' };

describe('a stream', () => {
  test('sound: text, thinking, tool, pings and events nobody knows', () => {
    const reading = readStream(
      stream(
        start,
        { type: 'ping' },
        block(0, { type: 'thinking', thinking: '', signature: '' }),
        { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'x' } },
        stop(0),
        block(1),
        text(1, 'one '),
        text(1, 'two'),
        stop(1),
        { type: 'cowork_future', note: 1 },
        tool(2),
        input(2, ''),
        input(2, '{"city":"Os'),
        input(2, 'lo","n":7}'),
        stop(2),
        delta,
        end,
      ),
    );
    expect(reading.problems).toEqual([]);
    expect(reading.text).toBe('one two');
    expect(reading.blocks.map(({ type, closed }) => [type, closed])).toEqual([
      ['thinking', true],
      ['text', true],
      ['tool_use', true],
    ]);
    expect(reading.blocks[2]?.input).toEqual({ city: 'Oslo', n: 7 });
    expect(reading.stopReason).toBe('end_turn');
  });

  test('a delta may say anything, the words of this program included', () => {
    const reading = readStream(stream(start, block(0), text(0, 'foreign'), stop(0), delta, end));
    expect(reading.problems).toEqual([]);
    expect(reading.text).toBe('foreign');
  });

  test.for([
    ['no events', [], 'fail no-events'],
    ['a block that never starts', [start, text(3, 'x'), delta, end], 'fail delta-without-block'],
    [
      'a delta before its block',
      [start, text(0, 'x'), block(0), text(0, 'y'), stop(0), delta, end],
      'fail delta-before-block',
    ],
    ['a text block never closed', [start, block(0), text(0, 'x'), delta, end], 'fail block-open'],
    [
      'a block of thinking never closed',
      [start, block(0, { type: 'thinking', thinking: '' }), delta, end],
      'warn other-block-open',
    ],
    ['a tool block never closed', [start, tool(0), input(0, '{}'), delta, end], 'fail tool-block-open'],
    ['a cut stream leaves blocks open without a word', [start, block(0), text(0, 'x')], undefined],
    ['text in a tool block', [start, tool(0), text(0, 'x'), stop(0), delta, end], 'fail delta-kind'],
    [
      'partial_json that is no string',
      [start, tool(0), input(0, { city: 1 }), stop(0), delta, end],
      'fail delta-kind',
    ],
    [
      'input in the start only',
      [start, tool(0, { city: 'Oslo' }), stop(0), delta, end],
      'fail tool-input-in-start',
    ],
    ['no input at all is an empty object', [start, tool(0), stop(0), delta, end], undefined],
    [
      'input encoded twice',
      [start, tool(0), input(0, '"{\\"city\\":1}"'), stop(0), delta, end],
      'fail tool-input-string',
    ],
    [
      'input that is an array',
      [start, tool(0), input(0, '[1]'), stop(0), delta, end],
      'fail tool-input-not-object',
    ],
    [
      'a stop of a block that never starts',
      [start, block(0), stop(3), stop(0), delta, end],
      'fail stop-without-block',
    ],
    ['an index that is missing', [start, { type: 'content_block_stop' }, delta, end], 'warn index-missing'],
    [
      'a type that is missing',
      [start, ['content_block_delta', '{"index":0}'], delta, end],
      'fail event-type-missing',
    ],
    [
      'a name nobody knows',
      [start, ['data', JSON.stringify(block(0))], delta, end],
      'fail event-name-unknown',
    ],
    [
      'a name of another event',
      [['message_stop', JSON.stringify(start)], delta, end],
      'warn event-name-differs',
    ],
    ['broken JSON under a name nobody reads', [start, ['debug', '{'], delta, end], undefined],
    ['broken JSON in a ping', [start, ['ping', '{'], delta, end], undefined],
    ['an error without a name', [start, ['', '{"error":{"message":"x"}}']], 'fail error-data'],
    ['a nameless ping', [start, ['', '{"type":"ping"}'], delta, end], undefined],
    ['no message_delta', [start, end], 'warn no-message-delta'],
    [
      'the same text four times over is no repetition of what came before',
      [start, block(0), text(0, 'ha'), text(0, 'ha'), text(0, 'ha'), text(0, 'ha'), stop(0), delta, end],
      undefined,
    ],
    [
      'cumulative text',
      [start, block(0), text(0, 'a'), text(0, 'ab'), text(0, 'abc'), text(0, 'abcd'), stop(0), delta, end],
      'fail text-cumulative',
    ],
    [
      'an empty first delta',
      [
        start,
        block(0),
        text(0, ''),
        text(0, 'a'),
        text(0, 'ab'),
        text(0, 'abc'),
        text(0, 'abcd'),
        stop(0),
        delta,
        end,
      ],
      'fail text-cumulative',
    ],
  ] as const)('%s', ([, data, problem]) => {
    const found = readStream(stream(...data)).problems.map(({ severity, code }) => `${severity} ${code}`);
    expect(found).toEqual(problem === undefined ? [] : [problem]);
  });

  test('names the line on which a problem begins, and each kind once', () => {
    const events = stream(start, ['content_block_delta', '{'], ['content_block_delta', '{'], delta, end);
    expect(readStream(events).problems).toEqual([
      expect.objectContaining({ code: 'bad-json', line: 4, severity: 'fail' }),
    ]);
  });

  test('a block that starts again replaces what was gathered, as in the engine', () => {
    const reading = readStream(
      stream(start, tool(0), input(0, '{}'), stop(0), tool(0), input(0, '{"n":7}'), stop(0), delta, end),
    );
    expect(reading.problems.map(({ code }) => code)).toEqual(['block-repeated']);
    expect(reading.blocks[0]?.input).toEqual({ n: 7 });
  });

  test('takes time in proportion to the stream', { timeout: 60_000 }, async () => {
    const exponent = await exponentOf(
      3000,
      (n) => {
        const many = Array.from({ length: n }, () => text(0, 'x'.repeat(20)));
        return stream(start, block(0), ...many, stop(0), delta, end);
      },
      (events) => readStream(events),
    );
    expect(exponent).toBeLessThan(NOT_QUADRATIC);
  });
});

describe('a tool call', () => {
  const call = { id: 'toolu_01', name: 'probe_echo', input: { city: 'Oslo', n: 7 } };
  test.for([
    ['sound', call, []],
    ['with more than was asked', { ...call, input: { city: 'Oslo', n: 7, extra: null } }, []],
    ['of another name', { ...call, name: 'NoSuchTool' }, ['fail name']],
    ['without an id', { ...call, id: undefined }, ['fail id-missing']],
    ['with an OpenAI id', { ...call, id: 'call_1' }, ['warn id-odd']],
    ['with an id that cannot come back', { ...call, id: 'functions.Read:0' }, ['warn id-pattern']],
    ['with a string', { ...call, input: '{}' }, ['fail input-string']],
    ['with an array', { ...call, input: [] }, ['fail input-not-object']],
    ['with a number as text', { ...call, input: { city: 'Oslo', n: '7' } }, ['fail input-schema']],
    ['with a part missing', { ...call, input: { city: 'Oslo' } }, ['fail input-schema']],
  ] as const)('%s', ([, given, problems]) => {
    expect(toolProblems(given, TOOL).map(({ severity, code }) => `${severity} ${code}`)).toEqual(problems);
  });
});

describe('which model answered', () => {
  test.for([
    ['claude-sonnet-4-5', 'claude-sonnet-4-5', 'same'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', 'dated'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5', 'dated'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5', 'dated'],
    ['anthropic/claude-sonnet-4-5', 'claude-sonnet-4-5', 'dated'],
    ['claude-haiku-4-5-20251001', 'us.anthropic.claude-haiku-4-5-v1:0', 'dated'],
    ['claude-sonnet-4-6', 'anthropic,claude-sonnet-4-6', 'dated'],
    ['claude-sonnet-4', 'claude-sonnet-4-6', 'other-name'],
    ['claude-sonnet-4-6', 'claude-sonnet-4', 'other-name'],
    ['claude-sonnet-4-6', 'claude-sonnet-4-6-latest-turbo', 'other-name'],
    ['sonnet-prod', 'claude-sonnet-5', 'other-name'],
    ['claude-opus-5', 'my-deployment', 'other-name'],
    ['claude-sonnet-4-5', 'claude-sonnet-5', 'other-family'],
    ['claude-opus-5', 'claude-haiku-4-5', 'other-family'],
    ['claude-sonnet-4-5', 'gpt-4o', 'other-family'],
    ['claude-sonnet-4-5', 'qwen3-coder', 'other-family'],
  ] as const)('%s answered as %s: %s', ([asked, got, likeness]) => {
    expect(compareModels(asked, got)).toBe(likeness);
  });

  test.for([
    ['claude-haiku-4-5-20251001', false],
    ['claude-sonnet-4-5', false],
    ['claude-3-7-sonnet-20250219', false],
    ['anthropic/claude-opus-4-20250514', false],
    ['claude-sonnet-4-6', true],
    ['anthropic/claude-opus-4.8', true],
    ['us.anthropic.claude-opus-5-v1:0', true],
    ['claude-haiku-5-5', true],
    ['claude-fable-5', true],
    ['my-claude', false],
  ] as const)('a long stream of %s thinks adaptively: %s', async ([model, thinks]) => {
    const asked: unknown[] = [];
    await streamKeepalive.run({
      quote: (text: string) => text,
      model: () => Promise.resolve(model),
      stream: (_label: string, { body }: GatewayRequest) => {
        asked.push(body);
        return Promise.resolve(fail(GONE));
      },
    } as unknown as CheckContext);
    const thinking = thinks ? { type: 'adaptive' } : undefined;
    expect(asked).toEqual([expect.objectContaining({ model })]);
    expect((asked[0] as { readonly thinking?: unknown }).thinking).toEqual(thinking);
  });
});
