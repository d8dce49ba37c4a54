import { jsonEscape } from '../text/json.ts';
import { hasForbiddenCharacter } from '../text/printable.ts';
import { Unwritable } from './unwritable.ts';

/**
 * The settings a file will hold: names checked, values without meaning left out. An empty text still
 * counts as a policy on Windows, so none is ever written; an empty list or object is a value and stays.
 */
export function writable(settings: ReadonlyMap<string, unknown>): [key: string, value: unknown][] {
  return [...settings].filter(([key, value]) => {
    // Names come from the catalogue or, unknown ones, from a file: none may break out of its quotes or tags.
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(key))
      throw new Unwritable('A key holds other characters than letters and digits and cannot be written.');
    return value !== undefined && value !== null && value !== '';
  });
}

/**
 * One value as the text every managed source reads: `true`, decimal digits, the text itself, or compact JSON.
 * See "Value types" of the vendor's configuration page.
 */
export function wireText(key: string, value: unknown): string {
  if (typeof value === 'number') return decimal(key, value);
  if (typeof value !== 'string') return jsonText(key, value);
  if (hasForbiddenCharacter(value))
    throw new Unwritable(`${key} holds a character that a profile or a registry value cannot carry.`);
  return value;
}

/** Digits without an exponent, which is all that the readers take. */
function decimal(key: string, value: number): string {
  if (!Number.isFinite(value)) throw new Unwritable(`${key} is not a finite number.`);
  const text = String(Object.is(value, -0) ? 0 : value);
  const [, sign = '', first, rest = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
  if (first !== undefined) return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`;
  return text.includes('e') ? BigInt(value).toString() : text;
}

/*
 * Characters that some reader of XML or of the registry changes or drops: DEL, C1 with NEL, the line and
 * paragraph separators, and what XML 1.0 forbids. In JSON text each can stand as an escape.
 */
const FRAGILE = /[\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]/g;

/** One value as JSON, compact unless told otherwise, without a character that a reader could lose. */
export function jsonText(key: string, value: unknown, indent?: number): string {
  const checked = (_name: string, item: unknown): unknown => {
    if (typeof item === 'number' && !Number.isFinite(item))
      throw new Unwritable(`${key} holds a number that is not finite.`);
    if (typeof item === 'bigint') throw new Unwritable(`${key} holds something that JSON cannot say.`);
    return item;
  };
  return JSON.stringify(value, checked, indent).replace(FRAGILE, jsonEscape);
}
