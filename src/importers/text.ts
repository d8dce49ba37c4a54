import { isUtf8 } from 'node:buffer';
import type { Position, Range, TextEncoding } from '../schema/index.ts';

/** Larger than any configuration, smaller than what could hurt: of a larger file nothing is read. */
export const MAX_BYTES = 5_000_000;

/** A text, and how it stood in its bytes. */
export interface Decoded {
  readonly text: string;
  readonly encoding: TextEncoding;
  readonly bom: boolean;
}

/**
 * Bytes to text: by BOM; else UTF-16 when it is full of zero bytes; else UTF-8 when it is valid; else the
 * Western ANSI code page. Lone surrogates stay as they are, for others to report.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes.subarray(2), 'utf-16le', true);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2), 'utf-16be', true);
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  const guess = bom ? undefined : guessUtf16(body);
  if (guess !== undefined) return utf16(body, guess, false);
  // Not TextDecoder: to make the first one costs a run more than to read a file.
  if (isUtf8(body)) return { text: bufferOf(body).toString('utf8'), encoding: 'utf-8', bom };
  return { text: decodeAnsi(body), encoding: 'windows-1252', bom };
}

/** The same bytes as Node's own kind of array. */
export function bufferOf(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What Windows-1252 has where ISO 8859-1 has C1 controls; five places are empty and keep them. */
const C1_OF_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Windows-1252, the Western ANSI code page. Node 20's own decoder reads it as ISO 8859-1. */
export function decodeAnsi(bytes: Uint8Array): string {
  const latin = bufferOf(bytes).toString('latin1');
  return latin.replace(/[\u0080-\u009F]/g, (c) => C1_OF_1252.charAt(c.charCodeAt(0) - 0x80));
}

/** The text of so many bytes at the beginning; where these are blank, of what comes after the blanks. */
export function headText(bytes: Uint8Array, size = 65_536): string {
  const { text } = decodeText(bytes.subarray(0, size));
  if (bytes.length <= size || text.trim() !== '') return text;
  return decodeText(bytes).text.trimStart().slice(0, size);
}

/**
 * Text to the bytes it was decoded from, after edits: the same encoding and byte order mark. UTF-8 where the code
 * page lacks a character.
 */
export function encodeText(
  text: string,
  { encoding, bom }: Pick<Decoded, 'encoding' | 'bom'> = { encoding: 'utf-8', bom: false },
): Uint8Array {
  const marked = bom ? `\uFEFF${text}` : text;
  if (encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16();
  return (encoding === 'windows-1252' ? encodeAnsi(text) : undefined) ?? Buffer.from(marked);
}

/** Undefined when a character is none of the code page. */
function encodeAnsi(text: string): Uint8Array | undefined {
  const latin = text.replace(/[\u0080-\u009F\u0100-\uFFFF]/g, (c) => {
    const index = C1_OF_1252.indexOf(c);
    return index === -1 ? '\uFFFF' : String.fromCharCode(0x80 + index);
  });
  return latin.includes('\uFFFF') ? undefined : Buffer.from(latin, 'latin1');
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', bom: boolean): Decoded {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  if (encoding === 'utf-16be') even.swap16();
  return { text: even.toString('utf16le'), encoding, bom };
}

/** Latin text in UTF-16 has a zero in every second byte; UTF-8 has none at all. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (!bytes.includes(0)) return undefined;
  const head = bytes.subarray(0, 64);
  const zeros = (parity: number): number => head.filter((byte, i) => byte === 0 && i % 2 === parity).length;
  if (head.length < 8) return undefined;
  if (zeros(1) * 4 > head.length && zeros(0) * 8 < head.length) return 'utf-16le';
  if (zeros(0) * 4 > head.length && zeros(1) * 8 < head.length) return 'utf-16be';
  return undefined;
}

const LF = 0x0a;
const CR = 0x0d;

/** Line and column of an offset in a text whose lines begin at these offsets. */
export function positionIn(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Offsets of one text as lines and columns. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) this.#starts.push(i + 1);
    }
  }

  at(offset: number): Position {
    return positionIn(this.#starts, offset);
  }

  /** The offset of a line and column; undefined when there is no such line. */
  offset({ line, column }: Position): number | undefined {
    const start = this.#starts[line - 1];
    return start === undefined ? undefined : start + column - 1;
  }

  /** From one offset to another, which is behind the last character. */
  range(start: number, end: number): Range {
    const { line, column } = this.at(start);
    const { line: endLine, column: endColumn } = this.at(end);
    return { line, column, endLine, endColumn };
  }
}

/** Whether a text is ASCII throughout. */
export function isAscii(text: string): boolean {
  return !/[\u0080-\uFFFF]/.test(text);
}
