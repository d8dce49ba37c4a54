import { codeDocs } from '../../codes/docs.ts';
import { CODES, codes, type Code, type CodeRow, type Severity } from '../../codes/index.ts';
import { keyNames, type KeyName } from '../catalogue/index.ts';
import { parseTarget, releases, type KnownRelease } from '../releases.ts';
import { retirements } from '../retirements/index.ts';
import { keyRow, sections, summaryOf } from '../rows.ts';
import { firstRead } from '../target.ts';
import { fold, type Kinds } from '../types/fold.ts';

/* What `explain` finds when it is asked about neither a key nor a code: words, or the number of a release. */

/** What speaks of some words: what fits best comes first. */
export interface SearchExplained {
  readonly kind: 'search';
  readonly words: readonly string[];
  readonly keys: readonly { readonly key: string; readonly summary: string }[];
  readonly codes: readonly { readonly code: Code; readonly severity: Severity; readonly title: string }[];
  /** Hits beyond those that are listed. */
  readonly more: number;
}

/** What a release brought for the configuration. */
export interface ReleaseExplained {
  readonly kind: 'release';
  /** The known releases that begin with the number, oldest first. */
  readonly releases: readonly KnownRelease[];
  /** Keys that these releases were the first to read. */
  readonly adds: readonly { readonly key: string; readonly summary: string; readonly since: string }[];
  /** Spellings that were retired with these releases, and those that are no longer read from there on. */
  readonly retires: readonly { readonly subject: string; readonly fix: string; readonly since: string }[];
  readonly ends: readonly { readonly subject: string; readonly effect: string; readonly since: string }[];
}

/** As many keys and codes are listed. */
const MAX_HITS = 20;
const MAX_WORDS = 10;
/** Words of a question that say nothing of what it is about. */
const EMPTY = new Set(
  'a an and the to of for in on off is it how do i what which turn set my with use'.split(' '),
);

/** What speaks of all of these words; undefined when nothing does. */
export function search(text: string): SearchExplained | undefined {
  const all = text
    .toLowerCase()
    .slice(0, 200)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = all.filter((word) => !EMPTY.has(word));
  const words = (telling.length === 0 ? all : telling).slice(0, MAX_WORDS);
  if (words.length === 0) return undefined;
  const keys = ranked(keyNames, (key) => keyTexts(key), words);
  const found = ranked(codes, codeTexts, words);
  if (keys.length + found.length === 0) return undefined;
  return {
    kind: 'search',
    words,
    keys: keys.slice(0, MAX_HITS).map((key) => ({ key, summary: keyRow(key).summary })),
    codes: found.slice(0, MAX_HITS).map((code) => ({ code, ...rowOf(code) })),
    more: Math.max(0, keys.length - MAX_HITS) + Math.max(0, found.length - MAX_HITS),
  };
}

/** Texts by how much a word in them counts. */
type Texts = readonly (readonly [weight: number, text: string])[];

function ranked<T>(names: readonly T[], textsOf: (name: T) => Texts, words: readonly string[]): readonly T[] {
  return names
    .map((name) => {
      const texts = textsOf(name).map(([weight, text]) => [weight, text.toLowerCase()] as const);
      const scores = words.map((word) =>
        Math.max(0, ...texts.map(([weight, text]) => (text.includes(stem(word)) ? weight : 0))),
      );
      return { name, score: scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ name }) => name);
}

/** `proxies` and `proxy`, `updates` and `update` are one word. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return word.slice(0, -3);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function keyTexts(key: KeyName): Texts {
  const row = keyRow(key);
  const section = Object.entries(sections).find(([, rows]) => Object.hasOwn(rows, key))?.[0] ?? '';
  return [
    [8, key],
    [6, row.title],
    [4, `${section} ${row.group ?? ''}`],
    [3, row.summary],
    [2, (row.notes ?? []).join(' ')],
    [1, fold(row.type, inside).join(' ')],
  ];
}

const none = (): readonly string[] => [];

/** Names of members, what they are for, and the values of choices. */
const inside: Kinds<readonly string[]> = {
  string: none,
  boolean: none,
  number: none,
  any: none,
  enum: ({ values }) => values,
  array: (_, items) => items,
  map: (_, values) => values,
  either: (_, alternatives) => alternatives.flat(),
  object: (_, members) => members.flatMap(({ name, field, came }) => [name, summaryOf(field), ...came]),
};

function codeTexts(code: Code): Texts {
  const { why, fix } = codeDocs[code]();
  return [
    [8, code.replaceAll('-', ' ')],
    [6, rowOf(code).title],
    [2, `${why} ${fix}`],
  ];
}

/** What a code says of itself, whatever its arguments. */
export function rowOf(code: Code): { severity: Severity; title: string } {
  const { severity, title }: CodeRow<never> = CODES[code];
  return { severity, title };
}

/** What a release, or all that begin with this number, brought; undefined for what is no number of one. */
export function explainRelease(text: string): ReleaseExplained | undefined {
  const number = text.trim().replace(/^v/i, '');
  if (!/^\d{1,6}\.\d{1,9}(?:\.\d{1,9})?$/.test(number) || parseTarget(number) === undefined) return undefined;
  const fits = (version: string | undefined): boolean =>
    version !== undefined && (version === number || version.startsWith(`${number}.`));
  return {
    kind: 'release',
    releases: releases.filter(({ version }) => fits(version)),
    adds: keyNames.flatMap((key) => {
      const { since = '' } = firstRead(key);
      return fits(since) ? [{ key, summary: keyRow(key).summary, since }] : [];
    }),
    retires: retirements
      .filter(({ since }) => fits(since))
      .map(({ subject, fix, since }) => ({ subject, fix, since })),
    ends: retirements.flatMap(({ subject, effect, stopsAt = '' }) =>
      fits(stopsAt) ? [{ subject, effect, since: stopsAt }] : [],
    ),
  };
}
