import { describe, expect, test } from 'vitest';
import { findImporter } from '../../src/importers/find.ts';
import { detect, importers, MAX_BYTES } from '../../src/importers/index.ts';
import { memberOffsets } from '../../src/text/json-outline.ts';
import { installedProfiles } from '../../src/importers/profile/installed.ts';
import { elementText } from '../../src/importers/profile/payload-text.ts';
import { decodeText } from '../../src/importers/text.ts';
import type { Document, ReadFormat } from '../../src/schema/document.ts';
import { bplist, payload, profile } from './containers.ts';

/* What a file is known by, and what is said of one that is not what it seems. */

const idOf = (data: string | Uint8Array): string | undefined => {
  const found = detect(Buffer.from(data));
  return found.ok ? found.value.id : undefined;
};
const messageOf = (data: string): string => {
  const found = detect(Buffer.from(data));
  const read = found.ok ? found.value.decode(Buffer.from(data)) : found;
  return read.ok ? '' : read.failure.message;
};
function decoded(format: ReadFormat, data: string | Uint8Array): Document {
  const outcome = importers[format].decode(Buffer.from(data));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
const told = (format: ReadFormat, data: string | Uint8Array): string =>
  decoded(format, data)
    .findings.map(({ message, line, column }) => `${message} (${line ?? '-'}:${column ?? '-'})`)
    .join('\n');

describe('a script is known by one of its lines', () => {
  test.each([
    ['cmd', '@echo off'],
    ['cmd', '  echo  off'],
    ['cmd', '@rem what it does'],
    ['cmd', 'setlocal'],
    ['cmd', 'goto end'],
    ['cmd', 'reg add HKLM\\X /v a'],
    ['cmd', 'REG.EXE delete HKLM\\X'],
    ['cmd', 'C:\\Windows\\System32\\reg.exe add HKLM\\X'],
    ['cmd', '%SystemRoot%\\System32\\reg add HKLM\\X'],
    ['cmd', 'set A=b'],
    ['cmd', '@set   "A.b=c"'],
    ['powershell', '#Requires -Version 5'],
    ['powershell', '[CmdletBinding()]'],
    ['powershell', 'param('],
    ['powershell', 'function Set-Policy {'],
    ['powershell', 'Get-Item x'],
    ['powershell', '[Microsoft.Win32.Registry]::SetValue'],
    ['powershell', '$a = 1'],
    ['powershell', '[string[]]$a = 1'],
    ['powershell', 'if (-not $x) {}'],
    ['powershell', 'if ($x) {}'],
    ['shell', 'defaults write a b c'],
    ['shell', 'sudo /usr/bin/defaults write a b c'],
    ['shell', "cat > a <<'EOF'"],
    ['shell', 'sudo tee a <<EOF'],
    ['shell', 'plutil -convert xml1 a'],
    ['shell', '/usr/libexec/PlistBuddy -c x a'],
    [undefined, 'nothing of the kind'],
  ])('%s: %s', (id, line) => {
    expect(idOf(`a line of another kind\n${line}\n`)).toBe(id);
  });

  test.each([
    ['shell', '#!/bin/sh\n'],
    ['shell', '#!/usr/bin/env bash\n'],
    [undefined, '#!/usr/bin/env pwsh\n$a = 1\n'],
    [undefined, '#!/usr/bin/perl\nrem\n'],
    ['powershell', '<# what it does #>\n$a = 1\n'],
    [undefined, '<a>\n$a = 1\n'],
    [undefined, '<a>\n@echo off\n'],
    ['powershell', "rem\nSet-ItemProperty HKLM:\\X a 'b'\n"],
    ['powershell', 'rem\n$a = 1\n'],
    ['powershell', '[CmdletBinding()]\nparam([string]$a)\n'],
    ['powershell', "[Microsoft.Win32.Registry]::SetValue('a', 'b', 'c')\n"],
    ['json', '[true, null]'],
    ['json', '[ { "a": 1 } ]'],
    ['json', '[]'],
    ['json', '[ // none\n]'],
    [undefined, '[section]\na=b\n'],
  ])('%s: %j', (id, text) => {
    expect(idOf(text)).toBe(id);
  });
});

test.each([
  '{}',
  '{ "a": 1 }',
  '\uFEFF{"a":1}',
  '{ // c\n}',
  '{ a = 1; }',
  '["a"]',
  'x"y',
  'x}',
  '"a"',
  '{"#microsoft.graph.x":1}',
])('JSON that is known at once is what a closer look finds: %j', async (text) => {
  const found = await findImporter(Buffer.from(text), undefined);
  expect(found.ok ? found.value.id : undefined).toBe(idOf(text));
});

test('a format that is given is not looked for', async () => {
  for (const format of ['json', 'plist', 'cmd'] as const)
    expect(await findImporter(Buffer.from('{"a":1}'), format)).toMatchObject({
      ok: true,
      value: { id: format },
    });
});

test('no reader takes a file that is too large', () => {
  const large = Buffer.alloc(MAX_BYTES + 1, ' ');
  for (const importer of Object.values(importers)) {
    const read = importer.decode(large);
    expect([importer.id, read.ok ? '' : read.failure.message]).toEqual([
      importer.id,
      expect.stringContaining('larger'),
    ]);
  }
});

test('a thousand findings of a weight are told, and no more', () => {
  const twice = '"k"="v"\r\n'.repeat(1500);
  const { findings } = decoded(
    'reg',
    `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n${twice}`,
  );
  expect(findings.filter(({ code }) => code === 'duplicate-key')).toHaveLength(1000);
});

describe('JSON that is no configuration is named', () => {
  test.each([
    ['{"appliedId":"a","entries":[]}', /_meta\.json/],
    ['{"$schema":"s","properties":{}}', /JSON schema/],
    ['{"title":"t","properties":{}}', /Jamf custom schema/],
    ['{"mcpServers":{}}', /claude_desktop_config\.json/],
    ['{"permissions":{},"x":1}', /Claude Code/],
    ['{"$schema":"s","permissions":{},"x":1}', /Claude Code/],
    ['{"permissions":{},"x":1,"y":2}', /^$/],
    ['{"properties":{},"title":"t","inferenceProvider":"gateway"}', /^$/],
    [
      '{"@odata.type":"#microsoft.graph.iosCustomConfiguration2"}',
      /of the type iosCustomConfiguration2 that carries no settings/,
    ],
    [
      '{"@odata.type":"#microsoft.graph.a b"}',
      /^This is a body for Microsoft Graph that carries no settings/,
    ],
  ])('%s', (text, message) => {
    expect(messageOf(text)).toMatch(message);
  });

  test('faults of a body for Graph itself are told', () => {
    const broken = '{"@odata.type":"#microsoft.graph.macOSCustomConfiguration","payload":"x"';
    expect(decoded('graph', broken).findings.map(({ code }) => code)).toEqual(['syntax']);
    const script = Buffer.from('#!/bin/sh\n').toString('base64');
    const twice = `{"@odata.type":"#microsoft.graph.deviceShellScript","scriptContent":"","scriptContent":"${script}"}`;
    expect(decoded('graph', twice).findings.map(({ code }) => code)).toContain('duplicate-key');
  });
});

test.each([
  [
    '// cowork-3p-ignore unknown-key:  of tomorrow  \n',
    { code: 'unknown-key', reason: 'of tomorrow', line: 2, target: 3 },
  ],
  [
    '/* cowork-3p-ignore unknown-key: of tomorrow */\n',
    { code: 'unknown-key', reason: 'of tomorrow', line: 2, target: 3 },
  ],
  ['// cowork-3p-ignore unknown-key\n', { code: 'unknown-key', reason: '', line: 2, target: 3 }],
])('a comment that silences: %s', (comment, expected) => {
  expect(decoded('json', `{\n${comment}"k": 1}`).ignores).toEqual([expected]);
});

test('names that stand twice inside lists of JSON', () => {
  const { findings } = decoded('json', '{"k":[[{"a":1,"a":2}],{"a":1}],"k2":{"b":[{"c":1,"c":1}]}}');
  expect(findings.filter(({ code }) => code === 'duplicate-key').map(({ path }) => path)).toEqual([
    ['k', 0, 0, 'a'],
    ['k2', 'b', 0, 'c'],
  ]);
});

test.each([
  ['{"a":[{"b":1}],"c":2}', { a: 5, c: 19 }],
  ['{"a":[[1],{"b":{}}],"c" : 2}', { a: 5, c: 26 }],
  ['{"a\\u0062":"}","c":[]}', { ab: 11, c: 19 }],
])('members of %s and where their values begin', (text, expected) => {
  expect(Object.fromEntries([...memberOffsets(text)].map(([name, { value }]) => [name, value]))).toEqual(
    expected,
  );
});

test('a value at the beginning of a line is found there', () => {
  expect(decoded('json', '{\n"k":\n1\n}').locate(['k'])).toMatchObject({ line: 3, column: 1 });
});

test.each([
  [
    '{"inferenceProvider":"gateway","models":{"discoveryEnabled":true}}',
    /is a flat key in a nested document.* loses it /,
  ],
  [
    '{"inferenceProvider":"gateway","banner":{},"models":{"discoveryEnabled":true},"chatTabEnabled":true}',
    /are flat keys in a nested document.* loses them /,
  ],
])('flat keys in a nested document: %s', (text, words) => {
  expect(told('json', text)).toMatch(words);
});

describe('bodies for Graph', () => {
  const script = (text: string): Document =>
    decoded(
      'graph',
      JSON.stringify({
        '@odata.type': '#microsoft.graph.deviceManagementScript',
        scriptContent: Buffer.from(text).toString('base64'),
      }),
    );
  const HEAD = "$k = 'HKLM:\\SOFTWARE\\Policies\\Claude'\nNew-Item $k\nSet-ItemProperty $k a 'b'\n";
  test.each([
    [HEAD, undefined],
    [`${HEAD}foreach ($r in (Import-Csv x.csv)) { Set-ItemProperty $k $r.Name $r.Value }\n`, true],
  ])('whether more may be set than is known: %s', (text, expected) => {
    expect(script(text).incomplete === true ? true : undefined).toBe(expected);
  });

  test('settings of a policy that are none are passed over', () => {
    const omaSettings = [5, { omaUri: 5, value: 'x' }, { value: 'x' }];
    expect(
      messageOf(
        JSON.stringify({ '@odata.type': '#microsoft.graph.windows10CustomConfiguration', omaSettings }),
      ),
    ).toBe('The OMA-URI settings of the body set nothing of Claude Desktop.');
  });
});

test.each([
  ['DELETEALLVALUES', 'The file first deletes the key'],
  ['deleteallvalues', 'The file first deletes the key'],
  ['DELETE', 'The file deletes k'],
])('LGPO text that deletes: %s', (action, words) => {
  expect(told('lgpo', `Computer\nSOFTWARE\\Policies\\Claude\nk\n${action}\n`)).toContain(words);
});

test.each([
  ['EXSZ:v', 'REG_EXPAND_SZ'],
  ['EXPAND_SZ:v', 'REG_EXPAND_SZ'],
  ['MULTISZ:v', 'REG_MULTI_SZ'],
  ['MULTI_SZ:v', 'REG_MULTI_SZ'],
  ['QWORD:1', 'REG_QWORD'],
  ['BINARY:00', 'REG_BINARY'],
])('LGPO text of a type that the app does not read: %s', (action, type) => {
  const { entries, findings } = decoded(
    'lgpo',
    `Computer\nSOFTWARE\\Policies\\Claude\nk\n${action}\n\nComputer\nSOFTWARE\\Policies\\Claude\nl\nSZ:v\n`,
  );
  expect([...entries.keys()]).toEqual(['l']);
  expect(findings).toMatchObject([{ code: 'reg-type-unreadable', line: 3 }]);
  expect(findings[0]?.message).toContain(type);
});

test.each([
  ['Computer\nSOFTWARE\\Policies\\Claude\nk\nSZ', 4],
  ['Computer\nSOFTWARE\\Policies\\Claude\nk\nFOO:v', 4],
  ['Computer\nSOFTWARE\\Policies\\Claude\nk', 4],
  ['; a comment\nComputer\nSOFTWARE\\Policies\\Claude\nk\nSZ:v\n\nDevice\nx', 7],
])('LGPO text that breaks off: %j', (text, line) => {
  const { entries, findings, inert } = decoded('lgpo', text);
  expect([entries.size, inert]).toEqual([0, true]);
  expect(findings).toMatchObject([{ code: 'syntax', line, column: 1 }]);
});

test('LGPO text of more lines than are read is told, at the first that is not', () => {
  const { entries, findings } = decoded(
    'lgpo',
    `Computer\nSOFTWARE\\Policies\\Claude\nk\nSZ:v\n${'\n'.repeat(500_000)}`,
  );
  expect(findings).toMatchObject([{ code: 'syntax', line: 500_000, column: 1 }]);
  expect(entries.size).toBe(0);
});

test.each([
  ['CREATEKEY', 'wrong-shape'],
  ['DELETEKEYS:Sub', 'wrong-shape'],
])('LGPO text that sets no value: %s', (action, code) => {
  const { entries, findings } = decoded('lgpo', `User\nSOFTWARE\\Policies\\Claude\n*\n${action}\n`);
  expect([entries.size, findings.map((finding) => finding.code)]).toEqual([0, [code]]);
});

test('LGPO text of a user is in the hive of the user', () => {
  const document = decoded('lgpo', 'User\nSOFTWARE\\Policies\\Claude\nk\nSZ:v\n');
  expect([document.hive, document.entries.get('k')?.value]).toEqual(['user', 'v']);
});

test('LGPO text with blanks around its lines', () => {
  const document = decoded('lgpo', ' Computer \n SOFTWARE\\Policies\\Claude \n k \nSZ:v\n');
  expect(document.entries.get('k')?.value).toBe('v');
});

test.each([
  ['SZ:v', 'v'],
  ['sz:', ''],
  ['Dword:1', 1],
  ['DWORD:4294967295', 4294967295],
  ['DWORD:0x1F', 31],
  ['DWORD:4294967296', undefined],
  ['DWORD:-1', undefined],
  ['DWORD:', undefined],
  ['DWORD:1.5', undefined],
])('LGPO text: %s', (action, value) => {
  const document = decoded('lgpo', `Computer\nSOFTWARE\\Policies\\Claude\nk\n${action}\n`);
  expect([document.entries.get('k')?.value, document.inert]).toEqual([
    value,
    value === undefined ? true : undefined,
  ]);
});

describe('property lists', () => {
  const plist = (inside: string, encoding = 'UTF-8'): string =>
    `<?xml version="1.0" encoding="${encoding}"?>\n<plist version="1.0">${inside}</plist>`;
  test.each([
    [plist('<array/>'), /a dictionary of settings; this one holds an <array>/],
    [plist('<integer>1</integer>'), /this one holds an <integer>/],
    [plist('<string>a</string>'), /this one holds a <string>/],
    [plist('<true/>'), /this one holds a <true\/>/],
    [
      plist('<dict><key>k</key><array><key>l</key></array></dict>'),
      /a <key> stands where a value must stand/,
    ],
    [plist('<dict><key>k</key><foo/></dict>'), /<foo> is no property list element/],
    [plist('<dict/>', 'UTF-16'), /the declared encoding is not that of the file \(1:1\)/],
    [bplist.of([bplist.dict()]).subarray(0, 20), /property list.*the file is cut off/],
  ])('%s', (data, words) => {
    expect(told('plist', data)).toMatch(words);
  });

  test.each([
    [0, 1],
    [9, 1],
    [1, 0],
    [1, 9],
  ])('a trailer with offsets of %i and references of %i bytes', (offsets, references) => {
    const list = Buffer.from(bplist.of([bplist.dict()]));
    list.writeUInt8(offsets, list.length - 26);
    list.writeUInt8(references, list.length - 25);
    expect(told('plist', list)).toMatch(/binary property list.*the sizes in its trailer are impossible/);
  });

  test('a list of installed profiles may name users without any', () => {
    const list = plist('<dict><key>_computerlevel</key><array/><key>anna</key><array/></dict>');
    expect(told('plist', list)).toMatch(
      /an installed payload of type com\.anthropic\.claudefordesktop; this one holds none \(\d+:\d+\)/,
    );
  });

  test.each([
    ['<array/>', 'k is a native plist array;'],
    ['<dict/>', 'k is a native plist dictionary;'],
  ])('a structure is called what it is: %s', (value, words) => {
    expect(told('plist', plist(`<dict><key>k</key>${value}</dict>`))).toContain(words);
    const type = value === '<dict/>' ? '-dict' : '-array';
    expect(told('shell', `defaults write /x/com.anthropic.claudefordesktop k ${type} a b\n`)).toContain(
      words,
    );
  });

  test('what JSON has no value for is told and left out', () => {
    for (const value of ['<real>nan</real>', '<date>2026-01-01T00:00:00Z</date>', '<data>AA==</data>']) {
      const document = decoded('plist', plist(`<dict><key>k</key>${value}</dict>`));
      expect([document.entries.size, document.findings.length]).toEqual([0, 1]);
    }
    const date = bplist.of([bplist.dict([1, 2]), bplist.text('k'), Buffer.from('330000000000000000', 'hex')]);
    expect(told('plist', date)).toContain('<date>');
  });

  test.each([
    ['com.anthropic.claudefordesktop', ['k']],
    ['com.apple.other', []],
  ])('of installed profiles the payloads of type %s', (type, keys) => {
    const item = `<dict><key>PayloadType</key><string>${type}</string><key>PayloadContent</key><dict><key>k</key><string>v</string></dict></dict>`;
    const list = plist(
      `<dict><key>_computerlevel</key><array><dict><key>ProfileItems</key><array>${item}</array></dict></array></dict>`,
    );
    expect([...decoded('plist', list).entries.keys()]).toEqual(keys);
    if (keys.length === 0)
      expect(told('plist', list)).toMatch(
        /an installed payload of type com\.anthropic\.claudefordesktop; this one holds none \(\d+:\d+\)/,
      );
  });

  const WRAPPED = (inside: string, type = 'com.apple.ManagedClient.preferences'): string =>
    `<dict><key>PayloadType</key><string>${type}</string><key>PayloadContent</key>${inside}</dict>`;
  const SETTINGS =
    '<array><dict><key>mcx_preference_settings</key><dict><key>k</key><string>v</string></dict></dict></array>';
  const DOMAIN = (list: string, how = 'Forced', domain = 'com.anthropic.claudefordesktop'): string =>
    `<dict><key>${domain}</key><dict><key>${how}</key>${list}</dict></dict>`;
  test.each<[string, string, readonly string[]]>([
    ['by the domain', DOMAIN(SETTINGS), ['k']],
    [
      'one dictionary deeper',
      `<dict><key>PayloadContentManagedPreferences</key>${DOMAIN(SETTINGS)}</dict>`,
      ['k'],
    ],
    ['set once', DOMAIN(SETTINGS, 'Set-Once'), []],
    ['of another domain', DOMAIN(SETTINGS, 'Forced', 'com.example'), []],
    ['without a list', DOMAIN('<dict/>'), []],
    ['without settings', DOMAIN('<array><dict/><string>x</string></array>'), []],
    [
      'with a text in their place',
      DOMAIN('<array><dict><key>mcx_preference_settings</key><string>x</string></dict></array>'),
      [],
    ],
    [
      'with a text for the domain',
      '<dict><key>com.anthropic.claudefordesktop</key><string>x</string></dict>',
      [],
    ],
    ['with a text for all', '<string>x</string>', []],
    [
      'with a text one deeper',
      '<dict><key>PayloadContentManagedPreferences</key><string>x</string></dict>',
      [],
    ],
  ])('managed preferences in an installed profile %s', (_, inside, keys) => {
    const list = plist(
      `<dict><key>_computerlevel</key><array><dict><key>ProfileItems</key><array>${WRAPPED(inside)}</array></dict></array></dict>`,
    );
    expect([...decoded('plist', list).entries.keys()]).toEqual(keys);
    expect(
      installedProfiles(Buffer.from(list))?.map(({ user, entries }) => [user, [...entries.keys()]]),
    ).toEqual(keys.length === 0 ? [] : [[undefined, keys]]);
  });

  test('another payload of the same form holds no managed preferences', () => {
    const list = plist(
      `<dict><key>_computerlevel</key><array><dict><key>ProfileItems</key><array>${WRAPPED(DOMAIN(SETTINGS), 'com.example')}</array></dict></array></dict>`,
    );
    expect(installedProfiles(Buffer.from(list))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['<dict/>', []],
    ['<dict><key>_computerlevel</key><array/></dict>', []],
    ['<dict><key>k</key><string>v</string></dict>', undefined],
    ['<dict><key>k</key><array><dict/></array></dict>', undefined],
    ['<dict><key>_computerlevel</key><array/><key>k</key><string>v</string></dict>', undefined],
    ['<array/>', undefined],
    ['<dict>', undefined],
  ])('whether %s is a list of installed profiles', (inside, expected) => {
    expect(installedProfiles(Buffer.from(plist(inside)))).toEqual(expected);
  });

  test('an installed profile says for whom it is, how it is called and when it goes', () => {
    const profile = (more: string): string =>
      `<dict>${more}<key>ProfileItems</key><array><dict><key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>PayloadContent</key><dict><key>k</key><string>v</string></dict></dict></array></dict>`;
    const text = (key: string, value: string): string => `<key>${key}</key><string>${value}</string>`;
    const list = plist(
      `<dict><key>anna</key><array>${profile(text('ProfileIdentifier', 'com.example') + text('ProfileInstallDate', '2026-01-01') + text('ProfileRemovalDate', '2026-02-01'))}</array><key>bob</key><array>${profile('')}</array></dict>`,
    );
    expect(installedProfiles(Buffer.from(list))).toMatchObject([
      { user: 'anna', identifier: 'com.example', installed: '2026-01-01', removal: '2026-02-01' },
      { user: 'bob', identifier: '', installed: undefined, removal: undefined },
    ]);
  });

  test.each<[readonly (readonly [owner: string, ...values: string[]])[], string, readonly string[]]>([
    [[['_computerlevel', 'device']], 'device', []],
    [
      [
        ['_computerlevel', 'device'],
        ['anna', 'a'],
      ],
      'a',
      ['profile-unusual'],
    ],
    [
      [
        ['anna', 'a'],
        ['_computerlevel', 'device'],
      ],
      'a',
      ['profile-unusual'],
    ],
    [[['anna'], ['bob', 'b'], ['_computerlevel', 'device']], 'b', ['profile-unusual']],
    [
      [
        ['anna', 'a'],
        ['bob', 'b'],
      ],
      'a',
      ['profile-unusual'],
    ],
    [[['_computerlevel', 'one', 'two']], 'one', ['profile-several-payloads', 'duplicate-key']],
    [[['anna', 'same', 'same']], 'same', ['profile-several-payloads']],
  ])('of installed profiles %j the user counts before the device: %s', (owners, value, codes) => {
    const profile = (text: string): string =>
      `<dict><key>ProfileItems</key><array><dict><key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>PayloadContent</key><dict><key>k</key><string>${text}</string></dict></dict></array></dict>`;
    const list = owners.map(
      ([owner, ...values]) => `<key>${owner}</key><array>${values.map(profile).join('')}</array>`,
    );
    const document = decoded('plist', plist(`<dict>${list.join('')}</dict>`));
    expect([document.entries.get('k')?.value, document.findings.map(({ code }) => code)]).toEqual([
      value,
      codes,
    ]);
  });

  test.each([
    ['<a><!----><b/></a>x', '<a><!----><b/></a>'],
    ['<a><? </a> ?></a>x', '<a><? </a> ?></a>'],
    ['<a><![CDATA[</a>]]></a>x', '<a><![CDATA[</a>]]></a>'],
    ['<a b="/>"><c/></a>x', '<a b="/>"><c/></a>'],
    ['<a/>x', '<a/>'],
    ['<a>', undefined],
  ])('the element that begins %s', (text, expected) => {
    expect(elementText(text, { line: 1, column: 1 })).toBe(expected);
  });
});

describe('payloads of other software in a profile', () => {
  const settings = payload('<key>banner</key><string>{}</string>');
  const other = (type: string): string =>
    payload('', { type, id: 'com.example.other', uuid: '11111111-1111-1111-1111-111111111111' });
  test.each([
    ['com.apple.wifi.managed', 'info'],
    ['com.anthropic.claude', 'warning'],
    ['COM.Anthropic.claudefordesktop', 'warning'],
    ['org.com.anthropic', 'info'],
  ])('the type %s: %s', (type, severity) => {
    const { findings, envelope } = decoded('mobileconfig', profile(settings + other(type)));
    expect(findings).toMatchObject([{ code: 'profile-other-payload', severity }]);
    expect(envelope?.otherPayloads).toEqual([other(type)]);
  });

  test('a payload without a type is none of other software', () => {
    const nameless = other('x').replace('<key>PayloadType</key><string>x</string>', '');
    const { findings } = decoded('mobileconfig', profile(settings + nameless));
    expect(findings.map(({ code }) => code)).toEqual(['profile-incomplete']);
  });

  test('of a binary profile they cannot be copied', () => {
    const texts = [
      'PayloadContent',
      'PayloadType',
      'com.anthropic.claudefordesktop',
      'com.example',
      'Configuration',
    ];
    // 0 the profile, 1-5 the texts, 6 the list, 7 ours, 8 that of others.
    const binary = (...items: number[]): Uint8Array =>
      bplist.of([
        bplist.dict([1, 6], [2, 5]),
        ...texts.map((one) => bplist.text(one)),
        bplist.array(...items),
        bplist.dict([2, 3]),
        bplist.dict([2, 4]),
      ]);
    expect(decoded('mobileconfig', binary(7)).envelope?.uncopied).toBeUndefined();
    expect(decoded('mobileconfig', binary(7, 8)).envelope?.uncopied).toBe(true);
  });

  const managed = (inside: string): string =>
    payload(`<key>PayloadContent</key>${inside}`, { type: 'com.apple.ManagedClient.preferences' });
  const list =
    '<array><dict><key>mcx_preference_settings</key><dict><key>k</key><string>v</string></dict></dict></array>';
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['forced', `<dict><key>Forced</key>${list}</dict>`, ['k'], []],
    ['set once', `<dict><key>Set-Once</key>${list}</dict>`, ['k'], ['profile-set-once']],
    ['set once, to nothing', '<dict><key>Set-Once</key><array/></dict>', [], ['wrong-shape']],
    ['no list', '<dict><key>Forced</key><dict/></dict>', [], ['wrong-shape']],
    [
      'a list of texts',
      '<dict><key>Forced</key><array><string>x</string></array></dict>',
      [],
      ['wrong-shape'],
    ],
    ['a text', '<string>x</string>', [], ['wrong-shape']],
  ])('managed preferences of the domain: %s', (_, inside, keys, codes) => {
    const document = decoded(
      'mobileconfig',
      profile(managed(`<dict><key>com.anthropic.claudefordesktop</key>${inside}</dict>`)),
    );
    expect([...document.entries.keys()]).toEqual(keys);
    expect(document.findings.map(({ code }) => code)).toEqual(codes);
  });

  test('managed preferences of another domain are not ours, and cannot be copied beside ours', () => {
    const own = `<key>com.anthropic.claudefordesktop</key><dict><key>Forced</key>${list}</dict>`;
    const foreign = `<key>com.example</key><dict><key>Forced</key>${list.replace('<key>k<', '<key>l<')}</dict>`;
    const read = (inside: string): Document =>
      decoded('mobileconfig', profile(managed(`<dict>${inside}</dict>`)));
    expect([...read(own + foreign).entries.keys()]).toEqual(['k']);
    expect([own, own + foreign].map((inside) => read(inside).envelope?.uncopied)).toEqual([undefined, true]);
    expect(read(foreign).findings.map(({ code }) => code)).toEqual(['profile-other-payload', 'wrong-shape']);
  });

  test('what is no dictionary among the payloads is told, and the others are read', () => {
    const { entries, findings } = decoded('mobileconfig', profile(`<string>x</string>${settings}`));
    expect([[...entries.keys()], findings.map(({ code }) => code)]).toEqual([
      ['banner'],
      ['profile-invalid'],
    ]);
  });

  test.each([
    [204_800, []],
    [204_801, ['beyond 200 KB']],
    [1_000_000, ['beyond 200 KB']],
    [1_000_001, ['at most 1,000,000']],
  ])('a profile of %i bytes', (size, words) => {
    const text = profile(settings);
    const { findings } = decoded('mobileconfig', text + ' '.repeat(size - Buffer.byteLength(text)));
    expect(findings.map(({ code }) => code)).toEqual(words.map(() => 'profile-too-large'));
    for (const word of words) expect(findings[0]?.message).toContain(word);
  });

  test.each([
    ['', 'no payload'],
    [other('com.example'), '1 of other types'],
  ])('a profile with none of ours says what it holds: %s', (payloads, got) => {
    expect(told('mobileconfig', profile(payloads))).toContain(got);
  });
});

