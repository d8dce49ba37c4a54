import type { Path } from '../document.ts';
import type { FieldType } from '../key-spec.ts';
import { hasReference } from '../references.ts';
import { membersOf } from './row.ts';

/*
 * Maps of names to values were once one text, "Name=value,Name2=value2", or a list of "Name: value" lines.
 */

/** As many as a JSON file may hold values: in one text they would pass that bound. */
const MOST_PAIRS = 150_000;

/** Today's form of such a map; undefined when the old form cannot be taken apart without guessing. */
export function headersFrom(value: unknown): unknown {
  if (membersOf(value) !== undefined) return value;
  if (typeof value === 'string') return isPairText(value) ? fromPairs(partsOf(value), '=') : undefined;
  if (Array.isArray(value)) return fromPairs(value, ':');
  return undefined;
}

/** Whether a text is meant as pairs; a lone reference stands for a whole map and is none. */
export function isPairText(text: string): boolean {
  return separatorIn(text, '=') !== -1;
}

/** The first separator in a text; what stands inside a reference is none. */
function separatorIn(text: string, separator: string): number {
  return withoutReferences(text).indexOf(separator);
}

/** The parts of a text between its commas; one inside a reference ends no part. */
function partsOf(text: string): readonly string[] {
  let from = 0;
  return withoutReferences(text)
    .split(',')
    .map(({ length }) => {
      const part = text.slice(from, from + length);
      from += length + 1;
      return part;
    });
}

/** A text of the same length with something harmless in place of its references. */
function withoutReferences(text: string): string {
  return text.replace(/\$\{[^{}]*\}/g, (reference) => '\uFFFC'.repeat(reference.length));
}

/** What is wrong with a map of headers in one of its old forms. */
interface OldHeaderProblem {
  readonly path: Path;
  readonly problem: string;
  readonly fix: string;
}

/** Checks the old forms as such: what is wrong with them is not that they are no object. */
export function oldHeaderProblems(type: FieldType, value: unknown): readonly OldHeaderProblem[] {
  if (type.kind !== 'map' || type.of !== 'headers') return [];
  if (Array.isArray(value)) return problemsOf(value, { separator: ':', name: 'colon', one: 'item' });
  if (typeof value !== 'string' || !isPairText(value)) return [];
  return problemsOf(partsOf(value), { separator: '=', name: 'equals sign', one: 'part' }).map((problem) => ({
    ...problem,
    path: [],
  }));
}

function problemsOf(
  parts: readonly unknown[],
  { separator, name, one }: { readonly separator: ':' | '='; readonly name: string; readonly one: string },
): readonly OldHeaderProblem[] {
  const seen = new Set<string>();
  const fix = 'Write an object of names and values: { "Name": "value" }.';
  if (parts.length > MOST_PAIRS)
    return [
      {
        path: [],
        problem: `holds more than ${MOST_PAIRS} ${one}s`,
        fix: 'Name the headers that are needed.',
      },
    ];
  return parts.flatMap((part, index) => {
    const which = `${one} ${index + 1}`;
    const wrong = (problem: string): OldHeaderProblem[] => [
      { path: [index], problem: `${which} ${problem}`, fix },
    ];
    if (typeof part !== 'string') return wrong('is no text');
    const at = separatorIn(part, separator);
    if (at === -1) return hasReference(part) ? [] : wrong(`has no ${name}`);
    const field = part.slice(0, at).trim().toLowerCase();
    if (field === '') return wrong('has no name');
    if (seen.has(field)) return wrong('repeats the name of an earlier one');
    seen.add(field);
    return [];
  });
}

function fromPairs(
  parts: readonly unknown[],
  separator: '=' | ':',
): Readonly<Record<string, string>> | undefined {
  if (parts.length > MOST_PAIRS) return undefined;
  const pairs: [string, string][] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    const at = typeof part === 'string' ? separatorIn(part, separator) : -1;
    if (typeof part !== 'string' || at === -1) return undefined;
    const name = part.slice(0, at).trim();
    if (name === '' || seen.has(name.toLowerCase())) return undefined;
    seen.add(name.toLowerCase());
    pairs.push([name, part.slice(at + 1).trim()]);
  }
  return Object.fromEntries(pairs);
}
