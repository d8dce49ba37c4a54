import { hasForbiddenCharacter } from './printable.ts';

/*
 * Text for XML that programs read. Unlike a report, nothing is cut or cleaned: what XML 1.0 cannot hold is
 * for the caller to refuse, and everything else arrives as it is.
 */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** One text between tags. CR, NEL and the line separators become references: parsers normalize them (XML 1.0, section 2.11). */
export function xmlContent(text: string): string {
  return escaped(text, /[\r\u007F-\u009F\u2028\u2029]/g);
}

/** One text for an attribute in double quotes: tabs and line feeds too would arrive as blanks (section 3.3.3). */
export function xmlAttribute(text: string): string {
  return escaped(text, /[\t\n\r\u007F-\u009F\u2028\u2029]/g);
}

function escaped(text: string, fragile: RegExp): string {
  if (hasForbiddenCharacter(text))
    throw new Error('a text that XML cannot hold came unchecked to the writer');
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(fragile, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

/** ` name="value"` for each attribute that has a value, in their order. */
export function xmlAttributeList(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join('');
}
