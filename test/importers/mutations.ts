import { Buffer } from 'node:buffer';

/* Damage done to files at random, the same each time for the same seed. */

/** Mutations of each format: few by default, any number on demand. */
export const COUNT = Number(process.env.COWORK_3P_FUZZ ?? 1500);
const TOKENS = [
  '<key>', '</key>', '<dict>', '</dict>', '<array>', '<string>', '<true/>', '<integer>', '<real>1e999</real>', '<data>', '<![CDATA[', ']]>', '<!--', '-->', '&', '&#0;', '&#x2028;', '&lt;', '<?', '<!DOCTYPE',
  '__proto__', 'PayloadContent', 'pfm_subkeys', '"', '\\', '\\\\', '\r\n', '\r', '\n', '\0', '[', ']', '[-', '@=', '=-', 'dword:', 'hex(1):', 'hex(7):00', ',\\\r\n', ';', '{', '}', ',', ':', 'null', '1e999',
  '\u0085', '\u2028', '\uFEFF', '\u202E', '\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF', '\u0080\u0080', '\u007F',
]; // prettier-ignore

/** Marsaglia's xorshift: the same mutations on every machine. */
export function* random(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

export function mutate(base: Uint8Array, numbers: Generator<number, never>): Uint8Array {
  const next = (below: number): number => numbers.next().value % Math.max(below, 1);
  let data = Buffer.from(base);
  for (let edits = 1 + next(5); edits > 0; edits -= 1) {
    const at = next(data.length);
    const to = Math.min(data.length, at + 1 + next(next(2) === 0 ? 4 : 200));
    const [before, middle, after] = [data.subarray(0, at), data.subarray(at, to), data.subarray(to)];
    switch (next(6)) {
      case 0:
        data = Buffer.concat([before, Buffer.of(next(256)), data.subarray(at + 1)]);
        break;
      case 1:
        data = Buffer.concat([before, after]);
        break;
      case 2:
        data = Buffer.concat([before, middle, middle, middle, after]);
        break;
      case 3:
        data = Buffer.concat([
          before,
          Buffer.from(
            TOKENS[next(TOKENS.length)] ?? '',
            next(3) === 0 ? 'utf16le' : next(2) === 0 ? 'latin1' : 'utf8',
          ),
          data.subarray(at),
        ]);
        break;
      case 4:
        data = Buffer.concat([before, middle.reverse(), after]);
        break;
      default:
        if (next(4) === 0) data = Buffer.from(before);
    }
  }
  return data;
}
