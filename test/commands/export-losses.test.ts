import { describe, expect, test } from 'vitest';
import { elementText } from '../../src/importers/profile/payload-text.ts';
import { runCli, type Run } from '../support/io.ts';

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

  test.each(['mobileconfig', 'plist', 'reg', 'json'])(
    'an earlier export to %s is replaced',
    async (format) => {
      const out = `out.${format}`;
      const first = await runCli(['export', 'a.json', '--format', format, '-o', out], {
        files: { 'a.json': SOURCE },
      });
      const changed = JSON.stringify({ ...BASE, inferenceModels: ['claude-sonnet-5'] });
      const again = await runCli(['export', 'a.json', '--format', format, '-o', out], {
        files: { 'a.json': changed, [out]: first.files.get(out) ?? '' },
      });
      expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('wrote')]);
    },
  );

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
