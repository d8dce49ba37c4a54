import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detect, importerById, importers } from '../../src/importers/index.ts';
import { READ_FORMATS, type Range } from '../../src/schema/document.ts';
import {
  bplist,
  bytes,
  cms,
  codes,
  ENVELOPED,
  payload,
  profile,
  read,
  registry,
  told,
  utf16,
  valuesOf,
  xml,
} from './containers.ts';

describe('the table', () => {
  test('has every format, each under its own id', () => {
    for (const format of READ_FORMATS) expect(importerById(format).id).toBe(format);
  });

  test('every format has its place in docs/formats.md and in what is said of an unknown file', () => {
    const page = readFileSync('docs/formats.md', 'utf8');
    const unknown = detect(bytes('nonsense {{'));
    for (const { id, title } of Object.values(importers)) {
      expect(page).toContain(`\`${id}\``);
      expect(unknown.ok ? '' : unknown.failure.hint).toContain(title);
    }
  });

  test.for<[string, Uint8Array, string]>([
    ['a profile', bytes(profile(payload(''))), 'mobileconfig'],
    ['a profile that is cut off', bytes(profile(payload('')).slice(0, 600)), 'mobileconfig'],
    ['a signed profile', cms(bytes(profile(payload('')))), 'mobileconfig'],
    ['an encrypted profile', cms(bytes('x'), { type: ENVELOPED }), 'mobileconfig'],
    ['preferences', bytes(xml('<dict/>')), 'plist'],
    ['preferences without a header', bytes('<plist><dict/></plist>'), 'plist'],
    ['bare pairs', bytes('<!-- x --> <key>a</key><string>b</string>'), 'plist'],
    ['binary preferences', bplist.of([bplist.dict()]), 'plist'],
    [
      'binary preferences with a telling text',
      bplist.of([bplist.dict([1, 1]), bplist.text('PayloadContentX')]),
      'plist',
    ],
    ['a declaration and nothing else', bytes('<?xml version="1.0"?>\n'), 'plist'],
    ['a registry file', utf16(registry('')), 'reg'],
    ['a registry file in UTF-8', bytes(registry('')), 'reg'],
    ['JSON', bytes('{}'), 'json'],
    ['JSON with a comment that looks like XML', bytes('// <plist>\n{}'), 'json'],
    ['JSON with a text that looks like a registry file', bytes('"Windows Registry Editor"'), 'json'],
  ])('%s', ([, data, format]) => {
    const importer = detect(data);
    expect(importer.ok && importer.value.id).toBe(format);
  });

  test.for(['', ' \n', 'x', '\0', '<html></html>', '<', '</plist>', 'bplist'])(
    '%j is none of them',
    (text) => {
      const importer = detect(bytes(text));
      expect(importer.ok).toBe(false);
    },
  );
});

/** `line:column`, and `-line:column` of the end where one is known. */
function rangeText(range: Range | undefined): string {
  if (range === undefined) return 'nowhere';
  const { line, column, endLine, endColumn } = range;
  return `${line}:${column}${endLine === undefined ? '' : `-${endLine}:${endColumn ?? 0}`}`;
}

