import { describe, expect, test } from 'vitest';
import { weighed } from '../../src/probe/run/weigh.ts';
import type { CheckResult } from '../../src/probe/types.ts';

function result(id: string, more: Partial<CheckResult> = {}): CheckResult {
  return { id, title: id, required: true, ms: 1, status: 'pass', detail: 'So it is.', ...more };
}

const RICH = result('rich-request');
const STREAM = result('tool-stream');
const TRIP = result('tool-roundtrip');

describe('what only explains why turns fail', () => {
  test.each<[string, CheckResult[], string]>([
    ['is a warning when every kind of turn works', [RICH, STREAM, TRIP], 'warn'],
    ['also with a warning among them', [RICH, { ...STREAM, status: 'warn' }, TRIP], 'warn'],
    ['and one that works in part', [RICH, { ...STREAM, status: 'fail', whenBroken: 'partly' }, TRIP], 'warn'],
    ['stays when a kind was not asked for', [RICH, STREAM], 'fail'],
    ['when one fails', [RICH, STREAM, { ...TRIP, status: 'fail', whenBroken: 'no' }], 'fail'],
    ['when one was not made', [RICH, STREAM, { ...TRIP, status: 'skip' }], 'fail'],
    ['when one was not found out', [RICH, STREAM, { ...TRIP, status: 'warn', inconclusive: true }], 'fail'],
  ])('%s', (_, turns, expected) => {
    const broken = result('health', { status: 'fail', whenBroken: 'explains' });
    const other = result('tls-chain', { status: 'fail', whenBroken: 'no' });
    const after = weighed([broken, other, ...turns]);
    expect(after.map(({ status }) => status)).toEqual([
      expected,
      'fail',
      ...turns.map((turn) => turn.status),
    ]);
  });
});
