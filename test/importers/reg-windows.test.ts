import { describe, expect, test } from 'vitest';
import { bplist, read, registry, utf16, bytes } from './containers.ts';

/* `.reg` as Windows reads it (Wine's conformance tests of reg.exe and regedit, which run against real Windows). */

const told = (line: string): string[] =>
  read(utf16(registry(`"a"="b"\r\n${line}`))).findings.map(({ code, key }) => `${code} ${key}`.trim());
const names = (line: string): string[] => [...read(utf16(registry(`"a"="b"\r\n${line}`))).entries.keys()];

describe('lines that an import drops', () => {
  test.for<[string, string]>([
    ['a no-break space behind the text', '"x"="y"\u00A0'],
    ['an em space', '"x"="y"\u2003'],
    ['a form feed', '"x"="y"\f'],
    ['a byte order mark', '"x"="y"\uFEFF'],
    ['a no-break space before the name', '\u00A0"x"="y"'],
    ['DWORD in capitals', '"x"=DWORD:00000001'],
    ['HEX in capitals', '"x"=HEX(1):61,00,00,00'],
    ['Hex with a capital', '"x"=Hex:61'],
    ['a blank inside a byte', '"x"=hex(1):61,0 0,00,00'],
    ['a tab inside a byte', '"x"=hex(1):61,0\t0,00,00'],
    ['a blank before a comma', '"x"=hex(1):61 ,00,00,00'],
    ['nine digits', '"x"=dword:000000001'],
    ['three digits of a byte', '"x"=hex(1):061,00,00,00'],
    ['a letter that is no digit', '"x"=hex(1):6g,00,00,00'],
    ['two commas', '"x"=hex(1):61,,00,00'],
    ['a comma before the bytes', '"x"=hex(1):,61,00'],
    ['no comma before the backslash', '"x"=hex(1):61,00\\\r\n  00,00'],
    ['something behind the backslash', '"x"=hex(1):61,00,\\ x'],
    ['a backslash before a line without bytes', '"x"=hex(1):61,00,\\'],
    ['a text that does not end', '"x"="y'],
    ['a quote that is not escaped', '"x"="y"z"'],
    ['a comment of another kind behind it', '"x"="y" # z'],
    ['no equals sign', '"x" "y"'],
    ['a name without its quote', '"x="y"'],
    ['a kind of data that is none', '"x"=qword:01'],
    ['no digits', '"x"=dword:'],
    ['a NUL in the text', '"x"="a\0b"'],
    ['a NUL in the name', '"x\0"="b"'],
  ])('%s', ([, line]) => {
    expect(names(line)).toEqual(['a']);
    expect(told(line).some((one) => one.startsWith('reg-line-ignored'))).toBe(true);
  });

  test('a line of a no-break space alone is told, one of blanks is not', () => {
    expect(told('\u00A0')).toEqual(['reg-line-ignored']);
    expect(told(' \t ')).toEqual([]);
  });
});

describe('lines that it takes', () => {
  test.for<[string, string]>([
    ['blanks and tabs behind the text', '"x"="y" \t '],
    ['a comment behind it', '"x"="y" ; z'],
    ['capital digits', '"x"=dword:0000000A'],
    ['blanks behind commas', '"x"=hex(1):61, 00,  00,00'],
    ['bytes over several lines', '"x"=hex(1):61,00,\\\r\n  00,00'],
    ['one digit for a byte', '"x"=hex(1):61,0,0,0'],
    ['a comma behind the last byte', '"x"=hex(1):61,00,00,00,'],
    ['a comment behind bytes', '"x"=hex(1):61,00,00,00 ; z'],
    ['a comment behind the backslash', '"x"=hex(1):61,00,\\ ; z\r\n  00,00'],
  ])('%s', ([, line]) => {
    expect(names(line)).toEqual(['a', 'x']);
    expect(told(line).filter((one) => one.startsWith('reg-line-ignored'))).toEqual([]);
  });
});

