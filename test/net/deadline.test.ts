import { describe, expect, test } from 'vitest';
import { limitsOf, startDeadline, TIMEOUTS } from '../../src/net/deadline.ts';
import { pause } from '../../src/net/pause.ts';
import type { Timeouts } from '../../src/net/types.ts';

const LONG: Timeouts = { connect: 60_000, firstByte: 60_000, idle: 60_000, total: 60_000 };
const never = new Promise<never>(() => undefined);

test('once an answer flows, only its silence and the whole are bounded', async () => {
  const deadline = startDeadline({ ...LONG, idle: 20 }, []);
  deadline.enter('idle');
  deadline.enter('first-byte');
  deadline.enter('connect');
  await expect(deadline.race(never)).rejects.toThrow('idle');
  expect(deadline.ended).toBe('idle');
  deadline.stop();
});

describe('each wait has its own limit', () => {
  test.for([
    ['connect', { connect: 5 }],
    ['first-byte', { firstByte: 5 }],
    ['idle', { idle: 5 }],
  ] as const)('%s', async ([phase, limit]) => {
    const deadline = startDeadline({ ...LONG, ...limit }, []);
    deadline.enter(phase);
    await expect(deadline.race(never)).rejects.toThrow(phase);
    expect([deadline.ended, deadline.signal.aborted]).toEqual([phase, true]);
    deadline.stop();
  });

  test('the whole, whatever is waited for', async () => {
    const deadline = startDeadline({ ...LONG, total: 5 }, []);
    deadline.enter('first-byte');
    await expect(deadline.race(never)).rejects.toThrow('total');
    expect(deadline.ended).toBe('total');
    deadline.stop();
  });

  test('a limit that has run out ends at once, and the first end stays', async () => {
    const deadline = startDeadline({ ...LONG, connect: -5 }, []);
    deadline.enter('connect');
    await expect(deadline.race(never)).rejects.toThrow('connect');
    deadline.enter('idle');
    expect(deadline.ended).toBe('connect');
    deadline.stop();
  });

  test('the limits of a request that names none', () => {
    expect(TIMEOUTS).toEqual({ connect: 10_000, firstByte: 45_000, idle: 30_000, total: 60_000 });
  });
});

describe('a signal from outside', () => {
  test('ends it, earlier or later', async () => {
    const stop = new AbortController();
    const later = startDeadline(LONG, [undefined, stop.signal]);
    expect(later.ended).toBeUndefined();
    stop.abort();
    await expect(later.race(never)).rejects.toThrow('cancelled');
    const earlier = startDeadline(LONG, [stop.signal]);
    expect([later.ended, earlier.ended]).toEqual(['cancelled', 'cancelled']);
    later.stop();
    earlier.stop();
  });

  test('does nothing after the end', () => {
    const stop = new AbortController();
    const deadline = startDeadline(LONG, [stop.signal]);
    deadline.stop();
    stop.abort();
    expect([deadline.ended, deadline.signal.aborted]).toEqual([undefined, false]);
  });
});

test('what comes in time is given, and what fails in time fails', async () => {
  const deadline = startDeadline(LONG, []);
  expect(await deadline.race(Promise.resolve(7))).toBe(7);
  await expect(deadline.race(Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  deadline.stop();
});

test('a limit longer than timers take is no limit of a moment', async () => {
  const deadline = startDeadline({ ...LONG, connect: Number.MAX_SAFE_INTEGER }, []);
  deadline.enter('connect');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(deadline.ended).toBeUndefined();
  deadline.stop();
});

describe('a request waits as long as it says, and never longer than who calls the client', () => {
  test.for<[keyof Timeouts, number | undefined, number | undefined, number]>([
    ['connect', undefined, undefined, 10_000],
    ['connect', 300, undefined, 300],
    ['firstByte', undefined, 120_000, 120_000],
    ['firstByte', 300, 500, 300],
    ['idle', 90_000, undefined, 90_000],
    ['idle', 90_000, 5, 5],
    ['total', 90_000, 120_000, 90_000],
    ['total', undefined, 5, 5],
  ])('%s: %s ms for the client, %s for the request: %i', ([phase, client, own, waits]) => {
    const set = (ms: number | undefined): Partial<Timeouts> => (ms === undefined ? {} : { [phase]: ms });
    expect(limitsOf(set(client), set(own))).toEqual({ ...TIMEOUTS, [phase]: waits });
  });
});

test.each(['before it begins', 'while it lasts'])(
  'a pause ends with the signal: aborted %s',
  async (when) => {
    const stop = new AbortController();
    if (when === 'before it begins') stop.abort();
    const paused = pause(600_000, stop.signal);
    stop.abort();
    await paused;
  },
);
