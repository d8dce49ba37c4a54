import { codeDocs } from '../codes/docs.ts';
import type { CodeDoc } from '../codes/example.ts';
import { codes, type Code, type Severity } from '../codes/index.ts';
import { keyNames, type KeyName } from './catalogue/index.ts';
import { exampleFor, valueFor } from './explain/example.ts';
import { rowOf } from './explain/search.ts';
import { facts, factsText, type Facts } from './facts.ts';
import { excludedBy, needsOf } from './explain/relations.ts';
import { fieldNotes, keyFacts, typeText, type Fact } from './explain/facts.ts';
import { migrate } from './migrate.ts';
import { nearest } from './nearest.ts';
import { latestRelease } from './releases.ts';
import { retirements } from './retirements/index.ts';
import { renameFrom, replacementOf, retiredNames } from './retirements/renames.ts';
import type { RetirementRow } from './retirements/row.ts';
import { keyRow, sections, summaryOf } from './rows.ts';
import { fold, type Kinds, type TypePath } from './types/fold.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A value of a key that takes one of several. */
export interface ValueFact {
  readonly value: string;
  readonly since?: string;
}

/** A member inside a value: `[].name`, `issuer`, `oauth.clientId`. */
export interface MemberFact {
  readonly path: string;
  readonly type: string;
  readonly summary: string;
  readonly notes: readonly string[];
}

/** An old spelling that has to do with a key. */
export interface RetiredFact {
  readonly id: string;
  readonly subject: string;
  readonly effect: string;
  readonly fix: string;
  readonly since: string;
  /** First release that no longer reads it, as far as it is known. */
  readonly stopsAt?: string;
}

/** What there is to say of a key. */
export interface KeyExplained {
  readonly kind: 'key';
  readonly key: KeyName;
  readonly title: string;
  readonly section: string;
  readonly group?: string;
  readonly summary: string;
  readonly facts: readonly Fact[];
  readonly values: readonly ValueFact[];
  readonly members: readonly MemberFact[];
  readonly notes: readonly string[];
  readonly retired: readonly RetiredFact[];
  /** Keys without which this one does nothing or is refused, in the example at least. */
  readonly needs: readonly string[];
  /** Keys that take its effect away, or lose theirs to it. */
  readonly excludes: readonly string[];
  /** A configuration with the key that validates. */
  readonly example: Settings;
  readonly value: unknown;
}

/** What there is to say of a retired key: before and after. */
export interface RetiredExplained {
  readonly kind: 'retired-key';
  readonly key: string;
  readonly replacement: KeyName;
  readonly title: string;
  readonly retired: RetiredFact;
  readonly before: Settings;
  readonly after: Settings;
}

/** What there is to say of a code. */
export interface CodeExplained {
  readonly kind: 'code';
  readonly code: Code;
  readonly severity: Severity;
  readonly title: string;
  readonly doc: CodeDoc;
}

/** The entry of anything that can be asked about. */
export type Explained = KeyExplained | RetiredExplained | CodeExplained;

/** The entry of a key, of a retired key or of a code, whatever the case of its letters. */
export function explain(name: string): Explained | undefined {
  const wanted = name.trim();
  // Two names differ in the case of one letter: first as it is written, then in any case.
  return (
    entryWhere((one) => one === wanted) ?? entryWhere((one) => one.toLowerCase() === wanted.toLowerCase())
  );
}

function entryWhere(fits: (name: string) => boolean): Explained | undefined {
  const key = keyNames.find(fits);
  if (key !== undefined) return explainKey(key);
  const old = retiredNames.find(fits);
  if (old !== undefined) return explainRetired(old);
  const code = codes.find(fits);
  return code === undefined ? undefined : explainCode(code);
}

/** The name that was most likely meant. */
export function nearestEntry(name: string): string | undefined {
  return nearest(name, [...keyNames, ...retiredNames, ...codes]);
}

