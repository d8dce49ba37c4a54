import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import type { Inspector } from '../../src/io/inspect.ts';
import type { RunLimits } from '../../src/io/inspect.ts';
import { runCli, type World } from '../support/io.ts';

/* This device, with the programs of each system recorded and its files copied; macOS and Windows were not at hand. */

interface Device {
  readonly platform: string;
  readonly source: string;
  readonly release: string;
  readonly releaseFrom: string;
  readonly user?: string;
  readonly keys: readonly { readonly key: string; readonly value: unknown; readonly from: string }[];
  readonly notes: readonly { readonly code: string; readonly severity: string }[];
}

async function live(world: World, ...flags: readonly string[]): Promise<{ device: Device; code: number }> {
  const { stdout, code, stderr } = await runCli(['status', '--format', 'json', ...flags], world);
  expect(stderr).toBe('');
  const { devices } = JSON.parse(stdout) as { devices: [Device] };
  return { device: devices[0], code };
}

const plist = (values: Readonly<Record<string, string>>): string =>
  `<plist version="1.0"><dict>${Object.entries(values)
    .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
    .join('')}</dict></plist>`;
const ID = '01234567-89ab-cdef-0123-456789abcdef';
const G = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://a.example.corp' };
const MANAGED = '/Library/Managed Preferences';
const DOMAIN = 'com.anthropic.claudefordesktop.plist';

describe('macOS', () => {
  const ran: string[] = [];
  const world: World = {
    platform: 'darwin',
    env: { USER: 'bob', HOME: '/Users/bob' },
    files: {
      [`${MANAGED}/${DOMAIN}`]: plist(G),
      [`${MANAGED}/alice/${DOMAIN}`]: plist({ inferenceModels: '["claude-haiku-4-5"]' }),
      [`${MANAGED}/bob/${DOMAIN}`]: plist({ inferenceModels: '["claude-opus-5"]' }),
      '/Applications/Claude.app/Contents/Info.plist': plist({ CFBundleShortVersionString: '2.9939.2' }),
      '/Users/bob/Library/Logs/Claude-3p/main.log':
        "2026-11-20 09:00:01 [info] Starting app { appVersion: '2.9939.2' }\n2026-11-20 09:00:02 [info] [custom-3p] 3P mode active { provider: 'vertex' }\n",
    },
    inspector: {
      run: (program, args) => {
        ran.push([program, ...args].join(' '));
        return Promise.resolve(ok(Buffer.from('<plist version="1.0"><dict/></plist>')));
      },
    },
  };

  test('reads both property lists, profiles, version and log of the user who runs it', async () => {
    const { device } = await live(world);
    expect(ran).toEqual(['/usr/bin/profiles show -output stdout-xml']);
    expect([device.platform, device.source, device.user, device.release, device.releaseFrom]).toEqual([
      'macos',
      'managed',
      'bob',
      '2.9939.2',
      'log',
    ]);
    expect(device.keys.map(({ key, value, from }) => [key, value, from])).toEqual([
      ['inferenceProvider', 'gateway', 'machine'],
      ['inferenceGatewayBaseUrl', 'https://a.example.corp', 'machine'],
      ['inferenceModels', ['claude-opus-5'], 'user'],
    ]);
    expect(device.notes.map(({ code }) => code)).toEqual(['contradiction']);
  });

  test('takes another user, and goes on without profiles', async () => {
    const { device } = await live(
      {
        ...world,
        inspector: { run: () => Promise.resolve(fail({ message: 'does not exist', code: 'ENOENT' })) },
      },
      '--user',
      'alice',
    );
    expect(device.keys.at(-1)?.value).toEqual(['claude-haiku-4-5']);
  });
});

