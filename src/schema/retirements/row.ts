import { membersOf } from '../path.ts';
import type { Code } from '../../codes/index.ts';
import type { KeyName } from '../catalogue/index.ts';
import type { Path } from '../document.ts';
import type { Edit } from '../edit.ts';
import type { Since } from '../key-spec.ts';

export { membersOf } from '../path.ts';

/** Settings by key: native values, the spelling of the document. */
export type Settings = ReadonlyMap<string, unknown>;

/** The codes of findings about old spellings. */
export type RetirementCode = Extract<
  Code,
  'deprecated-key' | 'deprecated-value' | 'deprecated-shape' | 'removed-key'
>;

/** A place where a spelling of the row stands. */
export interface Found {
  readonly path: Path;
  /** What turns it into the other spelling; absent when a person must decide. */
  readonly edits?: readonly Edit[];
  /** What the person must decide: one sentence. */
  readonly decide?: string;
  /**
   * Without `edits`: how the old spelling is read meanwhile, so that the rest can be checked. Absent when the
   * schema refuses the value as it stands, which says more than a finding about its age.
   */
  readonly reading?: readonly Edit[];
}

/** A spelling that Claude Desktop reads no more, or reads as something else: one row for validate, migrate, export and the docs. */
export interface RetirementRow {
  /** kebab-case; what `migrate` reports. */
  readonly id: string;
  /** The old spelling, as a person would name it. */
  readonly subject: string;
  /** The finding it makes; absent for a changed behaviour that only `migrate` speaks of. */
  readonly code?: RetirementCode;
  /** Deprecated from this release on; in words where no release is known. */
  readonly since: Since;
  /** The day it was announced to end. */
  readonly cutoff?: string;
  /** First release that no longer reads it; absent while every known release does. */
  readonly stopsAt?: Since;
  /** What to write instead, named shortly. */
  readonly replacement?: string;
  /** First release that reads the replacement; every known one when absent. */
  readonly replacedSince?: Since;
  /** First release that reads the old spelling; every known one when absent. */
  readonly readSince?: Since;
  readonly renamed?: { readonly from: string; readonly to: KeyName };
  /** A form, in words that follow the path of the value. */
  readonly form?: string;
  /** A changed default: worth a word only to a fleet with releases on both sides of this one. */
  readonly straddles?: Since;
  /** No known release reads it, so that it is an error in every fleet. */
  readonly neverRead?: true;
  /** Only a better spelling exists: the old one is right for a mixed fleet, so it is told as information. */
  readonly superseded?: true;
  /** A clause: what today's app does with it. */
  readonly effect: string;
  /** One imperative sentence. */
  readonly fix: string;
  /** The old spelling stands in one of these keys, by their names in the document; anywhere when absent. */
  readonly when?: readonly string[];
  /** Today's keys that have to do with it, where `when` does not name them. */
  readonly about?: readonly KeyName[];
  /** Every place of the old spelling. */
  find(settings: Settings): readonly Found[];
  /** Every place of today's spelling that a release before `replacedSince` does not read, with the edits back. */
  findNewer?(settings: Settings): readonly Found[];
}

/** Support ended on a day, not with a release (12:00 Pacific); no source says which build carried it out. */
export const OCTOBER = {
  since: '1.40609.0',
  cutoff: '2026-10-07',
  // The first release known to be about as young as that day.
  stopsAt: '2.26454.2',
} as const;

export const ENDED = 'support was announced to end on 2026-10-07, and without it';

/** The items of a list; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether two JSON values are the same, whatever the order of members. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => same(item, b[at]));
  const left = membersOf(a);
  const right = membersOf(b);
  if (left === undefined || right === undefined) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}
