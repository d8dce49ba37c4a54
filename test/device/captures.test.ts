import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import { captureOf, desktopConfigOf, platformOf } from '../../src/device/captures.ts';
import { digestIn } from '../../src/device/expect.ts';
import { isMask } from '../../src/device/mask.ts';
import { Notes } from '../../src/device/notes.ts';
import { releaseOfDevice } from '../../src/device/release.ts';
import { asksServer } from '../../src/device/sources/bootstrap.ts';
import { isBehaviour, isKnown } from '../../src/device/sources/managed.ts';
import type { Captures } from '../../src/device/types.ts';
import { parseRelease, type Release } from '../../src/schema/releases.ts';
import { runCli, type World } from '../support/io.ts';

/* What a file of captures is by its name; undefined for every other. */
test.each([
  ['managed-machine.plist', 'machine'],
  ['MANAGED-MACHINE.PLIST', 'machine'],
  ['com.anthropic.claudefordesktop.plist', 'machine'],
  ['managed-user-anna.plist', 'user anna'],
  ['managed-user-.plist', undefined],
  [`managed-user-${'a'.repeat(100)}.plist`, `user ${'a'.repeat(100)}`],
  [`managed-user-${'a'.repeat(101)}.plist`, undefined],
  ['profiles.plist', 'profiles'],
  ['profiles-system.plist', 'profiles'],
  ['profiles-.plist', undefined],
  ['hklm.reg', 'registry'],
  ['x.REG', 'registry'],
  ['.reg', undefined],
  ['.hidden.reg', undefined],
  [`a${'b'.repeat(200)}.reg`, 'registry'],
  [`a${'b'.repeat(201)}.reg`, undefined],
  ['a.reg.txt', undefined],
  ['managed-settings.json', 'settings'],
  ['stat.txt', 'stat'],
  ['bootstrap.json', 'bootstrap'],
  ['main.log', 'log'],
  ['custom3p-setup.log', 'setup-log'],
  ['old-custom3p-setup.log', undefined],
  ['version.txt', 'version'],
  ['claude_desktop_config.json', 'desktop-config'],
  ['digest.txt', 'digest'],
])('%s: %s', (name, kind) => {
  const found = captureOf(name);
  expect(found === undefined ? undefined : 'user' in found ? `user ${found.user}` : found.kind).toBe(kind);
  for (const other of [`x${name}`, `${name}x`, name.replace('.', 'x')])
    if (kind !== 'registry' && kind !== undefined)
      expect([other, captureOf(other)]).toEqual([other, undefined]);
});

test.each([
  ['{"deploymentMode":"1p"}', { mode: '1p', enterprise: false }],
  ['{"deploymentMode":7,"enterpriseConfig":{"a":1}}', { mode: undefined, enterprise: true }],
  ['{"enterpriseConfig":{}}', { mode: undefined, enterprise: false }],
  ['{"enterpriseConfig":[1]}', { mode: undefined, enterprise: false }],
  ['no JSON', { mode: undefined, enterprise: false }],
])('the state file %s', (text, expected) => {
  expect(desktopConfigOf(Buffer.from(text))).toEqual(expected);
});

test.each([
  [`${'A'.repeat(63)}0`, `${'a'.repeat(63)}0`],
  [` sha256:${'a'.repeat(64)}\n`, 'a'.repeat(64)],
  [`SHA256:${'a'.repeat(64)}`, 'a'.repeat(64)],
  ['a'.repeat(63), undefined],
  ['a'.repeat(65), undefined],
  [`x${'a'.repeat(64)}`, undefined],
  ['g'.repeat(64), undefined],
])('the digest in %j: %s', (text, digest) => {
  expect(digestIn(text)).toBe(digest);
});

