import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/*
 * Plain words of the field in outputs, help texts, docs, comments, names and titles of tests: validate or check, test
 * or verify, fix, skipped because X failed, module or layer, internal error. No metaphors.
 */

const ROOT = path.join(import.meta.dirname, '..');

/** What is not written, and what is written in its place. */
const NOT_WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/\bjudg(?:e|es|ed|ing|e?ment)\b/i, 'check, validate'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bprov(?:e|es|ed|ing|en)\b/i, 'test, verify'],
  [/\bstands? in the way\b/i, 'skipped because X failed'],
  [/\bbugs? of ours\b/i, 'internal error'],
  [/\b(?:the|a|our|first|second) (?:house|rooms?|doors?)\b/i, 'module, layer, entry'],
  [/\bsmuggl(?:e|es|ed|ing)\b/i, 'add, carry'],
  [/\bscenery\b/i, 'what stands beside'],
  [/\b(?:by|made by) a dice\b|\bthe dice\b/i, 'random'],
  [/\b(?:last|net) (?:gate|below)\b|\blast net\b/i, 'last check'],
  [/\beats? (?:the|ordinary|host)\b/i, 'use up, hide'],
  [/\bdead (?:spelling|member|key)\b/i, 'retired'],
  [/\bthought around\b/i, 'left out'],
  [/\bweather\b|\bstubborn|\bdamning\b|\bpoison(?!ed\()/i, 'failures, repeated, failing, invalid'],
];

function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => path.join(folder, file));
}

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesBelow('docs', /\.md$/),
  ...filesBelow('bin', /\.js$/),
  ...['src', 'test', 'scripts'].flatMap((folder) => filesBelow(folder, /\.(?:ts|js|cjs|sh)$/)),
].filter((file) => path.basename(file) !== 'words.test.ts');

test.each(NOT_WRITTEN)('%s is not written (%s)', (words) => {
  const found = files.flatMap((file) =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (words.test(line) ? [`${file}:${String(index + 1)} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
