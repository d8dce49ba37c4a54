import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/schema/document.ts';
import { membersOf, pathId, pathText, valueAt } from '../../src/schema/path.ts';
import { isObject } from '../../src/text/json.ts';

test.each<[Path, string]>([
  [[], ''],
  [['inferenceModels'], 'inferenceModels'],
  [['inferenceModels', 2, 'name'], 'inferenceModels[2].name'],
  [['a', 0, 1], 'a[0][1]'],
  [['a', 'b'], 'a.b'],
  [['a', 'X-Team'], 'a.X-Team'],
  [['a', '$b_1'], 'a.$b_1'],
  [['a', 'b c'], 'a["b c"]'],
  [['a', '1b'], 'a["1b"]'],
  [['a', ''], 'a[""]'],
  [['a', 'b.c'], 'a["b.c"]'],
  [['b c'], 'b c'],
])('%j is written %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

test('a name that may be a secret is masked', () => {
  expect(
    pathText(['managedMcpServers', 0, 'headers', 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz']),
  ).not.toContain('abcdef');
});

test('a number and its text are two paths', () => {
  expect(pathId(['a', 1])).not.toBe(pathId(['a', '1']));
  expect(pathId(['a', 1])).toBe(pathId(['a', 1]));
});

describe('the value at a path', () => {
  const value = { a: [{ b: null }], t: 'text', n: 7 };
  test.each<[Path, unknown]>([
    [[], value],
    [['a', 0, 'b'], null],
    [['a', 0, 'b', 'c'], undefined],
    [['a', 1], undefined],
    [['a', 'length'], 1],
    [['t', 0], undefined],
    [['n', 'toFixed'], undefined],
    [['toString'], undefined],
    [['a', 'map'], undefined],
  ])('%j', (path, found) => {
    expect(valueAt(value, path)).toEqual(found);
  });
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['a', false],
  [undefined, false],
])('%j is an object: %s', (value, object) => {
  expect(isObject(value)).toBe(object);
  expect(membersOf(value)).toBe(object ? value : undefined);
});