test.each([
  ['masked-by-cowork-3p', true],
  ['\u2022\u2022\u2022\u2022', true],
  ['\u2022\u2022\u2022\u2022wxyz', true],
  ['x masked-by-cowork-3p', false],
  ['', false],
  [7, false],
  [undefined, false],
])('%j is a mask: %s', (value, mask) => {
  expect(isMask(value)).toBe(mask);
});

test.each<[Readonly<Record<string, unknown>>, boolean]>([
  [{}, false],
  [{ bootstrapUrl: '' }, false],
  [{ bootstrapEnabled: true }, false],
  ...[undefined, true, 'true', 1, '1', 'no'].map((bootstrapEnabled): [Record<string, unknown>, boolean] => [
    { bootstrapUrl: 'https://a.example', bootstrapEnabled },
    true,
  ]),
  ...[false, 'false', 0, '0'].map((bootstrapEnabled): [Record<string, unknown>, boolean] => [
    { bootstrapUrl: 'https://a.example', bootstrapEnabled },
    false,
  ]),
])('a device with %j asks a bootstrap server: %s', (settings, asks) => {
  const found = Object.entries(settings).map(
    ([key, value]) => [key, { value, from: 'machine', reason: '' }] as const,
  );
  expect(asksServer(new Map(found))).toBe(asks);
});

describe('keys of app behaviour, by release', () => {
  const release = (text: string): Release => parseRelease(text) ?? [0, 0, 0];
  test.each([
    ['disableAutoUpdates', '1.0.0', true],
    ['autoUpdaterEnforcementHours', '1.0.0', true],
    ['updateViaUpdatesHost', '1.0.0', true],
    ['relaunchEnforcementHours', '1.46387.9', false],
    ['relaunchEnforcementHours', '1.46388.0', true],
    ['configRecheckIntervalMinutes', '1.46388.0', true],
    ['egressProxyUrl', '1.46387.9', false],
    ['egressProxyUrl', '1.46388.0', true],
    ['egressProxyPacUrl', '1.46388.0', true],
    ['disableWslSessions', '2.9939.1', false],
    ['disableWslSessions', '2.9939.2', true],
    ['inferenceProvider', '9.0.0', false],
    ['noSuchKey', '9.0.0', false],
  ])('%s at %s: %s', (key, at, behaviour) => {
    expect(isBehaviour(key, release(at))).toBe(behaviour);
  });

  test.each([
    ['inferenceProvider', true],
    ['inferenceGatewayHeaders', true],
    ['noSuchKey', false],
  ])('%s is known: %s', (key, known) => {
    expect(isKnown(key)).toBe(known);
  });
});

describe('the release of a device', () => {
  const version = (text: string) => ({ name: 'version.txt', bytes: Buffer.from(text) });
  const target = { oldest: [1, 46388, 0] as Release, newest: [2, 0, 0] as Release };
  test.each<[string, boolean, string | undefined, string | undefined, string, readonly string[]]>([
    ['what the caller says', true, '2.1.0', '2.1.0', '1.46388.0 target', []],
    ['what the caller says, of two others', true, '2.1.0', '2.2.0', '1.46388.0 target', ['version-differs']],
    ['what was started last', false, '1.46388.1', undefined, '1.46388.1 log', []],
    ['started, and installed', false, '1.46388.1', '1.46388.1', '1.46388.1 log', []],
    ['started, and another installed', false, '1.46388.1', '1.46388.2', '1.46388.1 log', ['version-differs']],
    ['what is installed', false, undefined, 'Claude v1.46388.1 (abc)', '1.46388.1 version', []],
    [
      'what is installed, behind another number',
      false,
      'no',
      '1.2\n1.46388.1\n2.0.0',
      '1.46388.1 version',
      [],
    ],
    ['the first three numbers of four', false, undefined, '1.46388.1.9', '1.46388.1 version', []],
    ['a number inside another word', false, undefined, 'a.1.46388.1', '', ['version-unknown']],
    ['nothing', false, undefined, 'unknown', '', ['version-unknown']],
    ['far beyond', false, '99.0.0', undefined, '99.0.0 log', ['version-beyond']],
  ])('%s', (_, given, logged, installed, expected, notes) => {
    const found = releaseOfDevice(
      given ? target : undefined,
      logged,
      installed === undefined ? undefined : version(installed),
    );
    if (expected === '') expect(found.from).toBe('newest');
    else expect(`${found.release.join('.')} ${found.from}`).toBe(expected);
    expect(found.notes.map(({ code }) => code)).toEqual(notes);
  });
});

