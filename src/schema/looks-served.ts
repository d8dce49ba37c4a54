import type { Document } from './document.ts';

/** The cluster of the way to a server: it stands in the app's own export, and no server of today delivers it. */
const OF_EXPORTS = 'bootstrap';

/**
 * Whether a JSON document is the answer of a bootstrap server by what stands in it: `expiresAt`, `$schemaVersion` or
 * clusters. The app's own export has clusters too, and is told apart where it holds the way to a server.
 */
export function looksServed({ format, entries, nested }: Document): boolean {
  if (format !== 'json') return false;
  if (nested === undefined) return entries.has('expiresAt') || entries.has('$schemaVersion');
  return nested.expiresAt !== undefined || [...nested.places.values()].every(([name]) => name !== OF_EXPORTS);
}
