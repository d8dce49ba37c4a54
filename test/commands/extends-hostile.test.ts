import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import type { Io } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo, runCli, type World } from '../support/io.ts';
import { real, realFolder, type RealFolder } from '../support/real-folder.ts';
import { MAX_FILES } from '../../src/schema/extends.ts';

/* Chains that somebody built to hurt: on a real file system where that matters. */

const posix = process.platform !== 'win32';

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
  inferenceModels: ['claude-sonnet-5'],
};

function told(stdout: string): readonly Diagnostic[] {
  const { files } = JSON.parse(stdout) as { files: readonly { diagnostics: readonly Diagnostic[] }[] };
  return files.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity !== 'info');
}

/** The findings about the file, but for notes. */
async function findings(folder: RealFolder, name: string): Promise<readonly Diagnostic[]> {
  return told((await folder.run(['validate', '--format', 'json', folder.at(name)])).stdout);
}

const codes = (some: readonly Diagnostic[]): readonly string[] => some.map(({ code }) => code);

describe.skipIf(!posix)('links', () => {
  test('a circle through a link to the file itself, and through a link to its folder, is a circle', async () => {
    const links = realFolder({
      'a.json': { extends: './b.json' },
      'deep/x.json': { extends: './again/x.json' },
    });
    symlinkSync(links.at('a.json'), links.at('b.json'));
    symlinkSync(links.at('deep'), links.at('deep/again'));
    const [first] = await findings(links, 'a.json');
    expect(first?.code).toBe('extends-circle');
    expect(first?.message).toContain(`${links.at('a.json')} -> ${links.at('b.json')}`);
    expect(codes(await findings(links, 'deep/x.json'))).toEqual(['extends-circle']);
  });

  test('bases stand beside the file itself, not beside a link to it', async () => {
    const links = realFolder({
      'releases/v3/pilot.json': { extends: './base.json' },
      'releases/v3/base.json': { ...BASE, deploymentDisplayName: 'v3' },
      'rings/base.json': { ...BASE, deploymentDisplayName: 'wrong' },
    });
    symlinkSync(links.at('releases/v3/pilot.json'), links.at('rings/current.json'));
    const { stdout } = await links.run([
      'explain',
      '--effective',
      links.at('rings/current.json'),
      '--format',
      'json',
    ]);
    expect(stdout).toContain('"v3"');
    expect(stdout).not.toContain('"wrong"');
  });

  test('a base by two names is read once and counts as one', async () => {
    const links = realFolder({
      'base.json': BASE,
      'ring.json': { extends: ['./base.json', './same.json'], deploymentDisplayName: 'R' },
    });
    symlinkSync(links.at('base.json'), links.at('same.json'));
    let reads = 0;
    const { stdout } = await links.run(['validate', '--format', 'json', links.at('ring.json')], {
      readFile: (name, limit) => {
        if (/(?:base|same)\.json$/.test(name)) reads += 1;
        return real.readFile(name, limit);
      },
    });
    expect({ reads, codes: codes(told(stdout)) }).toEqual({ reads: 1, codes: [] });
  });

  test('of a folder, a file that another one extends through a link is a base', async () => {
    const links = realFolder({ 'rings/base.json': BASE, 'rings/a.json': { extends: './link/base.json' } });
    symlinkSync(links.at('rings'), links.at('rings/link'));
    const { stderr } = await links.run(['validate', links.at('rings')]);
    expect(stderr).toContain('base.json: only a base');
  });
});

describe('what is no base', () => {
  test.each([
    ['a folder', { 'x/y.json': BASE }, './x', 'is no plain file'],
    [
      'a .reg file',
      { 'x.reg': 'REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"a"="b"\r\n' },
      './x.reg',
      'is no JSON file (reg)',
    ],
    [
      'a plist',
      { 'x.plist': '<plist><dict><key>inferenceProvider</key><string>gateway</string></dict></plist>' },
      './x.plist',
      'is no JSON file (plist)',
    ],
    ['an empty file', { 'x.json': '' }, './x.json', 'is empty'],
    ['a binary', { 'x.json': '\u0000\u0001\u0002' }, './x.json', 'x.json'],
    ['a huge file', { 'x.json': ' '.repeat(5_000_001) }, './x.json', 'larger than 5 MB'],
    ['an address', {}, 'https://example.com/base.json', 'never an address'],
    ['an address of a file', {}, 'file:///etc/base.json', 'never an address'],
    ['a package', {}, '@acme/base', 'no path of a file'],
  ])('%s is an error that names the chain', async (_, files, base, words) => {
    const case_ = realFolder({ ...files, 'ring.json': { extends: base, ...BASE } });
    const found = await findings(case_, 'ring.json');
    expect(codes(found)).toEqual([base.startsWith('.') ? 'extends-unreadable' : 'extends-invalid']);
    expect(found[0]?.message).toContain(words);
    if (base.startsWith('.')) expect(found[0]?.message).toContain(`${case_.at('ring.json')} -> `);
  });

  test.skipIf(!posix)('a pipe that nobody writes into is not waited for', async () => {
    const case_ = realFolder({ 'ring.json': { extends: './pipe.json' } });
    spawnSync('mkfifo', [case_.at('pipe.json')]);
    expect(codes(await findings(case_, 'ring.json'))).toEqual(['extends-unreadable']);
  });
});