const FILE = { name: 'x', bytes: new Uint8Array() };

/* Whose captures these are; of two platforms none, and that is said. */
test.each<[string, Partial<Captures>, string | undefined, boolean]>([
  ['nothing', {}, undefined, false],
  ['a preference file of the machine', { machine: FILE }, 'macos', false],
  ['one of a user', { users: [{ ...FILE, user: 'anna' }] }, 'macos', false],
  ['profiles', { profiles: FILE }, 'macos', false],
  ['several of one platform', { machine: FILE, profiles: FILE }, 'macos', false],
  ['a registry file', { registry: [FILE] }, 'windows', false],
  ['settings', { settings: FILE }, 'linux', false],
  ['owners alone', { stat: FILE }, 'linux', false],
  ['two platforms', { machine: FILE, registry: [FILE] }, undefined, true],
  ['two others', { registry: [FILE], settings: FILE }, undefined, true],
])('%s', (_name, captures, platform, unclear) => {
  const notes = new Notes();
  const all: Captures = {
    users: [],
    registry: [],
    libraries: [],
    notes: [],
    empty: false,
    incomplete: false,
    ...captures,
  };
  expect(platformOf(all, notes)).toBe(platform);
  expect(notes.all.map(({ code }) => code)).toEqual(unclear ? ['platform-unclear'] : []);
});

interface Told {
  readonly device: string;
  readonly platform: string | null;
  readonly source: string;
  readonly user?: string;
  readonly digest: string | null;
  readonly state?: string;
  readonly keys: readonly { readonly key: string; readonly value: unknown }[];
  readonly notes: readonly { readonly code: string; readonly severity: string }[];
}

/** What status says of these arguments, as JSON. */
async function told(
  argv: readonly string[],
  world: World,
): Promise<{ readonly devices: readonly Told[]; readonly code: number; readonly states: unknown }> {
  const { stdout, code } = await runCli(['status', ...argv, '--format', 'json'], world);
  const { devices, summary } = JSON.parse(stdout) as {
    devices: Told[];
    summary: { devices: number; states?: unknown };
  };
  expect(summary.devices).toBe(devices.length);
  return { devices, code, states: summary.states };
}

const SETTINGS = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://a.example.corp' };
const REG = `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"inferenceProvider"="gateway"\r\n`;
const PLIST =
  '<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string></dict></plist>';
const PROFILES =
  '<plist version="1.0"><dict><key>_computerlevel</key><array><dict><key>ProfileIdentifier</key><string>corp.a</string><key>ProfileItems</key><array><dict><key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>PayloadContent</key><dict><key>inferenceProvider</key><string>gateway</string></dict></dict></array></dict></array></dict></plist>';
const QUERY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\r\n    a    REG_SZ    b\r\n';
const LOG = "2026-11-20 09:00:01 [info] Starting app { appVersion: '2.0.0' }\n";
const META = JSON.stringify({ appliedId: 'mine' });