describe('places', () => {
  const document = read(
    xml(
      '<dict>\n  <key>a</key>\n  <array>\n    <string>x</string>\n    <dict><key>b</key><true/></dict>\n  </array>\n</dict>',
    ),
  );
  test.for<[path: (string | number)[], place: string]>([
    [['a'], '5:3-5:15'],
    [['a', 0], '7:5-7:23'],
    [['a', 1], '8:5-8:37'],
    [['a', 1, 'b'], '8:11-8:23'],
    [['a', 1, 'b', 'deeper'], '8:11'],
    [['a', 7], '5:3'],
    [['a', 'x'], '5:3'],
    [['missing'], '4:1'],
    [[], '4:1'],
  ])('%j stands at %s', ([path, place]) => {
    expect(rangeText(document.locate(path))).toBe(place);
  });

  test.for<[string, number[], number]>([
    ['one byte', [0x10, 0xff], 255],
    ['two bytes', [0x11, 0xff, 0xff], 65_535],
    ['four bytes', [0x12, 0xff, 0xff, 0xff, 0xfe], 4_294_967_294],
    ['eight bytes, the only ones with a sign', [0x13, ...Array<number>(7).fill(0xff), 0xfe], -2],
  ])('an integer of a binary list: %s', ([, integer, expected]) => {
    const list = bplist.of([bplist.dict([1, 2]), bplist.text('a'), Uint8Array.from(integer)]);
    expect(read(list).entries.get('a')?.value).toBe(expected);
  });

  test('of a registry file and of a binary one', () => {
    expect(rangeText(read(registry('"a"="1"')).locate(['a', 0]))).toBe('4:1-4:8');
    expect(rangeText(read(registry('"a"=hex(1):31,00,\\\r\n  00,00')).locate(['a']))).toBe('4:1-5:8');
    expect(read(registry('"a"="1"')).locate(['b'])).toBeUndefined();
    expect(read(bplist.of([bplist.dict([1, 1]), bplist.text('a')])).locate(['a'])).toBeUndefined();
  });

  const MEMBERS = '  "a": { "b": [true, {"c": "x, y"}], "d": [\n    1\n  ] },\n  "e": "]\\"",\n  "f": -1.5e3';
  describe.for([
    ['strict JSON', `{\n${MEMBERS}\n}`],
    ['JSON with comments', `{\n${MEMBERS},// end\n}`],
  ])('of %s', ([, text]) => {
    test.for<[path: (string | number)[], name: string, value: string]>([
      [['a'], '2:3-2:6', '2:8-4:6'],
      [['a', 'b'], '2:10-2:13', '2:15-2:36'],
      [['a', 'b', 1, 'c'], '2:23-2:26', '2:28-2:34'],
      [['a', 'b', 1], '2:22-2:35', '2:22-2:35'],
      [['a', 'd'], '2:38-2:41', '2:43-4:4'],
      [['a', 'missing'], '2:8-2:9', '2:8-2:9'],
      [['a', 'b', 7], '2:15-2:16', '2:15-2:16'],
      [['e'], '5:3-5:6', '5:8-5:13'],
      [['f'], '6:3-6:6', '6:8-6:14'],
      [['missing'], 'nowhere', 'nowhere'],
    ])('%j', ([path, name, value]) => {
      const document = read(text ?? '');
      expect(rangeText(document.locate(path, 'name'))).toBe(name);
      expect(rangeText(document.locate(path))).toBe(value);
      expect(rangeText(document.locate(path, 'value'))).toBe(value);
    });
  });

  test.for(['\n', '\r\n', '\r'])('line ends of the form %j are counted once', (end) => {
    expect(
      told(read(xml(`<dict>\n<key>a</key><true/><key>a</key><true/></dict>`).replaceAll('\n', end))),
    ).toEqual(['duplicate-key 5:20']);
    expect(rangeText(read(registry('"a"="1"').replaceAll('\r\n', end)).locate(['a']))).toBe('4:1-4:8');
  });
});

