import { expect, test } from 'vitest';
import { ok } from '../../src/errors.ts';
import type { CheckContext, StreamExchange } from '../../src/probe/check.ts';
import { streamIncremental } from '../../src/probe/checks/stream-incremental.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';

/*
 * Buffered, or only fast, or only far away? Checked by arrival times, against how long any answer of the same gateway
 * takes.
 */

function context(
  times: readonly number[],
  total: number,
  baseline: number,
  { server, again = times }: { readonly server?: string; readonly again?: readonly number[] } = {},
): CheckContext {
  const answer: GatewayAnswer = {
    status: 200,
    headers: server === undefined ? {} : { server },
    text: '',
    json: {},
    firstByteMs: baseline,
    ms: baseline,
  };
  const exchange = (deltaTimes: readonly number[]): StreamExchange => {
    const first = deltaTimes[0] ?? 0;
    const last = deltaTimes.at(-1) ?? 0;
    const events = [first, first, ...deltaTimes, last, last, last].map((at) => ({
      event: 'x',
      data: '{}',
      line: 1,
      at,
    }));
    return {
      answer: { ...answer, events, reads: [], end: 'stopped', ms: total },
      reading: { deltaTimes, sawDelta: true, problems: [] },
    } as unknown as StreamExchange;
  };
  const answers: Readonly<Record<string, unknown>> = {
    stream: exchange(times),
    'stream-again': exchange(again),
  };
  return {
    model: () => Promise.resolve('claude-x'),
    ask: (key: string) => Promise.resolve(ok(answers[key] ?? answer)),
  } as unknown as CheckContext;
}

const even = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, at) => Math.round(from + ((to - from) * at) / (count - 1)));
const at = (count: number, time: number): number[] => Array.from({ length: count }, () => time);

test.for([
  ['a model that streams', even(60, 600, 2600), 2650, 550, 'pass'],
  ['a slow start and a fast rest', even(60, 2400, 2800), 2810, 500, 'pass'],
  ['stock nginx before a mock', at(12, 706), 707, 33, 'fail'],
  ['stock nginx before a model', at(60, 3100), 3110, 620, 'fail'],
  [
    'a long stream held back and let out in several reads',
    [...at(20, 3100), ...at(20, 3104), ...at(10, 3109), ...at(10, 3112), ...at(10, 3118), ...at(5, 3120)],
    3125,
    620,
    'fail',
  ],
  ['compressed without flushing', at(60, 1500), 1500, 400, 'fail'],
  ['a mock that answers at once', at(60, 8), 9, 6, 'warn'],
  ['a mock that is far away', at(60, 305), 306, 302, 'warn'],
  ['a cache', even(60, 320, 330), 331, 310, 'warn'],
  ['corked for 200 ms at a time', [...at(35, 247), ...at(25, 370)], 380, 20, 'warn'],
  ['large pieces', [...at(20, 900), ...at(20, 1600), ...at(20, 2300)], 2310, 620, 'warn'],
  ['a short stream that comes as it is made', even(6, 80, 480), 520, 10, 'pass'],
  ['a short stream held back', at(6, 520), 521, 10, 'fail'],
  ['a model of few words', even(2, 600, 900), 950, 550, 'warn'],
  ['too few events to hold anything against it', at(4, 900), 901, 300, 'warn'],
] as const)('%s', async ([, times, total, baseline, status]) => {
  const answer = await streamIncremental.run(context(times, total, baseline));
  expect(answer.status).toBe(status);
  expect(answer.inconclusive).toBeUndefined();
});

test('names nginx and its settings when it is seen in front', async () => {
  const answer = await streamIncremental.run(context(at(12, 706), 707, 33, { server: 'nginx/1.22.1' }));
  expect(answer.detail).toContain('nginx is in front');
  expect(answer.hint).toMatch(/proxy_buffering off.*proxy_http_version 1\.1/);
});

test('a stall that does not come again is no buffer; the second stream decides', async () => {
  const stalled = at(60, 370);
  const passing = await streamIncremental.run(context(stalled, 380, 20, { again: even(60, 20, 370) }));
  expect(passing.status).toBe('pass');
  // A second one that says less clears nothing.
  const less = await streamIncremental.run(context(stalled, 380, 20, { again: at(4, 370) }));
  expect([less.status, less.detail]).toEqual([
    'fail',
    (await streamIncremental.run(context(stalled, 380, 20))).detail,
  ]);
  const buffering = await streamIncremental.run(context(stalled, 380, 20));
  expect(buffering.status).toBe('fail');
});
