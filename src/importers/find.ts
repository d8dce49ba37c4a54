import { ok, type Outcome } from '../errors.ts';
import type { ReadFormat } from '../schema/index.ts';
import { isGraph } from './graph/marks.ts';
import { tooLarge, type Importer, type Unreadable } from './importer.ts';
import { json } from './json.ts';

/**
 * The importer for bytes, or that of a format. JSON is at hand; the readers of the other containers are
 * loaded when a file is not plainly a JSON object, for most runs read nothing else.
 */
export async function findImporter(
  bytes: Uint8Array,
  format: ReadFormat | undefined,
): Promise<Outcome<Importer, Unreadable>> {
  if (format === 'json' || (format === undefined && isJsonObject(bytes) && !isGraph(bytes))) return ok(json);
  const { detect, importerById } = await import('./index.ts');
  return format === undefined ? detect(bytes) : ok(importerById(format));
}

/** Whether the text begins as a JSON object does, after a UTF-8 byte order mark and white space. No other container begins so. */
function isJsonObject(bytes: Uint8Array): boolean {
  if (tooLarge(bytes) !== undefined) return false;
  const start = afterBlanks(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  if (bytes[start] !== 0x7b) return false;
  const next = bytes[afterBlanks(bytes, start + 1)];
  // A name, the end, or a comment; "defaults read" prints a brace and then a bare word.
  return next === 0x22 || next === 0x7d || next === 0x2f;
}

function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at += 1;
  return at;
}
