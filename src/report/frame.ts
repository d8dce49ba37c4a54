import { jsonOrText } from '../text/json.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { valueAt, type Document, type Path } from '../schema/index.ts';
import { shownName } from '../text/credentials.ts';
import { printable } from '../text/printable.ts';
import { valueText } from './value-text.ts';

/** One line of a file as it may be shown, and what of it a finding is about. */
export interface Frame {
  readonly line: number;
  readonly text: string;
  /** First character, from 0, and how many. */
  readonly start: number;
  readonly length: number;
}

/** Longer lines are cut. */
const MAX_LENGTH = 100;

/**
 * The setting that a finding points at, on one line. It is written anew, name and value, instead of copied from the
 * file: so whatever may not be shown is masked as everywhere. Undefined where a finding points at nothing that is
 * there, such as a missing key.
 */
export function frameOf(document: Document, finding: Diagnostic): Frame | undefined {
  const { line, path } = finding;
  if (line === undefined || path.length === 0) return undefined;
  const place = flatPath(document, path);
  const [key, ...rest] = place;
  const entry = document.entries.get(String(key));
  if (entry === undefined) return undefined;
  const value = rest.length === 0 ? entry.value : valueAt(decoded(entry.value), rest);
  if (value === undefined) return undefined;
  const step = path.at(-1);
  const name = typeof step === 'string' ? `"${printable(shownName(step), 60)}"` : '';
  const shown = inner(value, place);
  const aboutName = name !== '' && pointsAtName(finding, document, place);
  const before = name === '' ? '' : `${name}: `;
  const text = `${before}${shown}`;
  const start = aboutName ? 0 : before.length;
  const length = aboutName ? name.length : shown.length;
  if (text.length <= MAX_LENGTH) return { line, text, start, length };
  const cut = `${text.slice(0, MAX_LENGTH - 1)}…`;
  return {
    line,
    text: cut,
    start: Math.min(start, MAX_LENGTH - 1),
    length: Math.max(1, Math.min(length, MAX_LENGTH - start)),
  };
}

/** The path by the key that the document knows: a nested document has its settings elsewhere. */
function flatPath(document: Document, path: Path): Path {
  for (const [key, place] of document.nested?.places ?? [])
    if (place.every((step, index) => path[index] === step)) return [key, ...path.slice(place.length)];
  return path;
}

/** A structure that stands in a text, as registry values and preferences have it. */
function decoded(value: unknown): unknown {
  return typeof value === 'string' ? jsonOrText(value) : value;
}

/** What is inside a list or an object is told by its own findings. */
function inner(value: unknown, path: Path): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[ … ]';
  if (value !== null && typeof value === 'object') return Object.keys(value).length === 0 ? '{}' : '{ … }';
  return valueText(value, path);
}

function pointsAtName({ line, column }: Diagnostic, document: Document, path: Path): boolean {
  const name = document.locate(path, 'name');
  const value = document.locate(path, 'value');
  return (
    name !== undefined &&
    name.line === line &&
    name.column === column &&
    (value?.line !== name.line || value.column !== name.column)
  );
}
