import { CODES, type Code, type CodeRow, type Edit } from '../codes/index.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Document, Path } from './document.ts';
import { valueAt } from './path.ts';

/** The edits for a finding about a place in the spelling of the document; undefined where a person must decide. */
export type Remedy = (code: Code, path: Path, args: unknown) => readonly Edit[] | undefined;

/** What the codes know to do. Nothing in a document that is not edited: it is no JSON text, or a nested one. */
export function remedies(document: Document, settings: ReadonlyMap<string, unknown>): Remedy {
  if (document.text === undefined || document.nested !== undefined) return () => undefined;
  const at = ([key, ...rest]: Path): unknown => {
    const name = String(key);
    return valueAt(settings.has(name) ? settings.get(name) : document.entries.get(name)?.value, rest);
  };
  return (code, path, args) => {
    const { edit }: CodeRow<never> = CODES[code];
    return edit?.({ args: args as never, path, at });
  };
}

/** The edits of several findings that can be made at once, in an order in which none moves the place of another. */
export interface Batch {
  readonly edits: readonly Edit[];
  /** The findings they are for. */
  readonly findings: readonly Diagnostic[];
}

/** More are made in a further round: each edit reads the text anew. */
const MAX_EDITS = 100;

/** Takes, in their order, the edits of each finding that touches nothing which one before it touches. */
export function batchOf(
  diagnostics: readonly Diagnostic[],
  editsOf: ReadonlyMap<Diagnostic, readonly Edit[]>,
): Batch {
  const chosen: Edit[] = [];
  const removals: Edit[] = [];
  const touched: Path[] = [];
  const findings: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const edits = editsOf.get(finding);
    if (edits === undefined || edits.length === 0) continue;
    if (chosen.length + removals.length + edits.length > MAX_EDITS) break;
    const places = edits.flatMap(placesOf);
    if (places.some((place) => touched.some((other) => overlap(place, other)))) continue;
    touched.push(...places);
    findings.push(finding);
    // What is taken out of a list moves what follows, so that goes last, from the end.
    if (edits.every(isRemovalOfItem)) removals.push(...edits);
    else chosen.push(...edits);
  }
  removals.sort((a, b) => Number(b.path.at(-1)) - Number(a.path.at(-1)));
  return { edits: [...chosen, ...removals], findings };
}

function isRemovalOfItem(edit: Edit): boolean {
  return 'value' in edit && edit.value === undefined && typeof edit.path.at(-1) === 'number';
}

function placesOf(edit: Edit): readonly Path[] {
  return 'rename' in edit ? [edit.path, [...edit.path.slice(0, -1), edit.rename]] : [edit.path];
}

/** One is the other, or inside it. */
function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
