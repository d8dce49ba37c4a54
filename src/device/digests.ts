import { decodeText } from '../importers/text.ts';
import { printable } from '../text/printable.ts';
import type { Compared, Drift, Expectation } from './expect.ts';
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
  /** What it was checked against, when it differs from that. */
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
      against: extra.length === 0 ? undefined : digest,
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

/** A table of a console as its devices: CSV with a column that holds such lines. Undefined when it has none. */
export function readDigestList(bytes: Uint8Array): readonly DigestRecord[] | undefined {
  const { text } = decodeText(bytes);
  const rows = rowsOf(text);
  const [head = [], ...rest] = rows;
  const column = columnOf(rows);
  if (column === undefined) return undefined;
  const isHeader = readReported('', head[column] ?? '') === undefined;
  const device = isHeader ? deviceColumn(head, column) : column === 0 ? 1 : 0;
  return (isHeader ? rest : rows).flatMap((row, index) => {
    const line = row[column];
    if (row.length === 1 && row[0] === '') return [];
    const name = printable(row[device] ?? '', 200) || `row ${String(index + (isHeader ? 2 : 1))}`;
    const record = readReported(name, line ?? '');
    return [record ?? { device: name, digest: undefined, against: undefined, differs: [], isNothing: false }];
  });
}

/** The first column in which a line of ours stands, within the first rows. */
function columnOf(rows: readonly (readonly string[])[]): number | undefined {
  for (const row of rows.slice(0, 2000))
    for (const [column, cell] of row.entries()) if (DIGEST.test(cell.slice(0, MAX_TEXT))) return column;
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

/** Rows of a CSV (RFC 4180) with commas, semicolons or tabs between its cells. */
function rowsOf(text: string): string[][] {
  const first = text.slice(0, 4096).split(/\r?\n/, 1)[0] ?? '';
  const separator = [',', ';', '\t']
    .map((one) => ({ one, number: first.split(one).length }))
    .sort((a, b) => b.number - a.number)[0]?.one;
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (at = start; at < text.length;) {
    let cell: string;
    if (text[at] === '"') {
      let value = '';
      let end = at + 1;
      for (;;) {
        const quote = text.indexOf('"', end);
        if (quote === -1) {
          value += text.slice(end);
          end = text.length;
          break;
        }
        value += text.slice(end, quote);
        end = quote + 1;
        if (text[end] !== '"') break;
        value += '"';
        end += 1;
      }
      cell = value;
      at = end;
      while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
    } else {
      const begin = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
      cell = text.slice(begin, at).replace(/\r$/, '');
    }
    row.push(cell);
    if (at >= text.length || text[at] === '\n') {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  return rows;
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
