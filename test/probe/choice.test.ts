import { describe, expect, test } from 'vitest';
import type { ConfiguredModel, GatewayFacts } from '../../src/probe/check.ts';
import {
  chooseModel,
  configuredIds,
  discoveryIsOn,
  MOST_ROUTES,
  offeredModels,
  tierOf,
  turnModels,
} from '../../src/probe/models/choice.ts';
import { checks } from '../../src/probe/checks/index.ts';
import { estimate } from '../../src/probe/run/plan.ts';
import { selectChecks, unknownCheckIds } from '../../src/probe/run/selection.ts';
import type { Check } from '../../src/probe/check.ts';

/* Which models and which checks a run asks for, and what that costs. */

function factsOf(models: readonly string[], more: Partial<GatewayFacts> = {}): GatewayFacts {
  return {
    baseUrl: 'https://a.example.com',
    scheme: 'bearer',
    customHeaders: {},
    models: models.map((name): ConfiguredModel => ({ name })),
    ...more,
  };
}

const LISTED = ['gpt-4o', 'claude-opus-5', 'claude-haiku-4-5', 'claude-sonnet-5'];
const listed =
  (ids: readonly string[] = LISTED) =>
  (): Promise<readonly string[]> =>
    Promise.resolve(ids);
const unasked = (): Promise<readonly string[]> => Promise.reject(new Error('nobody may ask for the list'));

describe('the configured names', () => {
  test('go without the mark of the app, each once', () => {
    expect(configuredIds(factsOf(['claude-opus-5[1m]', 'claude-opus-5', 'sonnet']))).toEqual([
      'claude-opus-5',
      'sonnet',
    ]);
  });

  test.for<[string, readonly string[], Partial<GatewayFacts>, boolean]>([
    ['no names', [], {}, true],
    ['full IDs', ['claude-opus-5'], {}, false],
    ['a tier among them', ['claude-opus-5', 'sonnet'], {}, true],
    ['full IDs, told to', ['claude-opus-5'], { discovery: true }, true],
    ['no names, told not to', [], { discovery: false }, false],
  ])('the list is asked for: %s', ([, models, more, on]) => {
    expect(discoveryIsOn(factsOf(models, more))).toBe(on);
  });

  test.for([
    ['claude-haiku-4-5', 'haiku'],
    ['Claude-OPUS-5', 'opus'],
    ['anthropic/claude-sonnet-4.6', 'sonnet'],
    ['my-model', undefined],
  ] as const)('the tier of %s', ([id, tier]) => {
    expect(tierOf(id)).toBe(tier);
  });
});

describe('the model of all checks', () => {
  test.for<[string, readonly string[], Partial<GatewayFacts>, readonly string[] | undefined, string]>([
    ['the one that is named', ['claude-opus-5'], { model: 'x[1m]' }, undefined, 'x'],
    [
      'a Haiku among the configured',
      ['claude-opus-5', 'claude-haiku-4-5'],
      {},
      undefined,
      'claude-haiku-4-5',
    ],
    ['else the first configured', ['claude-opus-5', 'claude-sonnet-5'], {}, undefined, 'claude-opus-5'],
    ['a full ID before a tier', ['haiku', 'claude-opus-5'], {}, undefined, 'claude-opus-5'],
    ['a tier as it is listed', ['Sonnet'], {}, LISTED, 'claude-sonnet-5'],
    ['the first of a tier', ['sonnet'], {}, ['claude-sonnet-5', 'claude-sonnet-4-6'], 'claude-sonnet-5'],
    ['a Haiku among tiers', ['sonnet', 'haiku'], {}, LISTED, 'claude-haiku-4-5'],
    ['a tier that is not listed', ['mythos'], {}, LISTED, 'mythos'],
    ['a listed Haiku', [], {}, LISTED, 'claude-haiku-4-5'],
    ['the first listed', [], {}, ['gpt-4o', 'claude-opus-5', 'claude-sonnet-5'], 'claude-opus-5'],
    ['a Haiku of their own', [], {}, ['gpt-4o'], 'claude-haiku-4-5'],
  ])('%s', async ([, models, more, ids, chosen]) => {
    expect(await chooseModel(factsOf(models, more), ids === undefined ? unasked : listed(ids))).toBe(chosen);
  });
});

describe('the models that the app offers', () => {
  test.for<
    [string, readonly string[], Partial<GatewayFacts>, readonly string[] | undefined, readonly string[]]
  >([
    [
      'as configured, a Haiku first',
      ['claude-opus-5', 'claude-haiku-4-5'],
      {},
      undefined,
      ['claude-haiku-4-5', 'claude-opus-5'],
    ],
    ['no tier is one', ['sonnet'], {}, LISTED, ['claude-haiku-4-5', 'claude-opus-5', 'claude-sonnet-5']],
    ['the one that is named', ['claude-opus-5'], { model: 'x[1m]' }, undefined, ['x', 'claude-opus-5']],
    ['no Haiku', [], {}, ['claude-opus-5'], ['claude-opus-5']],
    [
      'beside the list, when told to',
      ['claude-opus-5'],
      { discovery: true },
      LISTED,
      ['claude-haiku-4-5', 'claude-opus-5', 'claude-sonnet-5'],
    ],
    ['without the list, when told not to', [], { discovery: false }, undefined, []],
  ])('%s', async ([, models, more, ids, offered]) => {
    expect(await offeredModels(factsOf(models, more), ids === undefined ? unasked : listed(ids))).toEqual(
      offered,
    );
  });

  test('are eight at most', async () => {
    const many = Array.from({ length: 20 }, (_, at) => `claude-opus-${String(at)}`);
    expect(MOST_ROUTES).toBe(8);
    expect(await offeredModels(factsOf([]), listed(many))).toEqual(many.slice(0, 8));
  });
});

