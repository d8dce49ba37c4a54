import { expect, test } from 'vitest';
import { Unwritable } from '../../src/exporters/unwritable.ts';
import { wireText, writable } from '../../src/exporters/wire.ts';

test.for<[unknown, string]>([
  [true, 'true'],
  [false, 'false'],
  [3600, '3600'],
  [-0, '0'],
  [0.25, '0.25'],
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [-2.5e-9, '-0.0000000025'],
  ['as it is', 'as it is'],
  [[], '[]'],
  [{}, '{}'],
  [['a', 1, true], '["a",1,true]'],
  [{ b: { a: 'q"\n' } }, '{"b":{"a":"q\\"\\n"}}'],
  [['\u2028\u2029\u0085\u009F\u007F\uFFFF'], '["\\u2028\\u2029\\u0085\\u009f\\u007f\\uffff"]'],
  [['\uD800'], '["\\ud800"]'],
])('%j travels as %s', ([value, text]) => {
  expect(wireText('key', value)).toBe(text);
  if (typeof value === 'object') expect(JSON.parse(text)).toEqual(value);
});

test.for<[string, unknown]>([
  ['not a number', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
  ['infinite inside', [Number.NEGATIVE_INFINITY]],
  ['a bigint inside', [10n]],
  ['a control character', 's3cret\u0001'],
  ['a lone surrogate', 's3cret\uD800'],
])('%s is refused by key, and the value is not told', ([, value]) => {
  const attempt = (): string => wireText('inferenceGatewayApiKey', value);
  expect(attempt).toThrow(Unwritable);
  expect(attempt).toThrow(/^inferenceGatewayApiKey /);
  expect(attempt).not.toThrow(/s3cret/);
});

test('an empty text is never written, an empty list is', () => {
  const settings = new Map<string, unknown>([
    ['a', ''],
    ['b', []],
    ['c', {}],
    ['d', undefined],
    ['e', null],
    ['f', false],
    ['g', 0],
  ]);
  expect(writable(settings).map(([key]) => key)).toEqual(['b', 'c', 'f', 'g']);
});

test.for(['', '1a', 'a b', 'a"', 'a]', 'a.b', 'a-b', '__proto__', '<a>', 'a\r\n', 'ä'])(
  'the name %j is refused',
  (name) => {
    expect(() => writable(new Map([[name, 'x']]))).toThrow(Unwritable);
  },
);
