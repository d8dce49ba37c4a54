import { describe, expect, test } from 'vitest';
import { read, registry, utf16, bytes } from './containers.ts';

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
  ])('%s', ([, line]) => {
    expect(names(line)).toEqual(['a', 'x']);
    expect(told(line).filter((one) => one.startsWith('reg-line-ignored'))).toEqual([]);
  });
});

describe('keys beside the policy key', () => {
  const OTHER = (path: string): string => `\r\n[${path}]\r\n"x"="y"`;
  test.for<[string, string]>([
    ['another view', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Policies\\Claude'],
    ['a slip in a name', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claud'],
    ['the vendor between', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude'],
    ['the product in full', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude Desktop'],
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