describe('Windows', () => {
  const reg = (key: string, value: string): Uint8Array =>
    Buffer.from(
      `\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[${key}\\SOFTWARE\\Policies\\Claude]\r\n${value}\r\n`,
      'utf16le',
    );
  const LOCAL = 'C:\\Users\\bob\\AppData\\Local';
  const FOLDER = '/tmp/cowork-3p-status-0';
  const world = (
    env: Record<string, string>,
    exports: Readonly<Record<string, Uint8Array>>,
    ran: string[],
  ): World => {
    const files = new Map<string, Uint8Array>();
    const read: Inspector['read'] = (file) => {
      const bytes = files.get(file);
      return bytes === undefined
        ? fail({ message: 'does not exist', code: 'ENOENT' })
        : ok({ bytes, cut: false });
    };
    return {
      platform: 'win32',
      env: { SystemRoot: 'C:\\Windows', LOCALAPPDATA: LOCAL, ...env },
      inspector: {
        read,
        run: (program, args, limits: RunLimits) => {
          ran.push([program, ...args].join(' '));
          expect([limits.timeoutMs, limits.maxBytes > 0]).toEqual([20_000, true]);
          if (args[0] === 'query')
            return Promise.resolve(
              ok(
                Buffer.from(
                  '\r\nHKEY_USERS\\.DEFAULT\r\nHKEY_USERS\\S-1-5-18\r\nHKEY_USERS\\S-1-5-21-1-2-3-1001\r\nHKEY_USERS\\S-1-5-21-1-2-3-1001_Classes\r\n',
                ),
              ),
            );
          const [, key = '', file = ''] = args;
          const bytes = exports[key];
          if (bytes === undefined) return Promise.resolve(fail({ message: 'cannot be used' }));
          files.set(file, bytes);
          return Promise.resolve(ok(new Uint8Array()));
        },
      },
    };
  };

  test('exports both hives as files, in the 64-bit view', async () => {
    const ran: string[] = [];
    const { device } = await live(
      world(
        { USERNAME: 'bob' },
        {
          'HKLM\\SOFTWARE\\Policies\\Claude': reg('HKEY_LOCAL_MACHINE', '"disableAutoUpdates"="true"'),
          'HKCU\\SOFTWARE\\Policies\\Claude': reg('HKEY_CURRENT_USER', '"inferenceProvider"="gateway"'),
        },
        ran,
      ),
    );
    expect(ran).toEqual([
      `C:\\Windows\\System32\\reg.exe export HKLM\\SOFTWARE\\Policies\\Claude ${FOLDER}/HKLM.reg /y /reg:64`,
      `C:\\Windows\\System32\\reg.exe export HKCU\\SOFTWARE\\Policies\\Claude ${FOLDER}/HKCU.reg /y /reg:64`,
    ]);
    expect(device.notes.map(({ code }) => code)).toContain('hkcu-hidden');
    expect(device.keys.map(({ key, from }) => [key, from])).toEqual([['disableAutoUpdates', 'HKLM']]);
  });

  test('a key that is not there is no fault', async () => {
    const { device, code } = await live(world({ USERNAME: 'bob' }, {}, []));
    expect([device.source, code]).toEqual(['none', 0]);
  });

  test.each(['PC-1$', 'SYSTEM', 'system'])('the service %s looks at the hives of users', async (USERNAME) => {
    const ran: string[] = [];
    const { device } = await live(
      world(
        { USERNAME },
        {
          'HKU\\S-1-5-21-1-2-3-1001\\SOFTWARE\\Policies\\Claude': reg(
            'HKEY_USERS\\S-1-5-21-1-2-3-1001',
            '"inferenceProvider"="gateway"',
          ),
        },
        ran,
      ),
    );
    expect(ran.some((line) => line.includes('HKCU') || line.includes('S-1-5-18'))).toBe(false);
    expect([device.source, device.user]).toEqual(['managed', 'S-1-5-21-1-2-3-1001']);
  });

  test('where the system says no folder of its own, programs are those of C:', async () => {
    const ran: string[] = [];
    await live({ ...world({}, {}, ran), env: { LOCALAPPDATA: LOCAL } });
    expect(ran[0]).toMatch(/^C:\\Windows\\System32\\reg\.exe export HKLM/);
  });

  test('one hive that cannot be exported leaves the other', async () => {
    const hkcu = {
      'HKCU\\SOFTWARE\\Policies\\Claude': reg('HKEY_CURRENT_USER', '"inferenceProvider"="gateway"'),
    };
    const { device, code } = await live(world({ USERNAME: 'bob' }, hkcu, []));
    expect([device.source, device.keys.map(({ from }) => from), code]).toEqual(['managed', ['HKCU'], 0]);
  });

  test('without reg.exe nothing can be said', async () => {
    const { device, code } = await live({
      ...world({}, {}, []),
      inspector: { run: () => Promise.resolve(fail({ message: 'does not exist', code: 'ENOENT' })) },
    });
    expect([device.source, code]).toEqual(['unknown', 1]);
  });
});