/** Everything there is to ask about. */
export interface ExplainIndex {
  readonly sections: readonly {
    readonly section: string;
    readonly keys: readonly { readonly key: string; readonly summary: string }[];
  }[];
  readonly retired: readonly { readonly key: string; readonly replacement: string }[];
  readonly codes: readonly { readonly code: Code; readonly severity: Severity; readonly title: string }[];
  /** How far the facts of this version reach, as data and as a sentence. */
  readonly facts: Facts;
  readonly about: string;
}

/** Everything there is to ask about, in the order of the catalogue and of the codes. */
export function explainIndex(): ExplainIndex {
  return {
    sections: Object.entries(sections).map(([section, rows]) => ({
      section,
      keys: Object.entries(rows).map(([key, { summary }]) => ({
        key,
        summary,
      })),
    })),
    retired: retiredNames.map((key) => ({ key, replacement: replacementOf(key) ?? '' })),
    codes: codes.map((code) => ({ code, ...rowOf(code) })),
    facts: facts(),
    about: factsText(),
  };
}

/** The entry of a key. */
export function explainKey(key: KeyName): KeyExplained {
  const spec = keyRow(key);
  return {
    kind: 'key',
    key,
    title: spec.title,
    section: sectionOf(key),
    ...(spec.group === undefined ? {} : { group: spec.group }),
    summary: spec.summary,
    facts: keyFacts(spec, key),
    values: fold(spec.type, valuesOf),
    members: fold(spec.type, membersOf),
    notes: spec.notes ?? [],
    retired: retirements.filter(({ about, when }) => (about ?? when)?.includes(key)).map(retiredFact),
    needs: needsOf(key),
    excludes: excludedBy(key),
    example: exampleFor(key),
    value: valueFor(key),
  };
}

function sectionOf(key: string): string {
  return Object.entries(sections).find(([, rows]) => Object.hasOwn(rows, key))?.[0] ?? '';
}

function retiredFact({ id, subject, effect, fix, since, stopsAt }: RetirementRow): RetiredFact {
  return { id, subject, effect, fix, since, ...(stopsAt === undefined ? {} : { stopsAt }) };
}

const noValues = (): readonly ValueFact[] => [];

/** The values of a choice, at the top or as the items of a list or a map. */
const valuesOf: Kinds<readonly ValueFact[]> = {
  string: noValues,
  boolean: noValues,
  number: noValues,
  enum: ({ values, since }) =>
    values.map((value) => ({ value, ...(since?.[value] === undefined ? {} : { since: since[value] }) })),
  any: noValues,
  array: (_, items) => items,
  map: (_, values) => values,
  object: noValues,
  either: noValues,
};

const none = (): readonly MemberFact[] => [];

/** Every member inside a value, outer ones first. */
const membersOf: Kinds<readonly MemberFact[]> = {
  string: none,
  boolean: none,
  number: none,
  enum: none,
  any: none,
  array: (_, items) => items,
  map: (_, values) => values,
  either: (_, alternatives) => alternatives.flat(),
  object: (_, members, path) =>
    members.flatMap(({ name, field, came }) => [
      {
        path: shownPath([...path, name]),
        type: typeText(field.type),
        summary: summaryOf(field),
        notes: fieldNotes(field),
      },
      ...came,
    ]),
};

/** `[].oauth.clientId`, as the docs write it. */
function shownPath(path: TypePath): string {
  return path.reduce(
    (text, step) => (step === '[]' ? `${text}[]` : text === '' && step !== '*' ? step : `${text}.${step}`),
    '',
  );
}

function explainRetired(name: string): RetiredExplained | undefined {
  const row = renameFrom(name);
  if (row === undefined) return undefined;
  const { to } = row.renamed;
  const before = Object.fromEntries(
    Object.entries(exampleFor(to)).map(([key, value]) => [key === to ? name : key, value]),
  );
  return {
    kind: 'retired-key',
    key: name,
    replacement: to,
    title: keyRow(to).title,
    retired: retiredFact(row),
    before,
    after: Object.fromEntries(migrate(new Map(Object.entries(before)), latestRelease).settings),
  };
}

function explainCode(code: Code): CodeExplained {
  return { kind: 'code', code, ...rowOf(code), doc: codeDocs[code]() };
}
