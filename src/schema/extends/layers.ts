import type { Entry, Origin, Replaced } from '../document.ts';
import { replacementOf, retiredNames } from '../retirements/renames.ts';

/*
 * The settings of files laid one over another, with what each replaced. A retired name and the name of today are one
 * setting: what a file sets, or takes away, under the one counts for the other, so that files of one chain may be
 * migrated one after another.
 */

/** An entry with the file it stands in. */
export type Owned = Entry & { readonly file: string };

/** A value that a file had replaced or taken away, and that came back with a later base. */
export interface Restored {
  readonly key: string;
  /** The file whose value counts again. */
  readonly file: string;
  /** The file that had replaced it. */
  readonly over: string;
}

/** What a value replaced is told this far back. */
const MAX_REPLACED = 20;

/** Today's name and every retired one, by each of them. */
const namesOf = new Map<string, readonly string[]>();
for (const old of retiredNames) {
  const today = replacementOf(old);
  if (today === undefined) continue;
  const names = [...(namesOf.get(today) ?? [today]), old];
  for (const name of names) namesOf.set(name, names);
}

/** Settings in force, what each replaced, and what was taken away and not set again. */
export class Layers {
  readonly entries = new Map<string, Owned>();
  readonly origins = new Map<string, Origin>();
  readonly unset = new Map<string, Origin>();

  /** Lays what a base comes to over what is there. What it brings back is told. */
  add(base: {
    readonly entries: ReadonlyMap<string, Owned>;
    readonly origins: ReadonlyMap<string, Origin>;
    readonly unset: ReadonlyMap<string, Origin>;
  }): readonly Restored[] {
    const restored: Restored[] = [];
    for (const [key, entry] of base.entries) {
      const { entries, history } = this.#standing(key);
      const [now, ...before] = history;
      if (now !== undefined && !entries.includes(entry) && before.some(({ file }) => file === entry.file))
        restored.push({ key, file: entry.file, over: now.file });
      this.#put(key, entry, base.origins.get(key)?.replaced ?? []);
    }
    // What a base took away from its own bases stays where an earlier base sets it.
    for (const [key, origin] of base.unset)
      if (this.#standing(key).entries.length === 0) this.unset.set(key, origin);
    return restored;
  }

  /** Sets a value. */
  set(key: string, entry: Owned): void {
    this.#put(key, entry, []);
  }

  /** Takes a value away; false where there is none. */
  take(key: string, file: string): boolean {
    const { entries, history } = this.#standing(key);
    if (entries.length === 0) return false;
    this.#remove(key, undefined);
    this.unset.set(key, { file, replaced: history.slice(0, MAX_REPLACED) });
    return true;
  }

  #put(key: string, entry: Owned, own: readonly Replaced[]): void {
    const { entries, history } = this.#standing(key);
    const known = entries.includes(entry)
      ? own
      : withHistory(
          own,
          history.filter(({ file }) => file !== entry.file),
        );
    this.#remove(key, entry.file);
    // Read in the order in which they were last set.
    this.entries.set(key, entry);
    this.origins.set(key, { file: entry.file, replaced: known });
  }

  /** Removes a setting under each of its names; two names in one file are for its findings to tell. */
  #remove(key: string, sparing: string | undefined): void {
    for (const name of namesOf.get(key) ?? [key]) {
      this.unset.delete(name);
      if (name !== key && this.entries.get(name)?.file === sparing) continue;
      this.entries.delete(name);
      this.origins.delete(name);
    }
  }

  /** What stands under any name of a setting, and what that replaced, nearest first. */
  #standing(key: string): { readonly entries: readonly Owned[]; readonly history: readonly Replaced[] } {
    const entries: Owned[] = [];
    const history: Replaced[] = [];
    const as = (name: string): Pick<Replaced, 'key'> => (name === key ? {} : { key: name });
    for (const name of namesOf.get(key) ?? [key]) {
      const entry = this.entries.get(name);
      const gone = this.unset.get(name);
      const before = (entry === undefined ? gone : this.origins.get(name))?.replaced ?? [];
      if (entry !== undefined) {
        entries.push(entry);
        history.push({ file: entry.file, value: entry.value, ...as(name) });
      } else if (gone !== undefined) history.push({ file: gone.file, ...as(name) });
      // What stood under the name of its own there is under another name here.
      history.push(...before.map((one) => ({ ...as(name), ...one })));
    }
    return { entries, history };
  }
}

/** What an entry replaced in its own chain, then what stood there before it came; what both share is told once. */
function withHistory(own: readonly Replaced[], before: readonly Replaced[]): readonly Replaced[] {
  const told = new Set(before.map(({ file }) => file));
  return [...own.filter(({ file }) => !told.has(file)), ...before].slice(0, MAX_REPLACED);
}
