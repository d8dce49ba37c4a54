import { describe, expect, test } from 'vitest';
import { InFlight } from '../../src/probe/session/in-flight.ts';
import { Stopped } from '../../src/probe/session/stopped.ts';

/* Which requests are in flight together, told by the order in which they begin and end. */

interface Open {
  readonly end: () => void;
}

/** A place whose requests stay open until they are ended by name; `log` holds `+a` when a begins. */
function place(limit: number): {
  readonly flight: InFlight;
  readonly log: string[];
  readonly stop: AbortController;
  go(name: string, alone?: boolean): Promise<string>;
  end(name: string): Promise<void>;
} {
  const stop = new AbortController();
  const flight = new InFlight(limit, stop.signal);
  const log: string[] = [];
  const open = new Map<string, Open>();
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    flight,
    log,
    stop,
    go: (name, alone = false) =>
      flight.slot(() => {
        log.push(`+${name}`);
        return new Promise<string>((resolve) => open.set(name, { end: () => resolve(name) }));
      }, alone),
    end: async (name) => {
      open.get(name)?.end();
      log.push(`-${name}`);
      await settle();
    },
  };
}

describe('requests in flight', () => {
  test('as many as were asked for, in their order; what waits takes the next place', async () => {
    const at = place(2);
    const all = ['a', 'b', 'c'].map((name) => at.go(name));
    expect([at.log, at.flight.isShared]).toEqual([['+a', '+b'], true]);
    await at.end('a');
    await at.end('b');
    await at.end('c');
    expect(at.log).toEqual(['+a', '+b', '-a', '+c', '-b', '-c']);
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
    expect(at.flight.isShared).toBe(false);
  });

  test('at least one, and one at a time when told so, until told otherwise', async () => {
    const least = place(0);
    void least.go('a');
    expect(least.log).toEqual(['+a']);
    const at = place(3);
    at.flight.oneAtATime();
    const all = ['a', 'b', 'c', 'd'].map((name) => at.go(name));
    expect([at.log, at.flight.isShared]).toEqual([['+a'], false]);
    await at.end('a');
    expect(at.log).toEqual(['+a', '-a', '+b']);
    at.flight.sideBySide();
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.log).toEqual(['+a', '-a', '+b', '+c', '+d']);
    for (const name of ['b', 'c', 'd']) await at.end(name);
    await Promise.all(all);
  });

  test('one that goes alone waits for all others, and all others for it', async () => {
    const at = place(3);
    const all = [at.go('a'), at.go('solo', true), at.go('b')];
    expect(at.log).toEqual(['+a']);
    await at.end('a');
    expect(at.log).toEqual(['+a', '-a', '+solo']);
    await at.end('solo');
    expect(at.log).toEqual(['+a', '-a', '+solo', '-solo', '+b']);
    await at.end('b');
    await Promise.all(all);
  });

  test('one that is made again waits until nothing else is in flight', async () => {
    const at = place(2);
    let again: Promise<string> | undefined;
    const other = at.go('b');
    const first = at.flight.slot(() => {
      again = at.flight.again(() => {
        at.log.push('again');
        return Promise.resolve('done');
      });
      return again;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.log).toEqual(['+b']);
    await at.end('b');
    expect(await Promise.all([first, other, again])).toEqual(['done', 'b', 'done']);
    expect(at.log).toEqual(['+b', '-b', 'again']);
  });

  test('two that are made again go one after the other', async () => {
    const at = place(2);
    const ends: (() => void)[] = [];
    const one = (name: string): Promise<string> =>
      at.flight.slot(() =>
        at.flight.again(() => {
          at.log.push(name);
          return new Promise((resolve) => ends.push(() => resolve(name)));
        }),
      );
    const both = [one('a'), one('b')];
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.log).toEqual(['a']);
    ends[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(at.log).toEqual(['a', 'b']);
    ends[1]?.();
    expect(await Promise.all(both)).toEqual(['a', 'b']);
  });

  test('nothing begins once the run is stopped; a failure frees its place', async () => {
    const at = place(1);
    await expect(at.flight.slot(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
    const held = at.go('a');
    const waiting = expect(at.go('b')).rejects.toBeInstanceOf(Stopped);
    at.stop.abort();
    await at.end('a');
    expect(await held).toBe('a');
    await waiting;
    await expect(at.go('c')).rejects.toBeInstanceOf(Stopped);
    expect(at.log).toEqual(['+a', '-a']);
  });
});