describe('Linux', () => {
  const FILE = '/etc/claude-desktop/managed-settings.json';
  const facts = (owner: number, mode: number, kind: 'file' | 'link' = 'file'): Partial<Inspector> => ({
    facts: (file) =>
      file.endsWith(FILE)
        ? ok({ kind, size: 1, mode, owner })
        : file.endsWith('/etc/claude-desktop')
          ? ok({ kind: 'folder', size: 0, mode: 0o755, owner: 0 })
          : fail({ message: 'does not exist', code: 'ENOENT' }),
  });
  const files = { [FILE]: JSON.stringify(G) };

  test.each([
    ['of root', facts(0, 0o644), ['version-unknown'], 2],
    ['of another owner', facts(1000, 0o644), ['version-unknown', 'file-owner'], 0],
    ['that others may write', facts(0, 0o666), ['version-unknown', 'file-writable'], 0],
    ['that is a link', facts(0, 0o777, 'link'), ['version-unknown', 'not-a-regular-file'], 0],
  ])('a file %s', async (_, inspector, codes, keys) => {
    const { device } = await live({ files, inspector });
    expect([device.source, device.keys.length, device.notes.map(({ code }) => code)]).toEqual([
      'managed',
      keys,
      codes,
    ]);
  });

  test.each([
    ['nobody but root may read', 0o640, 'managed', ['version-unknown', 'not-readable'], 1],
    ['users may read', 0o644, 'unknown', ['capture-unread'], 1],
  ])('a file that this run cannot read, and %s', async (_, mode, source, codes, code) => {
    const read: Inspector['read'] = () => fail({ message: 'may not be read', code: 'EACCES' });
    const run = await live({ files, inspector: { ...facts(0, mode), read } });
    expect([run.device.source, run.device.notes.map((note) => note.code), run.code]).toEqual([
      source,
      codes,
      code,
    ]);
  });

  test('asks the package for its version', async () => {
    const { device } = await live({
      files,
      inspector: {
        ...facts(0, 0o644),
        run: (program) =>
          Promise.resolve(program.endsWith('rpm') ? ok(Buffer.from('2.9939.2')) : fail({ message: 'no' })),
      },
    });
    expect([device.release, device.releaseFrom]).toEqual(['2.9939.2', 'version']);
  });
});

describe('whose files are looked at', () => {
  type Files = NonNullable<World['files']>;
  const library = (home: string): Files => ({
    [`${home}/.config/Claude-3p/configLibrary/_meta.json`]: JSON.stringify({ appliedId: ID }),
    [`${home}/.config/Claude-3p/configLibrary/${ID}.json`]: JSON.stringify({
      ...G,
      deploymentDisplayName: home,
    }),
  });
  const homes = (...all: readonly string[]): Files => Object.assign({}, ...all.map(library)) as Files;
  const bob = { HOME: '/home/bob', USER: 'bob' };

  test.each<[string, Record<string, string>, readonly string[], string | undefined]>([
    ['of the user who runs it', bob, [], '/home/bob'],
    ['of the user who called sudo', { HOME: '/root', USER: 'root', SUDO_USER: 'alice' }, [], '/home/alice'],
    ['of the user that is named', bob, ['--user', 'alice'], '/home/alice'],
    ['of no other when that one has none', bob, ['--user', 'carol'], undefined],
    ['by the login name, where the environment says no home', { LOGNAME: 'alice' }, [], '/home/alice'],
    ['of nobody, where it says nothing', {}, [], undefined],
    ['of nobody for a name that is a step in a path', bob, ['--user', '..'], undefined],
    ['of nobody for a name that is a path', bob, ['--user', 'alice/../bob'], undefined],
  ])('%s', async (_, env, flags, home) => {
    const { device } = await live({ env, files: homes('/home/alice', '/home/bob', '/root', '') }, ...flags);
    expect(device.keys.find(({ key }) => key === 'deploymentDisplayName')?.value).toBe(home);
  });

  test.each<[string, Files, readonly string[], string | undefined]>([
    ['its one user, whoever reads the copy', homes('r/home/alice'), [], 'r/home/alice'],
    ['the reader, where that is one of two', homes('r/home/alice', 'r/home/bob'), [], 'r/home/bob'],
    ['nobody, where the reader is none of two', homes('r/home/alice', 'r/home/carol'), [], undefined],
    ['nobody but the one that is named', homes('r/home/alice'), ['--user', 'carol'], undefined],
    ['nobody by a step in a path', homes('r', 'r/home/alice'), ['--user', '..'], undefined],
  ])('of a copy of a device: %s', async (_, files, flags, home) => {
    const { device } = await live({ env: bob, files }, '--root', 'r', ...flags);
    expect(device.keys.find(({ key }) => key === 'deploymentDisplayName')?.value).toBe(home);
  });
});

