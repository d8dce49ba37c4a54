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

/** The settings after the edits, made one after the other. Nothing that was handed in is changed. Linear in both. */
export function applyEdits(
  settings: ReadonlyMap<string, unknown>,
  edits: readonly Edit[],
): Map<string, unknown> {
  const draft = new Draft(settings);
  for (const edit of edits) draft.apply(edit);
  return draft.settled();
}

/** An object or a list that is being edited; what of it was not touched is shared with the original. */
type Open = { members: Map<string, unknown> } | { readonly items: unknown[] };

/** Settings that are edited step by step: each object and list is copied once, whatever number of edits goes into it. */
class Draft {
  readonly #root: { members: Map<string, unknown> };
  /** The copies, each of which stands in the place of its original. */
  readonly #open = new WeakSet<object>();

  constructor(settings: ReadonlyMap<string, unknown>) {
    this.#root = { members: new Map(settings) };
  }

  apply(edit: Edit): void {
    let holder: Open | undefined = this.#root;
    for (const step of edit.path.slice(0, -1)) holder = holder && this.#opened(holder, step);
    const last = edit.path.at(-1);
    if (holder === undefined || last === undefined) return;
    if ('members' in holder) editMembers(holder, last, edit);
    else editItems(holder.items, last, edit);
  }

  /** The value of a key as it stands now. */
  valueOf(key: string): unknown {
    return this.#settle(this.#root.members.get(key));
  }

  settled(): Map<string, unknown> {
    return new Map([...this.#root.members].map(([name, value]) => [name, this.#settle(value)]));
  }

  /** What stands inside, ready to be edited; undefined when it is neither object nor list. */
  #opened(holder: Open, step: string | number): Open | undefined {
    if ('members' in holder) {
      if (typeof step !== 'string' || !holder.members.has(step)) return undefined;
      const inner = this.#copy(holder.members.get(step));
      if (inner !== undefined) holder.members.set(step, inner);
      return inner;
    }
    if (typeof step !== 'number' || step >= holder.items.length) return undefined;
    const inner = this.#copy(holder.items[step]);
    if (inner !== undefined) holder.items[step] = inner;
    return inner;
  }

  #copy(value: unknown): Open | undefined {
    if (value === null || typeof value !== 'object') return undefined;
    if (this.#open.has(value)) return value as Open;
    const copy: Open = Array.isArray(value)
      ? { items: [...(value as readonly unknown[])] }
      : { members: new Map(Object.entries(value)) };
    this.#open.add(copy);
    return copy;
  }

  #settle(value: unknown): unknown {
    if (value === null || typeof value !== 'object' || !this.#open.has(value)) return value;
    const open = value as Open;
    if ('items' in open) return open.items.map((item) => this.#settle(item));
    return Object.fromEntries([...open.members].map(([name, item]) => [name, this.#settle(item)]));
  }
}

function editMembers(holder: { members: Map<string, unknown> }, name: string | number, edit: Edit): void {
  const { members } = holder;
  if (typeof name !== 'string') return;
  if ('rename' in edit) {
    if (!members.has(name) || name === edit.rename) return;
    // It keeps its place.
    members.delete(edit.rename);
    holder.members = new Map([...members].map(([key, value]) => [key === name ? edit.rename : key, value]));
  } else if (edit.value === undefined) members.delete(name);
  else members.set(name, edit.value);
}

function editItems(items: unknown[], at: string | number, edit: Edit): void {
  if (typeof at !== 'number' || 'rename' in edit) return;
  if (edit.value === undefined) items.splice(at, 1);
  else items[at] = edit.value;
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
  const current = new Draft(settings);
  return steps.map((step) => {
    current.apply(step);
    const key = String(step.path[0]);
    if (step.path.length === 1) {
      if (encoded.delete(key) && 'rename' in step) encoded.add(step.rename);
      return step;
    }
    if (!encoded.delete(key)) return step;
    return { path: [key], value: current.valueOf(key) };
  });
}
