import { build } from 'plist';
import { describe, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import type { Identity } from '../../src/exporters/exporter.ts';
import {
  exporters as table,
  folderExporters as folderTable,
  formatByExtension,
  Unwritable,
  MAIN_FORMATS,
} from '../../src/exporters/index.ts';
import { exporters } from '../support/exporters.ts';
import { regValue } from '../../src/exporters/reg.ts';

const SETTINGS = new Map<string, unknown>([
  ['inferenceProvider', 'gateway'],
  ['inferenceGatewayBaseUrl', 'https://gw.example.com/a?b=1&c=<2>'],
  ['inferenceCredentialHelperTtlSec', 3600],
  ['disableDeploymentModeChooser', true],
  ['coworkEgressAllowedHosts', []],
  ['inferenceModels', [{ name: 'claude-opus-4-8', labelOverride: 'Opus "big"' }]],
  ['deploymentDisplayName', 'Acme 日本 🚀'],
]);
const text = (format: keyof typeof exporters, identity: Identity = {}, settings = SETTINGS): string =>
  new TextDecoder(format === 'reg' && identity.encoding !== 'utf8' ? 'utf-16le' : 'utf-8', {
    ignoreBOM: true,
  }).decode(exporters[format].encode(settings, identity));

/** The text of the first element after `<key>name</key>`, from the first or the last such key. */
const member = (xml: string, name: string, which: 'first' | 'last' = 'last'): string | undefined =>
  [...xml.matchAll(new RegExp(`<key>${name}</key>\\s*(?:<\\w+>([^<]*)</\\w+>|(<\\w+/>))`, 'g'))]
    .map((match) => match[1] ?? match[2])
    .at(which === 'first' ? 0 : -1);

describe('the table', () => {
  test('has each format under the name of its file', async () => {
    for (const [format, load] of [...Object.entries(table), ...Object.entries(folderTable)]) {
      const own = (await import(`../../src/exporters/${format}.ts`)) as object;
      expect(Object.values(own), format).toContain(await load());
    }
  });

  test.for([
    ['a.mobileconfig', 'mobileconfig'],
    ['/tmp/x.y/Claude.REG', 'reg'],
    ['com.anthropic.claudefordesktop.plist', 'plist'],
    ['.json', 'json'],
    ['Machine/Registry.POL', 'pol'],
    ['a.gpp', undefined],
    ['a.bootstrap', undefined],
    ['json', undefined],
    ['a.json/b', undefined],
    ['a.toml', undefined],
    ['', undefined],
  ] as const)('%s asks for %s', ([name, id]) => {
    expect(formatByExtension(name)).toBe(id);
  });

  test.for(MAIN_FORMATS)('%s: same input, same bytes, and nothing of the order lost', (format) => {
    expect(text(format)).toBe(text(format));
    const keys = [...SETTINGS.keys()].map((key) => text(format).indexOf(key));
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
  });

  test.for(MAIN_FORMATS)('%s: an empty text is left out, a bad name refused', (format) => {
    expect(text(format, {}, new Map([['inferenceGatewayApiKey', '']]))).not.toContain(
      'inferenceGatewayApiKey',
    );
    expect(() => text(format, {}, new Map([['x"=\r\n[y', 'z']]))).toThrow(Unwritable);
  });
});

describe('json', () => {
  test('is native, indented by two, with LF at the end and no BOM', () => {
    expect(text('json')).toBe(`${JSON.stringify(Object.fromEntries(SETTINGS), null, 2)}\n`);
  });
});

describe('reg', () => {
  const HEAD = '\uFEFFWindows Registry Editor Version 5.00\r\n\r\n';

  test('is UTF-16LE with BOM, CRLF, HKLM, strings only, a blank line last', () => {
    expect(
      text(
        'reg',
        {},
        new Map<string, unknown>([
          ['a', 'C:\\x "y" é'],
          ['b', true],
          ['c', ['"\\']],
        ]),
      ),
    ).toBe(
      `${HEAD}[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n` +
        '"a"="C:\\\\x \\"y\\" é"\r\n"b"="true"\r\n"c"="[\\"\\\\\\"\\\\\\\\\\"]"\r\n\r\n',
    );
  });

  test('the user hive, and deleting the key first', () => {
    expect(text('reg', { hive: 'user', replace: true }, new Map([['a', '1']]))).toBe(
      `${HEAD}[-HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]\r\n\r\n` +
        '[HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]\r\n"a"="1"\r\n\r\n',
    );
  });

  test('a line break travels as bytes and starts no line', () => {
    const hostile = 'x"\r\n[HKEY_CURRENT_USER\\SOFTWARE\\Evil]\r\n"pwn"="1';
    const lines = text('reg', {}, new Map([['a', hostile]])).split('\r\n');
    expect(lines.filter((line) => line.startsWith('['))).toHaveLength(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.join('')).not.toContain('pwn');
  });

  test('the bytes of a string wrap as regedit wraps them', () => {
    expect(regValue('k15_lf', 'line1\nline2', 'utf16le')).toBe(
      '"k15_lf"=hex(1):6c,00,69,00,6e,00,65,00,31,00,0a,00,6c,00,69,00,6e,00,65,00,32,\\\r\n  00,00,00',
    );
    expect(regValue('k'.repeat(100), '\t', 'utf16le')).toBe(
      `"${'k'.repeat(100)}"=hex(1):09,\\\r\n  00,00,00`,
    );
  });

  test('as UTF-8 only what is ASCII: the same bytes in every code page', () => {
    const ascii = new Map([['a', 'b']]);
    expect(text('reg', { encoding: 'utf8' }, ascii)).toMatch(
      /^Windows.*\r\n\r\n\[HKEY.*\]\r\n"a"="b"\r\n\r\n$/s,
    );
    expect(() => text('reg', { encoding: 'utf8' })).toThrow(/garbled/);
    expect(() => text('reg', { encoding: 'utf8' }, new Map([['a', 'x\ny']]))).toThrow(
      /^a holds a line break/,
    );
  });
});

describe('plist', () => {
  const xml = text('plist');

  test('is what the plist library writes, and a line end', () => {
    const strings = Object.fromEntries(
      [...SETTINGS].map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
    expect(xml).toBe(`${build(strings, { indent: '\t' })}\n`);
  });

  test('holds strings only, and no payload keys', () => {
    expect(xml).not.toMatch(/<(true|false|integer|array)|Payload/);
    expect(member(xml, 'inferenceCredentialHelperTtlSec')).toBe('3600');
  });

  test('--native-types: booleans and exact integers, nothing else', () => {
    const native = text(
      'plist',
      { nativeTypes: true },
      new Map<string, unknown>([...SETTINGS, ['half', 0.5], ['big', 2 ** 60]]),
    );
    expect(native).toContain('<true/>');
    expect(native).toContain('<integer>3600</integer>');
    expect(native).toContain('<string>0.5</string>');
    expect(native).toContain(`<string>${String(2 ** 60)}</string>`);
    expect(native).not.toMatch(/<array|<real/);
  });

  test('characters that readers turn into line ends stand as references', () => {
    expect(text('plist', {}, new Map([['a', '1\u00852\u20283\u20294\r5']]))).toContain(
      '<string>1&#x85;2&#x2028;3&#x2029;4&#xD;5</string>',
    );
  });

  test('a refused value is not told', () => {
    const attempt = (): string => text('plist', {}, new Map([['inferenceGatewayApiKey', 's3cret\u0000']]));
    expect(attempt).toThrow(Unwritable);
    expect(attempt).not.toThrow(/s3cret/);
    expect(() => text('mobileconfig', { organization: 's3cret\uFFFF' })).toThrow(/^PayloadOrganization /);
  });
});

describe('mobileconfig', () => {
  const own = '../shared/corpus/mobileconfig/008-vivo-amigo-in-app-export.mobileconfig';
  test.skipIf(!existsSync(own))('--native-types --scope user is the envelope of the app itself', () => {
    const settings = new Map<string, unknown>([
      ['inferenceGatewayBaseUrl', 'http://127.0.0.1:11435'],
      ['inferenceGatewayApiKey', 'ollama'],
      ['chatTabEnabled', true],
      ['disableEssentialTelemetry', true],
      ['disableNonessentialTelemetry', true],
      ['coworkEgressAllowedHosts', ['*']],
      ['disableDeploymentModeChooser', true],
      ['deploymentDisplayName', 'Ollama'],
      ['inferenceProvider', 'gateway'],
      ['inferenceCredentialKind', 'static'],
    ]);
    const blank = (xml: string): string =>
      xml.trimEnd().replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, 'UUID');
    expect(blank(text('mobileconfig', { nativeTypes: true, scope: 'user' }, settings))).toBe(
      blank(readFileSync(own, 'utf8')),
    );
  });

  const outer = (identity: Identity, settings = SETTINGS): string | undefined =>
    member(text('mobileconfig', identity, settings), 'PayloadUUID');
  const inner = (identity: Identity, settings = SETTINGS): string | undefined =>
    member(text('mobileconfig', identity, settings), 'PayloadUUID', 'first');

  test('defaults: the identifiers of the app, for the whole machine, with nothing that forbids removal', () => {
    const xml = text('mobileconfig');
    expect(member(xml, 'PayloadIdentifier')).toBe('com.anthropic.claudefordesktop.profile');
    expect(member(xml, 'PayloadIdentifier', 'first')).toBe('com.anthropic.claudefordesktop.settings');
    expect(member(xml, 'PayloadScope')).toBe('System');
    expect(xml).not.toMatch(/PayloadRemovalDisallowed|PayloadOrganization/);
    expect(xml.endsWith('</plist>\n')).toBe(true);
  });

  test('flags', () => {
    const xml = text('mobileconfig', {
      identifier: 'com.example.claude',
      organization: 'Example & Söhne',
      displayName: 'Claude <pilot>',
      scope: 'user',
    });
    expect(member(xml, 'PayloadIdentifier')).toBe('com.example.claude');
    expect(member(xml, 'PayloadIdentifier', 'first')).toBe('com.example.claude.settings');
    expect(member(xml, 'PayloadOrganization')).toBe('Example &amp; Söhne');
    expect(member(xml, 'PayloadDisplayName')).toBe('Claude &lt;pilot&gt;');
    expect(member(xml, 'PayloadScope')).toBe('User');
  });

  test.for(['', 'a b', 'com.example/x', 'ä'])('the identifier %j is refused', (identifier) => {
    expect(() => text('mobileconfig', { identifier })).toThrow(Unwritable);
  });

  test('the profile is named by its content, the payload by its identifier', () => {
    expect(outer({})).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    const changes: Identity[] = [
      { scope: 'user' },
      { organization: 'x' },
      { displayName: 'x' },
      { nativeTypes: true },
      { envelope: { otherPayloads: ['<dict/>'] } },
      { envelope: { otherMembers: ['<key>X</key>', '<true/>'] } },
    ];
    const uuids = [
      outer({}),
      ...changes.map((change) => outer(change)),
      outer({}, new Map([...SETTINGS, ['x', 'y']])),
    ];
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const change of changes) expect(inner(change)).toBe(inner({}));
    expect(inner({}, new Map())).toBe(inner({}));
    expect(inner({ identifier: 'x' })).not.toBe(inner({}));
    expect(inner({})).not.toBe(outer({}));
  });

  test('the order of the settings is no change', () => {
    expect(outer({}, new Map([...SETTINGS].reverse()))).toBe(outer({}));
  });

  describe('with the envelope of a profile that was read', () => {
    const envelope = {
      profileIdentifier: 'org.example.claude',
      profileUuid: '0F3C7A52-2B1D-5B6E-9A77-1D2E3F4A5B6C',
      profileName: 'Old name',
      organization: 'Old organisation',
      description: 'What it is for',
      scope: 'User',
      removalDisallowed: false,
      payloadIdentifier: 'org.example.claude.inner',
      payloadUuid: '6d1e5b0e-9c1f-5a55-8e9c-4c2f0e7b9a11',
      payloadName: 'Inner name',
      payloadOrganization: 'Old organisation',
      payloadDescription: 'Inner description',
    } as const;

    test('nothing is lost', () => {
      const xml = text('mobileconfig', { envelope });
      for (const value of Object.values(envelope))
        expect(xml).toContain(value === false ? '<false/>' : `>${value}<`);
    });

    test('flags win, and a changed profile has a new UUID', () => {
      const xml = text('mobileconfig', { envelope, organization: 'New', scope: 'system' });
      expect(xml).not.toContain('Old organisation');
      expect(xml).not.toContain(envelope.profileUuid);
      expect(xml).toContain(envelope.payloadUuid);
      expect(member(xml, 'PayloadScope')).toBe('System');
      expect(text('mobileconfig', { envelope, organization: 'Old organisation' })).toContain(
        envelope.profileUuid,
      );
    });

    test.each<[object, object, boolean]>([
      [{}, {}, true],
      [{ displayName: 'Old name', organization: 'Old organisation', scope: 'user' }, {}, true],
      [{ displayName: 'New name' }, {}, false],
      [{ ring: 'pilot' }, {}, false],
      [{ scope: 'system' }, {}, false],
      [{ organization: 'New' }, { organization: undefined, payloadOrganization: undefined }, false],
      [{ displayName: 'New name' }, { profileName: undefined }, false],
    ])('flags %j over %j: the UUID of the profile stays: %s', (flags, old, stays) => {
      const kept = Object.entries<unknown>({ ...envelope, ...old }).filter(
        ([, value]) => value !== undefined,
      );
      const xml = text('mobileconfig', { envelope: Object.fromEntries(kept), ...flags });
      expect([xml.includes(envelope.profileUuid), xml.includes(envelope.payloadUuid)]).toEqual([stays, true]);
    });

    test('a new identifier renames the payload too', () => {
      const xml = text('mobileconfig', { envelope, identifier: 'com.example.new' });
      expect(member(xml, 'PayloadIdentifier', 'first')).toBe('com.example.new.settings');
      expect(xml).not.toContain(envelope.payloadUuid);
      expect(xml).not.toContain(envelope.profileUuid);
    });

    test('what is absent or empty takes the default', () => {
      const xml = text('mobileconfig', { envelope: { profileIdentifier: 'org.x', profileName: '' } });
      expect(member(xml, 'PayloadIdentifier', 'first')).toBe('org.x.settings');
      expect(member(xml, 'PayloadDisplayName')).toBe('Claude Desktop Third-Party Inference');
    });
  });

  test('a setting cannot pose as a part of the envelope', () => {
    expect(() => text('mobileconfig', {}, new Map([['PayloadUUID', 'x']]))).toThrow(Unwritable);
  });
});
