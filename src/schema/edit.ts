import type { Edit } from '../codes/index.ts';
import type { Document, Path } from './document.ts';

export type { Edit } from '../codes/index.ts';

/** Where the edited value stands afterwards. */
export function editedPath(edit: Edit): Path {
  return 'rename' in edit ? [...edit.path.slice(0, -1), edit.rename] : edit.path;
}

/** Notes under which name each key that edits rename stood before the first of them. */
export function noteRenames(edits: readonly Edit[], writtenAs: Map<string, string>): void {
  for (const edit of edits)
    if ('rename' in edit && edit.path.length === 1) {
      const from = String(edit.path[0]);
      writtenAs.set(edit.rename, writtenAs.get(from) ?? from);
    }
}

/** The settings after the edits, made one after the other. Nothing that was handed in is changed. */
export function applyEdits(
  settings: ReadonlyMap<string, unknown>,
  edits: readonly Edit[],
): Map<string, unknown> {
  let entries = [...settings];
  for (const edit of edits) entries = editMembers(entries, edit.path, edit);
  return new Map(entries);
}

type Members = [name: string, value: unknown][];

function editMembers(members: Members, path: Path, edit: Edit): Members {
  const [name, ...rest] = path;
  if (typeof name !== 'string') return members;
  if (rest.length > 0)
    return members.map(([key, value]) => (key === name ? [key, editValue(value, rest, edit)] : [key, value]));
  if ('rename' in edit) {
    const others = members.filter(([key]) => key !== edit.rename || key === name);
    return others.map(([key, value]) => (key === name ? [edit.rename, value] : [key, value]));
  }
  if (edit.value === undefined) return members.filter(([key]) => key !== name);
  if (!members.some(([key]) => key === name)) return [...members, [name, edit.value]];
  return members.map(([key, value]) => (key === name ? [key, edit.value] : [key, value]));
}

function editValue(value: unknown, path: Path, edit: Edit): unknown {
  if (Array.isArray(value)) {
    const [at, ...rest] = path;
    if (typeof at !== 'number') return value;
    const items = [...(value as readonly unknown[])];
    if (rest.length > 0) items[at] = editValue(items[at], rest, edit);
    else if ('rename' in edit) return value;
    else if (edit.value === undefined) items.splice(at, 1);
    else items[at] = edit.value;
    return items;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(editMembers(Object.entries(value), path, edit));
}

/**
 * Edits for the text of a document. A value that stands there as JSON inside a string cannot be edited in
 * part: it is written anew.
 */
export function textEdits(
  settings: ReadonlyMap<string, unknown>,
  document: Document | undefined,
  steps: readonly Edit[],
): Edit[] {
  const encoded = new Set(
    [...(document?.entries.values() ?? [])]
      .filter(({ key, value }) => typeof value === 'string' && typeof settings.get(key) === 'object')
      .map(({ key }) => key),
  );
  let current = settings;
  return steps.map((step) => {
    current = applyEdits(current, [step]);
    const key = String(step.path[0]);
    if (step.path.length === 1) {
      if (encoded.delete(key) && 'rename' in step) encoded.add(step.rename);
      return step;
    }
    if (!encoded.delete(key)) return step;
    return { path: [key], value: current.get(key) };
  });
}
