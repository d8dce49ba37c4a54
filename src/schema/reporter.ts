import { CODES, type CodeRow, type Edit } from '../codes/index.ts';
import { diagnostic, type Code, type Diagnostic } from '../diagnostics.ts';
import { replacementOf } from './retirements/renames.ts';
import type { Document, Path } from './document.ts';
import { nestedPlace } from './nested-rules.ts';
import type { Remedy } from './remedy.ts';
import type { Report } from './rules/rule.ts';

/** Findings that something is missing: not made of a document that may set it where this version cannot see it. */
const MISSING: ReadonlySet<Code> = new Set<Code>([
  'provider-missing',
  'no-third-party-mode',
  'required-key-missing',
  'credential-missing',
  'models-required',
  'setting-incomplete',
]);

/** As many findings of one kind are told. */
const MAX_OF_A_KIND = 1000;
const UNKNOWN: ReadonlySet<Code> = new Set<Code>(['unknown-key', 'dotted-key', 'nested-config']);

/**
 * Turns what the checks say about settings in today's spelling into findings about the document: at the key that
 * is written there, and, where that is only another name of the key, in words that name it. Of each kind as many are
 * told as anybody reads; with `everyEdit` also every further one that carries edits.
 */
export function reporter(
  document: Document,
  writtenAs: ReadonlyMap<string, string>,
  remedy: Remedy,
  add: (finding: Diagnostic, edits: readonly Edit[] | undefined) => void,
  everyEdit = false,
): Report {
  const told = new Map<string, number>();
  return (code, path, args, severity) => {
    if (document.incomplete === true && MISSING.has(code)) return;
    const [key, ...rest] = path;
    // A hostile file can be wrong in a hundred thousand places. Unknown keys count together, others each by itself,
    // so that a key with an error always has one of its own.
    const kind = UNKNOWN.has(code) ? code : `${code} ${String(key)}`;
    const count = (told.get(kind) ?? 0) + 1;
    if (count > MAX_OF_A_KIND && !everyEdit) return;
    told.set(kind, count);
    const written = typeof key === 'string' ? writtenAs.get(key) : undefined;
    const place: Path = written === undefined ? path : [written, ...rest];
    const named =
      typeof key === 'string' && written !== undefined && replacementOf(written) === key
        ? renameIn(args, key, written)
        : args;
    const { at }: CodeRow<never> = CODES[code];
    const edits = remedy(code, place, args);
    if (count > MAX_OF_A_KIND && edits === undefined) return;
    const finding = diagnostic(
      code,
      {
        path: place,
        ...document.locate(place, at),
        ...(severity && { severity }),
        fixable: edits !== undefined,
      },
      named,
    );
    add(document.nested === undefined ? finding : { ...finding, path: nestedPlace(place, document) }, edits);
  };
}

/** The arguments of a message with another name for a key. */
function renameIn<A>(args: A, from: string, to: string): A {
  const rename = (value: unknown): unknown =>
    typeof value === 'string' ? value.replace(new RegExp(`\\b${from}\\b`, 'g'), to) : value;
  return Object.fromEntries(
    Object.entries(args as object).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(rename) : rename(value),
    ]),
  ) as A;
}