describe('what is a base all the same', () => {
  test('by an absolute path, outside the folder, with CRLF and a byte order mark', async () => {
    const elsewhere = realFolder({
      'base.json': `\uFEFF${JSON.stringify(BASE, null, 2).replaceAll('\n', '\r\n')}`,
    });
    for (const base of [elsewhere.at('base.json'), '../elsewhere/base.json']) {
      const case_ = realFolder({ 'rings/ring.json': { extends: base }, 'elsewhere/base.json': BASE });
      expect(codes(await findings(case_, 'rings/ring.json'))).toEqual([]);
    }
  });
});

describe('bounded', () => {
  const chainOf = (files: Readonly<Record<string, object>>): World => ({
    files: Object.fromEntries(Object.entries(files).map(([name, one]) => [name, JSON.stringify(one)])),
  });
  const check = async (world: World, name: string): Promise<readonly Diagnostic[]> =>
    told((await runCli(['validate', '--format', 'json', name], world)).stdout);

  test('ten files that all extend each other end, each circle told where it is', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `${index}.json`);
    const world = chainOf(
      Object.fromEntries(names.map((name) => [name, { extends: names.map((one) => `./${one}`) }])),
    );
    const { io, result } = fakeIo(world);
    const read: string[] = [];
    await main(['validate', '--format', 'json', '0.json'], {
      ...io,
      readFile: (name, ...rest) => {
        read.push(name);
        return io.readFile(name, ...rest);
      },
    });
    expect(new Set(codes(told(result().stdout)))).toEqual(new Set(['extends-circle', 'extends-too-many']));
    // Of ten billion ways through them.
    expect(read.length).toBeLessThanOrEqual(MAX_FILES + 1);
  });

  test('more than 1 MB of bases is refused, 1 MB is not', async () => {
    const base = (length: number): object => ({ ...BASE, organizationInstructions: 'x'.repeat(length) });
    const half = { 'a.json': base(400_000), 'b.json': base(400_000) };
    expect(
      codes(
        await check(chainOf({ ...half, 'ring.json': { extends: ['./a.json', './b.json'] } }), 'ring.json'),
      ),
    ).not.toContain('extends-too-many');
    const more = {
      ...half,
      'c.json': base(400_000),
      'ring.json': { extends: ['./a.json', './b.json', './c.json'] },
    };
    const found = (await check(chainOf(more), 'ring.json')).filter(({ code }) => code === 'extends-too-many');
    expect(found.map(({ message }) => message)).toEqual([
      '"extends" reaches more than 1 MB of bases: ring.json -> c.json',
    ]);
  });

  test('a list of a hundred thousand wrong bases gives a hundred findings', async () => {
    const found = await check(
      chainOf({ 'ring.json': { extends: Array.from({ length: 100_000 }, () => 7) } }),
      'ring.json',
    );
    expect(found.filter(({ code }) => code === 'extends-invalid')).toHaveLength(100);
  });

  test('a base that changes while a run reads it is one and the same for all rings', async () => {
    const case_ = realFolder({
      'base.json': { ...BASE, deploymentDisplayName: 'first' },
      ...Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.json`, { extends: './base.json' }])),
    });
    let reads = 0;
    const argv = [
      'export',
      '--format',
      'json',
      '-o',
      case_.at('out'),
      ...['a', 'b', 'c'].map((name) => case_.at(`${name}.json`)),
    ];
    const { code } = await case_.run(argv, {
      readFile: (name, limit) => {
        if (!name.endsWith('base.json')) return real.readFile(name, limit);
        reads += 1;
        return Promise.resolve({
          ok: true,
          value: Buffer.from(JSON.stringify({ ...BASE, deploymentDisplayName: `read ${reads}` })),
        });
      },
    });
    expect(code).toBe(0);
    const names = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const read = await real.readFile(case_.at(`out/${name}/managed-settings.json`), 100_000);
        return read.ok
          ? (JSON.parse(Buffer.from(read.value).toString()) as { deploymentDisplayName: string })
              .deploymentDisplayName
          : '';
      }),
    );
    expect(new Set(names).size).toBe(1);
  });

  test('a base that changes while it is worked on is left alone, and so is the ring', async () => {
    const case_ = realFolder({
      'base.json': { ...BASE, isDxtEnabled: true },
      'ring.json': { extends: './base.json', isDxtSignatureRequired: true },
    });
    let reads = 0;
    const { code, stderr } = await case_.run(
      ['migrate', '--write', '--target', 'latest', case_.at('ring.json')],
      {
        readFile: (name, limit) => {
          if (!name.endsWith('base.json')) return real.readFile(name, limit);
          reads += 1;
          return Promise.resolve({
            ok: true,
            value: Buffer.from(JSON.stringify({ ...BASE, isDxtEnabled: reads === 1 })),
          });
        },
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('changed while it was worked on');
    const ring = await real.readFile(case_.at('ring.json'), 10_000);
    expect(ring.ok && Buffer.from(ring.value).toString()).toContain('isDxtSignatureRequired');
  });

  test('a diamond that takes back what a base had changed is told, with the keys', async () => {
    const world = chainOf({
      'base.json': { ...BASE, isLocalDevMcpEnabled: true, disableAutoUpdates: true },
      'locked.json': { extends: './base.json', isLocalDevMcpEnabled: false, disableAutoUpdates: null },
      'site.json': { extends: './base.json', deploymentDisplayName: 'Site' },
      'wrong.json': { extends: ['./locked.json', './site.json'] },
      'right.json': { extends: ['./site.json', './locked.json'] },
      'said.json': {
        extends: ['./locked.json', './site.json'],
        isLocalDevMcpEnabled: false,
        disableAutoUpdates: true,
      },
    });
    const found = (await check(world, 'wrong.json')).filter(({ code }) => code === 'extends-restores');
    expect(found.map(({ message }) => message)).toEqual([
      'site.json brings base.json again, which takes back what locked.json had changed: isLocalDevMcpEnabled, disableAutoUpdates',
    ]);
    expect(codes(await check(world, 'right.json'))).not.toContain('extends-restores');
    expect(codes(await check(world, 'said.json'))).not.toContain('extends-restores');
  });
});

describe('promise: no connection is opened for a file that is named', () => {
  const shares = [
    '\\\\evil.example.com\\share\\x.json',
    '//evil.example.com/share/x.json',
    '\\\\?\\UNC\\evil\\share\\x',
    '\\/evil/share/x',
  ];

  test.each(shares)('extends %j', async (base) => {
    const asked: string[] = [];
    const { io, result } = fakeIo({
      files: { 'a.json': JSON.stringify({ ...BASE, extends: base }) },
      platform: 'win32',
    });
    const readFile: Io['readFile'] = (file, limit) => {
      asked.push(file);
      return io.readFile(file, limit);
    };
    expect(await main(['validate', 'a.json', '--format', 'json'], { ...io, readFile })).toBe(1);
    expect(codes(told(result().stdout))).toContain('extends-invalid');
    expect(asked).toEqual(['a.json']);
  });

  test.each(shares)('a reference to %j, on Windows', async (share) => {
    const asked: string[] = [];
    const settings = { ...BASE, inferenceGatewayApiKey: `\${file:${share}}` };
    const { io, result } = fakeIo({ files: { 'a.json': JSON.stringify(settings) }, platform: 'win32' });
    const readFile: Io['readFile'] = (file, limit) => {
      asked.push(file);
      return io.readFile(file, limit);
    };
    for (const argv of [
      ['export', 'a.json', '--format', 'reg', '-o', 'x.reg'],
      ['validate', 'a.json', '--resolve'],
    ])
      expect(await main(argv, { ...io, readFile })).toBe(1);
    expect(new Set(asked)).toEqual(new Set(['a.json']));
    expect(result().stdout + result().stderr).toMatch(/is\s+on\s+another\s+machine/);
  });
});
