import { keySpec } from './catalogue/index.ts';
import { decodeWire } from './decode.ts';
import type { Document } from './document.ts';
import { isAboutFile } from './not-settings.ts';
import { replacementOf } from './retirements/renames.ts';

/**
 * Everything a document sets, decoded: recognised keys as native values, unknown ones as
 * they stand, all as spelled: a retired key is not the one that replaced it. What `diff` compares.
 */
export function settingsOf(document: Document): ReadonlyMap<string, unknown> {
  const known = decodeEntries(document);
  const unknown = [...document.entries].filter(
    ([key]) => keySpec(key) === undefined && replacementOf(key) === undefined && !isAboutFile(key, document),
  );
  return new Map([...known, ...unknown.map(([key, { value }]) => [key, value] as const)]);
}

/** Recognised entries with native values; a text that is not the JSON its row asks for stays text, for the schema to refuse. */
export function decodeEntries(document: Document): Map<string, unknown> {
  const settings = new Map<string, unknown>();
  for (const [key, entry] of document.entries) {
    const spec = keySpec(key) ?? keySpec(replacementOf(key) ?? '');
    if (spec === undefined) continue;
    const decoded = decodeWire(entry.value, spec.type);
    settings.set(key, decoded.ok ? decoded.value : entry.value);
  }
  return settings;
}
