import { describe, expect, test } from 'vitest';
import { fold } from '../../src/text/fold.ts';

describe('what is told at a terminal', () => {
  test.each([
    ['short enough', 'as it is\n', 'as it is\n'],
    ['between words', 'one two three four five six\n', 'one two three four\nfive six\n'],
    ['indented as it began', '  one two three four five six', '  one two three four\n  five six'],
    ['behind its mark', '✔ one two three four five', '✔ one two three four\n  five'],
    ['behind the name', 'cowork-3p: one two three', 'cowork-3p: one two\n  three'],
    ['a long word whole', 'at https://gateway.example.com/v1 now', 'at\nhttps://gateway.example.com/v1\nnow'],
    [
      'colours take no columns',
      '\u001b[31mone two\u001b[39m three four',
      '\u001b[31mone two\u001b[39m three four',
    ],
    ['each line by itself', 'one two three four five\nsix\n', 'one two three four\nfive\nsix\n'],
    ['progress', '\r\u001b[Kone two three four five six', '\r\u001b[Kone two three four five six'],
  ])('%s', (_, text, expected) => {
    expect(fold(text, 20)).toBe(expected);
  });

  test('no line is wider than the terminal, and no word is lost', () => {
    const words = Array.from({ length: 300 }, (_, at) => 'x'.repeat(1 + (at % 17)));
    const folded = fold(`  ! ${words.join(' ')}`, 40);
    expect(Math.max(...folded.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(folded.split(/\s+/).filter((word) => word !== '')).toEqual(['!', ...words]);
  });
});
