import { membersOf } from '../path.ts';
import type { KeyName } from '../catalogue/index.ts';
import type { Path } from '../document.ts';
import { placeholderIn } from '../placeholder.ts';
import { hasReference } from '../references.ts';
import type { DropReason } from '../effective/types.ts';
import type { RuleContext } from './rule.ts';

export { membersOf } from '../path.ts';

export { listing } from '../words.ts';

/*
 * How rules read values that may have an error of their own: one bad entry must not hide what is wrong with
 * the next one. Texts that still wait for a reference or for a person say nothing yet.
 */

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether an absolute path is one of Windows: with a drive, or of a share. */
export function isWindowsPath(path: string): boolean {
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** An object inside a list, and where it stands. */
export interface ListEntry {
  readonly value: Members;
  readonly path: Path;
}

/** The keys that the app leaves aside for that reason, whether or not another one holds as well. */
export function droppedFor(reason: DropReason, { effective }: RuleContext): readonly string[] {
  return effective()
    .dropped.filter(({ reasons }) => reasons.includes(reason))
    .map(({ key }) => key);
}

/** A text that is there and final. */
export function finalText(value: unknown): string | undefined {
  return typeof value === 'string' &&
    value !== '' &&
    !hasReference(value) &&
    placeholderIn(value) === undefined
    ? value
    : undefined;
}

/** Whether an object has a member with a value; null counts as nothing. */
export function hasMember(value: Members, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== null && value[name] !== undefined;
}

/** The objects in a list. */
export function objectsIn(context: RuleContext, key: KeyName): readonly ListEntry[] {
  const list = context.settings.get(key);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) => {
    const value = membersOf(item);
    return value === undefined ? [] : [{ value, path: [key, index] }];
  });
}

/** Texts of a list, final ones only. */
export function textsIn(context: RuleContext, key: KeyName): readonly { text: string; path: Path }[] {
  const list = context.settings.get(key);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) => {
    const text = finalText(item);
    return text === undefined ? [] : [{ text, path: [key, index] }];
  });
}

/** Calls `again` with each value that an earlier entry has already. */
export function eachRepeated<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string | undefined,
  again: (entry: T, name: string) => void,
): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name === undefined) continue;
    if (seen.has(name)) again(entry, name);
    seen.add(name);
  }
}
