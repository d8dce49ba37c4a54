import type { Path } from './document.ts';
import { applyEdits, noteRenames, type Edit } from './edit.ts';
import { pathText } from './path.ts';
import { isBefore, releaseOf, type Release } from './releases.ts';
import { retirements } from './retirements/index.ts';
import type { RetirementCode, RetirementRow } from './retirements/row.ts';
import { show } from './show.ts';

/** A retired spelling met in a configuration. */
export interface Retirement {
  /** Row of the table. */
  readonly id: string;
  readonly code: RetirementCode;
  /** Where it stands, in the spelling of the document. */
  readonly path: Path;
  /** Name of the key, or path of the value, as text. */
  readonly what: string;
  /** What today's app does with it: a clause. */
  readonly effect: string;
  /** What to write instead: one imperative sentence. */
  readonly fix: string;
  /** First release that no longer reads it; absent when every known release still does. */
  readonly stopsAt?: Release;
  /** What `migrate` does about it, in the spelling of the document; absent when a person must decide. */
  readonly edits?: readonly Edit[];
  /** The row, for what depends on the target. */
  readonly row: RetirementRow;
  /** `info` for a spelling that is right while the fleet is mixed, `error` for one that no known release reads. */
  readonly severity?: 'info' | 'error';
}

/** A configuration in today's spelling, for checking. */
interface Modernised {
  readonly settings: ReadonlyMap<string, unknown>;
  readonly retirements: readonly Retirement[];
  /** Today's key -> the key as the document has it, where they differ. */
  readonly writtenAs: ReadonlyMap<string, string>;
}

/** Reads every retired key, value and shape as what it stood for; with `newest` only what that release still reads so. */
export function modernise(settings: ReadonlyMap<string, unknown>, newest?: Release): Modernised {
  let current = settings;
  const found: Retirement[] = [];
  const writtenAs = new Map<string, string>();
  const asWritten = ([key, ...rest]: Path): Path => [writtenAs.get(String(key)) ?? String(key), ...rest];
  for (const row of retirements) {
    const { code, when } = row;
    if (code === undefined || when?.some((key) => current.has(key)) === false || isOver(row, newest))
      continue;
    const places = row.find(current);
    if (places.length === 0) continue;
    const edits: Edit[] = [];
    for (const place of places) {
      const reading = place.edits ?? place.reading;
      if (reading === undefined) continue;
      const path = asWritten(place.path);
      const value = valueOf(current, place.path);
      const written = place.edits?.map((edit) => ({ ...edit, path: asWritten(edit.path) }));
      found.push({ ...retirementAt(row, code, path, value), ...(written && { edits: written }) });
      if (row.superseded !== true) edits.push(...reading);
    }
    noteRenames(edits, writtenAs);
    if (edits.length > 0) current = applyEdits(current, edits);
  }
  return { settings: current, retirements: found, writtenAs };
}

/** A release no longer reads the spelling of the row as what it stood for. */
function isOver({ stopsAt }: RetirementRow, newest: Release | undefined): boolean {
  return newest !== undefined && stopsAt !== undefined && !isBefore(newest, stopsAt);
}

function retirementAt(row: RetirementRow, code: RetirementCode, path: Path, value: unknown): Retirement {
  return {
    id: row.id,
    row,
    code,
    path,
    what: wordsFor(row, code, path, value),
    effect: row.effect,
    fix: row.fix,
    ...(row.stopsAt === undefined ? {} : { stopsAt: releaseOf(row.stopsAt) }),
    ...(row.superseded === true ? { severity: 'info' as const } : {}),
    ...(row.neverRead === true ? { severity: 'error' as const } : {}),
  };
}

function wordsFor(row: RetirementRow, code: RetirementCode, path: Path, value: unknown): string {
  const place = pathText(path);
  if (code === 'deprecated-value') return `${place} ${show(value, path)}`;
  return row.form === undefined ? place : `${place} ${row.form}`;
}

function valueOf(settings: ReadonlyMap<string, unknown>, [key, ...rest]: Path): unknown {
  let value = settings.get(String(key));
  for (const step of rest) value = (value as Record<string | number, unknown>)[step];
  return value;
}
