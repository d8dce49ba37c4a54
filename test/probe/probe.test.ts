import { describe, expect, test, vi } from 'vitest';
import type { GatewayClient } from '../../src/gateway/types.ts';
import { type Check, fail, pass, type RunAnswer, skip, unproven, warn } from '../../src/probe/check.ts';
import { checks, estimate, runProbe, unknownCheckIds } from '../../src/probe/probe.ts';
import { selectChecks } from '../../src/probe/run/selection.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import { withGateway } from '../support/gateway-client.ts';
import { idsOf, probeAt, resultOf, statusesOf, wordsOf } from '../support/replay-run.ts';

const KEY = 'sk-probe-test-0123456789';

/** A client nobody calls. */
const idle: GatewayClient = {
  baseUrl: 'http://127.0.0.1:9',
  secrets: [KEY],
  send: () => Promise.reject(new Error('no request was expected')),
  stream: () => Promise.reject(new Error('no request was expected')),
  close: () => Promise.resolve(),
};

function check(
  id: string,
  run: () => RunAnswer | undefined | Promise<RunAnswer | undefined>,
  more: Partial<Pick<Check, 'needs' | 'negative' | 'first'>> & { readonly when?: 'default' | 'passive' } = {},
): Check {
  return {
    id,
    title: id,
    group: 'A',
    owner: 'gateway',
    required: true,
    whenBroken: 'no',
    when: 'default',
    ...more,
    run: () => Promise.resolve(run()),
  };
}

const facts = { baseUrl: 'http://127.0.0.1:9', scheme: 'bearer', customHeaders: {}, models: [] } as const;

function run(
  list: readonly Check[],
  more: Partial<Parameters<typeof runProbe>[0]> = {},
): ReturnType<typeof runProbe> {
  return runProbe({ client: idle, facts, route: { env: {} }, checks: list, ...more });
}

