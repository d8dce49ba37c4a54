import { CODES } from './rows.ts';

export { CODES } from './rows.ts';
export type { CodeRow, Edit, Faulty, Path, Severity } from './code.ts';

/** A finding's code. */
export type Code = keyof typeof CODES;

/** Every code, in the order of the docs. */
export const codes = Object.keys(CODES) as readonly Code[];

/** Whether a text names a code. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}
