import { UserError } from '../errors.ts';
import { type Document, type Entry, keyNames, keySpec, nearest } from '../schema/index.ts';
import { shownName } from '../text/credentials.ts';
import { readSets } from './init/set.ts';

/**
 * The document with what `--set KEY=VALUE` and `--unset KEY` say: they win over every file. A key that is none of
 * Claude Desktop's is wrong usage, for nobody would see the slip.
 */
export function withOverrides(
  document: Document,
  { set = [], unset = [] }: { readonly set?: readonly string[]; readonly unset?: readonly string[] },
): Document {
  const { values, findings } = readSets(set);
  const unknown = findings[0];
  if (unknown !== undefined) throw new UserError(`--set: ${unknown.message}.`, unknown.hint);
  for (const key of unset)
    if (keySpec(key) === undefined && !document.entries.has(key)) {
      const near = nearest(key, [...document.entries.keys(), ...keyNames]);
      throw new UserError(
        `--unset ${shownName(key)}: nothing sets it.`,
        near === undefined ? undefined : `Did you mean ${shownName(near)}?`,
      );
    }
  const entries = new Map<string, Entry>(document.entries);
  const overridden = new Map([...unset, ...values.keys()].map((key) => [key, document.entries.get(key)]));
  for (const key of unset) entries.delete(key);
  for (const [key, value] of values) entries.set(key, { key, value, encoding: '--set' });
  return {
    ...document,
    entries,
    overridden,
    locate: (place, part) => (values.has(String(place[0])) ? undefined : document.locate(place, part)),
  };
}
