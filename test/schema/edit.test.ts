import { describe, expect, test } from 'vitest';
import { applyEdits, editedPath, noteRenames, textEdits, type Edit } from '../../src/schema/edit.ts';
import { documentOf } from './document-of.ts';

type Settings = Readonly<Record<string, unknown>>;
const asMap = (settings: Settings): Map<string, unknown> => new Map(Object.entries(settings));

/** The settings after the edits, as JSON: the order of keys counts. */
function edited(settings: Settings, edits: readonly Edit[]): string {
  const before = JSON.stringify(settings);
  const after = JSON.stringify(Object.fromEntries(applyEdits(asMap(settings), edits)));
  expect(JSON.stringify(settings)).toBe(before);
  return after;
}

const set = (path: Edit['path'], value: unknown): Edit => ({ path, value });
const remove = (...path: Edit['path']): Edit => ({ path, value: undefined });
const rename = (path: Edit['path'], to: string): Edit => ({ path, rename: to });

test.each<[string, Settings, readonly Edit[], string]>([
  ['nothing', { a: 1 }, [], '{"a":1}'],
  ['a key is set', { a: 1, b: 2 }, [set(['a'], 3)], '{"a":3,"b":2}'],
  ['a key is added', { a: 1 }, [set(['b'], null)], '{"a":1,"b":null}'],
  ['a key goes', { a: 1, b: 2 }, [remove('a')], '{"b":2}'],
  ['a key that is not there goes', { a: 1 }, [remove('b')], '{"a":1}'],
  ['a key is renamed, in its place', { a: 1, b: 2, c: 3 }, [rename(['b'], 'd')], '{"a":1,"d":2,"c":3}'],
  ['a key takes the name of one before it', { a: 1, b: 2 }, [rename(['b'], 'a')], '{"a":2}'],
  ['a key takes the name of one behind it', { a: 1, b: 2 }, [rename(['a'], 'b')], '{"b":1}'],
  ['a key is renamed to itself', { a: 1, b: 2 }, [rename(['a'], 'a')], '{"a":1,"b":2}'],
  ['a key that is not there is renamed', { a: 1 }, [rename(['b'], 'a')], '{"a":1}'],
  ['an item is set', { a: [1, 2, 3] }, [set(['a', 1], 9)], '{"a":[1,9,3]}'],
  ['an item goes', { a: [1, 2, 3] }, [remove('a', 0)], '{"a":[2,3]}'],
  ['an item cannot be renamed', { a: [1] }, [rename(['a', 0], 'b')], '{"a":[1]}'],
  ['an item has no name', { a: [1] }, [set(['a', 'b'], 9)], '{"a":[1]}'],
  ['an object has no first item', { a: { b: 1 } }, [set(['a', 0], 9)], '{"a":{"b":1}}'],
  ['a member is set', { a: { b: 1 } }, [set(['a', 'c'], 2)], '{"a":{"b":1,"c":2}}'],
  ['a member goes', { a: { b: 1, c: 2 } }, [remove('a', 'b')], '{"a":{"c":2}}'],
  ['a member of an item', { a: [{ b: 1 }, { b: 2 }] }, [set(['a', 1, 'b'], 9)], '{"a":[{"b":1},{"b":9}]}'],
  ['a member is renamed', { a: { b: 1, c: 2 } }, [rename(['a', 'b'], 'd')], '{"a":{"d":1,"c":2}}'],
  ['inside nothing', { a: 1 }, [set(['b', 'c'], 9)], '{"a":1}'],
  ['inside null', { a: null }, [set(['a', 'b'], 9)], '{"a":null}'],
  ['inside a text', { a: 'text' }, [set(['a', 0], 9)], '{"a":"text"}'],
  ['inside a number of a list', { a: [1] }, [set(['a', 0, 'b'], 9)], '{"a":[1]}'],
  ['behind the end of a list', { a: [{}] }, [set(['a', 1, 'b'], 9)], '{"a":[{}]}'],
  ['inside a list by a name', { a: [{}] }, [set(['a', '0', 'b'], 9)], '{"a":[{}]}'],
  ['inside an object that is not there', { a: {} }, [set(['a', 'b', 'c'], 9)], '{"a":{}}'],
  ['nowhere in a list', { a: [[1]] }, [set(['a', 9, 0], 9)], '{"a":[[1]]}'],
  ['inside an object by a number', { a: { 0: {} } }, [set(['a', 0, 'b'], 9)], '{"a":{"0":{}}}'],
  ['no path at all', { a: 1 }, [set([], 9)], '{"a":1}'],
  [
    'one after the other, in one list',
    { a: [{ b: 1 }, { c: 2 }, 3] },
    [set(['a', 0, 'b'], 8), remove('a', 2), set(['a', 1, 'c'], 9)],
    '{"a":[{"b":8},{"c":9}]}',
  ],
  [
    'a key is renamed, then edited inside',
    { a: { x: 1 }, z: null },
    [rename(['a'], 'b'), set(['b', 'x'], 2)],
    '{"b":{"x":2},"z":null}',
  ],
])('%s', (_, settings, edits, after) => {
  expect(edited(settings, edits)).toBe(after);
});

