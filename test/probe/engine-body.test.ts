import { describe, expect, test } from 'vitest';
import {
  engineRequest,
  fullTurn,
  resultTurn,
  textTurn,
  toolTurn,
  weigh,
} from '../../src/probe/engine/request.ts';
import { engineShape, namesClient, type EngineShape } from '../../src/probe/engine/shape.ts';
import { fullTools, keywordTools, namedTools, wholeTool } from '../../src/probe/engine/tools.ts';

/* The bodies of turns, as the engine was seen to send them: fields, order, marks, tools, sizes. */

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly cache_control?: unknown;
}
interface Body {
  readonly system: readonly Block[];
  readonly messages: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string;
    readonly input_schema: Record<string, unknown>;
  }[];
}

const WORDS = { asked: 'asked-word', system: 'system-word' };
const CALL = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} };
const THOUGHT = { type: 'thinking', thinking: 'hm', signature: 's' };
const older = engineShape('claude-sonnet-4-6');
const newer = engineShape('claude-opus-5');

const bodies = (shape: EngineShape): Readonly<Record<'text' | 'tool' | 'result' | 'full', Body>> =>
  ({
    text: textTurn('m', shape, WORDS),
    tool: toolTurn('m', shape),
    result: resultTurn('m', shape, [THOUGHT, CALL], 'given'),
    full: fullTurn('m', shape, WORDS),
  }) as unknown as ReturnType<typeof bodies>;

const marked = (blocks: string | readonly Block[]): string =>
  typeof blocks === 'string'
    ? blocks
    : blocks.map(({ cache_control: mark }) => (mark === undefined ? '.' : 'c')).join('');

describe('the shape of a model', () => {
  test.for([
    ['claude-sonnet-5-5', 128_000, 'medium', 23, 98_000, 11_100, 80_800],
    ['claude-opus-5', 64_000, 'high', 23, 98_000, 11_100, 80_800],
    ['claude-opus-4-8', 64_000, 'high', 23, 94_000, 6800, 80_800],
    ['claude-sonnet-5', 64_000, 'high', 23, 134_000, 28_300, 98_300],
    ['claude-fable-5', 64_000, 'high', 23, 98_000, 11_100, 80_800],
    ['claude-mythos-5', 64_000, 'high', 23, 98_000, 11_100, 80_800],
    ['claude-opus-4-7', 64_000, 'xhigh', 27, 142_000, 28_400, 106_800],
    ['claude-opus-4-6', 64_000, 'high', 27, 142_000, 28_400, 106_800],
    ['claude-sonnet-4-6', 32_000, 'high', 27, 142_000, 28_400, 106_800],
    ['claude-opus-4-5', 32_000, 'high', 27, 142_000, 28_400, 106_800],
    ['anthropic/claude-opus-4-1', 32_000, undefined, 27, 142_000, 28_400, 106_800],
    ['claude-haiku-4-5', 32_000, undefined, 27, 142_000, 28_400, 106_800],
    ['claude-3-7-sonnet', 8192, undefined, 27, 142_000, 28_400, 106_800],
    ['of nobody', 32_000, 'high', 23, 98_000, 11_100, 80_800],
  ] as const)('%s', ([model, maxTokens, effort, tools, bytes, systemBytes, toolBytes]) => {
    const shape = engineShape(model);
    expect(shape).toMatchObject({
      maxTokens,
      tools,
      bytes,
      systemBytes,
      toolBytes,
      earlierThinking: true,
      wholeTools: false,
    });
    expect(shape.effort).toBe(effort);
    expect(shape.systemRole).toBe(tools === 23);
    expect(Math.abs(shape.inputTokens - bytes / 4)).toBeLessThanOrEqual(500);
    expect(shape.thinking).toEqual(
      model.startsWith('claude-3')
        ? undefined
        : /haiku|4-[15]$/.test(model)
          ? { type: 'enabled', budget_tokens: 31_999 }
          : { type: 'adaptive' },
    );
    expect(shape.betas).toEqual([
      'claude-code-20250219',
      ...(shape.thinking === undefined ? [] : ['interleaved-thinking-2025-05-14']),
      ...(effort === undefined ? [] : ['effort-2025-11-24']),
    ]);
  });

  test.for([
    ['claude-opus-4-6', true],
    ['claude-sonnet-4-6', true],
    ['claude-opus-4-5', true],
    ['claude-sonnet-4-5', true],
    ['claude-opus-5-5', false],
    ['claude-opus-5', false],
    ['claude-opus-4-8', false],
    ['claude-opus-4-7', false],
    ['claude-fable-5', false],
    ['claude-3-7-sonnet', false],
    ['of nobody', false],
  ] as const)('the 1M beta of %s: %s', ([model, sent]) => {
    expect(engineShape(model, { longContext: true }).betas.includes('context-1m-2025-08-07')).toBe(sent);
  });

  test('the client has a name of its own where a header of the configuration says so', () => {
    expect([
      namesClient({ 'User-Agent': 'x' }),
      namesClient({ 'x-user-agent': 'x' }),
      namesClient({}),
    ]).toEqual([true, false, false]);
  });
});

