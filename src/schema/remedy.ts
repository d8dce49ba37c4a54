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

/** Takes, in their order, the edits of each finding that touches nothing which one before it touches. */
export function batchOf(
  diagnostics: readonly Diagnostic[],
  editsOf: ReadonlyMap<Diagnostic, readonly Edit[]>,
): Batch {
  const chosen: Edit[] = [];
  const removals: Edit[] = [];
  const touched: Touched = new Map();
  const findings: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const edits = editsOf.get(finding);
    if (edits === undefined || edits.length === 0) continue;
    const places = edits.flatMap(placesOf);
    if (places.some((place) => overlaps(place, touched))) continue;
    for (const place of places) touch(place, touched);
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

/** The places that an edit has to do with. */
export function placesOf(edit: Edit): readonly Path[] {
  return 'rename' in edit ? [edit.path, [...edit.path.slice(0, -1), edit.rename]] : [edit.path];
}

/** Places, by their steps; `all` is what is around others. */
type Touched = Map<Path[number], Touched | 'all'>;

/** Whether a place is one of those that were touched, inside one, or around one. */
function overlaps(place: Path, touched: Touched): boolean {
  let here = touched;
  for (const step of place) {
    const inner = here.get(step);
    if (inner === undefined || inner === 'all') return inner === 'all';
    here = inner;
  }
  return true;
}

function touch(place: Path, touched: Touched): void {
  let here = touched;
  for (const step of place.slice(0, -1)) {
    const inner = here.get(step);
    // Two edits of one finding may touch the same.
    if (inner === 'all') return;
    const next: Touched = inner ?? new Map<Path[number], Touched | 'all'>();
    here.set(step, next);
    here = next;
  }
  const last = place.at(-1);
  if (last !== undefined) here.set(last, 'all');
}