describe('the runner', () => {
  test('skips what needs a failed check, and names the one at the root', async () => {
    const made = vi.fn(() => pass(''));
    const { results } = await run([
      check('c', made, { needs: ['b'] }),
      check('a', () => fail('down')),
      check('b', made, { needs: ['a'] }),
      check('d', () => pass('fine')),
    ]);
    expect(statusesOf(results)).toEqual({ c: 'skip < a', a: 'fail', b: 'skip < a', d: 'pass' });
    expect(made).not.toHaveBeenCalled();
    expect(results.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd']);
  });

  test('goes on after a warning, after what does not apply, and after a failure that does not block', async () => {
    const { results } = await run([
      check('warns', () => warn('hm')),
      check('na', () => skip('plain http')),
      check('soft', () => ({ ...fail('bad'), blocking: false })),
      check('next', () => pass(''), { needs: ['warns', 'na', 'soft'] }),
      check('silent', () => undefined),
      check('after', () => pass(''), { needs: ['silent'] }),
    ]);
    expect(statusesOf(results)).toEqual({
      warns: 'warn',
      na: 'skip',
      soft: 'fail',
      next: 'pass',
      after: 'pass',
    });
  });

  test('stops at what could not be checked', async () => {
    const { results } = await run([
      check('limited', () => unproven('429')),
      check('next', () => pass(''), { needs: ['limited'] }),
    ]);
    expect(statusesOf(results)).toEqual({ limited: 'warn', next: 'skip < limited' });
    expect(probeExitCode(results)).toBe(1);
    expect(verdict(results).works).toBe('unproven');
  });

  test('runs what may upset a gateway last and one at a time, and what only looks after that', async () => {
    const order: string[] = [];
    let busy = 0;
    const negative = async (id: string): Promise<RunAnswer> => {
      busy += 1;
      expect(busy).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy -= 1;
      order.push(id);
      return pass('');
    };
    const slow = async (id: string): Promise<RunAnswer> => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      order.push(id);
      return pass('');
    };
    await run([
      check('look', () => (order.push('look'), pass('')), { when: 'passive' }),
      check('bad-1', () => negative('bad-1'), { negative: 'alone' }),
      check('bad-2', () => negative('bad-2'), { negative: 'alone' }),
      check('slow', () => slow('slow')),
    ]);
    expect(order).toEqual(['slow', 'bad-1', 'bad-2', 'look']);
  });

  test('runs what is only refused side by side before that, and begins with what goes alone', async () => {
    const order: string[] = [];
    let busy = 0;
    let most = 0;
    const beside = async (id: string): Promise<RunAnswer> => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy -= 1;
      order.push(id);
      return pass('');
    };
    const at = (id: string): RunAnswer => (order.push(id), pass(''));
    await run([
      check('alone', () => at('alone'), { negative: 'alone' }),
      check('one', () => beside('one'), { negative: 'beside' }),
      check('two', () => beside('two'), { negative: 'beside' }),
      check('plain', () => at('plain')),
      check('early', () => at('early'), { first: true }),
    ]);
    expect(order).toEqual(['early', 'plain', 'one', 'two', 'alone']);
    expect(most).toBe(2);
  });

  test('tells a check that broke from one that failed', async () => {
    const { results } = await run([
      check('broken', () => {
        throw new TypeError(`cannot read ${KEY} of \u001B[31mundefined`);
      }),
      check('next', () => pass(''), { needs: ['broken'] }),
    ]);
    const [broken] = results;
    expect(broken).toMatchObject({ status: 'skip', crashed: true, inconclusive: true });
    expect(broken?.detail).toMatch(/^Internal error in this check.*TypeError/);
    expect(broken?.detail).not.toContain(KEY);
    expect(broken?.detail).not.toContain('\u001B');
    expect(probeExitCode(results)).toBe(3);
    expect(statusesOf(results).next).toBe('skip < broken');
  });

  test('cleans every sentence, whatever a check made of it', async () => {
    const { results } = await run([
      check('leaky', () => fail(`saw ${KEY}\u001B]0;x\u0007\u202E`, `use ${KEY}`)),
    ]);
    expect(wordsOf({ results })).not.toContain(KEY);
    expect(wordsOf({ results })).toBe('saw ••••\nuse ••••');
  });

  test('reports each result as it ends', async () => {
    const seen: string[] = [];
    await run(
      [
        check('late', async () => (await new Promise((resolve) => setTimeout(resolve, 10)), pass(''))),
        check('early', () => pass('')),
      ],
      { onResult: ({ id }) => seen.push(id) },
    );
    expect(seen).toEqual(['early', 'late']);
  });

  test('ends at the limit for the whole run', async () => {
    await withGateway({ faults: ['hang-headers'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { totalMs: 300, timeouts: {} },
      });
      expect(report.stopped).toBe('time');
      expect(resultOf(report, 'health')).toMatchObject({ status: 'skip', blockedBy: 'no-redirect' });
      expect(idsOf(report, 'fail')).toEqual([]);
      expect(probeExitCode(report.results)).toBe(1);
    });
  });

  test('can be cancelled, before and in between', async () => {
    await withGateway({ faults: ['hang-headers'] }, async ({ gateway }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { signal: controller.signal },
      });
      expect(report.stopped).toBe('cancelled');
      expect(idsOf(report, 'fail')).toEqual([]);
      const again = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { signal: controller.signal },
      });
      expect(again.requests).toBe(0);
    });
  });
});