describe('XML that no device reads', () => {
  const dict = (text: string): string => xml(`<dict>${text}</dict>`);
  test.for<[string, string, string]>([
    ['a raw ampersand', dict('<key>a</key><string>a & b</string>'), '4:29'],
    [
      'an ampersand after a reference and a line end',
      dict('<key>a</key><string>&amp;\r\n& b</string>'),
      '5:1',
    ],
    ['an entity of HTML', dict('<key>a</key><string>&nbsp;</string>'), '4:27'],
    ['an entity named like a property', dict('<key>a</key><string>&constructor;</string>'), '4:27'],
    ['a reference to a control character', dict('<key>a</key><string>&#27;</string>'), '4:27'],
    ['a reference to a surrogate', dict('<key>a</key><string>&#xD800;</string>'), '4:27'],
    ['a reference beyond Unicode', dict('<key>a</key><string>&#x110000;</string>'), '4:27'],
    ['an escape character', dict('<key>a</key><string>\u001B</string>'), '4:27'],
    ['the end of a CDATA section', dict('<key>a</key><string>a]]>b</string>'), '4:28'],
    ['an element in a text', dict('<key>a</key><string><b/></string>'), '4:27'],
    ['two keys', dict('<key>a</key><key>b</key><string/>'), '4:19'],
    ['a key without a value', dict('<key>a</key>'), '4:19'],
    ['a value without a key', dict('<string/>'), '4:7'],
    ['text between elements', dict('<key>a</key>x<string/>'), '4:19'],
    ['an unknown element', dict('<key>a</key><boolean/>'), '4:19'],
    ['another case', dict('<key>a</key><String/>'), '4:19'],
    ['a fraction as an integer', dict('<key>a</key><integer>1.5</integer>'), '4:19'],
    ['a hexadecimal integer', dict('<key>a</key><integer>0x10</integer>'), '4:19'],
    ['an empty integer', dict('<key>a</key><integer/>'), '4:19'],
    ['a real number beyond all bounds', dict('<key>a</key><real>1e999</real>'), '4:19'],
    ['a true with a value', dict('<key>a</key><true>yes</true>'), '4:25'],
    ['a wrong end tag', dict('<key>a</kye>'), '4:13'],
    ['two values', xml('<dict/><dict/>'), '4:8'],
    ['nothing in the list', xml(''), '3:1'],
    ['something after the end', `${xml('<dict/>')}x`, '6:1'],
    ['a second document', `${xml('<dict/>')}${xml('<dict/>')}`, '6:1'],
    ['a blank before the declaration', ` ${xml('<dict/>')}`, '1:2'],
    ['a DOCTYPE of something else', '<!DOCTYPE plist SYSTEM x><plist><dict/></plist>', '1:1'],
    ['a comment with two hyphens', dict('<!-- a -- b -->'), '4:14'],
    ['a comment without an end', dict('<!-- a'), '4:7'],
    ['a CDATA section without an end', dict('<key>a</key><string><![CDATA[x'), '4:27'],
  ])('%s', ([, text, place]) => {
    const document = read(text);
    expect(told(document)).toEqual([`syntax ${place}`]);
    expect(document.entries.size).toBe(0);
  });

  test('a text cut off anywhere parses nowhere', () => {
    const whole = profile(payload('<key>a</key><string>b &amp; c</string>'));
    for (let length = 40; length < whole.trimEnd().length; length += 1)
      expect(codes(read(whole.slice(0, length))), `${length}`).toContain('syntax');
  });

  test('comments, CDATA sections, references and blanks that it does read', () => {
    const text =
      '<!-- a --><?pi x?><key><!-- b -->k</key >\n<string\n>x<!-- c -->&lt;&#x1F512;<![CDATA[<&]]>\r\ny</string><key/><true> </true>';
    expect(valuesOf(read(xml(`<dict>${text}</dict>`)))).toEqual({ k: 'x<🔒<&\ny', '': true });
  });
});

describe('profiles', () => {
  test('beyond 200 KB and beyond what Intune takes', () => {
    const sized = (size: number): string =>
      profile(payload(`<key>a</key><string>${'x'.repeat(size)}</string>`));
    expect(read(sized(150_000)).findings).toEqual([]);
    expect(read(sized(300_000)).findings).toMatchObject([{ code: 'profile-too-large', severity: 'warning' }]);
    expect(read(sized(1_000_000)).findings[0]?.message).toContain('Intune');
  });

  test('a profile read as preferences, and the other way round, says what it is', () => {
    const profileBytes = bytes(profile(payload('')));
    for (const [format, data] of [
      ['plist', profileBytes],
      ['mobileconfig', bytes(xml('<array/>'))],
    ] as const) {
      const document = importers[format].decode(data);
      expect(document.ok && codes(document.value)).toEqual(['wrong-shape']);
    }
  });

  test('a signature around a signature is not opened twice', () => {
    const twice = cms(cms(bytes(profile(payload('')))));
    expect(codes(read(twice))).toEqual(['profile-signed-unverified', 'syntax']);
  });

  test.for([
    ['damaged', cms(bytes(profile(payload('')))).subarray(0, 200), /damaged/],
    ['detached', cms(undefined), /holds a signature but no profile/],
    ['encrypted', cms(bytes('x'), { type: ENVELOPED }), /encrypted/],
  ] as const)('%s: refused', ([, data, message]) => {
    expect(() => read(data)).toThrow(message);
  });
});
