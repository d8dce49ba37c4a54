import type { TurnWords } from '../engine/request.ts';

/*
 * What became of the words that a model was asked to answer with.
 */

/** What was done to the words of an answer, when they are there but not as a model writes them. */
export function spoiltText(text: string, { asked, system }: Required<TurnWords>): string | undefined {
  if (text.includes(`${asked}${system}`)) return 'the spaces between the words of the answer are lost';
  const space = between(text, asked, system);
  if (CODED_SPACE.test(space) || OTHER_SPACE.test(space))
    return 'the spaces between the words of the answer are replaced';
  if (isMasked(text, asked) || isMasked(text, system)) return 'characters of the answer are replaced';
  const tail = text.slice(text.indexOf(asked) + asked.length).trim();
  if (text.includes(asked) && tail !== '' && tail !== system && system.startsWith(tail))
    return 'the end of the answer is lost';
  return !text.includes(asked) && text.includes(asked.toUpperCase())
    ? 'the answer comes in capitals'
    : undefined;
}

const CODED_SPACE = /^(?:%20|\+|_|&nbsp;|&#(?:32|x20);|\\u0020)$/i;
/** Spaces that are none of a model's, such as U+00A0. */
const OTHER_SPACE = /^[^\S \t\r\n]+$/;

/** What stands between two words; nothing where they are not both there, in this order. */
function between(text: string, first: string, last: string): string {
  const from = text.indexOf(first);
  const to = text.indexOf(last);
  return from < 0 || to < from ? '' : text.slice(from + first.length, to);
}

/** A word whose place another holds that differs in signs only, at least half of it left. */
function isMasked(text: string, word: string): boolean {
  if (holds(text, word)) return false;
  const signs = word.replace(/./g, (sign) => (sign === '-' ? '[^\\s\\w]' : `(?:${sign}|[^\\s\\w])`));
  const found = new RegExp(signs, 'i').exec(text)?.[0] ?? '';
  return found.replace(/\W/g, '').length >= word.length / 2;
}

/** Whether the word stands in the text, in letters of any case. */
export function holds(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase());
}

/** Whether the word stands there once, in letters of any case. */
export function isOnce(text: string, word: string): boolean {
  return text.toLowerCase().split(word.toLowerCase()).length === 2;
}
