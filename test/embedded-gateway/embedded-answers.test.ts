import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerTo,
  fileAskedFor,
  fillSchema,
  tokensOf,
  toolsAskedFor,
} from '../../src/embedded-gateway/messages/answers.ts';
import { ApiError } from '../../src/embedded-gateway/errors.ts';
import { replyTo } from '../../src/embedded-gateway/messages/reply.ts';
import { readRequest } from '../../src/embedded-gateway/messages/request.ts';
import {
  EMBEDDED_MODELS,
  findModel,
  listModels,
  takesEffort,
  takesSystemRole,
  thinksAdaptively,
  thinksByBudget,
} from '../../src/embedded-gateway/models.ts';
import { encodeEvent, eventsOf } from '../../src/embedded-gateway/messages/stream.ts';
import { sseParser } from '../../src/protocol/sse.ts';

/* The pure parts: what is read, what is answered, how it is told event by event. */

function ids() {
  let count = 0;
  return { next: (prefix: string) => `${prefix}${String((count += 1))}` };
}

const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('record'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  record: fc.dictionary(
    fc.constantFrom(
      'type',
      'text',
      'role',
      'content',
      'id',
      'input',
      'name',
      'cache_control',
      'budget_tokens',
    ),
    tie('value'),
    { maxKeys: 4 },
  ),
})).value;

describe('reading requests', () => {
  test('whatever comes is read or refused with an ApiError', () => {
    const body = fc.record(
      {
        model: fc.constantFrom<unknown>('claude-opus-5', 'claude-haiku-4-5', 'none', 5),
        max_tokens: fc.constantFrom<unknown>(1, 20, '5', -1, 1e9),
        messages: fc.oneof(
          fc.constant([{ role: 'user', content: 'x' }]),
          fc.array(nested, { maxLength: 3 }),
          nested,
        ),
        system: nested,
        tools: nested,
        tool_choice: nested,
        thinking: nested,
        output_config: nested,
        stop_sequences: nested,
        stream: fc.constantFrom<unknown>(true, false, 'yes'),
      },
      { requiredKeys: ['model', 'max_tokens', 'messages'] },
    );
    fc.assert(
      fc.property(fc.oneof(body, nested), (given) => {
        try {
          const read = readRequest(given, EMBEDDED_MODELS);
          const reply = replyTo(read, ids(), new Set());
          expect(reply.usage?.output_tokens).toBeLessThanOrEqual(read.maxTokens);
          expect(reply.content.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });

  test('no answer is longer than max_tokens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.boolean(), (max_tokens, thinking) => {
        const read = readRequest(
          {
            model: 'claude-opus-5',
            max_tokens,
            messages: [{ role: 'user', content: 'Count from 1 to 100' }],
            ...(thinking ? { thinking: { type: 'adaptive' } } : {}),
          },
          EMBEDDED_MODELS,
        );
        const reply = replyTo(read, ids(), new Set());
        const said = reply.content
          .map((block) =>
            block.type === 'text' ? block.text : block.type === 'thinking' ? block.thinking : '',
          )
          .join('');
        expect(tokensOf(said).length).toBeLessThanOrEqual(max_tokens);
        expect(reply.stop_reason).toBe('max_tokens');
      }),
    );
  });
});

describe('answers', () => {
  test.each([
    ['Reply with the word "Fjord" twice', 'Fjord Fjord'],
    ['reply with only the word x1', 'x1'],
    ['Reply with the word x1 three times', 'x1 x1 x1'],
    ['Count from 5 to 3', ''],
    ['What is this?', 'This is the embedded test gateway of cowork-3p. It answers by rule, not by a model.'],
  ])('%j', (prompt, answer) => {
    expect(answerTo([prompt])).toBe(answer);
  });

  test('the newest text that holds an instruction counts, and a code word of the system prompt is told', () => {
    expect(answerTo(['Any questions?', 'Reply with the word fjord twice.'])).toBe('fjord fjord');
    expect(answerTo(['What is the code word?'], 'Be short.\nThe code word is k2x9.')).toBe('k2x9');
    expect(answerTo(['What is this?'], 'The code word is k2x9.')).toMatch(/^This is the embedded/);
  });

  test('a client that reads files is told to', () => {
    expect(fileAskedFor(['READ-FILE /tmp/a.txt'])).toBe('/tmp/a.txt');
    expect(fileAskedFor(['Say READ-FILE /tmp/a.txt'])).toBeUndefined();
  });

  test('tokens put together are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokensOf(text).join('')).toBe(text);
      }),
    );
  });

  test.each([
    ['Call the tool a_b.', ['a_b'], ['a_b']],
    ['Use both tools.', ['x', 'y', 'z'], ['x', 'y']],
    ['Call y, then x.', ['x', 'y'], ['y', 'x']],
    ['Call a friend.', ['tool'], []],
    ['What does tool do?', ['tool'], []],
    ['Call the tool.', ['x', 'y'], ['x']],
    [`Call x. ${'long '.repeat(900)}`, ['x'], []],
  ])('%j asks for %j', (prompt, names, expected) => {
    expect(toolsAskedFor(prompt, names)).toEqual(expected);
  });

  test('schemas are filled from the prompt', () => {
    const schema = {
      type: 'object',
      properties: {
        city: { type: 'string' },
        n: { type: 'integer' },
        ratio: { type: 'number', minimum: 2 },
        mode: { enum: ['fast', 'slow'] },
        kind: { const: 'k' },
        on: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } },
        inner: { type: 'object', properties: { none: { type: 'null' } } },
      },
    };
    expect(fillSchema(schema, 'with city: Oslo and n=7')).toEqual({
      city: 'Oslo',
      n: 7,
      ratio: 2,
      mode: 'fast',
      kind: 'k',
      on: true,
      tags: ['example'],
      inner: { none: null },
    });
  });

  test.each<[string, unknown, string, unknown]>([
    ['a whole number', { n: { type: 'integer' } }, 'n=7.9', { n: 7 }],
    ['a fraction', { n: { type: 'number' } }, 'n=7.9', { n: 7.9 }],
    ['the first of several types', { n: { type: ['integer', 'null'] } }, 'n 4', { n: 4 }],
    ['no', { on: { type: 'boolean' } }, 'on: false', { on: false }],
    ['an object of no properties', { bare: { type: 'object' } }, '', { bare: {} }],
    ['no schema at all', { any: true }, '', { any: {} }],
  ])('a schema is filled with %s', (_, properties, prompt, filled) => {
    expect(fillSchema({ type: 'object', properties }, prompt)).toEqual(filled);
  });

  test('a schema that holds itself ends', () => {
    const schema: Record<string, unknown> = { type: 'array' };
    schema.items = schema;
    expect(JSON.stringify(fillSchema(schema, ''))).toBe(`${'['.repeat(9)}{}${']'.repeat(9)}`);
  });
});

