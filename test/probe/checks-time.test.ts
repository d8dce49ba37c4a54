import { expect, test } from 'vitest';
import type { CheckContext } from '../../src/probe/check.ts';
import { turnTime } from '../../src/probe/checks/turn-time.ts';

/* How long a turn with one tool call takes: the call and the answer to its result, the slowest model of all. */

type State = 'works' | 'unstreamed' | 'fails';

/** Models with the milliseconds of their call and of the answer to its result. */
interface Model {
  readonly call: number;
  readonly result: number;
  readonly state?: State;
  /** How long after its message_stop the body of the call ends. */
  readonly tailMs?: number | 'open';
}

function context(models: Readonly<Record<string, Model>>): CheckContext {
  return {
    turnModels: () => Promise.resolve(Object.keys(models)),
    ask: (key: string) => {
      const [, kind, model = ''] = key.split(' ');
      const { call, result, state = 'works', tailMs } = models[model] ?? { call: 0, result: 0 };
      const ms = kind === 'tool' ? call : result;
      return Promise.resolve({
        kind,
        model,
        state: kind === 'result' ? state : 'works',
        blocks: [],
        text: '',
        ms,
        ...(kind === 'tool' && tailMs !== undefined ? { tailMs } : {}),
      });
    },
  } as unknown as CheckContext;
}

const FAST: Model = { call: 400, result: 600 };

test.for<[string, Readonly<Record<string, Model>>, string, RegExp, (readonly string[])?]>([
  ['fast models', { 'claude-a': FAST, 'claude-b': FAST }, 'pass', /takes 1\.0 s/],
  ['at the limit of slow', { 'claude-a': { call: 9_000, result: 11_000 } }, 'pass', /20\.0 s/],
  ['slow', { 'claude-a': { call: 9_000, result: 11_001 } }, 'warn', /claude-a .* 20\.0 s/],
  [
    'the slowest is told',
    { 'claude-a': FAST, 'claude-b': { call: 15_000, result: 9_000 } },
    'warn',
    /claude-b .* 24\.0 s/,
  ],
  ['at the limit of the engine', { 'claude-a': { call: 30_000, result: 15_000 } }, 'warn', /45\.0 s/],
  ['too slow in every model', { 'claude-a': { call: 30_000, result: 15_001 } }, 'fail', /was given 45 s/],
  [
    'too slow in one of two',
    { 'claude-a': FAST, 'claude-b': { call: 50_000, result: 1 } },
    'fail',
    /claude-b .* was given 45 s/,
    ['claude-b'],
  ],
  [
    'an answer without a stream counts',
    { 'claude-a': { call: 50_000, result: 0, state: 'unstreamed' } },
    'fail',
    /45 s/,
  ],
  [
    'the body ends late',
    { 'claude-a': { call: 15_000, result: 10_000, tailMs: 20_001 } },
    'fail',
    /45\.0 s .* was given 45 s/,
  ],
  [
    'the body does not end',
    { 'claude-a': { ...FAST, tailMs: 'open' } },
    'fail',
    /claude-a .* still open 25 s/,
  ],
  [
    'none was answered',
    { 'claude-a': { call: 50_000, result: 0, state: 'fails' } },
    'skip',
    /No turn with a tool/,
  ],
])('%s', async ([, models, status, says, late]) => {
  const answer = await turnTime.run(context(models));
  expect(answer).toMatchObject({ status, detail: expect.stringMatching(says) as string });
  expect(answer.models).toEqual(late);
});