describe('what a copy of a Windows device says beside the registry', () => {
  const HOME = 'r/Users/alice/AppData/Local';
  const PACKAGED = `${HOME}/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/logs/main.log`;
  const log = (version: string): string =>
    `2026-11-20 09:00:01 [info] Starting app { appVersion: '${version}' }\n`;
  const read = async (files: NonNullable<World['files']>): Promise<Device> =>
    (await live({ files: { 'r/x.txt': '', ...files } }, '--root', 'r', '--platform', 'windows')).device;

  test.each<[string, readonly string[], string, string]>([
    ['the package that is installed', ['Claude_2.9939.2.0_x64__pzs8sxrjxfjjc'], '2.9939.2', 'version'],
    [
      'the newest of several, which an update leaves for a while',
      ['Claude_2.26454.2.0_x64__pzs8sxrjxfjjc', 'Claude_2.9939.2.0_x64__pzs8sxrjxfjjc'],
      '2.26454.2',
      'version',
    ],
    ['one of another publisher is none', ['Claude_2.9939.2.0_x64__8wekyb3d8bbwe'], '', 'newest'],
    ['one of another name is none', ['ClaudeX_2.9939.2.0_x64__pzs8sxrjxfjjc'], '', 'newest'],
  ])('the release: %s', async (_, packages, release, from) => {
    const files = Object.fromEntries(packages.map((name) => [`r/Program Files/WindowsApps/${name}/x`, '']));
    const device = await read(files);
    expect([from === 'newest' ? '' : device.release, device.releaseFrom]).toEqual([release, from]);
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['a log beside the package', { [`${HOME}/Claude-3p/logs/main.log`]: log('2.1.0') }, '2.1.0', 'log'],
    ['one inside it', { [PACKAGED]: log('2.2.0') }, '2.2.0', 'log'],
    [
      'both: the one beside it counts',
      { [PACKAGED]: log('2.2.0'), [`${HOME}/Claude-3p/logs/main.log`]: log('2.1.0') },
      '2.1.0',
      'log',
    ],
  ])('%s', async (_, files, release, from) => {
    const device = await read(files);
    expect([device.release, device.releaseFrom]).toEqual([release, from]);
  });
});

describe('--root', () => {
  test.each([
    ['macos', { [`r${MANAGED}/${DOMAIN}`]: plist(G) }, 'managed'],
    [
      'windows',
      {
        'r/HKLM.reg':
          'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"inferenceProvider"="gateway"\r\n',
      },
      'managed',
    ],
    ['linux', { 'r/etc/claude-desktop/managed-settings.json': JSON.stringify(G) }, 'managed'],
    [
      'macos',
      {
        [`r/Users/alice/Library/Application Support/Claude-3p/configLibrary/_meta.json`]: JSON.stringify({
          appliedId: ID,
        }),
        [`r/Users/alice/Library/Application Support/Claude-3p/configLibrary/${ID}.json`]: JSON.stringify(G),
      },
      'local',
    ],
    [
      'windows',
      {
        [`r/Users/alice/AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Local/Claude-3p/configLibrary/_meta.json`]:
          JSON.stringify({ appliedId: ID }),
        [`r/Users/alice/AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Local/Claude-3p/configLibrary/${ID}.json`]:
          JSON.stringify(G),
      },
      'local',
    ],
    [
      'linux',
      {
        [`r/home/alice/.config/Claude-3p/configLibrary/_meta.json`]: JSON.stringify({ appliedId: ID }),
        [`r/home/alice/.config/Claude-3p/configLibrary/${ID}.json`]: JSON.stringify(G),
      },
      'local',
    ],
    ['linux', { 'r/etc/hostname': 'pc' }, 'none'],
  ] as const)('%s %o is %s', async (platform, files, source) => {
    const world: World = {
      files,
      inspector: { run: () => Promise.reject(new Error('no program is run below a root')) },
    };
    const { device } = await live(world, '--root', 'r', '--platform', platform);
    expect([device.platform, device.source]).toEqual([platform, source]);
  });

  test.each([
    [['--root', 'nowhere'], /no folder/],
    [['--root', 'r', 'captures'], /not both/],
    [['--platform', 'windows'], /does not run windows/],
    [['nowhere'], /does not exist/],
    [['--expect', 'nowhere.json'], /does not exist/],
    [['captures', '--expect', 'broken.json'], /broken\.json does not parse/],
  ])('%o is wrong usage', async (flags, message) => {
    const { code, stderr, stdout } = await runCli(['status', ...flags], {
      files: { 'r/etc/hostname': 'pc', 'captures/stat.txt': '#', 'broken.json': '{"inferenceProvider"' },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