describe('models', () => {
  test.each([
    ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
    ['claude-opus-5', 'claude-opus-5'],
    ['claude-haiku-4', undefined],
    ['claude-opus', undefined],
  ])('%s is %s', (asked, found) => {
    expect(findModel(EMBEDDED_MODELS, asked)?.id).toBe(found);
  });

  test.each([
    ['claude-opus-4-8', true],
    ['claude-sonnet-4-6-20260101', true],
    ['claude-sonnet-4-5-20250929', false],
    ['claude-opus-4-20250514', false],
    ['claude-fable-5', true],
    ['claude-mythos', true],
    ['some-model', false],
  ])('%s thinks adaptively: %s', (id, expected) => {
    expect(thinksAdaptively({ id })).toBe(expected);
  });

  test.each([
    ['claude-opus-4-8', false, true, true],
    ['claude-sonnet-4-7', false, true, false],
    ['claude-sonnet-4-6', true, true, false],
    ['claude-opus-4-5', true, true, false],
    ['claude-haiku-4-5', true, false, false],
    ['claude-mythos', false, true, true],
    ['some-model', true, false, false],
  ])('%s: a budget %s, effort %s, turns of the system %s', (id, budget, effort, system) => {
    expect([thinksByBudget({ id }), takesEffort({ id }), takesSystemRole({ id })]).toEqual([
      budget,
      effort,
      system,
    ]);
  });

  test('paging forwards and backwards meets every model once', () => {
    const models = Array.from({ length: 47 }, (_, at) => ({ id: `claude-${String(at)}` }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('after_id', 'before_id'),
        (limit, direction) => {
          const seen: string[] = [];
          let cursor = direction === 'after_id' ? undefined : 'claude-46';
          for (let pages = 0; pages < 60; pages++) {
            const query = new URLSearchParams({
              limit: String(limit),
              ...(cursor === undefined ? {} : { [direction]: cursor }),
            });
            const page = listModels(models, query);
            seen.push(...(page.data as { id: string }[]).map(({ id }) => id));
            cursor = (direction === 'after_id' ? page.last_id : page.first_id) ?? undefined;
            if (!page.has_more) break;
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toHaveLength(direction === 'after_id' ? 47 : 46);
        },
      ),
    );
  });

  test.each([
    'limit=0',
    'limit=1001',
    'limit=x',
    'after_id=nope',
    'after_id=claude-opus-5&before_id=claude-opus-5',
  ])('%s is refused', (query) => {
    expect(() => listModels(EMBEDDED_MODELS, new URLSearchParams(query))).toThrow(ApiError);
  });
});

test('a stream tells the same as the whole answer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.boolean(), fc.boolean(), (max_tokens, thinking, call) => {
      const read = readRequest(
        {
          model: 'claude-opus-5',
          max_tokens,
          messages: [
            {
              role: 'user',
              content: call ? 'Call both tools with a é and b 4.' : 'Repeat "Grüße 🙂 to all of you"',
            },
          ],
          ...(thinking ? { thinking: { type: 'adaptive' } } : {}),
          tools: ['one', 'two'].map((name) => ({
            name,
            input_schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } },
          })),
        },
        EMBEDDED_MODELS,
      );
      const reply = replyTo(read, ids(), new Set());
      const bytes = new TextEncoder().encode(eventsOf(reply).map(encodeEvent).join(''));
      const blocks: { type: string; text: string }[] = [];
      for (const { event, data } of sseParser().push(bytes)) {
        const json = JSON.parse(data) as {
          type: string;
          index: number;
          content_block?: { type: string };
          delta?: { text?: string; thinking?: string; partial_json?: string };
        };
        expect(json.type).toBe(event);
        if (json.content_block !== undefined)
          blocks[json.index] = { type: json.content_block.type, text: '' };
        const block = blocks[json.index];
        if (json.delta !== undefined && block !== undefined)
          block.text += json.delta.text ?? json.delta.thinking ?? json.delta.partial_json ?? '';
      }
      expect(blocks).toEqual(
        reply.content.map((block) => ({
          type: block.type,
          text:
            block.type === 'text'
              ? block.text
              : block.type === 'thinking'
                ? block.thinking
                : JSON.stringify(block.input),
        })),
      );
    }),
  );
});
