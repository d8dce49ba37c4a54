import { describe, expect, test } from 'vitest';
import { fail } from '../../src/errors.ts';
import { WRITE_FORMATS } from '../../src/exporters/index.ts';
import { elementText } from '../../src/importers/profile/payload-text.ts';
import type { Io, WriteOptions } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo, runCli, type Run } from '../support/io.ts';

/* An export loses nothing: not its source, no file of others, no key, no payload. */

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-opus-5'],
};
const SOURCE = JSON.stringify(BASE);

describe('a file that cannot be made again is kept', () => {
  test('the source, under its name, another spelling of it, or as a copy', async () => {
    for (const output of ['a.json', './a.json', 'x/../a.json', 'copy.json']) {
      const files = { 'a.json': SOURCE, './a.json': SOURCE, 'x/../a.json': SOURCE, 'copy.json': SOURCE };
      const run = await runCli(['export', 'a.json', '--format', 'json', '-o', output, '--force'], { files });
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('source of this export')]);
      expect(run.written.size).toBe(0);
    }
  });

  test('a file that a reference was read from, in the folder of the base that names it', async () => {
    const files = {
      'ours/a.json': '{"extends":"./base.json"}',
      'ours/base.json': SOURCE.replace('placeholder', '${file:./key}'),
      'ours/key': 'placeholder',
    };
    for (const output of ['ours/key', './ours/../ours/key']) {
      const argv = ['export', 'ours/a.json', '--format', 'json', '-o', output, '--force'];
      const run = await runCli(argv, { files });
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('source of this export')]);
      expect(run.written.size).toBe(0);
    }
  });

  test.each<[string, string, RegExp]>([
    ['of other software', '{"name":"x","version":"1.0.0"}', /is no earlier export/],
    ['with comments', `// ours\n${SOURCE}`, /holds comments/],
    ['with references', SOURCE.replace('placeholder', '${env:KEY}'), /holds references/],
  ])('a file %s', async (_what, held, why) => {
    const files = { 'a.json': SOURCE, 'out.json': held };
    const argv = ['export', 'a.json', '--format', 'json', '-o', 'out.json'];
    const kept = await runCli(argv, { files });
    expect([kept.code, kept.files.get('out.json')?.toString()]).toEqual([2, held]);
    expect(kept.stderr).toMatch(why);
    const forced = await runCli([...argv, '--force'], { files });
    expect([forced.code, forced.written.has('out.json')]).toEqual([0, true]);
  });

  test.each<[string, string]>([
    ['with nothing in it', ''],
    ['with what is written anyway', `${JSON.stringify(BASE, null, 2)}\n`],
  ])('a file %s is none', async (_what, held) => {
    const files = { 'a.json': SOURCE, 'out.json': held };
    const { code, written } = await runCli(['export', 'a.json', '--format', 'json', '-o', 'out.json'], {
      files,
    });
    expect([code, written.has('out.json')]).toEqual([0, true]);
  });

  test.each<[string, string, string]>([
    ['with a comment of several lines', `/* ours */\n${SOURCE}`, 'holds comments'],
    ['with a reference to a file', SOURCE.replace('placeholder', '${file:./key}'), 'holds references'],
    ['of an earlier export with a literal reference', SOURCE.replace('placeholder', () => '$${env:KEY}'), ''],
    ['with a slash in a text', SOURCE.replace('placeholder', 'a // b'), ''],
    ['in UTF-16, of other software', `\uFEFF{"name":"x"}`, 'is no earlier export'],
  ])('a file %s: %s', async (_what, held, why) => {
    const bytes = held.startsWith('\uFEFF') ? Buffer.from(held, 'utf16le') : held;
    const files = { 'a.json': SOURCE, 'out.json': bytes };
    const run = await runCli(['export', 'a.json', '--format', 'json', '-o', 'out.json'], { files });
    expect([run.code, run.written.has('out.json')]).toEqual(why === '' ? [0, true] : [2, false]);
    expect(run.stderr).toContain(why);
  });

  /* What stands there and is no plain file, or cannot be looked at. */
  const at = async (
    argv: readonly string[],
    part: (io: Io) => Partial<Io>,
  ): Promise<{ code: number; stderr: string; written: ReadonlyMap<string, WriteOptions> }> => {
    const { io, result } = fakeIo({ files: { 'a.json': SOURCE, out: 'x' } });
    const code = await main(['export', 'a.json', '--format', 'json', '-o', 'out', ...argv], {
      ...io,
      ...part(io),
    });
    return { code, ...result() };
  };
  const unread = (io: Io, code: string): Partial<Io> => ({
    readFile: (name, limit) =>
      name === 'out' ? Promise.resolve(fail({ message: 'may not be read', code })) : io.readFile(name, limit),
  });

  test('a file that cannot be read is replaced by force alone', async () => {
    const kept = await at([], (io) => unread(io, 'EACCES'));
    expect([kept.code, kept.written.size]).toEqual([2, 0]);
    expect(kept.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'out may not be read. Remove it, or replace it with --force.',
    );
    const forced = await at(['--force'], (io) => unread(io, 'EACCES'));
    expect([forced.code, forced.written.get('out')]).toEqual([0, { secret: false, exact: false }]);
  });

  test('that a folder cannot be written is told by who writes it', async () => {
    const run = await at([], (io) => ({
      ...unread(io, 'EISDIR'),
      writeFile: () => Promise.resolve(fail({ message: 'is a folder', code: 'EISDIR' })),
    }));
    expect([run.code, run.stderr.includes('out is a folder.')]).toEqual([2, true]);
  });

  test('a pipe is written to, and not read: what is in it is for others', async () => {
    const run = await at(['--set', 'inferenceGatewayApiKey=sk-live-0123456789abcdefghij'], (io) => ({
      identify: (name) => (name === 'out' ? { real: '/work/out', isFile: false } : io.identify(name)),
      readFile: (name, limit) =>
        name === 'out' ? Promise.reject(new Error('it is read')) : io.readFile(name, limit),
    }));
    expect([run.code, run.written.get('out')]).toEqual([0, { secret: true, exact: false }]);
    // It keeps nothing, so nothing is said of who can read it.
    expect(run.stderr).toContain('wrote out\n');
  });

  test('a plain file is written where it was looked at, whatever is put in its place meanwhile', async () => {
    const run = await at(['--force'], (io) => ({
      identify: (name) => (name === 'out' ? { real: '/elsewhere/out', isFile: true } : io.identify(name)),
    }));
    expect([run.code, [...run.written]]).toEqual([0, [['/elsewhere/out', { secret: false, exact: true }]]]);
  });

  test.each([
    ['linux', /wrote out \(it holds a credential: readable by you alone\)/],
    ['win32', /wrote out \(it holds a credential, and Windows lets others read it as the folder allows\)/],
  ] as const)('who can read a credential on %s is told', async (platform, words) => {
    const files = { 'a.json': SOURCE.replace('placeholder', 'sk-live-0123456789abcdefghij') };
    const argv = ['export', 'a.json', '--format', 'json', '-o', 'out'];
    const run = await runCli(argv, { files, platform });
    expect([run.code, run.written.get('out')?.secret]).toEqual([0, true]);
    expect(run.stderr).toMatch(words);
    expect((await runCli([...argv, '--quiet'], { files, platform })).stderr).toBe('');
  });

  test('standard input is no file, and a copy of what came by it is replaced', async () => {
    const argv = ['export', '-', '--format', 'json', '-o', 'out.json'];
    const run = await runCli(argv, { stdin: SOURCE, files: { 'out.json': SOURCE } });
    expect([run.code, run.written.has('out.json')]).toEqual([0, true]);
  });

  test.each([...WRITE_FORMATS])('an earlier export to %s is replaced', async (format) => {
    const argv = ['export', 'a.json', '--format', format, '-o', `out.${format}`];
    const first = await runCli(argv, { files: { 'a.json': SOURCE } });
    const changed = JSON.stringify({ ...BASE, inferenceModels: ['claude-sonnet-5'] });
    const again = await runCli(argv, {
      files: { ...Object.fromEntries(first.files), 'a.json': changed },
    });
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('wrote')]);
    expect([...again.written.keys()]).toEqual([...first.written.keys()]);
  });

  test.each<[object, string]>([
    [{ futureKey: 'x' }, ''],
    [{ futureKey: '' }, 'left out futureKey: an empty text or null is no value'],
    [
      { futureKey: null, futureOther: '', futureLast: '', futureFlag: false, futureList: [] },
      'left out futureKey and 2 other keys: an empty text or null is no value',
    ],
  ])('of %j, what is left out is told', async (more, told) => {
    const files = { 'a.json': JSON.stringify({ ...BASE, ...more }) };
    const { stderr, code } = await runCli(['export', 'a.json', '--format', 'plist'], { files });
    expect([code, /left out .*/.exec(stderr)?.[0] ?? '']).toEqual([0, told]);
  });

  test('a folder: all files or none', async () => {
    const files = {
      'a.json': SOURCE,
      'dir/Claude.reg': 'Windows Registry Editor Version 5.00\r\n[HKEY_X]\r\n',
    };
    const run = await runCli(['export', 'a.json', '--all', 'dir'], { files });
    expect([run.code, run.written.size]).toEqual([2, 0]);
  });
});

