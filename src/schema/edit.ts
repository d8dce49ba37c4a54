import type { Path } from './document.ts';

/**
 * One step of a rewrite. A value is written at a path (`undefined` removes what stands there), or the last
 * member of a path gets another name and keeps its place and value.
 */
export type Edit =
  { readonly path: Path; readonly value: unknown } | { readonly path: Path; readonly rename: string };

/** Where the edited value stands afterwards. */
export function editedPath(edit: Edit): Path {
  return 'rename' in edit ? [...edit.path.slice(0, -1), edit.rename] : edit.path;
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
