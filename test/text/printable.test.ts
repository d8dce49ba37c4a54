import { describe, expect, test } from 'vitest';
import { hiddenIn, oddIn, withoutHidden } from '../../src/text/hidden.ts';
import { forTerminal, hasForbiddenCharacter, inert, printable } from '../../src/text/printable.ts';

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

describe('cut between characters, never inside one', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['a😀b', 4, 'a😀b'],
    ['a😀bc', 4, 'a😀…'],
    ['a😀bcd', 3, 'a…'],
    ['😀😀😀', 4, '😀…'],
    ['😀😀😀', 3, '😀…'],
    ['a\u{10000}bcd', 3, 'a…'],
    ['a\u{10FFFF}bcd', 3, 'a…'],
  ])('%s within %i: %s', (text, limit, shown) => {
    expect(printable(text, limit)).toBe(shown);
  });

  test('no more than four times the limit is looked at', () => {
    expect(printable(`${'\u0000'.repeat(39)}abc`, 10)).toBe('a');
    expect(printable(`${'\u0000'.repeat(40)}abc`, 10)).toBe('');
  });
});

/** Sequences and characters that drive a terminal or hide text, and what is left of `a…b`. */
const DRIVERS: readonly [string, string][] = [
  ['colour', '\u001B[31m'],
  ['colour, as one character', '\u009B31m'],
  ['a private sequence', '\u001B[?25l'],
  ['intermediate bytes', '\u001B[1 q'],
  ['a title', '\u001B]0;title\u0007'],
  ['a title ended by ST', '\u001B]0;title\u001B\\'],
  ['a title ended by the one character', '\u009D0;title\u009C'],
  ['a device string', '\u001BPdata\u001B\\'],
  ['a start of string', '\u001BXdata\u001B\\'],
  ['a privacy message', '\u001B^data\u001B\\'],
  ['a program command', '\u001B_data\u001B\\'],
  ['two bytes', '\u001B(B'],
  ['reset', '\u001Bc'],
  ['null', '\u0000'],
  ['backspace', '\u0008'],
  ['vertical tab', '\u000B'],
  ['carriage return', '\r'],
  ['escape alone', '\u001B\u0000'],
  ['delete', '\u007F'],
  ['next line', '\u0085'],
  ['Arabic letter mark', '\u061C'],
  ['left-to-right mark', '\u200E'],
  ['line separator', '\u2028'],
  ['paragraph separator', '\u2029'],
  ['right-to-left override', '\u202E'],
  ['isolate', '\u2066'],
  ['end of isolate', '\u2069'],
  ['byte order mark', '\uFEFF'],
];

test.each(DRIVERS)('%s goes', (_, driver) => {
  expect(printable(`a${driver}b`)).toBe('ab');
  expect(forTerminal(`a${driver}b\n\tc`)).toBe('ab\n\tc');
});

test.each([
  ['a\tb', 'a b'],
  ['a\n\t\nb', 'a b'],
  ['a\r\nb', 'a b'],
  ['  a  ', 'a'],
  ['\na\n', 'a'],
  ['a\uD800b', 'a\uFFFDb'],
  ['a\uDC00b', 'a\uFFFDb'],
  ['a😀b', 'a😀b'],
  ['grün', 'grün'],
])('%j on one line: %j', (text, line) => {
  expect(printable(text)).toBe(line);
});

test('half of a character is replaced in several lines, too', () => {
  expect(forTerminal('a\uD800\nb\uDC00')).toBe('a\uFFFD\nb\uFFFD');
});

/* What build servers obey, and what only looks like it. */
test.each([
  ['::error::x', ': :error::x'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['::SET-OUTPUT name=a::b', ': :SET-OUTPUT name=a::b'],
  ['a ::group::x', 'a : :group::x'],
  [':\u200B:error', ': \u200B:error'],
  ['x\u200B::error', 'x\u200B: :error'],
  ['a::error', 'a::error'],
  ['::1', '::1'],
  ['[::1]', '[::1]'],
  ['::ffff:a.b', '::ffff:a.b'],
  ['::abcdef', '::abcdef'],
  ['::abcg', ': :abcg'],
  ['::-', ': :-'],
  ['##vso[task]', '# #vso[task]'],
  ['a##vso[task]', 'a# #vso[task]'],
  ['##[error]x', '# #[error]x'],
  ['##teamcity[x]', '# #teamcity[x]'],
  ['##VSO[x]', '# #VSO[x]'],
  ['#\u200B#vso[x]', '# \u200B#vso[x]'],
  ['##vso', '# #vso'],
  ['## heading', '## heading'],
  ['#1 and #2', '#1 and #2'],
  ['a: b: c', 'a: b: c'],
])('%j is written %j', (text, written) => {
  expect(inert(text)).toBe(written);
  expect(printable(text)).toBe(written.trim());
});

test.each([
  ['plain\ttext\r\n', false],
  ['😀', false],
  ['\u0000', true],
  ['\u0008', true],
  ['\u000B', true],
  ['\u000C', true],
  ['\u000E', true],
  ['\u001F', true],
  ['\uFFFE', true],
  ['\uFFFF', true],
  ['\uFFFD', false],
  ['\u007F', false],
  ['a\uD800', true],
  ['\uDC00a', true],
])('%j holds a character that no format carries: %s', (text, holds) => {
  expect(hasForbiddenCharacter(text)).toBe(holds);
});

describe('characters that nobody sees', () => {
  test.each([
    ['plain', undefined],
    ['a b', undefined],
    ['grün', undefined],
    ['a\u200Bb', 'U+200B'],
    ['a\u00A0b', 'U+00A0'],
    ['a\u00ADb\u200B', 'U+00AD'],
    ['\u2028', 'U+2028'],
    ['\u2029', 'U+2029'],
    ['\u2800', 'U+2800'],
    ['\u{E0020}', 'U+E0020'],
    ['\u3000', 'U+3000'],
  ])('in %j: %s', (text, found) => {
    expect(hiddenIn(text)).toBe(found);
    expect(oddIn(text)?.hidden).toBe(found === undefined ? (text === 'grün' ? false : undefined) : true);
  });

  test.each([
    ['plain', undefined],
    ['Сlaude', { character: 'U+0421', hidden: false }],
    ['\u007F', undefined],
    ['\u0080', { character: 'U+0080', hidden: false }],
    ['С\u200B', { character: 'U+200B', hidden: true }],
  ])('odd in %j: %j', (name, odd) => {
    expect(oddIn(name)).toEqual(odd);
  });

  test('all of them are left out', () => {
    expect(withoutHidden('a\u200B b\u00A0\u2800c\u00AD')).toBe('a bc');
    expect(withoutHidden('plain text')).toBe('plain text');
  });
});
