import { pick, regBlock, type Random } from './reg-blocks.ts';

/*
 * Whole registry files made at random: a good one with one or two oddities of its encoding, its header, its line ends,
 * the line of its key, or around the values, which reg-blocks.ts makes.
 */

const HEADER = 'Windows Registry Editor Version 5.00';

interface Frame {
  encoding: keyof typeof ENCODINGS;
  header: string;
  gap: string;
  /** What stands around the path of the key. */
  before: string;
  open: string;
  close: string;
  hive: string;
  /** With the name of the key as `*`. */
  path: string;
  values: string;
  end: string;
  /** Every `nth` line end is another. */
  eol: string;
  nth: number;
}

/** How the text of a file becomes bytes. */
const ENCODINGS = {
  'utf-16le, mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be, mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8, mark': (text: string) => Buffer.from(`\uFEFF${text}`),
  latin1: (text: string) => Buffer.from(text, 'latin1'),
  'half a character': (text: string) =>
    Buffer.concat([Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.of(0x41)]),
  'two marks': (text: string) => Buffer.from(`\uFEFF\uFEFF${text}`, 'utf16le'),
} as const;

/** What a part of a file may be instead. */
const ODD: { readonly [Part in keyof Frame]?: readonly Frame[Part][] } = {
  encoding: Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[],
  header: [
    'REGEDIT4',
    `${HEADER} `,
    `${HEADER}\t \t`,
    `${HEADER}\u00a0`,
    `${HEADER}\u000b`,
    `${HEADER}\0`,
    `${HEADER};x`,
    `${HEADER} ; x`,
    ` ${HEADER}`,
    `\t${HEADER}`,
    `\u00a0${HEADER}`,
    `\r\n${HEADER}`,
    `; x\r\n${HEADER}`,
    `\uFEFF${HEADER}`,
    HEADER.toLowerCase(),
    HEADER.toUpperCase(),
    'Windows Registry Editor Version 4.00',
    'Windows Registry Editor Version 5.0',
    'Windows Registry Editor Version 5.000',
    'Windows Registry Editor Version  5.00',
    'Windows Registry Editor Version 5.00 x',
    'Windows Registry Editor',
    'REGEDIT',
    'REGEDIT3',
    'REGEDIT5',
    'REGEDIT4 ',
    'REGEDIT4\t',
    'REGEDIT4x',
    ' REGEDIT4',
    'regedit4',
    `${HEADER}\r\nREGEDIT4`,
    `REGEDIT4\r\n${HEADER}`,
    `${HEADER}\r\n${HEADER}`,
    '',
  ],
  gap: ['', '\r\n\r\n\r\n', ' \t\r\n', '; x\r\n', '# x\r\n', 'x\r\n', '"a"="b"\r\n', '\\\r\n', '\0\r\n', '\u001a\r\n'],
  before: [' ', '\t', '\u00a0', '\uFEFF', ';', '\\', '-', '\u000b'],
  open: ['[ ', '[\t', '[-', '[- ', '[--', '[+', '[[', '{', '', '[;'],
  close: ['', '] ', ']\t', ']x', '] ; x', '] ; ]', '];x', ']]', '] # x', ' ]', ']\u00a0', '\\]', '}', ']"a"="b"', '] \\'],
  hive: [
    'HKEY_CURRENT_USER',
    'HKLM',
    'HKCU',
    'hkey_local_machine',
    'Hklm',
    'HKEY_LOCAL_MACHINE ',
    ' HKEY_LOCAL_MACHINE',
    'HKEY_USERS\\.Default',
    'HKEY_CLASSES_ROOT',
    'HKEY_LOCALMACHINE',
    'HKEY_LOCAL_MACHINE\\HKEY_LOCAL_MACHINE',
    '\\HKEY_LOCAL_MACHINE',
    '\\\\HOST\\HKEY_LOCAL_MACHINE',
    'Computer\\HKEY_LOCAL_MACHINE',
    'HKEY_CURRENT_CONFIG',
    'HKU\\.DEFAULT',
  ],
  path: [
    'SOFTWARE\\Policies\\*\\',
    'SOFTWARE\\Policies\\*\\\\',
    'SOFTWARE\\Policies\\* ',
    'SOFTWARE\\Policies\\*\t',
    'SOFTWARE\\Policies\\ *',
    'SOFTWARE\\Policies\\\\*',
    '\\SOFTWARE\\Policies\\*',
    'SOFTWARE\\\\Policies\\\\*',
    'SOFTWARE/Policies/*',
    'SOFTWARE\\Policies/*',
    'software\\POLICIES\\*',
    'SOFTWARE\\Policies\\*\\Sub',
    'SOFTWARE\\Policies\\"*"',
    'SOFTWARE\\Policies\\*]x',
    'SOFTWARE\\Policies\\*\0',
    'SOFTWARE\\Policies\\*\0x',
    'SOFTWARE\\Policies\\*\u00a0',
    'SOFTWARE\\Policies\\*\u200b',
    'SOFTWARE\\Policies\\*\\.',
    'SOFTWARE\\.\\Policies\\*',
    'SOFTWARE\\x\\..\\Policies\\*',
    'SOFTWARE\\WOW6432Node\\Policies\\*',
    'SOFTWARE\\Policies \\*',
    'SOFTWARE\\Policies\\%USERNAME%\\..\\*',
    'SOFTWARE\\Polic\u0131es\\*',
    'SOFTWARE\\Polıcies\\*',
    'ſOFTWARE\\Policies\\*',
  ],
  values: [
    '',
    '"nul"="a\0b"',
    '"a\0b"="c"',
    '"a"="b"\0',
    '"a"="b"\0\0\r\n"c"="d"',
    '"a"="b"\u001a\r\n"c"="d"',
    '"a"="b"\r\n\u001a\r\n"c"="d"',
    '"a"="é"',
    '"a"="€"',
    '"é"="b"',
    '"É"="b"\r\n"é"="c"',
    '"ß"="b"\r\n"SS"="c"',
    '"ı"="b"\r\n"I"="c"\r\n"i"="d"',
    '"İ"="b"\r\n"i̇"="c"',
    '"ſ"="b"\r\n"s"="c"',
    '"K"="b"\r\n"k"="c"',
    '"σ"="b"\r\n"ς"="c"\r\n"Σ"="d"',
    '"ǆ"="b"\r\n"ǅ"="c"',
    '"é"="b"\r\n"e\u0301"="c"',
    '"😀"="😀"',
    '"𐐀"="b"\r\n"𐐨"="c"',
    '"a"="\ud800"',
    '"a"=hex(1):61,00,00,00',
    '"a"=hex(1):61,00',
    '"a"=hex(1):e9,00,00,00',
    '"a"=hex(1):61,62,00',
    '"a"=hex(1):61,00,00,00,62,00,00,00',
    '"a"=hex(1):',
    '"a"=hex(4):01,00,00,00',
    '"a"=dword:1\r\n"A"="x"',
    '"a"="x"\r\n"A"=-',
    '"a"=-\r\n"A"="x"',
    '@="x"\r\n"a"="b"',
    '@="x"\r\n@=-',
    '""="x"\r\n"a"="b"',
    `"a"="${'x'.repeat(5000)}"`,
    `"${'n'.repeat(300)}"="x"\r\n"a"="b"`,
    `"a"="b"${' '.repeat(5000)}`,
    `;${'x'.repeat(5000)}"a"="b"\r\n"c"="d"`,
    `;${'x'.repeat(4095)}\r\n"c"="d"`,
    `"a"="${'\\\\'.repeat(2000)}"`,
    `"a"=hex(1):${'61,00,'.repeat(2000)}00,00`,
  ],
  end: ['', '\r\n\r\n', '\0', '\r\n\0\0\0', '\u001a', '\r\n\u001a', '\r\n[', '\r\n"a"="b', '\\', '\r\n"a"=hex(1):61,00,\\\r\n', '\r\n;', ' '],
  eol: ['\n', '\r', '\r\r\n', '\n\r', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029', '\0\r\n', '\u001e', '\u001c'],
}; // prettier-ignore

const PARTS = Object.keys(ODD) as (keyof typeof ODD)[];

/** Every oddity alone, in every way to write bytes that Windows reads; then as many at random as are wanted. */
export function* regFiles(next: Random): Generator<(name: string) => Buffer, never> {
  for (const [encoding, header] of [
    ['utf-16le, mark', HEADER],
    ['utf-16le, mark', 'REGEDIT4'],
    ['utf-8', HEADER],
    ['utf-8', 'REGEDIT4'],
  ] as const)
    for (const part of PARTS)
      for (const odd of ODD[part] ?? []) yield fileOf({ ...good(encoding, header), [part]: odd });
  for (;;) {
    const frame = good(pick(next, ['utf-16le, mark', 'utf-8']), pick(next, [HEADER, 'REGEDIT4']));
    if (next(2) === 0) frame.values = regBlock(next).replace(/[\r\n]+$/, '');
    for (let odd = 1 + next(2); odd > 0; odd -= 1) {
      const part = pick(next, PARTS);
      Object.assign(frame, { [part]: pick<unknown>(next, ODD[part] ?? []), nth: 1 + next(3) });
    }
    yield fileOf(frame);
  }
}

const good = (encoding: Frame['encoding'], header: string): Frame => ({
  encoding,
  header,
  gap: '\r\n',
  before: '',
  open: '[',
  close: ']',
  hive: 'HKEY_LOCAL_MACHINE',
  path: 'SOFTWARE\\Policies\\*',
  values: '"a"="b"\r\n"c"=dword:00000001\r\n"d"="e"',
  end: '\r\n',
  eol: '\r\n',
  nth: 1,
});

function fileOf(frame: Frame): (name: string) => Buffer {
  return (name) => {
    const { encoding, header, gap, before, open, hive, path, close, values, end, eol, nth } = frame;
    const key = `${before}${open}${hive}\\${path.replace('*', name)}${close}`;
    let count = 0;
    const text = `${header}\r\n${gap}${key}\r\n${values}${end}`.replaceAll('\r\n', (usual) =>
      count++ % nth === 0 ? eol : usual,
    );
    return ENCODINGS[encoding](text);
  };
}
