import { describe, expect, test } from 'vitest';
import { pause } from '../../src/net/pause.ts';
import { isObstacle } from '../../src/probe/run/weigh.ts';
import { Connections } from '../../src/probe/session/connections.ts';
import { Outage } from '../../src/probe/session/outage.ts';
import type { Place } from '../../src/probe/session/places.ts';
import { orStop, Stopped, throwIfStopped, wait } from '../../src/probe/session/stopped.ts';
import type { CheckResult } from '../../src/probe/types.ts';

/* Small parts of a run: what keeps others from being made, what an outage is, how waits end. */

test.for<[string, Partial<CheckResult>, boolean]>([
  ['passes', {}, false],
  ['warns', { status: 'warn' }, false],
  ['fails', { status: 'fail' }, true],
  ['is open', { status: 'warn', inconclusive: true }, true],
  ['broke', { status: 'skip', crashed: true }, true],
  ['fails for another', { status: 'fail', blockedBy: 'dns' }, false],
  ['is open for another', { status: 'skip', inconclusive: true, blockedBy: 'dns' }, false],
])('a check that %s is shown though nobody asked for it: %s', ([, more, shown]) => {
  expect(
    isObstacle({ id: 'a', title: 'a', required: true, ms: 1, status: 'pass', detail: 'So.', ...more }),
  ).toBe(shown);
});

describe('an outage', () => {
  /** `f`: a message that was sent before fails; `F`: a new one; `n`: one that may not recover; `p`, `b`: one passes alone, beside others; `o`: the last of before passes. */
  function after(events: string): string {
    const outage = new Outage();
    let number = 2;
    const at = (place: number): Place => ({ number: place, model: 'm', ofModel: place });
    for (const event of events) {
      if (event === 'f') outage.failed(at(1), 2, true);
      else if (event === 'n') outage.failed(at(1), 2, false);
      else if (event === 'F') outage.failed(at((number += 1)), number, true);
      else if (event === 'o') outage.passed(2, true);
      else outage.passed((number += 1), event === 'b');
    }
    return `${outage.isCalm ? 'calm' : 'not calm'}${outage.isCertain ? ', certain' : ''}`;
  }

  test.for([
    ['', 'not calm'],
    ['pppppp', 'not calm'],
    ['fpppppp', 'not calm'],
    ['ffppppp', 'not calm'],
    ['ffpppppp', 'calm'],
    ['ffppbbbb', 'calm, certain'],
    ['ffpppbbb', 'calm'],
    ['ffoooooo', 'not calm'],
    ['ffppppppbbbb', 'calm, certain'],
    ['fnpppppp', 'not calm'],
    ['ffpppFpppppp', 'not calm'],
    ['ffpfppppp', 'calm'],
    ['fFpppppp', 'calm'],
  ] as const)('%s: %s', ([events, state]) => {
    expect(after(events)).toBe(state);
  });
});

describe('what a run leaves open of its failures', () => {
  /** Each message: its model, in capitals when it failed; `.` begins what is sent after the first failure was seen. */
  test.for([
    ['abA.a', undefined],
    ['AB', undefined],
    ['aAB.a', 4],
    ['aABcc.a', 5],
    ['aAbC.a', undefined],
    ['abAcA.a', 5],
    ['aABCDEF.a', 7],
    ['aAB.cccC', undefined],
    ['aAB.cccccc', 4],
  ] as const)('%s: %s messages would tell', ([events, count]) => {
    const outage = new Outage();
    const ofModel = new Map<string, number>();
    const [together = ''] = events.split('.');
    for (const [at, event] of Array.from(events.replace('.', '')).entries()) {
      const model = event.toLowerCase();
      ofModel.set(model, (ofModel.get(model) ?? 0) + 1);
      const place = { number: at + 1, model, ofModel: ofModel.get(model) ?? 0 };
      if (event === model) outage.passed(place.number, false);
      else outage.failed(place, Math.max(together.length, at + 1), false);
    }
    expect(outage.toTell).toBe(count);
    if (count === undefined) return;
    outage.passedAgain();
    expect([outage.isCertain, outage.toTell]).toEqual([true, undefined]);
  });
});

describe('connections of a balancer', () => {
  /** Capital letters are failures, small ones passes; each letter is a connection, `.` one without a number. */
  test.for([
    ['', false],
    ['BBB', false],
    ['aaBBB', false],
    ['aaaBB', false],
    ['aaaBBB', true],
    ['aBaBaB', true],
    ['aaaBBC', true],
    ['aaaBCD', false],
    ['aaaBBBb', false],
    ['aaaABBB', false],
    ['aaaBBBcc', true],
    ['aa.BBB', false],
  ] as const)('%s: split %s', ([events, split]) => {
    const connections = new Connections();
    for (const event of events) {
      const small = event.toLowerCase();
      connections.note(event === '.' ? undefined : small.charCodeAt(0), event !== small);
    }
    expect(connections.areSplit).toBe(split);
  });
});

describe('waits', () => {
  const never = new Promise<never>(() => undefined);

  test('end with the work, or as soon as the run is stopped', async () => {
    const stop = new AbortController();
    expect(await orStop(Promise.resolve(7), stop.signal)).toBe(7);
    await expect(orStop(Promise.reject(new Error('cut')), stop.signal)).rejects.toThrow('cut');
    const waiting = orStop(never, stop.signal);
    const paused = wait(60_000, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toBeInstanceOf(Stopped);
    await expect(paused).rejects.toBeInstanceOf(Stopped);
    await expect(orStop(never, stop.signal)).rejects.toBeInstanceOf(Stopped);
    expect(() => throwIfStopped(stop.signal)).toThrow(Stopped);
  });

  test('end after their time, without a word', async () => {
    const { signal } = new AbortController();
    await wait(1, signal);
    await pause(1, signal);
    expect(() => throwIfStopped(signal)).not.toThrow();
    const stopped = AbortSignal.abort();
    await pause(60_000, stopped);
  });
});
