import type { Format } from '../schema/index.ts';
import { json } from './json.ts';
import { plist } from './plist.ts';
import { reg } from './reg.ts';

/**
 * One setting as each format writes it, without the file around it: for `explain` and the docs. A profile
 * holds the same lines as a property list.
 */
export function writtenAs(
  key: string,
  value: unknown,
): Readonly<Record<Exclude<Format, 'mobileconfig'>, string>> {
  const settings = new Map([[key, value]]);
  return {
    json: unindented(decode(json.encode(settings, {})).split('\n').slice(1, -2)),
    plist: unindented(inside(decode(plist.encode(settings, {})))),
    reg: decode(reg.encode(settings, { encoding: 'utf16le' }), 'utf-16le')
      .replaceAll('\r\n', '\n')
      .split('\n')
      .slice(3)
      .join('\n')
      .trim(),
  };
}

function decode(bytes: Uint8Array, encoding = 'utf-8'): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** The lines of the outermost dictionary. */
function inside(xml: string): string[] {
  const lines = xml.split('\n');
  return lines.slice(lines.findIndex((line) => line.trim() === '<dict>') + 1, lines.lastIndexOf('</plist>'));
}

function unindented(lines: readonly string[]): string {
  const kept = lines.filter((line) => line.trim() !== '' && line.trim() !== '</dict>');
  const indent = /^\s*/.exec(kept[0] ?? '')?.[0] ?? '';
  return kept.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}