describe('the models whose turns are asked for', () => {
  test.for<[string, readonly string[], Partial<GatewayFacts>, readonly string[], readonly string[]]>([
    [
      'one of each tier and shape',
      [],
      {},
      [
        'claude-opus-5',
        'anthropic/claude-opus-5',
        'claude-opus-4-7',
        'claude-haiku-4-5',
        'claude-haiku-4-5-2',
      ],
      ['claude-haiku-4-5', 'claude-opus-5', 'claude-opus-4-7'],
    ],
    [
      'each that is configured',
      ['claude-opus-5', 'anthropic/claude-opus-5'],
      {},
      [],
      ['claude-opus-5', 'anthropic/claude-opus-5'],
    ],
    ['the one that is named', [], { model: 'corp/claude-opus-5' }, ['claude-opus-5'], ['corp/claude-opus-5']],
    ['one where nothing is offered', [], { discovery: false }, [], ['claude-haiku-4-5']],
  ])('%s', async ([, models, more, ids, turns]) => {
    expect(await turnModels(factsOf(models, more), listed(ids))).toEqual(turns);
  });
});

describe('the checks of a run', () => {
  const row = (id: string, more: Partial<Check> = {}): Check => {
    const check = {
      id,
      title: id,
      group: 'A',
      owner: 'gateway',
      required: true,
      whenBroken: 'no',
      when: 'default',
    };
    return { ...check, run: () => Promise.resolve(undefined), ...more } as Check;
  };
  const ALL = [
    row('a', { needs: ['b'] }),
    row('b', { needs: ['c'], when: 'deep' }),
    row('c', { when: 'flag', flag: 'sso' }),
    row('d', { when: 'passive' }),
    row('e', { when: 'flag', flag: 'intrusive' }),
    row('f', { when: 'flag', flag: 'context-1m' }),
    row('g', { when: 'flag', flag: 'other-audience-token-env' }),
    row('h', { when: 'deep', needs: ['no-such'] }),
  ];

  test.for<[string, Parameters<typeof selectChecks>[1], string, string, boolean]>([
    ['by default', {}, 'a d', 'a b c d', false],
    ['deep', { deep: true }, 'a b d h', 'a b c d h', false],
    ['sso', { sso: true }, 'a c d', 'a b c d', false],
    ['intrusive', { intrusive: true }, 'a d e', 'a b c d e', false],
    ['context-1m', { context1m: true }, 'a d f', 'a b c d f', false],
    ['another audience', { otherAudience: {} }, 'a d g', 'a b c d g', false],
    ['some', { only: ['e', 'a'] }, 'a e', 'a b c e', true],
    ['all but some', { skip: ['b'] }, 'a d', 'a d', true],
    ['some, but not one of them', { only: ['a', 'd'], skip: ['d', 'c'] }, 'a', 'a b', true],
  ])('%s', ([, selection, shown, run, partial]) => {
    const selected = selectChecks(ALL, selection);
    expect([...selected.shown].join(' ')).toBe(shown);
    expect(selected.run.map(({ id }) => id).join(' ')).toBe(run);
    expect(selected.partial).toBe(partial);
  });

  test('names that no check has', () => {
    expect(unknownCheckIds(ALL, ['a', 'x', 'h'])).toEqual(['x']);
  });

  test('cost what their rows say, for the models that are asked and the others', () => {
    const priced = [
      row('a', { tokens: { input: 3, output: 1 } }),
      row('b', {
        cost: (turns, others) => [...turns, ...others, ...others].map(() => ({ input: 10, output: 2 })),
      }),
      row('c', { tokens: { input: 100, output: 100 }, costs: ({ models }) => models.length > 0 }),
      row('d'),
    ];
    const facts = factsOf([]);
    expect(estimate(priced, ['m'])).toEqual({ input: 113, output: 103 });
    expect(estimate(priced, ['m'], { offered: ['m', 'n'] })).toEqual({ input: 133, output: 107 });
    expect(estimate(priced, ['m'], { facts })).toEqual({ input: 13, output: 3 });
    expect(estimate(priced, ['m'], { facts: factsOf(['x']) })).toEqual({ input: 113, output: 103 });
    expect(estimate([], ['m'])).toEqual({ input: 0, output: 0 });
  });

  test('a run costs nothing for what its configuration has nothing of', () => {
    const dear = checks.filter(({ costs }) => costs !== undefined);
    expect(dear.map(({ id }) => id)).toEqual(['auth-both-headers', 'tool-search']);
    const costly = (facts: GatewayFacts): readonly string[] =>
      dear.filter(({ costs }) => costs?.(facts) !== false).map(({ id }) => id);
    expect(costly(factsOf([]))).toEqual([]);
    expect(costly(factsOf([], { toolSearch: true }))).toEqual(['tool-search']);
    expect(costly(factsOf([], { bothHeaders: true }))).toEqual(['auth-both-headers']);
  });
});
