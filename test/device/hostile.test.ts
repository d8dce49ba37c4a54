import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspector } from '../../src/io/inspect.ts';
import { statusReporterNames } from '../../src/report/status/index.ts';
import { runCli, type Run } from '../support/io.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-hostile-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Content =
  string | Uint8Array | { readonly link: string } | { readonly pipe: true } | { readonly size: number };

/** A device in a real folder. */
function device(name: string, files: Readonly<Record<string, Content>>): string {
  const folder = path.join(work, name);
  for (const [file, content] of Object.entries(files)) {
    const at = path.join(folder, file);
    mkdirSync(path.dirname(at), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(at, content);
    else if ('link' in content) symlinkSync(content.link, at);
    else if ('pipe' in content) execFileSync('mkfifo', [at]);
    else {
      writeFileSync(at, '');
      truncateSync(at, content.size);
    }
  }
  return folder;
}

const status = (...argv: readonly string[]): Promise<Run> =>
  runCli(['status', ...argv], { inspector, files: { 'expected.json': '{"inferenceProvider":"gateway"}' } });

interface Device {
  readonly source: string;
  readonly state: string;
  readonly notes: readonly { readonly code: string }[];
}
async function seen(
  folder: string,
  ...flags: readonly string[]
): Promise<readonly [string, string, readonly string[]]> {
  const { stdout } = await status(folder, '--expect', 'expected.json', '--format', 'json', ...flags);
  const [found] = (JSON.parse(stdout) as { devices: readonly [Device] }).devices;
  return [found.source, found.state, [...new Set(found.notes.map(({ code }) => code))]];
}

const SECRET = 'hunter2secret';
const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e';

describe.skipIf(process.platform === 'win32')('captures that are no files', () => {
  test.each<[string, Record<string, Content>, string]>([
    [
      'a link to a file of somebody else',
      { 'managed-machine.plist': { link: '/etc/passwd' } },
      'capture-unread',
    ],
    ['a link that leads nowhere', { 'policy.reg': { link: '/nowhere' } }, 'capture-unread'],
    ['a pipe that nobody writes', { 'managed-settings.json': { pipe: true } }, 'capture-unread'],
    ['a device', { 'policy.reg': { link: '/dev/zero' } }, 'capture-unread'],
    ['a giant', { 'policy.reg': { size: 6_000_000 } }, 'capture-unread'],
  ])('%s', async (name, files, code) => {
    const [source, state, codes] = await seen(device(name.replaceAll(' ', '-'), files));
    expect([source, state]).toEqual(['unknown', 'unreadable']);
    expect(codes).toContain(code);
  });

  test.each<[string, Record<string, Content>]>([
    ['a library that is a link', { configLibrary: { link: '/etc' } }],
    ['a log that is a pipe', { 'main.log': { pipe: true } }],
  ])('%s is said and not followed', async (name, files) => {
    const folder = device(`beside-${name.replaceAll(' ', '-')}`, {
      'managed-machine.plist':
        '<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string></dict></plist>',
      ...files,
    });
    const [source, state, codes] = await seen(folder);
    expect([source, state, codes]).toEqual(['managed', 'in-line', ['capture-unread', 'version-unknown']]);
  });

  test('of a giant log the end is read', async () => {
    const folder = device('giant-log', {
      'managed-machine.plist':
        '<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string></dict></plist>',
      'main.log':
        `${'x'.repeat(99)}\n`.repeat(60_000) +
        "2026-11-20 09:00:01 [info] Starting app { appVersion: '2.9939.2' }\n",
    });
    const { stdout } = await status(folder, '--format', 'json');
    expect(stdout).toContain('"release":"2.9939.2"');
    expect(stdout).toContain('"log-cut"');
  });

  test('a folder of a fleet that is a link is a device that cannot be read', async () => {
    device('linked/pc-1', { 'stat.txt': '# none\n' });
    symlinkSync('/etc', path.join(work, 'linked/pc-2'));
    const { stdout } = await status(
      path.join(work, 'linked'),
      '--expect',
      'expected.json',
      '--format',
      'csv',
    );
    expect(
      stdout
        .split('\r\n')
        .slice(1, 3)
        .map((line) => line.split(',').slice(0, 2)),
    ).toEqual([
      ['pc-1', 'not-arrived'],
      ['pc-2', 'unreadable'],
    ]);
  });

  test('a secret stays secret wherever it stands, and nothing drives the terminal', async () => {
    const reg = (lines: readonly string[]): string =>
      `Windows Registry Editor Version 5.00\r\n\r\n${lines.join('\r\n')}\r\n`;
    const folders = [
      device(`evil/${ESCAPES.replaceAll('/', '')}name`, { 'stat.txt': '#\n' }),
      device('evil/reg', {
        [`${ESCAPES}.reg`]: reg([
          '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]',
          `"inferenceGatewayApiKey"="${SECRET}"`,
          `"X-Api-Key: ${SECRET}"="x"`,
          `"${ESCAPES}${SECRET}key"="x"`,
          `"inferenceProvidr"="${SECRET}"`,
          `"inferenceModels"="${SECRET}"`,
          `"inferenceGatewayBaseUrl"="https://user:${SECRET}@a.example.corp/?key=${SECRET}"`,
          `"deploymentDisplayName"="${ESCAPES}::error::owned ##vso[task.setvariable]"`,
          `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\\${ESCAPES}]`,
          `"password=${SECRET}"="x"`,
        ]),
        'query.txt': `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\r\n    x    REG_SZ    ${SECRET}\r\n`,
        'main.log': `2026-11-20 09:00:01 [error] [custom-3p] configError: ${ESCAPES} token=${SECRET}\n2026-11-20 09:00:01 [info] ::error::[custom-3p] inference apiHost=https://a:${SECRET}@b.example.corp\n`,
      }),
      device('evil/mac', {
        'managed-machine.plist': `<plist version="1.0"><dict><key>inferenceCustomHeaders</key><dict><key>X</key><string>${SECRET}</string></dict><key>${SECRET} is long = x</key><string>${SECRET}</string><key>managedMcpServers</key><string>[{"name":"x","headers":{"A":"${SECRET}"}}]</string></dict></plist>`,
        'managed-user-::error::x.plist': 'x',
      }),
      device('evil/linux', {
        'managed-settings.json': `{"inferenceGatewayApiKey":"${SECRET}","x":{"${SECRET}=":1}`,
        'stat.txt': `/etc/claude-desktop|${ESCAPES}|root|root|755|x\n/etc/claude-desktop/managed-settings.json|regular file|${ESCAPES}bob|root|644|x\n`,
        'bootstrap.json': `{"inferenceGatewayApiKey":"${SECRET}"}`,
      }),
    ];
    for (const format of statusReporterNames)
      for (const paths of [[path.join(work, 'evil')], ...folders.map((folder) => [folder])]) {
        const { stdout, stderr } = await status(...paths, '--expect', 'expected.json', '--format', format);
        const plain = stdout + stderr;
        expect([format, paths, plain.includes(SECRET)]).toEqual([format, paths, false]);
        // eslint-disable-next-line no-control-regex -- naming them is the purpose
        expect([format, /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/.test(plain)]).toEqual([
          format,
          false,
        ]);
        expect([format, /^\s*::error::/m.test(plain), plain.includes('##vso[')]).toEqual([
          format,
          false,
          false,
        ]);
      }
  });

  test.each([
    ['ends well', "process.stdout.write('1.2.3')", '1.2.3'],
    ['ends with an error', "process.stdout.write('1.2.3'); process.exitCode = 3", 'ended with an error'],
    ['prints too much', "process.stdout.write('x'.repeat(2000))", 'printed more than it may'],
    ['does not end', 'setInterval(() => undefined, 1000)', 'did not end in time'],
  ])('what a program says counts when it ends well: one that %s', async (_, code, said) => {
    const timeoutMs = code.startsWith('setInterval') ? 300 : 60_000;
    const run = await inspector.run(process.execPath, ['-e', code], { timeoutMs, maxBytes: 1000 });
    expect(run.ok ? Buffer.from(run.value).toString() : run.failure.message).toBe(said);
  });

  test('a program that is not there says nothing', async () => {
    const run = await inspector.run('/nowhere/reg.exe', [], { timeoutMs: 60_000, maxBytes: 1000 });
    expect(run).toMatchObject({ ok: false, failure: { code: 'ENOENT' } });
  });

  test('costs little, whatever the captures hold', async () => {
    const many = (n: number): string =>
      device(`many-${n}`, {
        'policy.reg': `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n${Array.from({ length: n }, (_, i) => `"key${i}"="x"`).join('\r\n')}\r\n`,
        'stat.txt': `${'|'.repeat(2 * n)}\n`,
      });
    const read = (folder: string): ReturnType<typeof status> =>
      status(folder, '--platform', 'windows', '--format', 'json');
    expect(await exponentOf(5000, many, read)).toBeLessThan(NOT_QUADRATIC);
    expect((await read(many(20_000))).stdout.length).toBeLessThan(500_000);
  });
});