describe('the fields of every turn', () => {
  test.each(['text', 'tool', 'result', 'full'] as const)('%s', (kind) => {
    expect(bodies(older)[kind]).toMatchObject({
      model: 'm',
      max_tokens: 32_000,
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
      stream: true,
    });
    const bare = bodies(engineShape('claude-3-7-sonnet'))[kind];
    expect(Object.keys(bare)).not.toContain('thinking');
    expect(Object.keys(bare)).not.toContain('output_config');
  });
});

describe('where things stand', () => {
  test('fields, in the order of the engine', () => {
    for (const kind of ['text', 'tool', 'result', 'full'] as const) {
      const { body } = engineRequest(bodies(older)[kind] as never, { betas: [], both: false, session: 's' });
      expect(Object.keys(body as object).join(' ')).toBe(
        'model messages system tools metadata max_tokens thinking output_config stream',
      );
    }
  });

  test('system prompts: three texts, the last two marked', () => {
    for (const shape of [older, newer])
      for (const { system } of Object.values(bodies(shape))) expect(marked(system)).toBe('.cc');
    expect(bodies(older).text.system[2]?.text).toMatch(/\nEnd every answer with the word system-word\.$/);
    expect(bodies(older).text.system[2]?.text).toContain('SQL injection');
    expect(bodies(newer).text.system[2]?.text).not.toContain('SQL injection');
  });

  test('what guards look for stands in each part of a turn of real size', () => {
    for (const shape of [older, newer]) {
      const { system: rules, messages: turns, tools } = bodies(shape).full;
      for (const part of [rules, turns, tools])
        for (const word of ['--', ' ** ', 'write']) expect(JSON.stringify(part)).toContain(word);
      expect(JSON.stringify(rules)).toMatch(/you are an /i);
      // A guard of what users say that minds shell would refuse no turn of the engine's.
      expect(JSON.stringify(turns)).not.toMatch(/\$\(|&&|\|/);
      for (const word of ['"maxLength":524288', "<<'EOF'", '"-n"', ':\\n'])
        expect(JSON.stringify(bodies(shape).text.tools)).toContain(word);
    }
  });

  test('messages of role system, for the newest models only', () => {
    const roles = (shape: EngineShape): object =>
      Object.fromEntries(
        Object.entries(bodies(shape)).map(([kind, { messages }]) => [
          kind,
          messages.map(({ role }) => role[0]).join(''),
        ]),
      );
    expect(roles(older)).toEqual({ text: 'u', tool: 'u', result: 'uau', full: 'u' });
    expect(roles(newer)).toEqual({ text: 'us', tool: 'us', result: 'usaus', full: 'us' });
  });

  test('the question comes last, and is marked until it stands before a result', () => {
    const last = (kind: 'text' | 'tool' | 'result' | 'full', shape = older): string =>
      marked(bodies(shape)[kind].messages[0]?.content ?? '');
    expect([last('text'), last('text', newer), last('tool'), last('result'), last('full')]).toEqual([
      '.......c',
      '.c',
      '.c',
      '..',
      '.c',
    ]);
    expect(JSON.stringify(bodies(older).text.messages[0])).toContain('Reply with the word asked-word.');
  });

  test('the blocks of the model go back as they came, and a result for each call', () => {
    const { messages } = bodies(older).result;
    expect(messages[1]?.content).toEqual([THOUGHT, CALL]);
    expect(messages[2]?.content).toEqual([
      { type: 'tool_result', tool_use_id: 'toolu_1', content: 'given', cache_control: { type: 'ephemeral' } },
    ]);
    const redacted = { type: 'redacted_thinking', data: 'x' };
    const without = resultTurn(
      'm',
      { ...older, earlierThinking: false },
      [THOUGHT, redacted, CALL],
      'x',
    ) as unknown as Body;
    expect(without.messages[1]?.content).toEqual([CALL]);
  });
});

describe('the tools of a turn', () => {
  const NAMES =
    'Agent Bash CronCreate CronDelete CronList Edit EnterWorktree ExitWorktree Glob Grep ListAgents Monitor NotebookEdit Read ReportFindings ScheduleWakeup SendMessage Skill TaskCreate TaskGet TaskList TaskStop TaskUpdate WebFetch WebSearch Workflow Write';

  test('as many as the engine offers, under its names', () => {
    expect(
      namedTools(27)
        .map(({ name }) => name)
        .join(' '),
    ).toBe(NAMES);
    expect(bodies(newer).tool.tools.map(({ name }) => name)).toEqual(NAMES.split(' ').slice(0, 23));
    expect(bodies(older).full.tools).toHaveLength(27);
    expect(bodies(older).result.tools.map(({ name }) => name)).toEqual(['Read']);
    expect(bodies(older).text.tools).toHaveLength(2);
    expect(bodies(newer).text.tools).toHaveLength(1);
  });

  test('every keyword of the schemas stands in one turn', () => {
    const words = (newest: boolean): string => JSON.stringify(keywordTools({ newer: newest, long: false }));
    for (const word of [
      '$schema',
      'minLength',
      'maxLength',
      'default',
      'allOf',
      'pattern',
      'format',
      'exclusiveMinimum',
      'maximum',
      'minimum',
      'items',
      'enum',
      'maxItems',
      'required',
      'additionalProperties',
      'boolean',
      'number',
      'integer',
      'array',
    ])
      expect(words(true)).toContain(`"${word}"`);
    for (const word of ['propertyNames', 'anyOf', 'const']) {
      expect(words(false)).toContain(`"${word}"`);
      expect(words(true)).not.toContain(`"${word}"`);
    }
    const [long] = keywordTools({ newer: true, long: true });
    const [short] = keywordTools({ newer: true, long: false });
    expect((long?.description ?? '').length).toBeGreaterThan(1024);
    expect((short?.description ?? '').length).toBeLessThan(200);
  });

  test('a whole tool has a draft, words for each property, and takes no other', () => {
    const whole = wholeTool({
      name: 'T',
      description: 'D.',
      input_schema: {
        type: 'object',
        properties: { a: { type: 'string' }, b: { description: 'own' }, c: true },
      },
    });
    expect(whole.description).toMatch(/^D\. Agents call T when/);
    expect(whole.input_schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { a: { description: 'The a.', type: 'string' }, b: { description: 'own' }, c: true },
      additionalProperties: false,
    });
    const offered = bodies({ ...older, wholeTools: true }).tool.tools;
    expect(offered.every(({ input_schema: schema }) => schema.additionalProperties === false)).toBe(true);
    expect(
      bodies(older).tool.tools.every(({ input_schema: schema }) => schema.additionalProperties === false),
    ).toBe(false);
    for (const tool of fullTools(27))
      expect(Object.keys(tool.input_schema.properties as object).length).toBeGreaterThanOrEqual(7);
  });

  test.for(['claude-sonnet-4-6', 'claude-opus-5', 'claude-opus-4-8', 'claude-sonnet-5'])(
    'a full turn of %s has the size of a real one',
    (model) => {
      const shape = engineShape(model);
      const body = bodies(shape).full;
      const size = (value: unknown): number => JSON.stringify(value).length;
      const near = (value: unknown, bytes: number): void =>
        expect(Math.abs(size(value) / bytes - 1)).toBeLessThan(0.06);
      near(body, shape.bytes);
      near(body.system, shape.systemBytes);
      near(body.tools, shape.toolBytes);
      const longest = Math.max(...body.tools.map(({ description = '' }) => description.length));
      expect(longest).toBeGreaterThan(20_000);
      const lines = JSON.stringify([body.system, body.messages, body.tools]).split(String.raw`\n`);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(3000);
    },
  );
});

