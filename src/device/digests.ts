import { decodeText } from '../importers/text.ts';
import { printable } from '../text/printable.ts';
import type { Compared, Drift, Expectation } from './expect.ts';
import { tableRows } from './console-table.ts';
import { named } from './notes.ts';
import { isKnown } from './sources/managed.ts';

/*
 * What detection scripts print, as consoles export it: a line with the digest of the settings that a device has, or of
 * those it was checked against and the names of what differs. No value is ever in it.
 */

/** What one device has reported. */
export interface DigestRecord {
  readonly device: string;
  /** Of the settings in force; undefined when it has none or differs from what it was checked against. */
  readonly digest: string | undefined;
  /** The digest in the line: of what is in force, or of what it was checked against. */
  readonly against: string | undefined;
  /** Names of settings that differ, are missing or are too many. */
  readonly differs: readonly string[];
  /** The line says that nothing is set. */
  readonly isNothing: boolean;
}

const DIGEST = /\bconfiguration ([0-9a-f]{64})\b/;
/** Longer than any line that a console keeps. */
const MAX_TEXT = 4096;

/** Reads the line of one device; undefined when it is none of ours. */
export function readReported(device: string, text: string): DigestRecord | undefined {
  const line = text
    .slice(0, MAX_TEXT)
    .replace(/^\s*<result>|<\/result>\s*$/g, '')
    .trim();
  if (/^(?:configuration )?none\b/i.test(line))
    return { device, digest: undefined, against: undefined, differs: [], isNothing: true };
  const match = DIGEST.exec(line);
  const digest = match?.[1];
  if (match === null || digest === undefined) return undefined;
  const before = line.slice(0, match.index).trim().replace(/;$/, '').trim();
  const also = /; also ([A-Za-z0-9, ?()]{1,2000})/.exec(line.slice(match.index))?.[1];
  // Other values under the key change nothing unless the app knows them.
  const extra = also === undefined ? [] : names(also).filter(isKnown);
  if (before === '' || before === 'compliant')
    return {
      device,
      digest: extra.length === 0 ? digest : undefined,
      against: digest,
      differs: extra,
      isNothing: false,
    };
  const differs = before
    .split(', ')
    .flatMap((problem) => names(problem.replace(/^(?:missing|type|differs|extra|subkey|error|failed) /, '')));
  return {
    device,
    digest: undefined,
    against: digest,
    differs: before === 'key missing' ? [] : differs,
    isNothing: before === 'key missing',
  };
}

function names(list: string): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, 200)
    .map(named);
}

/** The devices of a table, found anew whenever they are gone through: a fleet need not be held as a whole. */
export interface DigestList {
  readonly number: number;
  readonly records: Iterable<DigestRecord>;
}

/** A table of a console as its devices: CSV with a column that holds such lines. Undefined when it has none. */
export function readDigestList(bytes: Uint8Array): DigestList | undefined {
  const { text } = decodeText(bytes);
  const layout = layoutOf(text);
  if (layout === undefined) return undefined;
  let number = 0;
  for (const rows = deviceRows(text, layout); rows.next().done !== true;) number += 1;
  return { number, records: { [Symbol.iterator]: () => recordsOf(text, layout) } };
}

/** Which column holds what, by number. */
interface Layout {
  readonly isHeader: boolean;
  readonly column: number;
  readonly device: number;
}

function* recordsOf(text: string, layout: Layout): Generator<DigestRecord> {
  for (const { row, index } of deviceRows(text, layout)) {
    const device = printable(row[layout.device] ?? '', 200) || `row ${String(index + 1)}`;
    yield (
      readReported(device, row[layout.column] ?? '') ?? {
        device,
        digest: undefined,
        against: undefined,
        differs: [],
        isNothing: false,
      }
    );
  }
}

/** The rows that are of a device, with their place among all. */
function* deviceRows(
  text: string,
  { isHeader }: Layout,
): Generator<{ readonly row: readonly string[]; readonly index: number }> {
  let index = -1;
  for (const row of tableRows(text)) {
    index += 1;
    const isBlank = row.length === 1 && row[0] === '';
    if (!isBlank && !(isHeader && index === 0)) yield { row, index };
  }
}

/** As many rows are looked at to find the column. */
const MAX_LOOKED_AT = 2000;

/** By the first row, and the first cell in which a line of ours stands. */
function layoutOf(text: string): Layout | undefined {
  let head: readonly string[] | undefined;
  let index = 0;
  for (const row of tableRows(text)) {
    head ??= row;
    const column = row.findIndex((cell) => DIGEST.test(cell.slice(0, MAX_TEXT)));
    if (column !== -1) {
      const isHeader = readReported('', head[column] ?? '') === undefined;
      return { isHeader, column, device: isHeader ? deviceColumn(head, column) : column === 0 ? 1 : 0 };
    }
    if ((index += 1) >= MAX_LOOKED_AT) break;
  }
  return undefined;
}

const DEVICE_NAMES = [
  /^(?:device|computer|host) ?name$/i,
  /^(?:device|computer|host|name)$/i,
  /name|serial|device/i,
];

function deviceColumn(head: readonly string[], not: number): number {
  for (const pattern of DEVICE_NAMES) {
    const found = head.findIndex((cell, column) => column !== not && pattern.test(cell.trim()));
    if (found !== -1) return found;
  }
  return not === 0 ? 1 : 0;
}

/** Holds what a device has reported against what is expected. */
export function compareRecord(record: DigestRecord, expected: Expectation): Compared {
  const { digest, against, differs, isNothing } = record;
  if (isNothing)
    return { state: 'not-arrived', drift: [drifted('digest', expected.digest, undefined)], notCompared: [] };
  if (digest !== undefined)
    return digest === expected.digest
      ? { state: 'in-line', drift: [], notCompared: [] }
      : { state: 'differs', drift: [drifted('digest', expected.digest, digest)], notCompared: [] };
  if (against === undefined) return { state: 'unreadable', drift: [], notCompared: [] };
  if (against !== expected.digest)
    return { state: 'differs', drift: [drifted('digest', expected.digest, against)], notCompared: [] };
  return {
    state: 'differs',
    drift: differs.map((key) => drifted(key, undefined, undefined)),
    notCompared: [],
  };
}

function drifted(key: string, expected: unknown, actual: unknown): Drift {
  return { key, places: [key], expected, actual };
}
