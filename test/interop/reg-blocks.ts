/*
 * Registry files made at random, block by block, to hold our reader against another one. A block is what stands below
 * one key; it is given to the other reader with a thousand others, each below a key of its own, and to ours alone.
 */

/** A whole number below a bound. */
export type Random = (below: number) => number;

/** One of them, at random. */
export const pick = <T>(next: Random, items: readonly T[]): T => items[next(items.length)] as T;
const some = (next: Random, most: number, make: () => string): string =>
  Array.from({ length: next(most + 1) }, make).join('');

const NAMES = [
  'inferenceProvider',
  'disableAutoUpdates',
  'a',
  'A b',
  'INFERENCEPROVIDER',
  'x=y',
  'semi;colon',
];
const BLANKS = [
  ' ',
  '\t',
  '  ',
  '\u00a0',
  '\u000b',
  '\u000c',
  '\u2003',
  '\u3000',
  '\u0085',
  '\u2028',
  '\ufeff',
];
const SIGNS = [
  'a',
  'Z',
  '0',
  ' ',
  '\t',
  ';',
  '#',
  '=',
  '[',
  ']',
  '@',
  "'",
  'é',
  '€',
  '\u00a0',
  '😀',
  '\\\\',
  '\\"',
  ':',
  ',',
];
const BAD_ESCAPES = ['\\n', '\\r', '\\x', '\\0', '\\', '\\t', '\\ '];

const blank = (next: Random): string =>
  next(30) > 0 ? '' : pick(next, next(3) > 0 ? BLANKS.slice(0, 3) : BLANKS);

function quoted(next: Random, most: number): string {
  const text = some(next, most, () => pick(next, next(150) === 0 ? BAD_ESCAPES : SIGNS));
  const open = next(150) === 0 ? pick(next, ['', "'", '“']) : '"';
  const close = next(100) === 0 ? pick(next, ['', '""', '"x', '" x', "'"]) : '"';
  return `${open}${text}${close}`;
}

const hexDigit = (next: Random): string => '0123456789abcdefABCDEF'.charAt(next(22));

function dword(next: Random): string {
  const word = next(30) === 0 ? pick(next, ['DWORD', 'Dword', 'dwor', 'dword ', 'qword']) : 'dword';
  const digits =
    next(25) === 0
      ? pick(next, ['', '0x1', '-1', '123456789', '1g', '1 2', '1,', '٣', '00000000000000001'])
      : some(next, 7, () => hexDigit(next)) + hexDigit(next);
  return `${word}:${blank(next)}${digits}`;
}

function bytes(next: Random, eol: string): string {
  const kinds = [
    'hex',
    'hex(1)',
    'hex(2)',
    'hex(4)',
    'hex(7)',
    'hex(b)',
    'hex(0)',
    'hex(01)',
    'hex(1 )',
    'hex()',
    'HEX',
    'Hex(1)',
    'hex(80000001)',
    'hex(100000001)',
    'hex(3)',
    'hex(a)',
  ];
  const kind = next(8) > 0 ? pick(next, ['hex(1)', 'hex(4)']) : pick(next, kinds);
  const list: string[] =
    next(8) > 0
      ? Array.from({ length: next(6) }, () => pick(next, ['a', 'é', '€', 'Z'])).flatMap((sign) => {
          const code = sign.charCodeAt(0);
          return [(code & 255).toString(16).padStart(2, '0'), (code >> 8).toString(16).padStart(2, '0')];
        })
      : Array.from({ length: next(7) }, () => hexDigit(next) + (next(6) > 0 ? hexDigit(next) : ''));
  if (next(4) > 0) list.push('00', '00');
  if (next(40) === 0)
    list.splice(next(list.length + 1), 0, pick(next, ['', '0 0', 'g0', '000', ' 41', '41 ', '4\t1', '٣']));
  // Wine crashes on a text of one byte.
  if (list.length === 1) list.push('00');
  let text = '';
  for (const [index, item] of list.entries()) {
    text += (index === 0 ? '' : ',') + (next(20) === 0 ? blank(next) : '') + item;
    if (index + 1 < list.length && next(8) === 0)
      text += `,${blank(next)}\\${next(20) === 0 ? pick(next, [' ', ' ; x', 'x', '\t', '\u00a0']) : ''}${eol}${pick(next, ['  ', '', '\t', '', '\u00a0', `  ; comment${eol}  `, eol])}`;
  }
  if (text.includes(',,')) text = next(4) > 0 ? text.replaceAll(',,', ',') : text;
  return `${kind}:${blank(next)}${text}${next(40) === 0 ? ',' : ''}${next(60) === 0 ? '\\' : ''}`;
}

