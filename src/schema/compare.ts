import { comparable } from './compare/comparable.ts';
import type { Path } from './document.ts';
import { isInexact } from './leaves.ts';
import { joinPath } from './path.ts';
import { isObject } from '../text/json.ts';

/** One place where two configurations differ. `left`/`right` are absent where that side has nothing. */
export interface Difference {
  readonly path: Path;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly left?: unknown;
  readonly right?: unknown;
}

/** Is told of a place where both sides hold the same number, rounded as it was read: other ones may be written there. */
type Rounded = (place: Difference) => void;

/** Compares decoded settings key by key, down into objects and lists. Order of keys is no difference; order in lists is. */
export function compareSettings(
  left: ReadonlyMap<string, unknown>,
  right: ReadonlyMap<string, unknown>,
  rounded: Rounded = () => undefined,
): readonly Difference[] {
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.flatMap((key) =>
    compareMembers(
      left.has(key),
      comparable(key, left.get(key)),
      right.has(key),
      comparable(key, right.get(key)),
      [key],
      rounded,
    ),
  );
}

function compareMembers(
  inLeft: boolean,
  left: unknown,
  inRight: boolean,
  right: unknown,
  path: Path,
  rounded: Rounded,
): readonly Difference[] {
  if (!inLeft) return [{ path, kind: 'added', right }];
  if (!inRight) return [{ path, kind: 'removed', left }];
  return compareValues(left, right, path, rounded);
}

function compareValues(left: unknown, right: unknown, path: Path, rounded: Rounded): readonly Difference[] {
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compareMembers(
        index < left.length,
        left[index],
        index < right.length,
        right[index],
        joinPath(path, index),
        rounded,
      ),
    );
  }
  if (isObject(left) && isObject(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return names.flatMap((name) =>
      compareMembers(
        Object.hasOwn(left, name),
        left[name],
        Object.hasOwn(right, name),
        right[name],
        [...path, name],
        rounded,
      ),
    );
  }
  if (!Object.is(left, right)) return [{ path, kind: 'changed', left, right }];
  if (typeof left === 'number' && isInexact(left)) rounded({ path, kind: 'changed', left, right });
  return [];
}
