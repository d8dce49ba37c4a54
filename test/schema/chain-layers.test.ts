import { describe, expect, test } from 'vitest';
import { Layers, type Owned } from '../../src/schema/extends/layers.ts';

/* What counts of files laid one over another, and what a value is said to have replaced. */

const entry = (file: string, value: unknown, key = 'k'): Owned => ({ key, value, file, encoding: 'JSON' });
const BASE = { entries: new Map<string, Owned>(), origins: new Map(), unset: new Map() };
const setting = (
  file: string,
  value: unknown,
  replaced: readonly { file: string; value?: unknown }[] = [],
) => ({
  ...BASE,
  entries: new Map([['k', entry(file, value)]]),
  origins: new Map([['k', { file, replaced }]]),
});
const taking = (file: string, ...replaced: readonly { file: string; value?: unknown }[]) => ({
  ...BASE,
  unset: new Map([['k', { file, replaced }]]),
});

describe('a base after another', () => {
  test('its value counts, and says what it replaced', () => {
    const layers = new Layers();
    expect(layers.add(setting('a', 1))).toEqual([]);
    expect(layers.add(setting('b', 2))).toEqual([]);
    expect(layers.entries.get('k')).toMatchObject({ value: 2, file: 'b' });
    expect(layers.origins.get('k')).toEqual({ file: 'b', replaced: [{ file: 'a', value: 1 }] });
  });

  test('what it took away from its own bases stays where an earlier base sets it', () => {
    const layers = new Layers();
    layers.add(setting('a', 1));
    layers.add(taking('b', { file: 'c', value: 3 }));
    expect(layers.entries.get('k')).toMatchObject({ value: 1 });
    expect(layers.unset.has('k')).toBe(false);
  });

  test('what it took away is told where nothing else sets it', () => {
    const layers = new Layers();
    layers.add(taking('b', { file: 'c', value: 3 }));
    expect(layers.unset.get('k')).toEqual({ file: 'b', replaced: [{ file: 'c', value: 3 }] });
    expect(layers.take('k', 'd')).toBe(false);
    layers.set('k', entry('d', 4));
    expect(layers.unset.has('k')).toBe(false);
    expect(layers.origins.get('k')).toEqual({
      file: 'd',
      replaced: [{ file: 'b' }, { file: 'c', value: 3 }],
    });
  });

  test('a value that comes back over the one that had replaced it is told', () => {
    const layers = new Layers();
    const first = setting('a', 1);
    layers.add(first);
    layers.add(setting('b', 2, [{ file: 'a', value: 1 }]));
    expect(layers.add(first)).toEqual([{ key: 'k', file: 'a', over: 'b' }]);
    expect(layers.entries.get('k')).toMatchObject({ value: 1 });
  });

  test('a base of both is told once, in the nearest place', () => {
    const layers = new Layers();
    layers.add(setting('b', 2, [{ file: 'a', value: 1 }]));
    layers.add(setting('c', 3, [{ file: 'a', value: 1 }]));
    expect(layers.origins.get('k')?.replaced).toEqual([
      { file: 'b', value: 2 },
      { file: 'a', value: 1 },
    ]);
  });

  test('what a value replaced is told for twenty files', () => {
    const layers = new Layers();
    for (let at = 0; at < 30; at++) layers.add(setting(`f${String(at)}`, at));
    expect(layers.origins.get('k')?.replaced.map(({ file }) => file)).toEqual(
      Array.from({ length: 20 }, (_, back) => `f${String(28 - back)}`),
    );
  });
});

describe('a retired name and the name of today are one setting', () => {
  const [OLD, NEW] = ['inferenceGatewayHeaders', 'inferenceCustomHeaders'];

  test('of two files the later one counts, under its name', () => {
    const layers = new Layers();
    layers.set(OLD, entry('a', ['A: b'], OLD));
    layers.set(NEW, entry('b', { A: 'c' }, NEW));
    expect([...layers.entries.keys()]).toEqual([NEW]);
    expect(layers.origins.get(NEW)?.replaced).toEqual([{ file: 'a', value: ['A: b'], key: OLD }]);
  });

  test('of one file both stay, for its findings to tell', () => {
    const layers = new Layers();
    layers.set(OLD, entry('a', ['A: b'], OLD));
    layers.set(NEW, entry('a', { A: 'c' }, NEW));
    expect([...layers.entries.keys()]).toEqual([OLD, NEW]);
  });

  test('what is taken away under one is gone under the other', () => {
    const layers = new Layers();
    layers.set(OLD, entry('a', ['A: b'], OLD));
    expect(layers.take(NEW, 'b')).toBe(true);
    expect([layers.entries.size, layers.unset.get(NEW)]).toEqual([
      0,
      { file: 'b', replaced: [{ file: 'a', value: ['A: b'], key: OLD }] },
    ]);
  });
});
