import { describe, expect, test } from 'vitest';
import {
  messageModel,
  messageProblems,
  messageText,
  messageToolUses,
  stopReason,
  usageOf,
} from '../../src/protocol/message-shape.ts';
import {
  isHostileName,
  LONGEST_ID,
  MOST_ROWS,
  readModelPage,
  showId,
} from '../../src/protocol/model-list.ts';
import { looksLikeCall, toolProblems } from '../../src/protocol/tool-shape.ts';

/* Messages, tool calls and model lists, field by field. */

const MESSAGE = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5',
  content: [{ type: 'text', text: 'yes' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
};

describe('a message', () => {
  test.for<[object, string]>([
    [{}, ''],
    [{ type: 'error' }, 'fail error-body'],
    [{ type: undefined, error: {} }, 'fail error-body'],
    [{ error: {} }, ''],
    [{ choices: [] }, 'fail openai-shape'],
    [{ choices: {} }, ''],
    [{ type: undefined }, 'fail type'],
    [{ role: undefined }, 'fail role'],
    [{ content: {} }, 'fail content'],
    [{ content: [] }, ''],
    [{ content: [{ type: 'text', text: 'a' }, { text: 'b' }] }, 'fail content-block'],
    [{ content: [{ type: 5 }] }, 'fail content-block'],
    [{ content: [{ type: 'text' }] }, 'fail content-block'],
    [{ content: [{ type: 'text', text: '' }] }, ''],
    [{ content: [{ type: 'thinking' }] }, ''],
    [{ model: '' }, 'fail model'],
    [{ model: 5 }, 'fail model'],
    [{ id: '' }, 'warn id-missing'],
    [{ id: 5 }, 'warn id-missing'],
    [{ id: 'x_msg_' }, 'warn id-odd'],
    [{ stop_reason: undefined }, 'warn stop-reason'],
    [{ stop_sequence: 'x' }, ''],
  ])('%j: %s', ([more, problem]) => {
    const found = messageProblems({ ...MESSAGE, ...more });
    expect(found.map(({ severity, code }) => `${severity} ${code}`).join(' ')).toBe(problem);
  });

  test('the place of a block that is wrong', () => {
    const [first] = messageProblems({ ...MESSAGE, content: [{ type: 'x' }, null] });
    const [second] = messageProblems({ ...MESSAGE, content: [{ type: 'x' }, { type: 'text' }] });
    expect([first?.text, second?.text]).toEqual([
      'has a content block 1 without a type',
      'has a text block 1 without text',
    ]);
  });

  test('without stop_sequence', () => {
    const rest = Object.fromEntries(Object.entries(MESSAGE).filter(([name]) => name !== 'stop_sequence'));
    expect(messageProblems(rest)).toEqual([
      { code: 'stop-sequence', severity: 'warn', text: 'has no stop_sequence' },
    ]);
  });

  test.for<[unknown, string]>([
    ['yes', 'is not a JSON object'],
    [{ error: {} }, 'is an error, sent with status 200'],
    [{ choices: [] }, 'has the shape of OpenAI Chat Completions, not of the Messages API'],
    [{ ...MESSAGE, type: undefined }, 'lacks "type": "message"'],
    [{ ...MESSAGE, role: undefined }, 'lacks "role": "assistant"'],
    [{ ...MESSAGE, content: 'yes' }, 'has no content array'],
    [{ ...MESSAGE, model: '' }, 'does not name the model that answered'],
    [{ ...MESSAGE, id: '' }, 'has no id'],
    [{ ...MESSAGE, id: '1' }, 'has an id that does not begin with msg_'],
    [{ ...MESSAGE, stop_reason: null }, 'has no stop_reason'],
  ])('what a report says of %j: the message %s', ([json, said]) => {
    expect(messageProblems(json).map(({ text }) => text)).toEqual([said]);
  });

  test('what is read of it', () => {
    const call = { type: 'tool_use', id: 'i', name: 'n', input: { a: 1 }, more: 1 };
    const json = {
      ...MESSAGE,
      content: [
        ...MESSAGE.content,
        null,
        call,
        { type: 'thinking', text: 'hm' },
        { type: 'text', text: 5 },
        { type: 'text', text: '!' },
      ],
    };
    expect(messageText(json)).toBe('yes!');
    expect(messageText({ content: 'yes' })).toBe('');
    expect(messageToolUses(json)).toEqual([{ id: 'i', name: 'n', input: { a: 1 } }]);
    expect(messageText(null)).toBe('');
    expect(messageModel(json)).toBe(MESSAGE.model);
    for (const none of [{ model: '' }, { model: 5 }, [], null]) expect(messageModel(none)).toBeUndefined();
    expect([stopReason(json), stopReason({ stop_reason: null }), stopReason(null)]).toEqual([
      'end_turn',
      undefined,
      undefined,
    ]);
  });

  test.for<[unknown, object]>([
    [null, { present: false, invalid: [], texts: [] }],
    [{ usage: [] }, { present: false, invalid: [], texts: [] }],
    [{ usage: {} }, { present: true, invalid: [], texts: [] }],
    [
      {
        usage: {
          input_tokens: 1,
          output_tokens: 0,
          cache_read_input_tokens: 2,
          cache_creation_input_tokens: 3,
        },
      },
      { present: true, input: 1, output: 0, cacheRead: 2, cacheCreation: 3, invalid: [], texts: [] },
    ],
    [
      {
        usage: {
          input_tokens: 1.5,
          output_tokens: '2',
          cache_read_input_tokens: -1,
          cache_creation_input_tokens: null,
        },
      },
      {
        present: true,
        invalid: ['input_tokens', 'output_tokens', 'cache_read_input_tokens'],
        texts: ['output_tokens'],
      },
    ],
  ])('the usage of %j', ([holder, usage]) => {
    expect(usageOf(holder)).toEqual(usage);
  });
});

describe('a tool call', () => {
  const tool = {
    name: 'Read',
    input_schema: {
      properties: { path: { type: 'string' }, n: { type: 'integer' } },
      required: ['path'],
    },
  };
  const closed = { ...tool, input_schema: { ...tool.input_schema, additionalProperties: false as const } };
  const call = { id: 'toolu_1', name: 'Read', input: { path: '/a' } };

  test.for<[object, string]>([
    [{}, ''],
    [{ name: 'read' }, 'fail name'],
    [{ id: '' }, 'fail id-missing'],
    [{ id: 5 }, 'fail id-missing'],
    [{ id: 'toolu_a.b' }, 'warn id-pattern'],
    [{ id: 'toolu_a b' }, 'warn id-pattern'],
    [{ id: 'a_toolu_' }, 'warn id-odd'],
    [{ input: '{}' }, 'fail input-string'],
    [{ input: null }, 'fail input-not-object'],
    [{ input: {} }, 'fail input-schema'],
    [{ input: { path: 5 } }, 'fail input-schema'],
    [{ input: { path: '/a', other: 1 } }, ''],
  ])('%j: %s', ([more, problem]) => {
    const found = toolProblems({ ...call, ...more }, tool);
    expect(found.map(({ severity, code }) => `${severity} ${code}`).join(' ')).toBe(problem);
  });

  test.for<[object, string]>([
    [{ name: 'read' }, 'names a tool that was not offered'],
    [{ id: '' }, 'has no id'],
    [{ id: 'toolu_a b' }, 'has an id with characters the API refuses when it comes back'],
    [{ id: 'call_1' }, 'has an id that does not begin with toolu_'],
    [{ input: '{}' }, 'has a string as input instead of an object'],
    [{ input: [] }, 'has an input that is no object'],
    [{ input: {} }, 'lacks the required "path"'],
  ])('what a report says of %j: it %s', ([more, said]) => {
    expect(toolProblems({ ...call, ...more }, tool).map(({ text }) => text)).toEqual([said]);
  });

  test('a property too many, and numbers, where the schema says so', () => {
    const texts = (input: object, offered: Parameters<typeof toolProblems>[1]): string =>
      toolProblems({ ...call, input }, offered)
        .map(({ text }) => text)
        .join(' ');
    expect(texts({ path: '/a', other: 1 }, closed)).toMatch(/property that the tool does not take/);
    expect(texts({ path: '/a' }, closed)).toBe('');
    const numbered = { ...tool, input_schema: { ...tool.input_schema, required: ['path', 'n', 'free'] } };
    expect(texts({ path: '/a' }, numbered)).toBe('lacks the required "n"');
    expect(texts({ path: '/a', n: 1.5 }, numbered)).toBe('has a "n" that is no integer');
    expect(texts({ path: 1, n: 1 }, numbered)).toBe('has a "path" that is no string');
    expect(texts({ path: '/a', n: 1, free: [] }, numbered)).toBe('');
  });

  test.for([
    ['I call Read now', true],
    ['<function_call>', true],
    ['<function_calls>', true],
    ['<tool_call name>', true],
    ['<invoke x>', true],
    ['<tool_use>', true],
    ['{"tool_calls":[]}', true],
    ['{"function_call":{}}', true],
    ['<tool_users>', false],
    ['I cannot', false],
  ] as const)('"%s" looks like one written out: %s', ([text, looks]) => {
    expect(looksLikeCall(text, 'Read')).toBe(looks);
  });
});

describe('a page of the model list', () => {
  const page = (json: unknown): ReturnType<typeof readModelPage> => readModelPage({ json });

  test.for<[unknown, object]>([
    [undefined, { shape: 'not-json', total: 0, rows: [], bad: [], hasMore: false }],
    [[{ id: 'a' }], { shape: 'array', total: 1, rows: [], bad: [], hasMore: false }],
    [{ models: [] }, { shape: 'models-key', total: 0, rows: [], bad: [], hasMore: false }],
    [{ models: {} }, { shape: 'no-data', total: 0, rows: [], bad: [], hasMore: false }],
    [{ data: [] }, { shape: 'list', style: 'anthropic', hasMore: false }],
    [{ data: [], object: 'list' }, { style: 'openai' }],
    [{ data: [{ id: 'a', object: 'model' }] }, { style: 'openai' }],
    [{ data: [{ id: 'a', type: 'model' }] }, { style: 'anthropic' }],
    [{ data: [], has_more: 'true' }, { hasMore: false }],
    [
      { data: [], has_more: true, last_id: 'x' },
      { hasMore: true, lastId: 'x' },
    ],
  ])('%j', ([json, expected]) => {
    expect(page(json)).toMatchObject(expected);
  });

  test.for([[''], [5], [undefined]] as const)('a last_id of %j is none', ([last]) => {
    expect(page({ data: [], last_id: last })).not.toHaveProperty('lastId');
  });

  test('rows, and what is wrong with them', () => {
    const good = { id: 'a', display_name: 'A', anthropic_family_tier: 'opus', is_family_default: true };
    expect(
      page({ data: [good, { id: '' }, { id: 'b', anthropic_family_tier: 5, is_family_default: 'yes' }] })
        .rows,
    ).toEqual([
      { position: 1, id: 'a', displayName: 'A', tier: 'opus', isFamilyDefault: true },
      { position: 3, id: 'b', isFamilyDefault: false },
    ]);
    const bad = page({
      data: [null, {}, { id: 5 }, { id: 'a', display_name: 5 }, { id: 'b', display_name: null }, [], {}],
    });
    expect(bad.bad.map(({ position, text }) => `${String(position)} ${text}`)).toEqual([
      '1 is not an object',
      '2 has no id',
      '3 has an id that is not a string',
      '4 has a display_name that is not a string',
      '5 has a display_name that is not a string',
    ]);
    expect([bad.badCount, bad.rows, bad.total]).toEqual([7, [], 7]);
  });

  test('a thousand rows, an ID of 256 characters', () => {
    expect([MOST_ROWS, LONGEST_ID]).toEqual([1000, 256]);
    const many = page({ data: Array.from({ length: 1200 }, (_, at) => ({ id: String(at) })) });
    expect([many.rows.length, many.total]).toEqual([1000, 1200]);
  });

  test.for([
    '\u0000',
    '\u001F',
    '\u007F',
    '\u009F',
    '\u061C',
    '\u200E',
    '\u200F',
    '\u2028',
    '\u202E',
    '\u2066',
    '\u2069',
    '\uFEFF',
  ])('a name with %j is hostile', (sign) => {
    expect(isHostileName(`a${sign}b`)).toBe(true);
  });

  test.for([' ', '~', '\u00A0', '\u200D', '\u2027', '\u202F', '\u2065', '\u206A'])(
    'a name with %j is not',
    (sign) => {
      expect(isHostileName(`a${sign}b`)).toBe(false);
    },
  );

  test('an ID that may be printed', () => {
    expect(showId('a\u001B[31m')).toBe('a');
    expect(showId('\u0007')).toBe('(nothing printable)');
    expect(showId('x'.repeat(200)).length).toBeLessThanOrEqual(80);
    expect(showId('x'.repeat(80))).toBe('x'.repeat(80));
  });
});
