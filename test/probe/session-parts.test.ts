import { describe, expect, test } from 'vitest';
import { pause } from '../../src/net/pause.ts';
import { isObstacle } from '../../src/probe/run/weigh.ts';
import { ok } from '../../src/errors.ts';
import { Connections } from '../../src/probe/session/connections.ts';
import { CutsInUse } from '../../src/probe/session/cuts-in-use.ts';
import { InFlight } from '../../src/probe/session/in-flight.ts';
import { Outage } from '../../src/probe/session/outage.ts';
import type { Place } from '../../src/probe/session/places.ts';
import { settle } from '../../src/probe/session/settle.ts';
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

describe('connections that were cut in use', () => {
  interface Met {
    /** Which message; the server has answered so many on the connection, which is so old. */
    readonly cut?: number;
    readonly passed?: number;
    readonly served: number;
    readonly ageMs: number;
    readonly twice?: boolean;
  }
  const LATE: Met = { passed: 9, served: 5, ageMs: 900 };
  const cut = (number: number, more: Partial<Met> = {}): Met => ({
    cut: number,
    served: 1,
    ageMs: 100,
    ...more,
  });

  test.for<[string, readonly Met[], number, number | undefined]>([
    ['none', [LATE], 0, undefined],
    ['one', [cut(3), LATE], 1, undefined],
    ['two in a row', [cut(3), cut(4), LATE], 2, 4],
    ['two in a row, before others are seen to last longer', [cut(3), cut(4)], 0, undefined],
    ['two that others came between', [cut(2), cut(4), LATE], 2, undefined],
    ['one, whose message failed once more', [cut(3, { twice: true }), LATE], 1, 4],
    ['two in a row, and one later', [cut(3), cut(4), cut(7), LATE], 3, undefined],
    [
      'a number of requests after which connections end',
      [cut(3, { served: 5 }), cut(4, { served: 5 }), LATE],
      0,
      undefined,
    ],
    ['an age at which connections end', [cut(3, { ageMs: 900 }), cut(4, { ageMs: 950 }), LATE], 0, undefined],
  ])('%s', ([, messages, met, toTell]) => {
    const cuts = new CutsInUse();
    for (const { cut: number = 0, passed, served, ageMs, twice = false } of messages) {
      const use = { served, ageMs };
      const value = { status: 200, headers: {}, text: '', json: {}, firstByteMs: 1, ms: 1 };
      const place = { number: passed ?? number, model: 'm', ofModel: passed ?? number };
      const answer = passed === undefined ? { ...value, cutInUse: use } : { ...value, use };
      cuts.note(ok(answer), { place, sent: Math.max(4, number), twice });
    }
    expect([cuts.met.length, cuts.toTell([])]).toEqual([met, toTell]);
  });

  test('a failure of another kind right before it counts as one of two', () => {
    const cuts = new CutsInUse();
    const at = (number: number): Place => ({ number, model: 'm', ofModel: number });
    const value = { status: 200, headers: {}, text: '', json: {}, firstByteMs: 1, ms: 1 };
    cuts.note(ok({ ...value, use: { served: 5, ageMs: 900 } }), { place: at(1), sent: 1, twice: false });
    cuts.note(ok({ ...value, cutInUse: { served: 1, ageMs: 9 } }), { place: at(3), sent: 4, twice: false });
    expect([cuts.toTell([]), cuts.toTell([at(2)]), cuts.toTell([at(1)])]).toEqual([undefined, 4, undefined]);
  });
});

describe('what the end of a run sends', () => {
  /** Failures side by side, of so many that had been sent; `redo` passes as told. */
  async function sent(together: number, redo: readonly boolean[], small: boolean): Promise<unknown> {
    const outage = new Outage();
    const at = (number: number): Place => ({ number, model: 'm', ofModel: number });
    if (together > 0) {
      outage.failed(at(1), together, true);
      outage.failed(at(2), together, true);
      outage.passed(together + 1, false);
    }
    let count = 0;
    const answers = (passes: boolean) => () => Promise.resolve((count += 1) > 0 && passes);
    const flight = new InFlight(9, new AbortController().signal);
    const open = { outage, cuts: new CutsInUse(), flight, redo: redo.map(answers) };
    await settle(open, () => Promise.resolve(answers(small)));
    return [count, outage.isCertain];
  }

  test.for<[string, number, readonly boolean[], boolean, unknown]>([
    ['nothing where nothing failed', 0, [], true, [0, false]],
    ['four at least', 2, [true], true, [4, true]],
    ['as many as had been sent', 6, [true, true], true, [6, true]],
    ['all that failed', 2, [true, true, true, true, true], true, [5, true]],
    ['one that failed fails again', 2, [true, false], true, [4, false]],
    ['a small one fails', 2, [true], false, [4, false]],
  ])('%s', async ([, together, redo, small, expected]) => {
    expect(await sent(together, redo, small)).toEqual(expected);
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
