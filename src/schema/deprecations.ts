import type { Path } from './document.ts';
import { applyEdits, noteRenames, type Edit } from './edit.ts';
import { pathText } from './path.ts';
import { isBefore, releaseOf, type Release } from './releases.ts';
import { retirements } from './retirements/index.ts';
import type { RetirementCode, RetirementRow } from './retirements/row.ts';
import { show } from './show.ts';

/** A retired spelling met in a configuration. Small, for a file may hold a hundred thousand: words are made of it where it is told. */
export interface Retirement {
  readonly row: RetirementRow;
  readonly code: RetirementCode;
  /** Where it stands, in the spelling of the document. */
  readonly path: Path;
  readonly value: unknown;
  /** What `migrate` does about it, in the spelling of the document; absent when a person must decide. */
  readonly edits: readonly Edit[] | undefined;
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
  const asWritten = <T extends { readonly path: Path }>(one: T): T => {
    const written = writtenAs.get(String(one.path[0]));
    return written === undefined ? one : { ...one, path: [written, ...one.path.slice(1)] };
  };
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
      const value = valueOf(current, place.path);
      const written = writtenAs.size === 0 ? place.edits : place.edits?.map(asWritten);
      found.push({ row, code, path: asWritten(place).path, value, edits: written });
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

/** First release that no longer reads it; undefined when every known release still does. */
export function endOf({ row }: Retirement): Release | undefined {
  return row.stopsAt === undefined ? undefined : releaseOf(row.stopsAt);
}

/** `info` for a spelling that is right while the fleet is mixed, `error` for one that no known release reads. */
export function severityOf({ row }: Retirement): 'info' | 'error' | undefined {
  if (row.neverRead === true) return 'error';
  return row.superseded === true ? 'info' : undefined;
}

/** Name of the key, or path of the value, as text. */
export function wordsOf({ row, code, path, value }: Retirement): string {
  const place = pathText(path);
  if (code === 'deprecated-value') return `${place} ${show(value, path)}`;
  return row.form === undefined ? place : `${place} ${row.form}`;
}

function valueOf(settings: ReadonlyMap<string, unknown>, [key, ...rest]: Path): unknown {
  let value = settings.get(String(key));
  for (const step of rest) value = (value as Record<string | number, unknown>)[step];
  return value;
}
