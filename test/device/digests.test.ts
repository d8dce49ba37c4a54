import { describe, expect, test } from 'vitest';
import { digestProgram, extensionAttribute } from '../../src/device/collect/extension-attribute.ts';
import { tableRows } from '../../src/device/console-table.ts';
import { compareRecord, readDigestList, readReported, type DigestRecord } from '../../src/device/digests.ts';
import { expectSettings } from '../../src/device/expect.ts';
import { intuneRemediation } from '../../src/exporters/intune-remediation.ts';
import { settingsDigest } from '../../src/schema/compare/digest.ts';
import { settingsOf, type Document } from '../../src/schema/index.ts';
import { runCli } from '../support/io.ts';

type Settings = Readonly<Record<string, unknown>>;
// eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- our own text, for Macs
const report = new Function(`${digestProgram()}\nreturn report;`)() as (
  machine: Settings,
  user: Settings,
) => string;

function decoded(settings: Settings): ReadonlyMap<string, unknown> {
  const document: Document = {
    format: 'plist',
    entries: new Map(
      Object.entries(settings).map(([key, value]) => [key, { key, value, encoding: '<string>' }]),
    ),
    findings: [],
    locate: () => undefined,
  };
  return settingsOf(document);
}

describe('the extension attribute makes the same digest as status', () => {
  test.each<[string, Settings]>([
    ['texts', { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://a.example.corp' }],
    [
      'booleans and numbers as texts',
      { disableAutoUpdates: 'true', chatTabEnabled: '0', autoUpdaterEnforcementHours: ' 24 ' },
    ],
    [
      'booleans and numbers',
      { disableAutoUpdates: true, chatTabEnabled: 0, autoUpdaterEnforcementHours: 24 },
    ],
    [
      'JSON',
      { inferenceModels: '["claude-opus-5",{"name":"b","supports1m":true}]', coworkEgressAllowedHosts: '[]' },
    ],
    [
      'native lists and dictionaries',
      { inferenceModels: ['a', { name: 'b' }], banner: { text: 'x', enabled: true } },
    ],
    ['text that is no JSON', { inferenceModels: 'claude-opus-5' }],
    [
      'other scripts, quotes and controls',
      { deploymentDisplayName: 'Müller’s 日本 🚀 "x" \\ \u0001\n\u007f' },
    ],
    ['half a character', { deploymentDisplayName: 'a\uD800b' }],
    ['names that sort', { otlpEndpoint: 'https://a', banner: '{"ä":1,"Z":2,"a":{"b":[1.5,-0,1e21]}}' }],
    ['a long text', { organizationInstructions: 'ab'.repeat(5000) }],
  ])('%s', (_, settings) => {
    expect(report(settings, {})).toBe(`configuration ${settingsDigest(decoded(settings))}`);
  });

  test('of texts whose length is around a block of the hash', () => {
    for (let length = 0; length < 140; length += 1) {
      const settings = { deploymentDisplayName: 'x'.repeat(length + 1) };
      expect(report(settings, {})).toBe(`configuration ${settingsDigest(decoded(settings))}`);
    }
  });

  test('the user comes first, key by key; what is empty or unknown says nothing', () => {
    const machine = { inferenceProvider: 'gateway', disableAutoUpdates: 'true', inferenceProvidr: 'x' };
    expect(report(machine, { inferenceProvider: 'vertex', deploymentDisplayName: '' })).toBe(
      report({ inferenceProvider: 'vertex', disableAutoUpdates: true }, {}),
    );
    expect(report({}, {})).toBe('none');
    expect(report({ inferenceProvidr: 'x', inferenceProvider: '' }, {})).toBe('none');
  });

  test('it holds no value, is ASCII, and is what --detect prints', async () => {
    expect(extensionAttribute()).toMatch(/^[\n -~]*$/);
    const { code, stdout } = await runCli(['status', '--detect']);
    expect([code, stdout]).toEqual([0, extensionAttribute()]);
    for (const platform of ['windows', 'linux'])
      expect((await runCli(['status', '--detect', '--platform', platform])).code).toBe(2);
  });
});

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

describe('what a script has reported', () => {
  const EXPECTED = { ...expectSettings('x', new Map([['inferenceProvider', 'gateway']])), digest: A };
  test.each([
    [`compliant; configuration ${A}`, 'in-line', []],
    [`<result>configuration ${A}</result>`, 'in-line', []],
    [`configuration ${B}`, 'differs', ['digest']],
    [`compliant; configuration ${B}`, 'differs', ['digest']],
    [`compliant; configuration ${A}; also leftOver`, 'in-line', []],
    [`compliant; configuration ${A}; also leftOver, inferenceModels`, 'differs', ['inferenceModels']],
    [
      `differs inferenceModels, missing inferenceProvider; configuration ${A}`,
      'differs',
      ['inferenceModels', 'inferenceProvider'],
    ],
    [`differs inferenceModels; configuration ${B}`, 'differs', ['digest']],
    [`compliant; configuration ${B}; also inferenceModels`, 'differs', ['digest']],
    [`key missing; configuration ${A}`, 'not-arrived', ['digest']],
    ['none', 'not-arrived', ['digest']],
    ['configuration none', 'not-arrived', ['digest']],
    ['<result>none</result>', 'not-arrived', ['digest']],
  ])('%s is %s', (line, state, keys) => {
    const record = readReported('pc', line);
    expect(record).toBeDefined();
    if (record === undefined) return;
    const compared = compareRecord(record, EXPECTED);
    expect([compared.state, compared.drift.map(({ key }) => key)]).toEqual([state, keys]);
  });

  test.each([
    '',
    'error',
    'failed',
    '<result></result>',
    `configuration ${A.slice(1)}`,
    `Configuration: ${A}`,
  ])('%s is none of ours', (line) => {
    expect(readReported('pc', line)).toBeUndefined();
  });
});

describe('a table of a console', () => {
  const devicesIn = (text: string): DigestRecord[] | undefined => {
    const list = readDigestList(Buffer.from(text));
    return list && [...list.records];
  };
  const table = (text: string): unknown =>
    devicesIn(text)?.map(({ device, digest, differs }) => [device, digest, differs]);

  test.each([
    [
      'Intune',
      `"DeviceId","DeviceName","PreRemediationDetectionScriptOutput"\r\n"1","pc-1","compliant; configuration ${A}"\r\n"2","pc-2","differs x, differs y; configuration ${A}"\r\n`,
      [
        ['pc-1', A, []],
        ['pc-2', undefined, ['x', 'y']],
      ],
    ],
    [
      'Jamf',
      `Computer Name,Serial Number,Claude\nmac-1,C02,configuration ${B}\nmac-2,C03,\n`,
      [
        ['mac-1', B, []],
        ['mac-2', undefined, []],
      ],
    ],
    [
      'semicolons and quotes in a name',
      `\uFEFFname;out\n"a ""b""; c";"compliant; configuration ${A}"\n`,
      [['a "b"; c', A, []]],
    ],
    [
      'no header',
      `pc-1\tconfiguration ${A}\npc-2\tconfiguration ${B}`,
      [
        ['pc-1', A, []],
        ['pc-2', B, []],
      ],
    ],
    [
      'no header, and the digest first',
      `configuration ${A},pc-1\nconfiguration ${B},pc-2`,
      [
        ['pc-1', A, []],
        ['pc-2', B, []],
      ],
    ],
    ['a header that names no device', `site,out\nnorth,configuration ${A}\n`, [['north', A, []]]],
    ['such a header, and the digest first', `out,site\nconfiguration ${A},north\n`, [['north', A, []]]],
    [
      'many devices that report nothing before the first that does',
      `name,out\n${'pc,\n'.repeat(1998)}pc-1,configuration ${A}\n`,
      [...Array.from({ length: 1998 }, () => ['pc', undefined, []]), ['pc-1', A, []]],
    ],
    [
      'more of them than are looked at',
      `name,out\n${'pc,\n'.repeat(1999)}pc-1,configuration ${A}\n`,
      undefined,
    ],
    ['a separator as the last character', `out,name\nconfiguration ${A},`, [['row 2', A, []]]],
    ['a name missing', `name,out\n,configuration ${A}\n`, [['row 2', A, []]]],
    [
      'a quote that is not closed',
      `name,out\npc-1,configuration ${A}\n"pc-2,configuration ${A}`,
      [
        ['pc-1', A, []],
        [`pc-2,configuration ${A}`, undefined, []],
      ],
    ],
  ])('%s', (_, text, rows) => {
    expect(table(text)).toEqual(rows);
  });

  test('counts its devices, and can be gone through twice', () => {
    const list = readDigestList(Buffer.from(`name,out\n\npc-1,configuration ${A}\n\npc-2,none\n`));
    expect(list?.number).toBe(2);
    for (let turn = 0; turn < 2; turn += 1)
      expect([...(list?.records ?? [])].map(({ device }) => device)).toEqual(['pc-1', 'pc-2']);
  });

  test('of a row only what a console can have written is kept', () => {
    const wide = [...tableRows(`a${','.repeat(5000)}\n"${'""'.repeat(50_000)}",${'x'.repeat(50_000)}\nb`)];
    expect(wide.map((row) => row.length)).toEqual([500, 2, 1]);
    for (const row of wide) for (const cell of row) expect(cell.length).toBeLessThan(10_000);
  });

  test('without such a column is none', () => {
    expect(table('name,out\npc-1,ok\n')).toBeUndefined();
    expect(table('')).toBeUndefined();
  });

  test('is held against a configuration, and no value is needed', async () => {
    const source = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://a.example.corp' };
    const [detect] = intuneRemediation.files(new Map(Object.entries(source)), {});
    const digest =
      /\$digest = '([0-9a-f]{64})'/.exec(Buffer.from(detect?.bytes ?? []).toString('latin1'))?.[1] ?? '';
    const files = {
      'intune.csv': `DeviceName,Output\npc-1,compliant; configuration ${digest}\npc-2,"missing inferenceProvider; configuration ${digest}"\npc-3,\n`,
      'mac.csv': `Computer Name,EA\nmac-1,${report({ ...source }, {})}\nmac-2,none\n`,
      'pilot.json': JSON.stringify(source),
    };
    const { code, stdout } = await runCli(
      ['status', 'intune.csv', 'mac.csv', '--expect', 'pilot.json', '--format', 'csv'],
      { files },
    );
    expect(code).toBe(1);
    expect(stdout.split('\r\n').map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'device state',
      'pc-1 in-line',
      'pc-2 differs',
      'pc-3 unreadable',
      'mac-1 in-line',
      'mac-2 not-arrived',
      '',
    ]);
    const none = await runCli(['status', 'other.csv', '--expect', 'pilot.json'], {
      files: { ...files, 'other.csv': 'a,b\n1,2\n' },
    });
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('has no column')]);
  });
});
