import { describe, expect, test } from 'vitest';
import { elementText } from '../../src/importers/profile/payload-text.ts';
import { runCli } from '../support/io.ts';

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

  test.each([
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
