import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { buildBinary } from 'plist';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { timedNow, tookMore } from '../support/behaviour.ts';
import { exporters } from '../support/exporters.ts';
import { detect, importers, MAX_BYTES } from '../../src/importers/index.ts';
import { READ_FORMATS, type Document, type Format, type ReadFormat } from '../../src/schema/document.ts';
import { COUNT, mutate, random } from './mutations.ts';
import {
  bplist,
  bytes,
  cms,
  codes,
  profile,
  payload,
  read,
  registry,
  utf16,
  valuesOf,
  xml,
} from './containers.ts';

const SIZE = process.env.COWORK_3P_FUZZ === undefined ? 1_000_000 : MAX_BYTES - 60_000;

/** Pieces of work, see `tookMore`: far more than reading a megabyte takes. */
const MOST_PIECES = 40;

/** Whatever bytes hold, reading them ends soon, throws nothing, prints nothing and leaves the program as it was. */
function survive(data: Uint8Array, formats: readonly ReadFormat[] = READ_FORMATS): Document | undefined {
  let document: Document | undefined;
  const detected = detect(data);
  for (const format of detected.ok ? [...new Set([detected.value.id, ...formats])] : formats) {
    const { value: outcome, ms } = timedNow(() => importers[format].decode(data));
    if (tookMore(ms, MOST_PIECES)) throw new Error(`${format} took ${ms.toFixed()} ms`);
    if (detected.ok && detected.value.id === format && outcome.ok) document = outcome.value;
    if (outcome.ok)
      for (const { key, value } of outcome.value.entries.values()) {
        if (value === undefined) throw new Error(`${format}: no value`);
        outcome.value.locate([key, 0, 'x']);
      }
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  return document;
}

const print = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')];
const write = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
beforeEach(() => [...print, ...write].forEach((spy) => spy.mockClear()));
afterEach(() => {
  for (const spy of [...print, ...write]) expect(spy).not.toHaveBeenCalled();
});

describe('bombs', () => {
  test('entities are neither expanded nor fetched', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
      '',
    );
    for (const subset of [`<!ENTITY e0 "x">${levels}`, '<!ENTITY e9 SYSTEM "file:///etc/hostname">']) {
      const text = `<!DOCTYPE plist [${subset}]><plist version="1.0"><dict><key>a</key><string>&e9;</string></dict></plist>`;
      const document = read(text);
      expect(codes(document)).toEqual(['syntax']);
      expect(document.entries.size).toBe(0);
    }
  });

  test.for<[string, () => Uint8Array]>([
    [
      'arrays of XML',
      () => bytes(xml(`<dict><key>a</key>${'<array>'.repeat(10_000)}${'</array>'.repeat(10_000)}</dict>`)),
    ],
    ['dictionaries of XML', () => bytes(xml('<dict><key>a</key>'.repeat(10_000)))],
    ['arrays of JSON', () => bytes(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)],
    [
      'a list in a list in a binary file',
      () => bplist.of(Array.from({ length: 255 }, (_, i) => bplist.array(i + 1))),
    ],
    ['CMS in CMS', () => Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.of(0x30, 0x80)))],
  ])('nesting ten thousand deep: %s', ([, build]) => {
    survive(build());
  });

  test('a hundred thousand keys', () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}`);
    const files = [
      bytes(xml(`<dict>${keys.map((key) => `<key>${key}</key><true/>`).join('')}</dict>`)),
      utf16(registry(keys.map((key) => `"${key}"="1"`).join('\r\n'))),
      bytes(JSON.stringify(Object.fromEntries(keys.map((key) => [key, true])))),
    ];
    for (const file of files) {
      expect(survive(file, [])?.entries.size).toBe(100_000);
    }
  });

  test('a hundred thousand faults: bounded, and still an error', () => {
    const lines = '"a"=garbage\r\n'.repeat(100_000);
    const twice = '<key>a</key><true/>'.repeat(100_000);
    for (const file of [bytes(registry(lines)), bytes(xml(`<dict>${twice}</dict>`))]) {
      const findings = survive(file, [])?.findings ?? [];
      expect(findings.length).toBeLessThan(3001);
      expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    }
  });

  test('a binary list that contains itself', () => {
    for (const objects of [
      [bplist.array(0)],
      [bplist.dict([1, 0]), bplist.text('a')],
      [bplist.array(1), bplist.array(0)],
    ])
      expect(codes(read(bplist.of(objects)))).toEqual(['syntax']);
  });

  test('binary lists that share themselves: two to the power of forty values', () => {
    const objects = Array.from({ length: 40 }, (_, i) => bplist.array(i + 1, i + 1));
    survive(bplist.of([...objects, bplist.text('x')]));
  });

  test('one long text, and one long list, referred to often', () => {
    const many = Array.from({ length: 250 }, () => 1);
    survive(bplist.of([bplist.array(...many), bplist.text('x'.repeat(60_000))]), ['plist']);
    const wide = bplist.array(...Array.from({ length: 60_000 }, () => 2));
    survive(bplist.of([bplist.array(...many), wide, bplist.text('x')], { offsetSize: 3 }), ['plist']);
  });

  test.for([
    ['more values than bytes', { count: 2 ** 31 }],
    ['a top value that is not there', { top: 9 }],
    ['offsets of nine bytes', { offsetSize: 9 }],
    ['references of no bytes', { refSize: 0 }],
  ] as const)('a binary trailer with %s', ([, options]) => {
    const data = bplist.of([bplist.text('a')], { ...options, offsetSize: 2 });
    if ('offsetSize' in options) data[data.length - 26] = options.offsetSize;
    expect(codes(read(data))).toContain('syntax');
  });

  test('a long run of blanks in tags and between them', () => {
    const blanks = ' '.repeat(400);
    survive(
      bytes(xml(`<dict>${`<key${blanks}>a</key${blanks}>${blanks}<true${blanks}/>`.repeat(2000)}</dict>`)),
    );
    survive(bytes(`<?xml ${' '.repeat(1_000_000)}`));
    survive(bytes(registry(`${' '.repeat(1_000_000)}"a"${' '.repeat(1_000_000)}=${' '.repeat(1_000_000)}`)));
  });

  test('one megabyte of one thing, or five when there is time', () => {
    const fill = (unit: string): string => unit.repeat(Math.floor(SIZE / unit.length));
    for (const unit of [
      '<!---->',
      '<?x?>',
      '&',
      '&#10;',
      '<',
      'x',
      '\\',
      '"',
      '\r',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      ' ',
    ])
      survive(bytes(`<plist><dict><key>a</key><string>${fill(unit)}`), ['plist', 'mobileconfig']);
    for (const unit of [
      '\\\\',
      '\\',
      '"',
      '00,',
      '00,\\\r\n',
      '[',
      '\r\n',
      ';',
      '@',
      '"a"=-\r\n',
      '[a]\r\n"b"=""\r\n',
    ])
      survive(bytes(registry(`"a"=hex(1):${fill(unit)}`)), ['reg']);
    for (const unit of ['[-HKEY_LOCAL_MACHINE]\r\n', '"\\\\', '# x\r\n'])
      survive(bytes(registry(fill(unit))), ['reg']);
    for (const unit of ['\u0004\u0000', '\u0030\u0080', '\u0024\u0080\u0004\u0001x', '\u0000'])
      survive(cms(bytes(fill(unit)), { indefinite: true }), ['mobileconfig']);
    survive(cms(bytes(fill('x'))), ['mobileconfig']);
    survive(Buffer.concat([cms(undefined).subarray(0, 60), Buffer.alloc(SIZE, '0400', 'hex')]), [
      'mobileconfig',
    ]);
  });

  test('more than five megabytes are refused unread', () => {
    const data = new Uint8Array(MAX_BYTES + 1).fill(0x20);
    expect(detect(data)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('bytes') as string },
    });
    for (const format of READ_FORMATS)
      expect([format, importers[format].decode(data).ok]).toEqual([format, false]);
  });
});

describe('names that are properties of every object', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

  test.for<[string, (key: string) => Uint8Array]>([
    [
      'XML',
      (key) =>
        bytes(
          xml(
            `<dict><key>${key}</key><dict><key>${key}</key><dict><key>polluted</key><string>1</string></dict></dict></dict>`,
          ),
        ),
    ],
    [
      'XML, in a reference',
      (key) => bytes(xml(`<dict><key>&#${key.charCodeAt(0)};${key.slice(1)}</key><string>1</string></dict>`)),
    ],
    ['XML, in CDATA', (key) => bytes(xml(`<dict><key><![CDATA[${key}]]></key><string>1</string></dict>`))],
    ['a profile', (key) => bytes(profile(payload(`<key>${key}</key><string>1</string>`)))],
    [
      'a binary file',
      (key) =>
        bplist.of([
          bplist.dict([1, 2]),
          bplist.text(key),
          bplist.dict([1, 3]),
          bplist.dict([4, 5]),
          bplist.text('polluted'),
          bplist.text('1'),
        ]),
    ],
    ['a registry file', (key) => utf16(registry(`"${key}"="1"`))],
    ['JSON', (key) => bytes(`{"${key}":{"${key}":{"polluted":"1"}}}`)],
  ])('in %s', ([, build]) => {
    for (const name of names) {
      const data = build(name);
      survive(data);
      const entry = read(data).entries.get(name);
      expect(entry?.key).toBe(name);
      expect(Object.getPrototypeOf(entry?.value)).toBe(
        typeof entry?.value === 'string' ? String.prototype : Object.prototype,
      );
    }
  });
});

