import { build } from 'plist';
import { hasForbiddenCharacter } from '../text/printable.ts';
import { Unwritable } from './unwritable.ts';

/** What we put into a property list: numbers are exact integers, lists and objects among the settings travel as JSON text. */
export type PlistValue = string | boolean | number | readonly PlistDict[] | PlistDict;
/** A dictionary of a property list. */
export interface PlistDict {
  readonly [key: string]: PlistValue;
}

/**
 * An XML property list: tabs, LF, one LF at the end, UTF-8 without BOM.
 *
 * The library's own errors quote the value, which may be a secret, so everything it refuses is refused here
 * first. U+0085, U+2028 and U+2029 become character references: the same library's parser would read them
 * raw as LF (it applies XML 1.1 line-end rules to XML 1.0).
 */
export function plistXml(dict: PlistDict): Uint8Array {
  refuseUncarriable(dict, '');
  let xml: string;
  try {
    xml = build(dict as Parameters<typeof build>[0], { indent: '\t' });
  } catch {
    throw new Unwritable('The settings cannot be written as a property list.');
  }
  const text = xml.replace(/[\u0085\u2028\u2029]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
  return new TextEncoder().encode(`${text}\n`);
}

function refuseUncarriable(value: PlistValue, key: string): void {
  if (typeof value === 'string') {
    if (hasForbiddenCharacter(value))
      throw new Unwritable(`${key} holds a character that a property list cannot carry.`);
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) refuseUncarriable(item, name);
  }
}
