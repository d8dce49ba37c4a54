import { plistDocument, type PlistDict, type PlistValue } from '../text/plist-write.ts';
import { hasForbiddenCharacter } from '../text/printable.ts';
import { Unwritable } from './unwritable.ts';

/** Settings as an XML property list. Lists and objects among them travel as JSON text. */
export function plistXml(dict: PlistDict): Uint8Array {
  refuseUncarriable(dict, '');
  return plistDocument(dict);
}

function refuseUncarriable(value: PlistValue | undefined, key: string): void {
  if (typeof value === 'string') {
    if (hasForbiddenCharacter(value))
      throw new Unwritable(`${key} holds a character that a property list cannot carry.`);
  } else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Unwritable(`${key} is not an exact integer.`);
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries<PlistValue | undefined>(value as PlistDict))
      refuseUncarriable(item, name);
  }
}
