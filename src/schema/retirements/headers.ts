import { hasReference } from '../references.ts';
import { membersOf } from './row.ts';

/*
 * Maps of names to values were once one text, "Name=value,Name2=value2", or a list of "Name: value" lines.
 */

/** Today's form of such a map; undefined when the old form cannot be taken apart without guessing. */
export function headersFrom(value: unknown): unknown {
  if (membersOf(value) !== undefined) return value;
  if (typeof value === 'string') return isPairText(value) ? fromPairs(value.split(','), '=') : undefined;
  if (Array.isArray(value)) return fromPairs(value, ':');
  return undefined;
}

/** Whether a text is meant as pairs; a lone reference stands for a whole map and is none. */
export function isPairText(text: string): boolean {
  return hasReference(text) ? text.replace(/\$\{[^{}]*\}/g, '').includes('=') : text.includes('=');
}

function fromPairs(
  parts: readonly unknown[],
  separator: '=' | ':',
): Readonly<Record<string, string>> | undefined {
  const pairs: [string, string][] = [];
  const seen = new Set<string>();
  for (const part of parts) {
    const at = typeof part === 'string' ? part.indexOf(separator) : -1;
    if (typeof part !== 'string' || at === -1) return undefined;
    const name = part.slice(0, at).trim();
    if (name === '' || seen.has(name.toLowerCase())) return undefined;
    seen.add(name.toLowerCase());
    pairs.push([name, part.slice(at + 1).trim()]);
  }
  return Object.fromEntries(pairs);
}