describe('headers', () => {
  const header = (line: string, encode: (text: string) => Uint8Array = utf16): string[] =>
    read(encode(registry('"a"="b"').replace(/^.*/, line))).findings.map(({ message }) => message);
  const V5 = 'Windows Registry Editor Version 5.00';
  const NONE = 'The header is none that regedit knows, so nothing is imported';
  const BLANKS = 'Blanks stand behind the header, so nothing is imported';
  test.for<[string, string[]]>([
    [V5, []],
    ['REGEDIT4', []],
    [`\t ${V5}`, []],
    [`${V5} `, [BLANKS]],
    [`${V5}\t`, [BLANKS]],
    ['REGEDIT4 ', [BLANKS]],
    [`${V5}\u00a0`, [NONE]],
    [`${V5};x`, [NONE]],
    ['REGEDIT4x', [NONE]],
    ['REGEDIT5', [NONE]],
  ])('%j', ([line, messages]) => {
    expect(header(line)).toEqual(messages);
  });
});

describe('a file in bytes', () => {
  test.for<[string, string[]]>([
    ['"x"="y"', []],
    ['"x"="é"', ['reg-encoding']],
    ['"é"="x"', ['reg-encoding']],
  ])('%s', ([line, codes]) => {
    expect(read(bytes(registry(line))).findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('keys beside the policy key', () => {
  const OTHER = (path: string): string => `\r\n[${path}]\r\n"x"="y"`;
  test.for<[string, string]>([
    ['another view', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Policies\\Claude'],
    ['a slip in a name', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claud'],
    ['the vendor between', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude'],
    ['the product in full', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude Desktop'],
    ['the product without blanks', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\ClaudeDesktop'],
    ['the product in more words', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude for Desktop'],
    ['the vendor alone', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic'],
    ['the vendor by its full name', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Anthropic, PBC'],
    ['another place of policies', 'HKEY_LOCAL_MACHINE\\SYSTEM\\Policies\\Claude'],
    [
      'the policies of Windows',
      'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Claude',
    ],
    ['no Policies', 'HKEY_CURRENT_USER\\Software\\Claude'],
    ['one user', 'HKEY_USERS\\S-1-5-21-1\\Software\\Policies\\Claude'],
  ])('meant to be it: %s', ([, path]) => {
    const { findings } = read(utf16(registry(`"a"="b"${OTHER(path)}`)));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['error reg-wrong-key']);
  });

  test.for<[string, string]>([
    ['Claude Code', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\ClaudeCode'],
    ['another program', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome'],
    ['the handler of claude: links', 'HKEY_CURRENT_USER\\Software\\Classes\\claude'],
    [
      'the uninstaller',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Claude',
    ],
  ])('of other software: %s', ([, path]) => {
    const { findings, entries } = read(utf16(registry(`"a"="b"${OTHER(path)}`)));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning reg-wrong-key']);
    expect([...entries.keys()]).toEqual(['a']);
  });

  test('the export of a parent key is one warning, with the number of keys', () => {
    const keys = Array.from({ length: 300 }, (_, i) =>
      OTHER(`HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\P${i}`),
    );
    const { findings } = read(utf16(registry(`"a"="b"${keys.join('')}`)));
    expect(findings.map(({ message }) => message)).toEqual([
      'The values under HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\P0 and 299 other keys are not read by Claude Desktop',
    ]);
  });
});

describe('property lists by their declared encoding', () => {
  const list = (encoding: string, text: Uint8Array): Uint8Array =>
    Buffer.concat([
      bytes(`<?xml version="1.0" encoding="${encoding}"?><plist version="1.0"><dict><key>a</key><string>`),
      text,
      bytes('</string></dict></plist>'),
    ]);
  const value = (data: Uint8Array): unknown => read(data).entries.get('a')?.value;

  test.for<[string, number, string]>([
    ['ISO-8859-1', 0xe4, 'ä'],
    ['ISO-8859-1', 0x93, '\u0093'],
    ['windows-1252', 0x93, '“'],
  ])('%s: byte %s', ([encoding, byte, character]) => {
    expect(value(list(encoding, Uint8Array.of(byte)))).toBe(character);
  });

  const XML = (declaration: string): Uint8Array =>
    bytes(`${declaration}<plist version="1.0"><dict><key>a</key><string>é</string></dict></plist>`);
  test.for<[string, string]>([
    ['<?xml version="1.0" encoding="ISO-8859-1"?>', 'Ã©'],
    ["<?xml version='1.0'\n\tencoding = 'iso-8859-1' ?>", 'Ã©'],
    [`<?xml version="1.0"${' '.repeat(1000)}encoding="ISO-8859-1"?>`, 'Ã©'],
    ['<?xml-stylesheet href="x" encoding="ISO-8859-1"?>', 'é'],
    ['<?xml version="1.0"?><!-- encoding="ISO-8859-1" -->', 'é'],
  ])('declared by %s', ([declaration, text]) => {
    const { entries, findings } = read(XML(declaration));
    expect(entries.get('a')?.value).toBe(text);
    expect(findings).toEqual([]);
  });

  test('an encoding that is not read here is named as that', () => {
    expect(read(XML('<?xml version="1.0" encoding="macintosh"?>')).findings[0]?.message).toContain(
      'it declares an encoding that is not read here; save it as UTF-8',
    );
  });

  test('a declaration that the bytes break is a fault', () => {
    for (const encoding of ['US-ASCII', 'UTF-8', 'ISO-2022-JP'])
      expect(read(list(encoding, Uint8Array.of(0xe4))).findings.map(({ code }) => code)).toEqual(['syntax']);
  });

  test('attributes of elements are passed over', () => {
    expect(
      value(
        bytes(
          '<plist version="1.0"><dict><key>a</key><string xml:space="preserve">b</string></dict></plist>',
        ),
      ),
    ).toBe('b');
  });
});

describe('property lists that readers take differently are told', () => {
  const told = (inside: string): string[] =>
    read(bytes(`<plist version="1.0"><dict><key>a</key>${inside}</dict></plist>`)).findings.map(
      ({ code }) => code,
    );
  test.for<[string, string[]]>([
    ['<integer>&#49;</integer>', ['syntax']],
    ['<integer>1<!-- x -->2</integer>', ['syntax']],
    ['<integer> 1\n</integer>', []],
    ['<string>a\r\nb</string>', ['profile-unusual']],
    ['<string><![CDATA[a\rb]]></string>', ['profile-unusual']],
    ['<array><string>a\r\nb</string></array>', ['native-structure', 'profile-unusual']],
    ['<string>a&#13;b</string>', []],
    ['\r\n<string>a\nb &amp; c</string>\r\n', []],
    ['<string x="1" y="&amp;&#65;">b</string>', []],
    ['<string x="1" x="2">b</string>', ['syntax']],
    ['<string x="&">b</string>', ['syntax']],
  ])('%j', ([inside, codes]) => {
    expect(told(inside)).toEqual(codes);
  });

  const binary = (value: Uint8Array): string[] =>
    read(bplist.of([bplist.dict([1, 2]), bplist.text('a'), value])).findings.map(({ message }) =>
      message.replace(/^.*: /, ''),
    );
  test.for<[number[], string[]]>([
    [[0x51, 0x78], []],
    // As Apple's reader: ASCII, within the values, and lengths of eight bytes at most.
    [[0x52, 0xc3, 0xa9], ['a text that is marked as ASCII holds other characters']],
    [[0x52, 0x78], ['a value reaches beyond the end of the values']],
    [[0x11, 0x01], ['a value reaches beyond the end of the values']],
    [[0x5f, 0x10, 1, 0x78], []],
    [
      [0x5f, 0x14, ...Array<number>(15).fill(0), 1, 0x78],
      ['the length of a value is wider than eight bytes'],
    ],
  ])('%j in a binary one', ([value, faults]) => {
    expect(binary(Uint8Array.from(value))).toEqual(faults);
  });
});
