import type { Difference } from './compare.ts';
import { referenceParts } from './references.ts';

/** Differences, and those places where one side holds a reference that may stand for what the other side holds. */
interface Compared {
  readonly differences: readonly Difference[];
  readonly notCompared: readonly Difference[];
}

/**
 * Takes out what is no difference for sure: a text with a reference against something that the reference can make of
 * it. Literal text beside the reference has to agree.
 */
export function withoutUnresolved(all: readonly Difference[]): Compared {
  const differences: Difference[] = [];
  const notCompared: Difference[] = [];
  for (const one of all) {
    const { kind, left, right } = one;
    const may = kind === 'changed' && (canBecome(left, right) || canBecome(right, left));
    (may ? notCompared : differences).push(one);
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
  if (other.length < first.length + last.length || !other.startsWith(first) || !other.endsWith(last))
    return false;
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = other.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= other.length - last.length;
}
