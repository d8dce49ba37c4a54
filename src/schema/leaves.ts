import type { Path } from './document.ts';
import type { FieldType } from './key-spec.ts';
import { visit } from './types/visit.ts';

/** A text inside a value, with what its row says about it. */
export interface Leaf {
  readonly text: string;
  readonly path: Path;
  /** The type asked for there; undefined inside a member that the row does not have. */
  readonly type: FieldType | undefined;
  /** The name of the HTTP header whose value this is. */
  readonly header: string | undefined;
}

/**
 * Every text of a value, in order, whether or not the value is of the type its row asks for. `inexact` is told of
 * numbers that were rounded as they were read and that no row asks for: those of a row are checked by its type.
 */
export function leaves(
  type: FieldType | undefined,
  value: unknown,
  path: Path,
  inexact: (path: Path) => void,
): readonly Leaf[] {
  const found: Leaf[] = [];
  visit(type, value, path, (spot) => {
    const { value: text, path: at, type: asked, header } = spot;
    if (typeof text === 'string') found.push({ text, path: at, type: asked, header });
    else if (typeof text === 'number' && (asked === undefined || asked.kind === 'any') && isInexact(text))
      inexact(at);
    return true;
  });
  return found;
}

/** Whether a number may be another one than was written: whole and beyond 2^53, or beyond all that a number holds. */
export function isInexact(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}
