import type { Document } from '../document.ts';
import type { Edit } from '../edit.ts';

/** The file, by its name in messages, in which all of these edits can be made; undefined where there is no such file. */
type OwnerOf = (edits: readonly Edit[]) => string | undefined;

/**
 * Says in which file of a chain edits are to be made: the one that holds what they change, the document itself for
 * what is new. Groups are asked about in the order in which they will be made. There is no such file for a group that
 * changes settings of several files, for one of a file whose text cannot be edited, and for all that build on those.
 */
export function owners(document: Document, file: string): OwnerOf {
  const held = new Map<string, string | undefined>();
  for (const [key, entry] of document.entries) held.set(key, entry.file ?? file);
  const isEditable = (name: string): boolean => {
    const one = name === file && document.chain === undefined ? document : document.chain?.files.get(name);
    return one?.text !== undefined && one.nested === undefined && one.format === 'json';
  };
  return (edits) => {
    const touched = new Set(edits.map(({ path }) => String(path[0])));
    const names = edits.flatMap((edit) =>
      'rename' in edit && edit.path.length === 1 ? [edit.rename] : [String(edit.path[0])],
    );
    const files = new Set([...touched].filter((key) => held.has(key)).map((key) => held.get(key)));
    const [only = file] = files;
    const owner = files.size > 1 || files.has(undefined) || !isEditable(only) ? undefined : only;
    for (const key of [...touched, ...names]) held.set(key, owner);
    return owner;
  };
}
