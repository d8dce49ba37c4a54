import { expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';

test.each<[number, number | undefined, number]>([
  [200, undefined, 200],
  [201, undefined, 200],
  [40, 40, 40],
  [41, 40, 40],
])('%i characters within a limit of %s are %i', (length, limit, expected) => {
  const shown = limit === undefined ? printable('x'.repeat(length)) : printable('x'.repeat(length), limit);
  expect(shown).toHaveLength(expected);
  expect(shown.endsWith('…')).toBe(length > expected);
});
