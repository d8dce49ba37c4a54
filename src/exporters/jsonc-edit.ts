import type { Edit } from '../schema/index.ts';
import { EditRound } from './jsonc-round.ts';

/*
 * Edits in a JSONC text that keep comments where they belong and everything else as it was. jsonc-parser
 * finds the places; its own `modify` is not used, for it moves the comment of one member to another, and
 * drops comments with the member before them.
 */

/**
 * The text after the edits, made one after the other. Comments stay; those inside a value that is replaced
 * move above it. A text without an object becomes one. Edits that do not touch each other are made together, so the
 * cost grows with the text and the edits, not with their product.
 */
export function editJsonc(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  let current = text.slice(mark.length);
  let left = edits;
  while (left.length > 0) {
    const round = new EditRound(current);
    left = left.filter((edit) => !round.take(edit));
    current = round.text();
  }
  return mark + current;
}