describe('what a profile holds at its top level', () => {
  const SCOPE = '<key>PayloadScope</key><string>System</string>';
  const settings = payload('<key>banner</key><string>{}</string>');
  test.each([
    ['PayloadDescription', '<string>a</string>'],
    ['PayloadDisplayName', '<string>a</string>'],
    ['PayloadOrganization', '<string>a</string>'],
    ['PayloadRemovalDisallowed', '<true/>'],
    ['ConsentText', '<dict><key>default</key><string>a</string></dict>'],
    ['DurationUntilRemoval', '<integer>60</integer>'],
    ['HasRemovalPasscode', '<false/>'],
    ['PayloadExpirationDate', '<date>2027-01-01T00:00:00Z</date>'],
    ['RemovalDate', '<date>2027-01-01T00:00:00Z</date>'],
    ['TargetDeviceType', '<integer>5</integer>'],
  ])('%s, as Apple has it', (key, value) => {
    expect(told('mobileconfig', profile(settings, `${SCOPE}<key>${key}</key>${value}`))).toBe('');
  });

  test.each([
    [`${SCOPE}<key>Foo</key><true/>`, settings, /A profile has no key "Foo" at its top level/],
    ['', settings, /The profile has no PayloadScope/],
    ['<key>PayloadScope</key><string>system</string>', settings, /neither "System" nor "User"/],
    ['<key>PayloadScope</key><true/>', settings, /neither "System" nor "User"/],
    [SCOPE, settings.replace('<integer>1<', '<integer>2<'), /The PayloadVersion of payload 1 is not 1/],
    [
      SCOPE,
      settings.replace('<integer>1</integer>', '<string>1</string>'),
      /PayloadVersion of payload 1 is a <string>; it must be an <integer>/,
    ],
    [SCOPE, payload('', { uuid: 'x' }), /The PayloadUUID of payload 1 is no UUID/],
    [SCOPE, payload('', { id: '' }), /Payload 1 lacks PayloadIdentifier, without which it does not install/],
    [SCOPE, `${settings}${payload('', { id: 'com.example.other', type: 'com.example' })}`, /PayloadUUID/],
  ])('%s %s', (more, payloads, words) => {
    expect(told('mobileconfig', profile(payloads, more))).toMatch(words);
  });
});