describe('single files of any name are taken by what they hold', () => {
  test.each<[string, string | Uint8Array, string | null, string, readonly string[], number]>([
    ['a registry export', REG, 'windows', 'managed', [], 0],
    ['a property list', PLIST, 'macos', 'managed', [], 0],
    ['a list of profiles', PROFILES, 'macos', 'managed', ['from-profiles'], 0],
    ['settings as JSON', JSON.stringify(SETTINGS), 'linux', 'managed', ['owner-unknown'], 0],
    [
      'settings as JSON in UTF-16, which are not loaded',
      Buffer.from(`\uFEFF${JSON.stringify(SETTINGS)}`, 'utf16le'),
      'linux',
      'managed',
      ['malformed', 'owner-unknown'],
      1,
    ],
    ['a log alone, which says no platform', LOG, null, 'unknown', ['platform-unclear'], 1],
    ['the text of reg query', QUERY, null, 'unknown', ['not-evidence'], 1],
  ])('%s', async (_, content, platform, source, codes, code) => {
    const run = await told(['x.bin'], { files: { 'x.bin': content } });
    const [device] = run.devices;
    expect([device?.device, device?.platform, device?.source, run.code]).toEqual([
      'x.bin',
      platform,
      source,
      code,
    ]);
    const weighty = device?.notes.filter(({ severity }) => severity !== 'info').map((one) => one.code);
    expect(weighty?.sort()).toEqual(codes);
  });

  test.each([
    [
      'x.ps1',
      "New-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name inferenceProvider -Value gateway\n",
      /x\.ps1 is no capture of a device\. .*--collect/,
    ],
    ['x.txt', 'hello', /x\.txt is no capture of a device/],
    ['x.csv', 'a,b\n', /has no column with what the detection scripts print/],
  ])('%s is none: %s', async (file, content, words) => {
    const { code, stdout, stderr } = await runCli(['status', file], { files: { [file]: content } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(words);
  });

  test.each([
    ['x.bin', { 'x.bin': REG }, ['--expect', 'e.json'], 1, 'unreadable'],
    ['hklm.reg', { 'hklm.reg': REG }, [], 1, undefined],
  ])('%s that may not be read says nothing of the device', async (file, files, flags, code, state) => {
    const read = () => fail({ message: 'may not be read', code: 'EACCES' });
    const run = await told([file, ...flags], {
      files: { ...files, 'e.json': JSON.stringify(SETTINGS) },
      inspector: { read },
    });
    expect([run.code, run.devices[0]?.source, run.devices[0]?.state]).toEqual([code, 'unknown', state]);
    expect(run.devices[0]?.notes.map((one) => one.code)).toContain('capture-unread');
  });

  test('a log or a version that may not be read leaves the rest', async () => {
    const files = { 'd/hklm.reg': REG, 'd/main.log': LOG, 'd/version.txt': '2.0.0' };
    const read = (name: string) =>
      name.endsWith('.reg')
        ? ok({ bytes: Buffer.from(REG), cut: false })
        : fail({ message: 'may not be read', code: 'EACCES' });
    const { devices, code } = await told(['d'], { files, inspector: { read } });
    expect([devices[0]?.source, code]).toEqual(['managed', 0]);
    expect(devices[0]?.notes.map((one) => [one.code, one.severity])).toEqual([
      ['capture-unread', 'warning'],
      ['capture-unread', 'warning'],
      ['version-unknown', 'info'],
    ]);
  });

  test('several are one device', async () => {
    const files = { 'a/hklm.reg': REG, 'b/x.bin': LOG };
    const { devices, code } = await told(['a/hklm.reg', 'b/x.bin'], { files });
    expect([devices.length, devices[0]?.device, devices[0]?.platform, code]).toEqual([
      1,
      'the captures',
      'windows',
      0,
    ]);
  });

  test.each([
    [
      'the library in the folder of the package is of Windows',
      'configLibrary-package',
      'windows',
      'local',
      0,
    ],
    ['any other is of nobody knows what', 'configLibrary', null, 'unknown', 1],
  ])('%s', async (_, folder, platform, source, code) => {
    const files = { [`d/${folder}/_meta.json`]: META, [`d/${folder}/mine.json`]: JSON.stringify(SETTINGS) };
    const run = await told(['d'], { files });
    expect([run.devices[0]?.platform, run.devices[0]?.source, run.code]).toEqual([platform, source, code]);
  });
});

describe('folders as devices', () => {
  const pc = (place: string): Record<string, string> => ({ [`${place}/hklm.reg`]: REG });
  const digest = (place: string, text: string): Record<string, string> => ({ [`${place}/digest.txt`]: text });

  test.each<[string, readonly string[], Record<string, string>, readonly string[]]>([
    ['one device, by the name of its folder', ['fleet/pc-1/'], pc('fleet/pc-1'), ['pc-1']],
    ['one in a fleet of one', ['fleet'], pc('fleet/pc-1'), ['pc-1']],
    [
      'sites and departments',
      ['fleet'],
      { ...pc('fleet/a/pc-1'), ...pc('fleet/a/b/pc-2'), ...pc('fleet/pc-3') },
      ['a/b/pc-2', 'a/pc-1', 'pc-3'],
    ],
    ['as deep as four', ['fleet'], pc('fleet/a/b/c/pc-1'), ['a/b/c/pc-1']],
    [
      'no deeper, where the folder is a device without captures',
      ['fleet'],
      pc('fleet/a/b/c/d/pc'),
      ['a/b/c/d'],
    ],
    ['hidden folders are none', ['fleet'], { ...pc('fleet/pc-1'), ...pc('fleet/.git') }, ['pc-1']],
    ['a library makes a folder a device', ['d'], { 'd/configLibrary/_meta.json': META }, ['d']],
    ['nothing but files of no captures', ['d'], { 'd/readme.txt': 'x', 'd/notes.md': 'x' }, ['d']],
    ['two folders', ['a', 'b'], { ...pc('a'), ...pc('b') }, ['a', 'b']],
    [
      'files beside a folder and a table',
      ['a', 'x.reg', 't.csv'],
      { ...pc('a'), 'x.reg': REG, 't.csv': `name,out\npc-9,configuration ${'a'.repeat(64)}\n` },
      ['x.reg', 'a', 'pc-9'],
    ],
  ])('%s', async (_, argv, files, names) => {
    const { devices } = await told(argv, { files });
    expect(devices.map(({ device }) => device).sort()).toEqual([...names].sort());
  });

  test('a link among the devices of a fleet is told and not followed', async () => {
    const files = pc('fleet/pc-1');
    const { devices, code } = await told(['fleet'], {
      files,
      inspector: {
        entries: (name) =>
          name === 'fleet'
            ? ok([
                { name: 'pc-1', kind: 'folder' },
                { name: 'pc-2', kind: 'link' },
              ])
            : ok(name === 'fleet/pc-1' ? [{ name: 'hklm.reg', kind: 'file' }] : []),
        facts: (name) =>
          ok({ kind: name === 'fleet/pc-2' ? 'link' : 'file', size: 1, mode: 0o644, owner: 0 }),
      },
    });
    expect(code).toBe(1);
    expect(devices.map(({ device, source, notes }) => [device, source, notes[0]?.code])).toEqual([
      ['pc-1', 'managed', 'version-unknown'],
      ['pc-2', 'unknown', 'capture-unread'],
    ]);
  });

  const A = 'a'.repeat(64);
  test.each<[string, Record<string, string>, readonly string[], string, string | undefined, number]>([
    ['a digest alone', digest('d', `configuration ${A}`), [], 'digest', undefined, 0],
    ['the one that is expected', digest('d', `configuration ${A}`), ['--expect', A], 'digest', 'in-line', 0],
    ['another', digest('d', `configuration ${A}`), ['--expect', 'b'.repeat(64)], 'digest', 'differs', 1],
    [
      'another, by a script that looked for yet another',
      digest('d', `differs inferenceModels; configuration ${A}`),
      ['--expect', 'b'.repeat(64)],
      'digest',
      'differs',
      1,
    ],
    [
      'a digest beside captures, which count',
      { ...digest('d', 'none'), ...pc('d') },
      [],
      'managed',
      undefined,
      0,
    ],
    ['a text that is no digest', digest('d', 'hello'), [], 'unknown', undefined, 1],
  ])('%s', async (_, files, flags, source, state, code) => {
    for (const one of [['d'], ['d/digest.txt']]) {
      if (source === 'managed' && one[0] !== 'd') continue;
      const run = await told([...one, ...flags], { files });
      expect([run.devices[0]?.source, run.devices[0]?.state, run.code]).toEqual([source, state, code]);
    }
  });
});

test.each([
  [`compliant; configuration ${'a'.repeat(64)}`, 'a'.repeat(64)],
  [`differs inferenceModels; configuration ${'a'.repeat(64)}`, 'none'],
  ['none', 'none'],
])('of a device that has reported %j people read: %s', async (text, shown) => {
  const { stdout } = await runCli(['status', 'd'], { files: { 'd/digest.txt': text } });
  expect(stdout).toBe(`Digest reported: ${shown}\n`);
});

describe('how devices are told', () => {
  test('no cell of a spreadsheet is a formula', async () => {
    const names = ['=1+1', '+1', '-1', '@SUM(A1)', 'a,b', 'say "x"', 'plain', 'a=b'];
    const files = Object.fromEntries(names.map((name) => [`fleet/${name}/hklm.reg`, REG]));
    const { stdout } = await runCli(['status', 'fleet', '--format', 'csv'], { files });
    const cells = stdout
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.replace(/,,managed,.*$/, ''));
    expect(cells.sort()).toEqual(
      ["'=1+1", "'+1", "'-1", "'@SUM(A1)", '"a,b"', '"say ""x"""', 'plain', 'a=b'].sort(),
    );
  });

  const A = 'a'.repeat(64);
  const table = (number: number): string =>
    `name,out\n${Array.from({ length: number }, (_unused, index) => `pc-${String(index)},differs key${String(index)}; configuration ${A}\n`).join('')}`;

  test('as many rows as differ in another key, up to sixty', async () => {
    const { stdout, code } = await runCli(['status', 't.csv', '--expect', A], {
      files: { 't.csv': table(70) },
      columns: 200,
    });
    expect([code, stdout.split('\n')[0]]).toEqual([1, `✖ 0 of 70 devices are in line with ${A}.`]);
    const rows = stdout.split('\n').filter((line) => line.startsWith('  differs'));
    expect(rows).toHaveLength(61);
    expect(rows.find((row) => row.includes('differs otherwise'))).toMatch(/ 10 {2}pc-60, .*pc-67, …$/);
    expect(stdout).toContain('--format csv and json list every device.');
  });

  test('names alone, where a script reports no values', async () => {
    const files = { 't.csv': table(1) };
    const junit = await runCli(['status', 't.csv', '--expect', A, '--format', 'junit'], { files });
    expect(junit.stdout).toMatch(/<failure type="differs" message="differs in key0">key0 differs<\/failure>/);
    const json = await told(['t.csv', '--expect', A], { files });
    expect([json.devices[0]?.state, json.states]).toEqual([
      'differs',
      { 'in-line': 0, differs: 1, 'not-arrived': 0, unreadable: 0 },
    ]);
    const one = await runCli(['status', 'd', '--expect', A], {
      files: { 'd/digest.txt': `differs inferenceModels; configuration ${A}` },
    });
    expect(one.stdout).toMatch(/^✖ It differs in 1 setting:\n {2}~ inferenceModels$/m);
  });

  test('quiet: what is not in order, and nothing else', async () => {
    const wrong = `${REG}"nobody"="x"\r\n"inferenceModels"=hex(7):00,00\r\n`;
    const quiet = await runCli(['status', 'd', '--quiet'], { files: { 'd/hklm.reg': wrong } });
    const codes = [...quiet.stdout.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, code]) => code);
    expect([quiet.code, codes]).toEqual([1, ['invisible']]);
    expect(quiet.stdout).not.toMatch(/In force|Sources|Good to know|Look at this|Digest of/);
    const full = await runCli(['status', 'd'], { files: { 'd/hklm.reg': wrong } });
    expect(full.stdout).toMatch(
      /Sources[\s\S]*Does not count, or is wrong[\s\S]*Look at this[\s\S]*Good to know/,
    );
  });

  test('forty notes of a weight, and how many more', async () => {
    const many = Array.from({ length: 45 }, (_unused, index) => `"nobody${String(index)}"="x"\r\n`).join('');
    const { stdout } = await runCli(['status', 'd'], { files: { 'd/hklm.reg': REG + many } });
    expect(stdout.match(/^ {2}unknown {2}/gm)).toHaveLength(40);
    expect(stdout).toContain('… and 5 more; --format json lists all');
  });
});