test('tokens of a prompt are a quarter of the characters of its turns, tools and rules', () => {
  expect(
    weigh({
      messages: 'x'.repeat(10),
      tools: 'x'.repeat(10),
      system: 'x'.repeat(10),
      model: 'x'.repeat(100),
    }),
  ).toBe(9);
  expect(weigh({ messages: '' })).toBe(1);
});

test('a request of the engine carries its session, its headers, its betas, and both credentials where it does', () => {
  const session = '00000000-0000-4000-8000-000000000007';
  const request = engineRequest({ a: 1 }, { betas: ['a', 'b'], both: false, session });
  const body = request.body as { readonly a: number; readonly metadata: { readonly user_id: string } };
  expect(body.a).toBe(1);
  expect(JSON.parse(body.metadata.user_id)).toEqual({
    device_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    account_uuid: '',
    session_id: session,
  });
  expect(request.headers).toMatchObject({
    'anthropic-beta': 'a,b',
    'anthropic-dangerous-direct-browser-access': 'true',
    'x-claude-code-session-id': session,
    'x-stainless-arch': 'x64',
    'x-stainless-lang': 'js',
    'x-stainless-os': 'Linux',
    'x-stainless-package-version': expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    'x-stainless-retry-count': '0',
    'x-stainless-runtime': 'node',
    'x-stainless-runtime-version': expect.stringMatching(/^v\d+\.\d+\.\d+$/) as string,
    'x-stainless-timeout': '600',
  });
  expect([request.method, request.path, request.credential]).toEqual([
    'POST',
    '/v1/messages?beta=true',
    undefined,
  ]);
  expect(engineRequest({}, { betas: [], both: true, session }).credential).toBe('both');
});