/* Mutations; the seed never changes. */

const SETTINGS = new Map<string, unknown>([
  ['inferenceProvider', 'gateway'],
  ['inferenceGatewayBaseUrl', 'https://gw.example.com/a?b=1&c=<2>'],
  ['disableDeploymentModeChooser', true],
  ['inferenceCredentialHelperTtlSec', 3600],
  ['inferenceModels', [{ name: 'claude-opus-4-8', labelOverride: 'Opus "big" \u2028' }]],
  ['deploymentDisplayName', 'Acme 日本 🚀\r\n\ttwo'],
]);
const plain = Object.fromEntries(
  [...SETTINGS].map(([key, value]) => [key, typeof value === 'number' ? value : JSON.stringify(value)]),
);
const encoded = (format: Format, identity = {}): Uint8Array => exporters[format].encode(SETTINGS, identity);
const reg = new TextDecoder('utf-16le').decode(encoded('reg', { replace: true }));

const fixture = (name: string): Buffer => readFileSync(`fixtures/import/${name}`);

const BASES = {
  plist: [
    encoded('plist', { nativeTypes: true }),
    buildBinary({ ...plain, list: ['a', { b: [1, true] }] }),
    bytes('<key>a</key><string>b</string>'),
  ],
  mobileconfig: [
    encoded('mobileconfig'),
    cms(encoded('mobileconfig')),
    cms(encoded('mobileconfig'), { indefinite: true }),
    buildBinary({
      PayloadType: 'Configuration',
      PayloadContent: [{ PayloadType: 'com.anthropic.claudefordesktop', ...plain }],
    }),
  ],
  reg: [
    encoded('reg'),
    bytes(reg),
    utf16(reg, { bom: false }),
    utf16(reg, { bigEndian: true }),
    bytes(reg.replace(/^.*/, 'REGEDIT4')),
  ],
  json: [encoded('json'), bytes(`// comment\n${new TextDecoder().decode(encoded('json'))}`)],
  pol: [fixture('realistic.pol')],
  lgpo: [fixture('realistic.lgpo.txt')],
  gpp: [fixture('realistic.registry.xml')],
  graph: [
    fixture('graph-preference-file.json'),
    bytes(
      JSON.stringify({
        scriptContent: fixture('remediate.ps1').toString('base64'),
        '@odata.type': '#microsoft.graph.deviceManagementScript',
      }),
    ),
  ],
  powershell: [fixture('set-itemproperty.ps1'), fixture('hkcu-here-string.ps1'), fixture('remediate.ps1')],
  cmd: [fixture('reg-add.cmd')],
  shell: [fixture('defaults-write.sh'), fixture('linux-heredoc.sh')],
} as const satisfies Record<ReadFormat, readonly Uint8Array[]>;

test.for(READ_FORMATS)(`${COUNT} mutations of %s`, { timeout: 60_000 + COUNT * 20 }, (format) => {
  const numbers = random(0x5eed_0000 + format.length);
  const bases = BASES[format];
  for (const base of bases) expect(codes(read(base))).not.toContain('syntax');
  for (let i = 0; i < COUNT; i += 1) {
    const data = mutate(bases[i % bases.length] ?? bytes(''), numbers);
    try {
      survive(data, [format]);
    } catch (error) {
      throw new Error(`mutation ${i}: ${Buffer.from(data).toString('base64')}`, { cause: error });
    }
  }
});

test('what survives mutation is still read: the bases themselves', () => {
  expect(valuesOf(read(BASES.reg[1]))).toEqual(valuesOf(read(BASES.reg[0])));
  expect(valuesOf(read(BASES.mobileconfig[2]))).toEqual(valuesOf(read(BASES.mobileconfig[0])));
});
