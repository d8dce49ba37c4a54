import { isAscii } from 'node:buffer';
import { MAX_DEPTH, MAX_VALUES, PlistFault, type Member, type PlistNode } from './node.ts';
import { bufferOf, MAX_BYTES } from '../text.ts';

/*
 * A bounded reader of `bplist00`, the layout that CFBinaryPList.c of Apple's CoreFoundation describes. The
 * library's reader sets prototypes from `__proto__` keys and knows no three-byte offsets, which libplist writes.
 */

const MAGIC = Buffer.from('bplist00', 'latin1');
const TRAILER = 32;

/** Whether the bytes begin as a binary property list does. */
export function isBinaryPlist(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Throws PlistFault; a binary file has no lines. */
export function parseBinaryPlist(bytes: Uint8Array): PlistNode {
  return new BinaryReader(bytes).document();
}

class BinaryReader {
  readonly #bytes: Buffer;
  readonly #open = new Set<number>();
  #offsets: readonly number[] = [];
  #refSize = 1;
  /** Where what is read ends: once that is known, values end where the table of their places begins. */
  #end: number;
  #values = 0;
  #textBytes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bufferOf(bytes);
    this.#end = bytes.length;
  }

  document(): PlistNode {
    const start = this.#bytes.length - TRAILER;
    if (start < MAGIC.length) throw new PlistFault('the file is cut off');
    const offsetSize = this.#bytes.readUInt8(start + 6);
    this.#refSize = this.#bytes.readUInt8(start + 7);
    const count = this.#uint(start + 8, 8);
    const top = this.#uint(start + 16, 8);
    const table = this.#uint(start + 24, 8);
    if (offsetSize < 1 || offsetSize > 8 || this.#refSize < 1 || this.#refSize > 8)
      throw new PlistFault('the sizes in its trailer are impossible');
    if (count < 1 || count > MAX_VALUES || table + count * offsetSize > start)
      throw new PlistFault('its table of values does not fit into the file');
    this.#offsets = Array.from({ length: count }, (_, i) => this.#uint(table + i * offsetSize, offsetSize));
    this.#end = table;
    return this.#value(top, 0);
  }

  #value(ref: number, depth: number): PlistNode {
    const at = this.#offsets[ref];
    if (at === undefined) throw new PlistFault('a value refers to one that is not there');
    if (this.#open.has(ref)) throw new PlistFault('a value contains itself');
    if (depth > MAX_DEPTH) throw new PlistFault(`values nest deeper than ${MAX_DEPTH} levels`);
    this.#open.add(ref);
    const node = this.#object(at, depth);
    this.#open.delete(ref);
    return node;
  }

  #object(at: number, depth: number): PlistNode {
    const marker = this.#uint(at, 1);
    const low = marker & 0x0f;
    switch (marker >> 4) {
      case 0x0:
        return low === 8 || low === 9 ? { kind: 'boolean', value: low === 9 } : { kind: 'null' };
      case 0x1:
        return { kind: 'integer', value: this.#integer(at + 1, 1 << low) };
      case 0x2:
        return { kind: 'real', value: this.#real(at + 1, 1 << low) };
      case 0x3:
        return { kind: 'date' };
      case 0x4:
        return { kind: 'data' };
      case 0x5: {
        const { start, count } = this.#count(at, low, 1);
        this.#charge(0, count);
        // Apple's reader refuses the file, others take such bytes for UTF-8.
        if (!isAscii(this.#bytes.subarray(start, start + count)))
          throw new PlistFault('a text that is marked as ASCII holds other characters');
        return { kind: 'string', value: this.#bytes.toString('latin1', start, start + count) };
      }
      case 0x6: {
        const { start, count } = this.#count(at, low, 2);
        this.#charge(0, count * 2);
        const swapped = Buffer.from(this.#bytes.subarray(start, start + count * 2)).swap16();
        return { kind: 'string', value: swapped.toString('utf16le') };
      }
      case 0x8:
        return { kind: 'uid' };
      case 0xa: {
        const { start, count } = this.#count(at, low, this.#refSize);
        this.#charge(count, 0);
        return { kind: 'array', items: this.#refs(start, count).map((ref) => this.#value(ref, depth + 1)) };
      }
      case 0xc:
        return { kind: 'set' };
      case 0xd: {
        const { start, count } = this.#count(at, low, this.#refSize * 2);
        this.#charge(count * 2, 0);
        const values = this.#refs(start + count * this.#refSize, count);
        const members = this.#refs(start, count).map((ref, i): Member => {
          const key = this.#value(ref, depth + 1);
          if (key.kind !== 'string') throw new PlistFault('a key of a dictionary is no text');
          return { key: key.value, node: this.#value(values[i] ?? -1, depth + 1) };
        });
        return { kind: 'dict', members };
      }
      default:
        throw new PlistFault('a value is of a kind that does not exist');
    }
  }

  /** How many units of `size` bytes follow a marker, and where; they all lie inside the file. */
  #count(at: number, low: number, size: number): { start: number; count: number } {
    let start = at + 1;
    let count = low;
    if (low === 0x0f) {
      const marker = this.#uint(start, 1);
      if (marker >> 4 !== 0x1) throw new PlistFault('the length of a value is no integer');
      const width = 1 << (marker & 0x0f);
      if (width > 8) throw new PlistFault('the length of a value is wider than eight bytes');
      count = this.#integer(start + 1, width);
      start += 1 + width;
    }
    if (count < 0 || start + count * size > this.#end)
      throw new PlistFault('a value reaches beyond the end of the values');
    return { start, count };
  }

  /** Many references to one long text or list cost nothing in the file; they are paid for here. */
  #charge(references: number, textBytes: number): void {
    this.#values += references;
    this.#textBytes += textBytes;
    if (this.#values > MAX_VALUES || this.#textBytes > 2 * MAX_BYTES)
      throw new PlistFault('it unfolds to far more than its size');
  }

  #refs(start: number, count: number): number[] {
    return Array.from({ length: count }, (_, i) => this.#uint(start + i * this.#refSize, this.#refSize));
  }

  /** One, two and four bytes are unsigned, eight and sixteen signed. */
  #integer(at: number, width: number): number {
    if (width > 16) throw new PlistFault('an integer is wider than sixteen bytes');
    const value = this.#big(at, width);
    return Number(width < 8 ? value : BigInt.asIntN(width * 8, value));
  }

  #real(at: number, width: number): number {
    this.#inside(at, width);
    if (width !== 4 && width !== 8)
      throw new PlistFault('a real number is neither four nor eight bytes wide');
    return width === 4 ? this.#bytes.readFloatBE(at) : this.#bytes.readDoubleBE(at);
  }

  #uint(at: number, width: number): number {
    return Number(this.#big(at, width));
  }

  #big(at: number, width: number): bigint {
    this.#inside(at, width);
    if (width <= 6) return BigInt(this.#bytes.readUIntBE(at, width));
    return BigInt(`0x${this.#bytes.toString('hex', at, at + width)}`);
  }

  #inside(at: number, width: number): void {
    if (!(at >= 0 && at + width <= this.#end))
      throw new PlistFault('a value reaches beyond the end of the values');
  }
}