describe('export --check', () => {
  const KEY = 'sk-live-0123456789abcdefghij';
  const files = { 'a.json': SOURCE.replace('placeholder', '${env:KEY}'), 'other.json': SOURCE };
  const check = async (out: string | undefined, ...flags: string[]): Promise<Run> =>
    runCli(['export', 'a.json', '--format', 'json', '--check', 'out.json', ...flags], {
      files: { ...files, ...(out === undefined ? {} : { 'out.json': out }) },
      env: { KEY },
    });
  const right = `${JSON.stringify({ ...BASE, inferenceGatewayApiKey: KEY }, null, 2)}\n`;

  test.each<[string, string | undefined, number, RegExp, RegExp]>([
    ['what would be written', right, 0, /^$/, /✔ out\.json is what would be written/],
    ['none', undefined, 2, /^$/, /out\.json does not exist\./],
    [
      'other bytes',
      `${right}\n`,
      1,
      /The settings are the same; the bytes differ/,
      /✖ out\.json is not what/,
    ],
    ['another value', right.replace('opus', 'sonnet'), 1, /inferenceModels/, /✖ out\.json is not what/],
    ['another key', right.replace('ghij', 'ghik'), 1, /inferenceGatewayApiKey/, /✖ out\.json is not what/],
    ['no configuration', 'hello', 1, /inferenceProvider/, /✖ out\.json is not what/],
  ])('%s', async (_, out, code, stdout, stderr) => {
    const run = await check(out);
    expect([run.code, run.written.size]).toEqual([code, 0]);
    expect(run.stdout).toMatch(stdout);
    expect(run.stderr).toMatch(stderr);
    // What a reference put in is shown on neither side.
    expect(run.stdout + run.stderr).not.toMatch(/0123456789/);
    if (run.stdout.includes('bytes differ')) expect(run.stdout).not.toContain('inferenceModels');
  });

  test('what a reference puts into a setting that is no credential is not shown either', async () => {
    const named = { ...files, 'a.json': JSON.stringify({ ...BASE, deploymentDisplayName: '${env:NAME}' }) };
    const out = JSON.stringify({ ...BASE, deploymentDisplayName: 'another' });
    const run = await runCli(['export', 'a.json', '--format', 'json', '--check', 'out.json'], {
      files: { ...named, 'out.json': out },
      env: { NAME: 'canary-of-the-environment' },
    });
    expect([run.code, run.stdout.includes('deploymentDisplayName')]).toEqual([1, true]);
    expect(run.stdout + run.stderr).not.toContain('canary-of');
  });

  test('quiet, what is right says nothing', async () => {
    expect(await check(right, '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});

describe('what is told of an export', () => {
  const REG = (hive: string, more = ''): string =>
    `Windows Registry Editor Version 5.00\r\n\r\n[${hive}\\SOFTWARE\\Policies\\Claude]\r\n${Object.entries({
      ...BASE,
      inferenceModels: '["claude-opus-5"]',
    })
      .map(([key, value]) => `"${key}"="${value.replaceAll('"', '\\"')}"\r\n`)
      .join('')}${more}`;
  const WSL = '"disableWslSessions"="true"\r\n';

  test.each<[string, string, readonly string[], RegExp, boolean]>([
    ['HKCU becomes HKLM', REG('HKEY_CURRENT_USER'), [], /--hive user keeps the hive/, true],
    ['HKCU stays', REG('HKEY_CURRENT_USER'), ['--hive', 'user'], /keeps the hive/, false],
    ['HKLM stays', REG('HKEY_LOCAL_MACHINE'), [], /keeps the hive/, false],
    [
      'a key of the machine for users',
      REG('HKEY_LOCAL_MACHINE', WSL),
      ['--hive', 'user'],
      /disableWslSessions counts under HKEY_LOCAL_MACHINE only/,
      true,
    ],
    [
      'the same for the machine',
      REG('HKEY_LOCAL_MACHINE', WSL),
      [],
      /counts under HKEY_LOCAL_MACHINE only/,
      false,
    ],
  ])('%s', async (_, source, flags, words, told) => {
    const argv = ['export', 'a.reg', '--format', 'reg', '--encoding', 'utf8', ...flags];
    const run = await runCli(argv, { files: { 'a.reg': source } });
    expect(run.code).toBe(0);
    expect(words.test(run.stderr.replaceAll(/\s+/g, ' '))).toBe(told);
    expect((await runCli([...argv, '--quiet'], { files: { 'a.reg': source } })).stderr).toBe('');
    const plist = await runCli(['export', 'a.reg', '--format', 'plist'], { files: { 'a.reg': source } });
    expect(plist.stderr).not.toMatch(words);
  });

  test('what a script computes is in none of the files', async () => {
    const script =
      "$p = 'HKLM:\\SOFTWARE\\Policies\\Claude'\n" +
      "Set-ItemProperty $p -Name inferenceProvider -Value gateway\nSet-ItemProperty $p -Name inferenceGatewayBaseUrl -Value 'https://gw.example.com'\n" +
      'Set-ItemProperty $p -Name inferenceGatewayApiKey -Value placeholder\nSet-ItemProperty $p -Name deploymentDisplayName -Value (Get-Date)\n';
    const run = await runCli(['export', 'a.ps1', '--format', 'json'], { files: { 'a.ps1': script } });
    expect([run.code, run.stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining(
        'deploymentDisplayName is computed when the script runs, so it is not in what was written',
      ),
    ]);
  });

  test.each([
    [[], true, true],
    [['--quiet'], false, true],
  ])('findings with %j: warnings %s, errors %s', async (flags, warnings, errors) => {
    const of = async (more: object): Promise<string> =>
      (
        await runCli(['export', 'a.json', '--format', 'plist', ...flags], {
          files: { 'a.json': JSON.stringify({ ...BASE, ...more }) },
        })
      ).stderr;
    expect((await of({ nobody: 1 })).includes('unknown-key')).toBe(warnings);
    expect((await of({ disableAutoUpdates: 'maybe' })).includes('wrong-type')).toBe(errors);
    // A note is no news for a script.
    expect(await of({ inferenceGatewayApiKey: 'sk-live-0123456789abcdefghij' })).not.toContain(
      'secret-literal',
    );
  });
});

describe('keys that this version does not know', () => {
  const files = { 'a.json': JSON.stringify({ ...BASE, keyOfTomorrow: { a: [1] }, otherKey: 'x' }) };
  test.each(['mobileconfig', 'plist', 'reg'])('survive in %s, with the warning', async (format) => {
    const run = await runCli(['export', 'a.json', '--format', format, '-o', 'out'], { files });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('unknown-key');
    const back = await runCli(['diff', 'a.json', 'out'], {
      files: { ...files, out: run.files.get('out') ?? '' },
    });
    expect([back.code, back.stdout]).toEqual([0, '']);
  });

  test('--drop-unknown leaves them out, and says so', async () => {
    for (const format of ['plist', 'json']) {
      const run = await runCli(['export', 'a.json', '--format', format, '--drop-unknown'], { files });
      expect(run.code).toBe(0);
      expect(run.stdout).not.toContain('otherKey');
      expect(run.stderr).toContain('left out 2 keys');
    }
  });

  test('a number beyond 2^53 is not written rounded; --drop-unknown leaves it out too', async () => {
    const big = { 'a.json': JSON.stringify(BASE).replace(/}$/, ',"keyOfTomorrow":[9007199254740993]}') };
    const argv = ['export', 'a.json', '--format', 'plist'];
    const kept = await runCli(argv, { files: big });
    expect([kept.code, kept.stdout]).toEqual([1, '']);
    expect(kept.stderr).toContain('number-too-large');
    const dropped = await runCli([...argv, '--drop-unknown'], { files: big });
    expect([dropped.code, dropped.stdout.includes('keyOfTomorrow')]).toEqual([0, false]);
  });
});

describe('what is no configuration does not become an empty one', () => {
  test.each<[string, string]>([
    ['an index of a library', '{"appliedId":"a","entries":[]}'],
    ['an empty object', '{}'],
    [
      'removals alone',
      'Windows Registry Editor Version 5.00\r\n\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n',
    ],
    [
      'the removal of a value',
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"inferenceProvider"=-\r\n',
    ],
  ])('%s', async (_what, text) => {
    const run = await runCli(['export', 'a', '--format', 'reg', '--replace', '-o', 'out.reg'], {
      files: { a: text },
    });
    expect(run.code).toBeGreaterThan(0);
    expect(run.code).toBeLessThan(3);
    expect(run.written.size).toBe(0);
  });
});

test('settings of one user, written for the machine, are told', async () => {
  const run = await runCli(['export', 'a.json', '--format', 'reg', '--hive', 'user', '-o', 'a.reg'], {
    files: { 'a.json': SOURCE },
  });
  const files = { 'a.reg': run.files.get('a.reg') ?? '' };
  const machine = await runCli(['export', 'a.reg', '--format', 'reg'], { files });
  expect(machine.stderr).toContain('HKEY_CURRENT_USER');
  const user = await runCli(['export', 'a.reg', '--format', 'reg', '--hive', 'user'], { files });
  expect(user.stderr).not.toContain('are written for');
});

describe('payloads of other software in a profile', () => {
  const WIFI = `<dict>
      <!-- </dict> of others, <![CDATA[ and more -->
      <key>PayloadType</key><string>com.apple.wifi.managed</string>
      <key>PayloadIdentifier</key><string>corp.wifi</string><key>PayloadUUID</key><string>11111111-1111-4111-8111-111111111111</string>
      <key>PayloadVersion</key><integer>1</integer><key>x</key><array><dict><key>a</key><data>AAEC</data></dict></array>
    </dict>`;

  test('survive byte for byte, with a changed setting of ours too', async () => {
    const made = await runCli(['export', 'a.json', '--format', 'mobileconfig'], {
      files: { 'a.json': SOURCE },
    });
    const profile = made.stdout.replace('</array>', `${WIFI}\n    </array>`);
    const run = await runCli(['export', 'a', '--format', 'mobileconfig'], { files: { a: profile } });
    expect([run.code, run.stdout.includes(WIFI)]).toEqual([0, true]);
    const twice = await runCli(['export', 'a', '--format', 'mobileconfig'], { files: { a: run.stdout } });
    expect(twice.stdout).toBe(run.stdout);
  });

  /** An export of ours with something put in, in the encoding it declares; and what an export of that gives. */
  async function through(
    change: (profile: string) => string,
    encoding: 'utf8' | 'latin1' | 'utf16le' = 'utf8',
    declared = 'UTF-8',
  ): Promise<Run> {
    const made = await runCli(['export', 'a.json', '--format', 'mobileconfig'], {
      files: { 'a.json': SOURCE },
    });
    const text = change(made.stdout).replace('encoding="UTF-8"', `encoding="${declared}"`);
    const bytes = Buffer.from(encoding === 'utf16le' ? `\uFEFF${text}` : text, encoding);
    return runCli(['export', 'a', '--format', 'mobileconfig'], { files: { a: bytes } });
  }

  test.each([
    ['latin1', 'ISO-8859-1'],
    ['latin1', 'windows-1252'],
    ['utf16le', 'UTF-16'],
  ] as const)('survive in a profile of encoding %s that declares %s', async (encoding, declared) => {
    const wifi = WIFI.replace('corp.wifi', 'caf\u00e9 \u00a0 \u00fc');
    const run = await through(
      (profile) => profile.replace('</array>', `${wifi}\n    </array>`),
      encoding,
      declared,
    );
    expect([run.code, run.stdout.includes(wifi)]).toEqual([0, true]);
  });

  test('bytes that differ between ISO 8859-1 and Windows-1252 stay characters of the former', async () => {
    const wifi = WIFI.replace('corp.wifi', '\u0093x\u0094');
    const run = await through(
      (profile) => profile.replace('</array>', `${wifi}\n    </array>`),
      'latin1',
      'ISO-8859-1',
    );
    expect(run.stdoutBytes.toString('utf8')).toContain(wifi);
  });

  test('members of the profile itself survive: when it goes, what it asks, for which devices', async () => {
    const members = [
      '<key>RemovalDate</key><date>2027-01-01T00:00:00Z</date>',
      '<key>ConsentText</key><dict><key>default</key><string>a &lt;b&gt; caf\u00e9</string></dict>',
      '<key>TargetDeviceType</key><integer>5</integer>',
    ];
    const run = await through((profile) => profile.replace(/<\/dict>\n<\/plist>/, `${members.join('\n')}$&`));
    expect(run.code).toBe(0);
    for (const member of members) expect(run.stdout).toContain(member);
    const twice = await runCli(['export', 'a', '--format', 'mobileconfig'], { files: { a: run.stdout } });
    expect(twice.stdout).toBe(run.stdout);
  });

  test('what cannot be copied unchanged is refused', async () => {
    const mixed = (domains: string): string => `<dict>
      <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
      <key>PayloadIdentifier</key><string>corp.mcx</string><key>PayloadUUID</key><string>22222222-1111-4111-8111-111111111111</string>
      <key>PayloadVersion</key><integer>1</integer><key>PayloadContent</key><dict>${domains}</dict></dict>`;
    const domain = (name: string, settings: string): string =>
      `<key>${name}</key><dict><key>Forced</key><array><dict><key>mcx_preference_settings</key><dict>${settings}</dict></dict></array></dict>`;
    const ours = domain(
      'com.anthropic.claudefordesktop',
      '<key>inferenceProvider</key><string>gateway</string><key>inferenceGatewayBaseUrl</key><string>https://gw.example.com</string><key>inferenceGatewayApiKey</key><string>placeholder</string><key>inferenceModels</key><string>["claude-opus-5"]</string>',
    );
    const other = domain('com.example.other', '<key>a</key><true/>');
    const profile = (payloads: string) => (made: string) =>
      made.replace(/<array>[\s\S]*<\/array>/, `<array>${payloads}</array>`);
    expect((await through(profile(mixed(ours)))).code).toBe(0);
    // A payload of others beside it changes nothing about what is lost.
    for (const payloads of [mixed(ours + other), mixed(ours + other) + WIFI]) {
      const run = await through(profile(payloads));
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('cannot be copied unchanged');
    }
    const apart = await through(profile(mixed(ours) + mixed(other).replace(/2222|corp\.mcx/g, '3333')));
    expect([apart.code, apart.stdout.includes('com.example.other')]).toEqual([0, true]);
  });

  test.each([
    ['<a x="/>" y=\'<>\'><?p </a> ?><b/></a></a>', 1, 1, '<a x="/>" y=\'<>\'><?p </a> ?><b/></a>'],
    ['<a><b/></a> x', 1, 1, '<a><b/></a>'],
    ['x\n  <a>\n<a></a></a>', 2, 3, '<a>\n<a></a></a>'],
    ['<a><!-- </a> --><![CDATA[</a>]]></a>', 1, 1, '<a><!-- </a> --><![CDATA[</a>]]></a>'],
    ['<a>', 1, 1, undefined],
    ['x', 1, 1, undefined],
    ['x', 9, 1, undefined],
  ])('the element in %j at %i:%i', (text, line, column, expected) => {
    expect(elementText(text, { line, column })).toBe(expected);
  });
});
