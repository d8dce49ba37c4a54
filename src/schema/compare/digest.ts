import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import { comparable } from './comparable.ts';

/**
 * A fingerprint of a configuration: SHA-256, in 64 lower-case hexadecimal digits, of the canonical JSON of
 * its decoded settings. Two files of any formats with the same settings have the same digest, whatever the
 * order of keys, the spelling of the values or the envelope; so a report from a device can name the
 * configuration without any value of it.
 *
 * Canonical JSON is that of RFC 8785: members sorted by UTF-16 code units, no white space, shortest
 * spelling of numbers and texts. Keys without a value are left out, as every export does: absent, null, "".
 */
export function settingsDigest(settings: ReadonlyMap<string, unknown>): string {
  const kept = [...settings]
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => [key, comparable(key, value)] as const);
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(kept)), 'utf8')
    .digest('hex');
}