function line(next: Random, eol: string): string {
  switch (next(30)) {
    case 0:
      return pick(next, [
        '',
        ';',
        '; x',
        '# x',
        'x',
        '"',
        '=',
        '""',
        '@',
        '\\',
        '"a"',
        '[',
        '-',
        '\u00a0',
        '\ufeff',
        '// x',
      ]);
    case 1:
      return `${blank(next)}; "a"="b"`;
    default: {
      const name =
        next(40) === 0
          ? pick(next, ['@', '@', 'a', "'a'"])
          : next(4) === 0
            ? quoted(next, 5)
            : `"${pick(next, NAMES)}"`;
      const data = pick(next, [
        () => quoted(next, 9),
        () => quoted(next, 9),
        () => dword(next),
        () => bytes(next, eol),
        () =>
          next(4) > 0 ? quoted(next, 9) : pick(next, ['-', '- ', '-x', '- ; x', '', 'true', '1', '-\u00a0']),
      ])();
      const after =
        next(20) === 0 ? pick(next, [' ', '\t', ';', ' ; x', '\u00a0', ' # x', '\u000b', '\\', ',']) : '';
      return `${blank(next)}${name}${blank(next)}=${blank(next)}${data}${after}`;
    }
  }
}

/** The lines below a key, with line ends; the same for the same seed. */
export function regBlock(next: Random): string {
  const eol = pick(next, ['\r\n', '\r\n', '\r\n', '\n', '\r']);
  return Array.from({ length: 1 + next(2) }, () => line(next, eol) + eol).join('');
}

/** A value as a registry holds it. */
export interface RegValue {
  readonly type: number;
  /** Text of REG_SZ, number of REG_DWORD, nothing of what the app does not read. */
  readonly value: string | number | undefined;
}

/** The values of each key in what `reg export` of Wine writes; it alone escapes line ends in a text. */
export function exportedKeys(text: string): ReadonlyMap<string, ReadonlyMap<string, RegValue>> {
  const keys = new Map<string, Map<string, RegValue>>();
  let values = new Map<string, RegValue>();
  const joined = text.replace(/\\\r\n\s*/g, '');
  const plain = (quotedText: string): string =>
    quotedText.replace(/\\(.)/gs, (_, sign: string) => ({ n: '\n', r: '\r', 0: '\0' })[sign] ?? sign);
  for (const one of joined.split('\r\n')) {
    if (one.startsWith('[')) keys.set(one.slice(1, -1), (values = new Map<string, RegValue>()));
    const found =
      /^(?:@|"((?:[^"\\]|\\.)*)")=(?:"((?:[^"\\]|\\.)*)"|dword:([0-9a-f]{8})|hex(?:\(([0-9a-f]+)\))?:(.*))$/s.exec(
        one,
      );
    if (found === null) continue;
    const [, name = '', sz, number, type = '3', hex = ''] = found;
    if (sz !== undefined) values.set(plain(name).toLowerCase(), { type: 1, value: plain(sz) });
    else if (number !== undefined)
      values.set(plain(name).toLowerCase(), { type: 4, value: Number.parseInt(number, 16) });
    else {
      const kind = Number.parseInt(type, 16);
      const raw = Buffer.from(hex.replaceAll(',', ''), 'hex');
      const decoded = raw
        .subarray(0, raw.length & ~1)
        .toString('utf16le')
        .replace(/\0[\s\S]*$/, '');
      values.set(plain(name).toLowerCase(), { type: kind, value: kind === 1 ? decoded : undefined });
    }
  }
  return keys;
}
