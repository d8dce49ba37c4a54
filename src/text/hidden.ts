/*
 * Characters that nobody sees, and that make two texts differ: they come along when a text is copied from a page or a
 * document. Unicode's property Default_Ignorable_Code_Point, line and paragraph separators, blanks other than the
 * space, and the empty pattern of Braille.
 */

import { isPlain } from './plain.ts';

const HIDDEN = /[\p{DI}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/u;

/** The first character of a text that nobody sees, as `U+200B`; undefined when it has none. */
export function hiddenIn(text: string): string | undefined {
  const found = isPlain(text) ? undefined : HIDDEN.exec(text)?.[0];
  return found === undefined ? undefined : codePointName(found);
}

/** The first character beyond ASCII, as `U+0420`, and whether anybody sees it; names of settings have none. */
export function oddIn(name: string): { readonly character: string; readonly hidden: boolean } | undefined {
  const hidden = hiddenIn(name);
  if (hidden !== undefined) return { character: hidden, hidden: true };
  const found = /[^\0-\u007F]/u.exec(name)?.[0];
  return found === undefined ? undefined : { character: codePointName(found), hidden: false };
}

/** The text without them. */
export function withoutHidden(text: string): string {
  return isPlain(text) ? text : text.replace(new RegExp(HIDDEN, 'gu'), '');
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
