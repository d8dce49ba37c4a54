import { HIVES, POLICY_KEY } from '../schema/index.ts';
import type { Exporter, Identity } from './exporter.ts';
import { Unwritable } from './unwritable.ts';
import { wireText, writable } from './wire.ts';

/**
 * A registry file. Only REG_SZ directly under the one key: Claude Desktop reads neither REG_EXPAND_SZ nor
 * REG_MULTI_SZ nor subkeys. The format is Microsoft's KB 310516, without its escapes for anything but the
 * backslash and the quote: wrong escapes are dropped by importers without a word.
 */
export const reg: Exporter = {
  platform: 'windows',
  binary: true,
  fileName: 'Claude.reg',
  encode(settings, { hive = 'machine', replace = false, encoding = 'utf16le' }) {
    const path = `${HIVES[hive]}\\${POLICY_KEY}`;
    const lines = [
      'Windows Registry Editor Version 5.00',
      '',
      ...(replace ? [`[-${path}]`, ''] : []),
      `[${path}]`,
      ...writable(settings).map(([key, value]) => regValue(key, wireText(key, value), encoding)),
      // Without the blank last line some readers drop the last value.
      '',
      '',
    ];
    return encodeText(lines.join('\r\n'), encoding);
  },
};

/** One value, `"name"="text"`; as bytes when the text holds a character that would end the line. */
export function regValue(key: string, text: string, encoding: Identity['encoding']): string {
  // eslint-disable-next-line no-control-regex
  if (!/[\u0000-\u001F]/.test(text)) return `"${key}"="${quote(text)}"`;
  // Where no BOM says Unicode, the bytes of a string are read as ANSI and end at the first zero.
  if (encoding === 'utf8')
    throw new Unwritable(
      `${key} holds a line break or a tab, which a .reg file without a BOM cannot carry.`,
      'Use --encoding utf16le.',
    );
  return hexString(key, text);
}

/** The backslash first, or the quotes' own backslashes would be doubled. */
function quote(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** Widest line regedit writes, the continuation mark included. */
const WIDTH = 80;

function hexString(key: string, text: string): string {
  const hex = Buffer.from(`${text}\0`, 'utf16le').toString('hex');
  const lines: string[] = [];
  let line = `"${key}"=hex(1):`;
  for (let at = 0; at < hex.length; at += 2) {
    const piece = hex.slice(at, at + 2) + (at + 2 < hex.length ? ',' : '');
    if (line.length + piece.length + 1 > WIDTH && line.endsWith(',')) {
      lines.push(`${line}\\`);
      line = '  ';
    }
    line += piece;
  }
  lines.push(line);
  return lines.join('\r\n');
}

function encodeText(text: string, encoding: Identity['encoding']): Uint8Array {
  if (encoding !== 'utf8') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  // No BOM means the ANSI code page to regedit, and a UTF-8 BOM is refused: only ASCII arrives as it is.
  if (/[\u0080-\uFFFF]/.test(text))
    throw new Unwritable(
      'The settings hold characters beyond ASCII, which would arrive garbled from a .reg file in UTF-8.',
      'Use --encoding utf16le.',
    );
  return Buffer.from(text, 'latin1');
}
