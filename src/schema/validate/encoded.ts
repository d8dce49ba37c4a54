import { repeatedNames } from '../../text/json-outline.ts';
import type { Document } from '../document.ts';
import { joinPath } from '../path.ts';
import type { Report } from '../rules/rule.ts';

/** After so many repeats in one value nobody reads on. */
const MAX_TOLD = 100;

/** Names that stand twice inside a value that is JSON in a text, as managed sources carry it: the last one is read. */
export function checkEncoded(
  { entries }: Document,
  settings: ReadonlyMap<string, unknown>,
  report: Report,
): void {
  for (const [key, value] of settings) {
    const written = entries.get(key)?.value;
    if (typeof written !== 'string' || typeof value !== 'object') continue;
    for (const path of repeatedNames(written).slice(0, MAX_TOLD))
      report('duplicate-key', joinPath([key], ...path), { key: String(path.at(-1)) });
  }
}