describe('a device of several users', () => {
  const of = (models: string): string =>
    `<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string><key>inferenceModels</key><string>${models}</string></dict></plist>`;
  const files = (bob: string): Record<string, string> => ({
    'd/managed-user-alice.plist': of('["claude-opus-5"]'),
    'd/managed-user-bob.plist': of(bob),
    'd/managed-user-carol.plist': of('["claude-opus-5"]'),
    'e.json': JSON.stringify({ inferenceProvider: 'gateway', inferenceModels: ['claude-opus-5'] }),
  });
  const severals = (notes: Told['notes']): number =>
    notes.filter(({ code }) => code === 'several-users').length;

  test('of whom nobody took more than the profiles', async () => {
    const profile = (models: string): string =>
      PROFILES.replace(/^.*?<array>|<\/array><\/dict><\/plist>$/g, '').replace(
        '<key>inferenceProvider</key>',
        `<key>inferenceModels</key><string>${models}</string><key>inferenceProvider</key>`,
      );
    const both = `<plist version="1.0"><dict><key>bob</key><array>${profile('["claude-haiku-4-5"]')}</array><key>alice</key><array>${profile('["claude-opus-5"]')}</array></dict></plist>`;
    const run = await told(['p/profiles.plist', '--expect', 'e.json'], {
      files: { ...files(''), 'p/profiles.plist': both },
    });
    expect([run.devices[0]?.user, run.devices[0]?.state, run.code]).toEqual(['bob', 'differs', 1]);
  });

  test.each<[string, string, readonly string[], string, string, number, number]>([
    ['all in line: the first is told', '["claude-opus-5"]', [], 'alice', 'in-line', 0, 1],
    ['one differs: that one is told', '["claude-haiku-4-5"]', [], 'bob', 'differs', 1, 1],
    [
      'one differs, and another is asked for',
      '["claude-haiku-4-5"]',
      ['--user', 'carol'],
      'carol',
      'in-line',
      0,
      0,
    ],
    ['the one who differs is asked for', '["claude-haiku-4-5"]', ['--user', 'bob'], 'bob', 'differs', 1, 0],
  ])('%s', async (_, bob, flags, user, state, code, several) => {
    const run = await told(['d', '--expect', 'e.json', ...flags], { files: files(bob) });
    const [device] = run.devices;
    expect([device?.user, device?.state, run.code, severals(device?.notes ?? [])]).toEqual([
      user,
      state,
      code,
      several,
    ]);
  });
});

test.each([
  [['--collect', 'd'], /takes no captures/],
  [['--detect', 'd'], /takes no captures/],
  [['--detect', '--platform', 'windows'], /intune-remediation/],
  [['--detect', '--platform', 'linux'], /--collect --platform linux/],
] as const)('status %j is wrong usage', async (argv, words) => {
  const { code, stdout, stderr } = await runCli(['status', ...argv], { files: { 'd/stat.txt': '#' } });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(words);
});
