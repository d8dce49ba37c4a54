import { printable } from '../text/printable.ts';

/*
 * Writes XML 1.0. All text passes through `printable`, which leaves no character that production 2 of the
 * specification forbids, and one escape that serves for content and attributes alike.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** One line of text, for content or for an attribute in double quotes. */
export function xmlText(text: string, limit = 2000): string {
  return printable(text, limit)
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** ` name="value"` for each attribute that has one. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