describe('registry files', () => {
  const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude';
  const reg = (...lines: string[]): string =>
    ['Windows Registry Editor Version 5.00', '', ...lines, ''].join('\r\n');
  test.each<[string, string[], string[], string[]]>([
    ['a text without its NUL', [`[${KEY}]`, '"k"=hex(1):76,00'], ['k'], ['reg-encoding']],
    ['values below a deleted key', [`[-${KEY}]`, '"k"="v"'], [], ['reg-deletes', 'reg-line-ignored']],
    [
      'values of the key above, which no slip makes of it',
      ['[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies]', '"k"="v"'],
      [],
      ['reg-wrong-key', 'wrong-shape'],
    ],
    [
      'a setting of ours under a key of others',
      ['[HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme]', '"inferenceProvider"="gateway"'],
      [],
      ['reg-wrong-key'],
    ],
    [
      'a value of others that begins as ours do',
      ['[HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme]', '"inferenceOfOthers"="v"'],
      [],
      ['reg-wrong-key', 'wrong-shape'],
    ],
    [
      'a setting of ours under a key of Claude Code',
      ['[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\ClaudeCode]', '"inferenceProvider"="gateway"'],
      [],
      ['reg-wrong-key', 'wrong-shape'],
    ],
    [
      'values of a key with a slip in its name',
      ['[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policys\\Claude]', '"k"="v"'],
      [],
      ['reg-wrong-key'],
    ],
  ])('%s', (_, lines, keys, codes) => {
    const document = decoded('reg', reg(...lines));
    expect([...document.entries.values()].map(({ key, value }) => [key, value])).toEqual(
      keys.map((key) => [key, 'v']),
    );
    expect(document.findings.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['QWord', 'REG_QWORD'],
    ['MultiString', 'REG_MULTI_SZ'],
    ['ExpandString', 'REG_EXPAND_SZ'],
    ['Binary', 'REG_BINARY'],
    ['None', 'REG_NONE'],
  ])('a script that writes the type %s', (type, name) => {
    const script = `New-Item HKLM:\\SOFTWARE\\Policies\\Claude\nNew-ItemProperty HKLM:\\SOFTWARE\\Policies\\Claude k -Value 1 -PropertyType ${type}\n`;
    expect(told('powershell', script)).toContain(`k is ${name}, which`);
  });
});

test.each([
  ['UTF-16 without a mark', Buffer.from('abcd', 'utf16le'), 'abcd', 'utf-16le'],
  ['UTF-16 the other way round', Buffer.from('abcd', 'utf16le').swap16(), 'abcd', 'utf-16be'],
  ['less than is enough to tell', Buffer.from('abc', 'utf16le'), 'a\0b\0c\0', 'utf-8'],
  ['bytes of a code page', Buffer.from([0x41, 0xff, 0x42]), 'AÿB', 'windows-1252'],
  ['a mark of UTF-16', Buffer.from([0xfe, 0xff, 0x00, 0x41]), 'A', 'utf-16be'],
])('%s', (_, bytes, text, encoding) => {
  expect(decodeText(bytes)).toMatchObject({ text, encoding });
});
