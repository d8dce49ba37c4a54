import type { Diagnostic } from '../../diagnostics.ts';
import { checkSiblings, type Document, type SiblingFile, type Siblings } from '../../schema/index.ts';

/** What a file does to those that were checked before it in the same run. */
export type Meet = (document: Document, named: SiblingFile) => readonly Diagnostic[];

/** For runs of several files; loaded by them alone. */
export function together(): Meet {
  const siblings: Siblings = new Map();
  return (document, named) => checkSiblings(document, named, siblings);
}
