import { expect, test } from 'vitest';
import { compareSettings } from '../../src/schema/compare.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Each difference in one line: its kind, its path, and what stands on either side. */
const compared = (left: Settings, right: Settings): readonly string[] =>
  compareSettings(new Map(Object.entries(left)), new Map(Object.entries(right))).map((one) =>
    [
      one.kind,
      one.path.join('.'),
      'left' in one ? JSON.stringify(one.left) : '-',
      'right' in one ? JSON.stringify(one.right) : '-',
    ].join(' '),
  );

test.each<[string, Settings, Settings, readonly string[]]>([
  ['nothing', {}, {}, []],
  ['the same in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['a key of the right alone', {}, { a: 1 }, ['added a - 1']],
  ['a key of the left alone', { a: 1 }, {}, ['removed a 1 -']],
  ['a key that is null', { a: null }, {}, ['removed a null -']],
  ['another value', { a: 1 }, { a: 2 }, ['changed a 1 2']],
  ['another type', { a: true }, { a: 'yes' }, ['changed a true "yes"']],
  ['keys by their names', { c: 1, a: 1 }, { b: 1, a: 2 }, ['changed a 1 2', 'added b - 1', 'removed c 1 -']],
  ['an item more', { a: [1] }, { a: [1, 2] }, ['added a.1 - 2']],
  ['an item less', { a: [1, 2] }, { a: [1] }, ['removed a.1 2 -']],
  ['items change places', { a: [1, 2] }, { a: [2, 1] }, ['changed a.0 1 2', 'changed a.1 2 1']],
  ['a list is no object', { a: [1] }, { a: { 0: 1 } }, ['changed a [1] {"0":1}']],
  ['an object is no list', { a: { 0: 1 } }, { a: [1] }, ['changed a {"0":1} [1]']],
  ['a list is no text', { a: ['b'] }, { a: 'b' }, ['changed a ["b"] "b"']],
  ['an object is not null', { a: {} }, { a: null }, ['changed a {} null']],
  ['null is no object', { a: null }, { a: {} }, ['changed a null {}']],
  [
    'members by their names',
    { a: { d: 1, b: 1 } },
    { a: { c: 1, b: 2 } },
    ['changed a.b 1 2', 'added a.c - 1', 'removed a.d 1 -'],
  ],
  ['members in another order', { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, []],
  ['deep inside', { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }, ['changed a.0.b.c 1 2']],
  ['a member every object has', { a: {} }, { a: { toString: 1 } }, ['added a.toString - 1']],
])('%s', (_, left, right, expected) => {
  expect(compared(left, right)).toEqual(expected);
});