test('what is not touched is shared, what is touched is copied', () => {
  const settings = { a: { b: { c: 1 } }, d: { e: 1 } };
  const after = applyEdits(asMap(settings), [set(['a', 'x'], 1)]);
  expect(after.get('d')).toBe(settings.d);
  expect((after.get('a') as { b: unknown }).b).toBe(settings.a.b);
  expect(after.get('a')).not.toBe(settings.a);
});

describe('where an edited value stands', () => {
  test.each<[Edit, Edit['path']]>([
    [set(['a', 'b'], 1), ['a', 'b']],
    [rename(['a'], 'b'), ['b']],
    [rename(['a', 0, 'b'], 'c'), ['a', 0, 'c']],
  ])('%j', (edit, path) => {
    expect(editedPath(edit)).toEqual(path);
  });

  test('the name before the first of several renames', () => {
    const names = new Map<string, string>();
    noteRenames([rename(['a'], 'b'), rename(['b'], 'c'), rename(['x', 'y'], 'z'), set(['d'], 1)], names);
    expect([...names]).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
  });
});

describe('edits for a text in which values may stand as JSON inside strings', () => {
  const written = { a: '{"b":1,"c":2}', p: 'text' };
  const settings = asMap({ a: { b: 1, c: 2 }, p: 'text' });
  const forText = (...steps: Edit[]): Edit[] => textEdits(settings, documentOf(written), steps);

  test.each<[string, readonly Edit[], readonly Edit[]]>([
    ['a part of it: the whole is written anew', [set(['a', 'b'], 9)], [set(['a'], { b: 9, c: 2 })]],
    [
      'two parts: the second edits what the first has written',
      [set(['a', 'b'], 9), remove('a', 'c')],
      [set(['a'], { b: 9, c: 2 }), remove('a', 'c')],
    ],
    [
      'the key takes another name, and is in a string still',
      [rename(['a'], 'z'), set(['z', 'b'], 9)],
      [rename(['a'], 'z'), set(['z'], { b: 9, c: 2 })],
    ],
    ['the key is written anew', [set(['a'], {}), set(['a', 'b'], 9)], [set(['a'], {}), set(['a', 'b'], 9)]],
    ['a text stays one', [rename(['p'], 'q'), set(['q', 'b'], 9)], [rename(['p'], 'q'), set(['q', 'b'], 9)]],
  ])('%s', (_, steps, expected) => {
    expect(forText(...steps)).toEqual(expected);
  });

  test('without a document, and where nothing stands in a string, edits stay as they are', () => {
    const steps = [set(['a', 'b'], 9)];
    expect(textEdits(settings, undefined, steps)).toEqual(steps);
    expect(textEdits(settings, documentOf({ a: { b: 1, c: 2 } }), steps)).toEqual(steps);
  });
});
