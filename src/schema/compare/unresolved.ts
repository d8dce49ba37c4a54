import { compareSettings, type Difference } from '../compare.ts';
import { referenceParts } from '../references.ts';

/** A place where nobody can say whether the two sides agree. */
export interface NotCompared extends Difference {
  /** One side holds a reference, or is computed by a script; or a number beyond 2^53 was rounded as it was read. */
  readonly reason: 'reference' | 'computed' | 'rounded';
}

/** What differs for sure, and what may. */
interface Compared {
  readonly differences: readonly Difference[];
  readonly notCompared: readonly NotCompared[];
}

/**
 * As `compareSettings`, but for what is no difference for sure: a text with a reference against something that the
 * reference can make of it. Literal text beside the reference has to agree.
 */
export function compareKnown(
  left: ReadonlyMap<string, unknown>,
  right: ReadonlyMap<string, unknown>,
): Compared {
  const differences: Difference[] = [];
  const notCompared: NotCompared[] = [];
  const rounded = (place: Difference): void => void notCompared.push({ ...place, reason: 'rounded' });
  for (const one of compareSettings(left, right, rounded)) {
    const may = one.kind === 'changed' && (canBecome(one.left, one.right) || canBecome(one.right, one.left));
    if (may) notCompared.push({ ...one, reason: 'reference' });
    else differences.push(one);
  }
  return { differences, notCompared };
}

/** Whether references can make `other` of a value. Two texts with references can always become equal. */
export function canBecome(value: unknown, other: unknown): boolean {
  if (typeof value !== 'string') return false;
  const { pattern, references } = referenceParts(value);
  if (references.length === 0) return false;
  if (typeof other !== 'string') return pattern.every((piece) => piece === '');
  if (referenceParts(other).references.length > 0) return true;
  const [first = ''] = pattern;
  const last = pattern.at(-1) ?? '';
  if (!other.startsWith(first) || !other.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = other.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= other.length - last.length;
}
