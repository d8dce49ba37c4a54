import type { Outcome } from '../errors.ts';
import type { Composed, Document } from '../schema/index.ts';

/** What one run has read so far: a base that a thousand files share is read once, so all see the same bytes. */
export interface ChainMemory {
  readonly documents: Map<string, Promise<Outcome<Document, { readonly clause: string }>>>;
  readonly composed: Map<string, Composed>;
  /** Characters of what is kept. */
  length: number;
  /** The path of every base that was ever read: no report is written over one. */
  readonly paths: Set<string>;
}

/** A memory for one run. */
export function chainMemory(): ChainMemory {
  return { documents: new Map(), composed: new Map(), length: 0, paths: new Set() };
}

/** Forgets what was read: a base was changed, or there are too many. */
export function forgetBases(memory: ChainMemory): void {
  memory.documents.clear();
  memory.composed.clear();
  memory.length = 0;
}