describe('selection', () => {
  test('`only` brings its prerequisites along in silence', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { only: ['tool-forced'] },
      });
      expect(report.results.map(({ id, status }) => [id, status])).toEqual([['tool-forced', 'pass']]);
      expect(report.partial).toBe(true);
      expect(verdict(report.results, report).sentence).toBe('The check that was asked for passes.');
    });
  });

  test('a prerequisite that fails is shown all the same', async () => {
    await withGateway({ faults: ['500'] }, async ({ gateway }) => {
      const seen: string[] = [];
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { only: ['tool-forced'], onResult: ({ id }) => seen.push(id) },
      });
      expect(statusesOf(report.results)).toEqual({ health: 'fail', 'tool-forced': 'skip < health' });
      expect(seen).toEqual(['health', 'tool-forced']);
    });
  });

  test('`skip` leaves a check out, and what needs it is made without', async () => {
    await withGateway({ faults: ['waf', 'limits-ignored'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { skip: ['waf-body', 'health'] },
      });
      expect(report.results.some(({ id }) => id === 'waf-body' || id === 'health')).toBe(false);
      expect(resultOf(report, 'message-basic').status).toBe('pass');
    });
  });

  test('names a deep check without --deep, and knows what it does not know', () => {
    expect(selectChecks(checks, { only: ['cache-effective'] }).shown).toEqual(new Set(['cache-effective']));
    expect(selectChecks(checks, {}).run.some(({ when }) => when === 'deep' || when === 'flag')).toBe(false);
    expect(selectChecks(checks, { deep: true }).run.some(({ id }) => id === 'context-1m')).toBe(false);
    expect(selectChecks(checks, { context1m: true }).run.some(({ id }) => id === 'context-1m')).toBe(true);
    expect(unknownCheckIds(checks, ['health', 'helath'])).toEqual(['helath']);
  });

  test('a run costs by its models', () => {
    const { run: list } = selectChecks(checks, {});
    const [one, two] = [
      estimate(list, ['claude-haiku-4-5']),
      estimate(list, ['claude-haiku-4-5', 'claude-opus-5']),
    ];
    expect(two.input).toBeGreaterThan(one.input + 1000);
    const route = estimate(list, ['claude-haiku-4-5'], { offered: ['claude-haiku-4-5', 'claude-opus-5'] });
    expect(route.input - one.input).toBe(8);
  });
});

describe('verdict and exit code', () => {
  const result = (id: string, more: Partial<CheckResult>): CheckResult => ({
    id,
    title: id,
    required: true,
    status: 'pass',
    detail: '',
    ms: 1,
    ...more,
  });
  test.for([
    ['all pass', [result('a', {})], 0, 0, 'yes'],
    ['a warning', [result('a', { status: 'warn' })], 0, 1, 'yes'],
    ['a required failure', [result('health', { status: 'fail' })], 1, 1, 'no'],
    [
      'a failure that the app survives',
      [result('auth-rejects-bad', { status: 'fail', whenBroken: 'partly' })],
      1,
      1,
      'partly',
    ],
    ['an optional failure', [result('count-tokens', { status: 'fail', required: false })], 0, 1, 'yes'],
    ['a required check not made', [result('a', { status: 'skip', inconclusive: true })], 1, 1, 'unproven'],
    [
      'an optional check not made',
      [result('a', {}), result('b', { status: 'skip', inconclusive: true, required: false })],
      0,
      0,
      'yes',
    ],
    ['what does not apply', [result('a', {}), result('b', { status: 'skip' })], 0, 0, 'yes'],
    [
      'a bug and a failure',
      [
        result('a', { status: 'skip', crashed: true, inconclusive: true }),
        result('health', { status: 'fail' }),
      ],
      1,
      1,
      'no',
    ],
    ['nothing', [], 0, 0, 'unproven'],
  ] as const)('%s', ([, results, exit, strict, works]) => {
    expect([
      probeExitCode(results),
      probeExitCode(results, { strict: true }),
      verdict(results).works,
    ]).toEqual([exit, strict, works]);
  });

  test('says in one sentence what is wrong, and lists each change once', () => {
    const found = verdict([
      result('stream-basic', { status: 'fail', hint: 'Turn buffering off.' }),
      result('tool-stream', { status: 'fail', hint: 'Turn buffering off.' }),
      result('count-tokens', { status: 'warn', hint: 'Serve it.' }),
    ]);
    expect(found.sentence).toBe(
      'Claude Desktop would not work with this gateway: stream-basic and tool-stream fail.',
    );
    expect(found.changes).toEqual(['Turn buffering off.', 'Serve it.']);
  });
});
