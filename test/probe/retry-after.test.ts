import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../src/probe/session/retry-after.ts';

const TODAY = new Date('2026-11-26T08:00:00Z');

describe('how long a gateway says to wait', () => {
  test.each<[string, Readonly<Record<string, string>>, number | undefined]>([
    ['nothing', {}, undefined],
    ['blank', { 'retry-after': ' ' }, undefined],
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a fraction, rounded up', { 'retry-after': '0.0005' }, 1],
    ['milliseconds before seconds', { 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    ['milliseconds that are none', { 'retry-after-ms': '-1', 'retry-after': '7' }, 7000],
    ['a date to come', { 'retry-after': 'Thu, 26 Nov 2026 08:00:30 GMT' }, 30_000],
    ['a date that is over', { 'retry-after': 'Thu, 26 Nov 2026 07:59:00 GMT' }, 0],
    ['a word', { 'retry-after': 'soon' }, undefined],
  ])('%s', (_, headers, expected) => {
    expect(retryAfterMs(headers, TODAY)).toBe(expected);
  });
});
