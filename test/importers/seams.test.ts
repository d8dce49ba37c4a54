import { describe, expect, test } from 'vitest';
import { detect, importerById } from '../../src/importers/index.ts';
import type { Document, ReadFormat } from '../../src/schema/document.ts';
import { pathText } from '../../src/schema/path.ts';

/* Where bytes become values: one row a fact of the container. */

function decoded(format: ReadFormat, bytes: Uint8Array | string): Document {
  const outcome = importerById(format).decode(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
const codes = ({ findings }: Document): string[] => findings.map(({ code }) => code);
const KEY = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]';
const reg = (line: string, header = 'Windows Registry Editor Version 5.00'): string =>
  `${header}\r\n\r\n${KEY}\r\n${line}\r\n`;
const utf16 = (text: string): string =>
  [...Buffer.from(`${text}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0')).join(',');

describe('types of registry values', () => {
  test.each([
    ['"k"="text"', 'text', 'REG_SZ', []],
    [`"k"=hex(1):${utf16('text')}`, 'text', 'REG_SZ', []],
    ['"k"=dword:0000000a', 10, 'REG_DWORD', []],
    [`"k"=hex(2):${utf16('text')}`, undefined, undefined, ['reg-type-unreadable']],
    [`"k"=hex(7):${utf16('text')}`, undefined, undefined, ['reg-type-unreadable']],
    ['"k"=hex(4):01,00,00,00', 1, 'REG_DWORD', []],
    ['"k"=hex(4):01,00,00,00,00', undefined, undefined, ['reg-type-unreadable']],
    ['"k"=hex:01', undefined, undefined, ['reg-type-unreadable']],
    ['"k"=hex(b):01,00,00,00,00,00,00,00', undefined, undefined, ['reg-type-unreadable']],
  ] as const)('%s', (line, value, encoding, found) => {
    const document = decoded('reg', reg(line));
    const entry = document.entries.get('k');
    expect([entry?.value, entry?.encoding]).toEqual([value, encoding]);
    expect(codes(document).filter((code) => code === 'reg-type-unreadable')).toEqual(found);
  });

  test('the type that is refused is named', () => {
    const [finding] = decoded('reg', reg(`"k"=hex(2):${utf16('%APPDATA%')}`)).findings;
    expect(finding?.message).toContain('REG_EXPAND_SZ');
  });
});

describe('Windows-1252', () => {
  test.each([
    [0x80, '€'],
    [0x84, '„'],
    [0x93, '“'],
    [0x99, '™'],
    [0x9f, 'Ÿ'],
    [0xe9, 'é'],
  ])('byte %i is %s', (byte, character) => {
    const [before, after] = reg('"k"="<>"', 'REGEDIT4').split('<>');
    const bytes = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([byte]), Buffer.from(after ?? '')]);
    expect(decoded('reg', bytes).entries.get('k')?.value).toBe(character);
  });
});

const plist = (value: string): string => `<plist version="1.0"><dict><key>k</key>${value}</dict></plist>`;

describe('text of property lists', () => {
  test.each([
    ['<string>a\r\nb\rc\nd</string>', 'a\nb\nc\nd'],
    ['<string><![CDATA[a\r\nb\rc\nd]]></string>', 'a\nb\nc\nd'],
    ['<string><![CDATA[a &amp; <b>]]></string>', 'a &amp; <b>'],
    ['<string>a &amp; b&#13;&#x20AC;</string>', 'a & b\r€'],
  ])('%j', (value, text) => {
    expect(decoded('plist', plist(value)).entries.get('k')?.value).toBe(text);
  });
});

test.each<[string, string[]]>([
  ['<array><dict><key>a</key><true/><key>a</key><false/></dict></array>', ['k[0].a']],
  [
    '<dict><key>a</key><array><dict><key>b</key><true/><key>b</key><true/></dict></array></dict>',
    ['k.a[0].b'],
  ],
  ['<array><dict><key>a</key><true/></dict><dict><key>a</key><true/></dict></array>', []],
])('keys that stand twice inside %s', (value, expected) => {
  const { findings } = decoded('plist', plist(value));
  expect(findings.filter(({ code }) => code === 'duplicate-key').map(({ path }) => pathText(path))).toEqual(
    expected,
  );
});

test('a registry file of more lines than are read is told, at the first that is not', () => {
  const [finding] = decoded('reg', reg('\r\n'.repeat(150_000))).findings.filter(
    ({ code }) => code === 'syntax',
  );
  expect(finding).toMatchObject({ line: 150_000, column: 1 });
});

describe('nesting', () => {
  const lists = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const arrays = (depth: number): string => `${'<array>'.repeat(depth)}${'</array>'.repeat(depth)}`;
  test.each([
    ['json', (depth: number) => decoded('json', `{"k":${lists(depth - 1)}}`)],
    ['plist', (depth: number) => decoded('plist', plist(arrays(depth)))],
  ] as const)('%s: a hundred levels are read, one more is a syntax error', (_, read) => {
    expect(codes(read(100))).not.toContain('syntax');
    expect(codes(read(101))).toContain('syntax');
  });

  test('a hundred thousand levels cost nothing and crash nothing', () => {
    expect(codes(decoded('json', `{"k":${lists(100_000)}}`))).toContain('syntax');
    expect(codes(decoded('plist', plist(arrays(100_000))))).toContain('syntax');
  });
});

describe('a file is found by what comes after its blanks', () => {
  const blanks = ' \r\n'.repeat(10_000);
  const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
  test.each([
    ['json', '{"k":"v"}'],
    ['json', '[1]'],
    ['plist', plist('<string>v</string>')],
    ['reg', 'Windows Registry Editor Version 5.00\r\n'],
  ])('%s: %j', (id, text) => {
    for (const bytes of [Buffer.from(blanks + text), utf16(blanks + text)]) {
      const found = detect(bytes);
      expect(found.ok && found.value.id).toBe(id);
    }
  });

  test('only what holds nothing else is empty', () => {
    expect(detect(Buffer.from(blanks))).toMatchObject({ failure: { message: 'The file is empty.' } });
    expect(detect(Buffer.from(`${blanks}MZ`))).toMatchObject({
      failure: { message: 'The file is of no known format.' },
    });
  });
});

test.each([
  ['reg add HKLM\\SOFTWARE\\Policies\\Claude /v k /d v /f', 'v'],
  ['reg add hklm\\SOFTWARE\\Policies\\Claude /v k /d v /f', 'v'],
  ['reg add \\\\device\\HKLM\\SOFTWARE\\Policies\\Claude /v k /d v /f', 'v'],
  ['reg add HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude /v k /d v /f', 'v'],
  ['reg add HKCR\\SOFTWARE\\Policies\\Claude /v k /d v /f', undefined],
])('%s: %s', (line, value) => {
  expect(decoded('cmd', `@echo off\r\n${line}\r\n`).entries.get('k')?.value).toBe(value);
});
