import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  compareReleases,
  dateOf,
  knownRelease,
  latestRelease,
  neighbours,
  parseRelease,
  parseTarget,
  rangeText,
  releaseOf,
  releases,
  releaseText,
} from '../../src/schema/releases.ts';

test('releases stand in order, each once, and every date is one', () => {
  const numbers = releases.map(({ version }) => releaseOf(version));
  for (const [at, release] of numbers.entries()) {
    const next = numbers[at + 1];
    if (next !== undefined) expect(compareReleases(release, next)).toBeLessThan(0);
  }
  for (const { date, notBefore, notAfter } of releases)
    for (const day of [date, notBefore, notAfter])
      if (day !== undefined) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
});

const shared = new URL('../../../shared/catalogue/releases.json', import.meta.url);
test.skipIf(!existsSync(shared))('the table says what the facts say', () => {
  const facts = JSON.parse(readFileSync(shared, 'utf8')) as {
    version: string;
    date?: string;
    official?: boolean;
  }[];
  expect(
    releases.map(({ version, date, official }) => ({
      version,
      ...(date && { date }),
      ...(official && { official }),
    })),
  ).toEqual(
    facts.map(({ version, date, official }) => ({
      version,
      ...(date && { date }),
      ...(official && { official }),
    })),
  );
});

test.for<[string, string | undefined]>([
  ['1.46388.1', '1.46388.1'],
  ['v1.46388.1', '1.46388.1'],
  ['1.46388', '1.46388.0'],
  ['2', '2.0.0'],
  [' 2.1 ', '2.1.0'],
  ['1.2.3.4', undefined],
  ['1.', undefined],
  ['latest', undefined],
  ['', undefined],
  ['-1.2', undefined],
  ['1.46388.1-beta', undefined],
])('parseRelease(%j) is %j', ([text, expected]) => {
  const release = parseRelease(text);
  expect(release && releaseText(release)).toBe(expected);
});

test.for<[string, string | undefined]>([
  ['latest', '6.28899.2 6.28899.2'],
  ['LATEST', '6.28899.2 6.28899.2'],
  // Apps update themselves: the oldest release alone means every release from there on.
  ['1.46388.1', '1.46388.1 6.28899.2'],
  // A part of a number means the oldest release that begins with it, at the upper end the newest.
  ['1.46388', '1.46388.1 6.28899.2'],
  ['2.9939', '2.9939.0 6.28899.2'],
  ['1', '1.2581.0 6.28899.2'],
  ['2', '2.110.0 6.28899.2'],
  ['1.46388..2.7032', '1.46388.1 2.7032.0'],
  ['1.46388..1.46388', '1.46388.1 1.46388.4'],
  [' 1.46388 .. 2.7032.0 ', '1.46388.1 2.7032.0'],
  ['2.7032..latest', '2.7032.0 6.28899.2'],
  ['latest..latest', '6.28899.2 6.28899.2'],
  // Numbers nobody has seen are placed by what they say.
  ['1.46388.0', '1.46388.0 6.28899.2'],
  ['3', '3.0.0 6.28899.2'],
  ['1.50000', '1.50000.0 6.28899.2'],
  ['7.1.0', '7.1.0 7.1.0'],
  ['latest..7.1.0', '6.28899.2 7.1.0'],
  ['newest', undefined],
  ['2.7032..1.46388', undefined],
  ['..2.7032', undefined],
  ['1.46388..', undefined],
  ['1.46388...2.7032', undefined],
  ['1..2..3', undefined],
  ['', undefined],
])('parseTarget(%j) is %j', ([text, expected]) => {
  const range = parseTarget(text);
  expect(range && `${releaseText(range.oldest)} ${releaseText(range.newest)}`).toBe(expected);
});

test.for<[string, string]>([
  ['latest', 'latest'],
  ['2.7032', '2.7032.0'],
  ['1.46388..2.7032', '1.46388.1..2.7032.0'],
  ['2.7032.0..2.7032.0', '2.7032.0..2.7032.0'],
  ['7.1.0', '7.1.0'],
])('rangeText of %j is %j, and reads as the same', ([text, expected]) => {
  const range = parseTarget(text);
  if (range === undefined) throw new Error(text);
  expect(rangeText(range)).toBe(expected);
  expect(parseTarget(expected)).toEqual(range);
});

test('a number nobody has seen stands between its neighbours', () => {
  const { before, after } = neighbours([1, 50000, 0]);
  expect(before?.version).toBe('1.49585.0');
  expect(after?.version).toBe('1.52386.0');
  expect(neighbours([0, 1, 0])).toEqual({ before: undefined, after: releases[0] });
  expect(neighbours([9, 0, 0])).toEqual({ before: knownRelease(latestRelease), after: undefined });
  expect(knownRelease([1, 50000, 0])).toBeUndefined();
});

test.for<[string, object]>([
  ['1.40609.0', { date: '2026-08-27' }],
  ['1.3561.0', { notBefore: '2026-04-16', notAfter: '2026-04-21' }],
  ['1.50000.0', { notBefore: '2026-09-08', notAfter: '2026-09-10' }],
  ['2.2553.0', { date: '2026-09-17' }],
  ['2.26454.2', { notBefore: '2026-10-05', notAfter: '2026-10-08' }],
  ['6.28899.2', { notBefore: '2026-10-05', notAfter: '2026-11-21' }],
  ['0.9.0', { notAfter: '2026-04-16' }],
  ['7.0.0', { notBefore: '2026-10-05' }],
])('%s was built %j', ([version, expected]) => {
  expect(dateOf(releaseOf(version))).toEqual(expected);
});
