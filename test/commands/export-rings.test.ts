import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/errors.ts';
import { runCli, type Run, type World } from '../support/io.ts';

const ROOT = path.join(import.meta.dirname, '../../fixtures/rings/ring');
const ring = (name: string): string => readFileSync(path.join(ROOT, `${name}.json`), 'utf8');
const MAIN = ['Claude.mobileconfig', 'com.anthropic.claudefordesktop.plist'];
const KEY = 'sk-ring-0123456789abcdefghijkl';

const base = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:GATEWAY_KEY}',
  inferenceModels: ['claude-sonnet-5'],
};
const world: World = {
  env: { GATEWAY_KEY: KEY },
  files: {
    'rings/base.json': JSON.stringify(base),
    'rings/all.json': '{ "extends": "./base.json", "disableAutoUpdates": true }',
    'rings/pilot.json': '{ "extends": "./base.json", "autoUpdaterEnforcementHours": 24 }',
  },
};

const added = ({ files }: Run, one: World = world): readonly string[] =>
  [...files.keys()].filter((name) => one.files?.[name] === undefined).sort();
const text = ({ files }: Run, name: string): string => {
  const bytes = files.get(name) ?? Buffer.alloc(0);
  return bytes.includes(0) ? bytes.toString('utf16le') : bytes.toString('utf8');
};
const after = (run: Run): World => ({ ...world, files: Object.fromEntries(run.files) });

describe('export --all of several', () => {
  test('a folder for each ring; what is only a base is skipped and named', async () => {
    const run = await runCli(
      ['export', '--all', 'out', 'rings/base.json', 'rings/all.json', 'rings/pilot.json'],
      world,
    );
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('skipped rings/base.json: only a base');
    expect(added(run)).toEqual(
      ['all', 'pilot'].flatMap((name) =>
        [...MAIN, 'Claude.reg', 'managed-settings.json'].map((file) => `out/${name}/${file}`).sort(),
      ),
    );
    expect(JSON.parse(text(run, 'out/pilot/managed-settings.json'))).toEqual({
      ...base,
      inferenceGatewayApiKey: KEY,
      autoUpdaterEnforcementHours: 24,
    });
    expect([...run.written.values()].every(({ secret }) => secret === true)).toBe(true);
    expect(run.stdout + run.stderr).not.toContain(KEY);
  });

  test('the same by folder and by a glob that no shell expanded, and again the same bytes', async () => {
    const argv = (patterns: string[]): string[] => ['export', '--all', 'out', ...patterns];
    const files = await runCli(argv(['rings/base.json', 'rings/all.json', 'rings/pilot.json']), world);
    for (const one of [['rings'], ['rings/*.json'], ['rings/all.json', 'rings/*.json']])
      expect((await runCli(argv(one), world)).files).toEqual(files.files);
    const again = await runCli(argv(['rings']), after(files));
    expect(again.files).toEqual(files.files);
  });

  test('a glob with the backslashes of Windows, where no shell expands it', async () => {
    const argv = ['export', '--all', 'out', 'rings\\*.json'];
    const run = await runCli(argv, { ...world, platform: 'win32' });
    expect(run.code).toBe(0);
    expect(added(run)).toHaveLength(8);
    expect((await runCli(argv, world)).code).toBe(2);
  });

  test('the same identifiers in every ring, and a display name that says the ring', async () => {
    const run = await runCli(['export', '--all', 'out', 'rings'], world);
    const payload = (name: string): readonly string[] => {
      const xml = text(run, `out/${name}/Claude.mobileconfig`);
      return [...xml.matchAll(/<key>Payload(?:Identifier|UUID|DisplayName)<\/key>\s*<string>(.*?)</g)].map(
        ([, value = '']) => value,
      );
    };
    // Payload: name, identifier, UUID; profile: name, identifier, UUID of the content.
    const [all, pilot] = [payload('all'), payload('pilot')];
    expect(all).toHaveLength(6);
    const differing = all.flatMap((value, index) => (value === pilot[index] ? [] : [[value, pilot[index]]]));
    expect(differing).toHaveLength(2);
    expect(differing[0]).toEqual([
      'Claude Desktop Third-Party Inference (all)',
      'Claude Desktop Third-Party Inference (pilot)',
    ]);
    const named = await runCli(['export', '--all', 'out', '--display-name', 'ACME', 'rings'], world);
    expect(text(named, 'out/pilot/Claude.mobileconfig')).toContain('<string>ACME (pilot)</string>');
  });

  test.each([
    ['ACME', ['ACME (all)', 'ACME (pilot)']],
    ['ACME (pilot)', ['ACME (pilot) (all)', 'ACME (pilot)']],
  ])('named %j, each ring says its name once', async (name, names) => {
    const run = await runCli(
      ['export', '--format', 'oma-uri', '-o', 'out', '--display-name', name, 'rings'],
      world,
    );
    const told = added(run).map(
      (file) => (JSON.parse(text(run, file)) as { displayName: string }).displayName,
    );
    expect(told).toEqual(names);
  });

  test('identifiers of registry items and Intune rows are the same in every ring', async () => {
    const gpp = await runCli(['export', '--format', 'gpp', '-o', 'out', 'rings'], world);
    const uids = (name: string): Map<string, string> =>
      new Map(
        [...text(gpp, name).matchAll(/name="(\w+)" status="[^>]*?uid="(\{[^"]+\})"/g)].map(
          ([, key = '', uid = '']) => [key, uid],
        ),
      );
    const pilot = uids(added(gpp)[1] ?? '');
    const shared = [...uids(added(gpp)[0] ?? '')].filter(([key]) => pilot.has(key));
    expect(shared.length).toBeGreaterThan(3);
    for (const [key, uid] of shared) expect(pilot.get(key)).toBe(uid);
    const intune = await runCli(['export', '--format', 'oma-uri', '-o', 'out', 'rings'], world);
    expect(JSON.parse(text(intune, 'out/pilot/Claude.oma-uri.json'))).toMatchObject({
      displayName: 'Claude Desktop (pilot)',
    });
  });

  test('one error keeps every ring from being written, and each is told', async () => {
    const files = {
      ...world.files,
      'rings/pilot.json': '{ "extends": "./base.json", "autoUpdaterEnforcementHours": -1 }',
      'rings/broken.json': '{ "extends": "./gone.json" }',
    };
    const run = await runCli(['export', '--all', 'out', 'rings'], { ...world, files });
    expect(run.code).toBe(1);
    expect(added(run, { files })).toEqual([]);
    expect(run.stderr).toContain('out-of-range');
    expect(run.stderr).toContain('extends-unreadable');
    expect(run.stderr.match(/Nothing was written/g)).toHaveLength(1);
  });

  test('two files of one name go by their folders; two that a file system takes for one are refused', async () => {
    const files = {
      ...world.files,
      'rings/mac/all.json': '{ "extends": "../base.json", "disableAutoUpdates": true }',
    };
    const run = await runCli(['export', '--format', 'reg', '-o', 'out', 'rings'], { ...world, files });
    expect(added(run, { files })).toEqual([
      'out/all/Claude.reg',
      'out/mac/all/Claude.reg',
      'out/pilot/Claude.reg',
    ]);
    const twins = { ...world.files, 'rings/Pilot.jsonc': '{ "extends": "./base.json" }' };
    const refused = await runCli(['export', '--all', 'out', 'rings'], { ...world, files: twins });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('rings/Pilot.jsonc and rings/pilot.json');
  });

  test.each(['...json', '..json', 'x .json', 'x\u001b[31m.json', 'x\u202ey.json'])(
    '%s names no folder',
    async (name) => {
      const files = { ...world.files, [`more/${name}`]: JSON.stringify(base) };
      const run = await runCli(['export', '--all', 'out', `more/${name}`, 'rings/all.json'], {
        ...world,
        files,
      });
      expect({ code: run.code, added: added(run, { files }) }).toEqual({ code: 2, added: [] });
      expect(run.stderr).toContain('cannot give a folder its name');
    },
  );

  test('one file alone is written into the folder itself, as ever', async () => {
    const run = await runCli(['export', '--all', 'out', 'rings/pilot.json'], world);
    expect(added(run)).toContain('out/Claude.reg');
  });

  test('a configuration is told from what else lies in a folder, an earlier export among it', async () => {
    const files = { ...world.files, 'rings/package.json': '{ "name": "x" }' };
    const first = await runCli(['export', '--all', 'rings/out', 'rings'], { ...world, files });
    expect(first.code).toBe(0);
    const second = await runCli(['export', '--all', 'rings/out', 'rings'], after(first));
    expect(second.code).toBe(0);
    expect([...second.files.keys()].sort()).toEqual([...first.files.keys()].sort());
  });

  test('neither the source of another ring nor its base is replaced, not even by force', async () => {
    const files = { ...world.files, 'out/pilot/Claude.reg': JSON.stringify(base) };
    const argv = [
      'export',
      '--format',
      'reg',
      '-o',
      'out',
      '--force',
      'rings/pilot.json',
      'out/pilot/Claude.reg',
    ];
    const run = await runCli(argv, { ...world, files });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('is the source of this export');
    const one = await runCli(
      ['export', 'rings/pilot.json', '-o', 'rings/base.json', '--force', '--format', 'json'],
      world,
    );
    expect(one.code).toBe(2);
    expect(one.stderr).toContain('rings/base.json is the source of this export');
  });

  const keyless = { ...base, inferenceGatewayApiKey: 'placeholder' };

  test.each([
    ['with credentials', base, '${env:GATEWAY_KEY}', true],
    ['with none', keyless, 'placeholder', false],
    ['with one in one of them', keyless, '${env:GATEWAY_KEY}', true],
  ])('who can read credentials is told of rings %s, once a format', async (_, settings, own, told) => {
    const files = {
      ...world.files,
      'rings/base.json': JSON.stringify(settings),
      'rings/pilot.json': JSON.stringify({ extends: './base.json', inferenceGatewayApiKey: own }),
    };
    const run = await runCli(['export', '--format', 'json', '-o', 'out', 'rings'], { ...world, files });
    expect(run.code).toBe(0);
    expect(run.stderr.match(/carries a credential/g) ?? []).toHaveLength(told ? 1 : 0);
    const secret = (name: string): unknown => run.written.get(`out/${name}/managed-settings.json`)?.secret;
    expect([secret('all'), secret('pilot')]).toEqual([settings === base, told]);
  });

  test('a format of several files has a folder of its own in that of the ring, which is never too many', async () => {
    const files = { ...world.files, 'rings/base.json': JSON.stringify(keyless) };
    const argv = ['export', '--format', 'intune-remediation', 'rings'];
    const first = await runCli([...argv, '-o', 'out'], { ...world, files });
    expect(added(first, { files })).toEqual(
      ['all', 'pilot'].flatMap((name) =>
        ['detect.ps1', 'remediate.ps1'].map((file) => `out/${name}/intune-remediation/${file}`),
      ),
    );
    for (const flags of [
      ['-o', 'out'],
      ['--check', 'out'],
    ]) {
      const again = await runCli([...argv, ...flags], after(first));
      expect([again.code, again.stderr.includes('is of no ring')]).toEqual([0, false]);
    }
  });

  test('the folder of a ring that is gone is named', async () => {
    const first = await runCli(['export', '--all', 'out', 'rings'], world);
    const left = Object.fromEntries([...first.files].filter(([name]) => name !== 'rings/pilot.json'));
    const again = await runCli(['export', '--all', 'out', 'rings'], { ...world, files: left });
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('out/pilot is of no ring that was given');
  });
});

describe('export --check of several', () => {
  test('exit 0 when all is as written; 1 for a change, a missing file, a folder too many', async () => {
    const done = after(await runCli(['export', '--all', 'out', 'rings'], world));
    const check = (files: World['files']): Promise<Run> =>
      runCli(['export', '--check', 'out', 'rings'], { ...world, ...(files && { files }) });
    expect((await check(done.files)).code).toBe(0);
    const without = (name: string): World['files'] =>
      Object.fromEntries(Object.entries(done.files ?? {}).filter(([one]) => one !== name));
    const missing = await check(without('out/all/Claude.reg'));
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('out/all/Claude.reg does not exist') as string,
    });
    const gone = await check(without('rings/pilot.json'));
    expect(gone).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('out/pilot is of no ring') as string,
    });
    const changed = await check({
      ...done.files,
      'rings/pilot.json': '{ "extends": "./base.json", "autoUpdaterEnforcementHours": 48 }',
    });
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('autoUpdaterEnforcementHours');
    expect(changed.stdout).not.toContain(KEY);
  });
});

describe('rings that could meet on one device', () => {
  const warnings = async (...flags: string[]): Promise<string> =>
    (await runCli(['export', '-o', 'out', 'rings', ...flags], world)).stderr;

  test.each([
    [['--format', 'reg'], /2 rings write the same values under HKEY_LOCAL_MACHINE/],
    [
      ['--format', 'reg'],
      /keeps what that one does not set \(disableAutoUpdates, autoUpdaterEnforcementHours\). --replace/,
    ],
    [['--format', 'reg', '--hive', 'user'], /any value under HKEY_LOCAL_MACHINE hides all of it/],
    [
      ['--format', 'mobileconfig'],
      /2 rings set one preference domain, and which of two counts on a Mac is not defined/,
    ],
    [['--format', 'mobileconfig', '--scope', 'user'], /wins over the same value of the device's, key by key/],
  ] as const)('%j', async (flags, words) => {
    expect((await warnings(...flags)).replaceAll(/\s+/g, ' ')).toMatch(words);
  });

  test.each([
    [['--format', 'reg', '--replace'], /moves to another ring/],
    [['--format', 'json'], /^! (?!json carries a credential)/m],
    [['--format', 'reg', '--quiet'], /^!/m],
  ] as const)('%j: nothing of it', async (flags, words) => {
    expect(await warnings(...flags)).not.toMatch(words);
  });
});

describe('platforms', () => {
  const files = {
    'rings/.cowork-3p.json': '{ "platform": "macos" }',
    'rings/base.json': ring('base'),
    'rings/factory.json': ring('factory')
      .replace('"./locked.json"', '"./base.json"')
      .replace('"./base.json", ', ''),
    'rings/windows/.cowork-3p.json': '{ "platform": "windows" }',
    'rings/windows/factory.json': String.raw`{ "extends": "../factory.json", "inferenceCredentialHelper": "C:\\Program Files\\ACME\\token.exe" }`,
    'rings/mac.json': '{ "extends": "./factory.json" }',
  };

  test('--all writes what is for the platform that the project names, and --platform wins', async () => {
    const run = await runCli(['export', '--all', 'out', 'rings'], { files });
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(added(run, { files })).toEqual(
      [...MAIN.map((file) => `out/mac/${file}`), 'out/windows/Claude.reg']
        .map((name) => name.replace('out/windows/', 'out/factory/'))
        .sort(),
    );
    const one = await runCli(['export', '--all', 'out', 'rings/mac.json', '--platform', 'linux'], { files });
    expect(added(one, { files })).toEqual(['out/managed-settings.json']);
  });

  test('a ring of another platform is left out of a format, and named', async () => {
    const run = await runCli(['export', '--format', 'reg', '-o', 'out', 'rings'], { files });
    expect(added(run, { files })).toEqual(['out/factory/Claude.reg']);
    expect(run.stderr).toContain('rings/mac.json is for macos, so it is left out');
  });

  test('the target of the project decides the spelling', async () => {
    const exported = async (more: World['files'], ...flags: string[]): Promise<readonly string[]> => {
      const all = {
        ...world.files,
        'rings/all.json': '{ "extends": "./base.json", "isDxtEnabled": true }',
        ...more,
      };
      const argv = ['export', '--format', 'json', '-o', 'out', ...flags];
      const several = await runCli([...argv, 'rings'], { ...world, files: all });
      const alone = await runCli(['export', 'rings/all.json', '--format', 'json', ...flags], {
        ...world,
        files: all,
      });
      const own = text(several, 'out/all/managed-settings.json');
      expect(alone.stdout).toBe(own);
      return Object.keys(JSON.parse(own) as object);
    };
    expect(await exported({})).toContain('isDxtEnabled');
    const project = await exported({ '.cowork-3p.json': '{ "target": "latest" }' });
    expect(project).not.toContain('isDxtEnabled');
    expect(project).toEqual(await exported({}, '--target', 'latest'));
  });
});

describe('wrong usage', () => {
  test.each([
    [['rings/all.json', 'rings/pilot.json'], '--all FOLDER'],
    [['rings', '-o', 'x.reg'], 'into a folder'],
    [['rings', '-o', 'out'], 'which format'],
    [['rings/all.json', '-', '--all', 'out'], 'Standard input'],
    [['rings/*.yaml', '--all', 'out'], 'matches no file'],
    [['rings', '--all', '.'], 'rings names no configuration'],
    [['others', '--all', 'out'], 'None of the files holds a setting of Claude Desktop'],
    [['rings', '--all', 'out', '--format', 'reg'], '--all writes every format'],
  ] as const)('%j', async (argv, words) => {
    const files = { ...world.files, 'others/package.json': '{"name":"x"}', 'others/x.json': '{"a":1}' };
    const run = await runCli(['export', ...argv], { ...world, files });
    expect({ code: run.code, added: added(run, { files }) }).toEqual({ code: 2, added: [] });
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  test('more than a thousand at once', async () => {
    const names = (number: number): string[] =>
      Array.from({ length: number }, (_unused, index) => `r/${index}.json`);
    const files = Object.fromEntries(names(1001).map((name) => [name, '{']));
    const run = await runCli(['export', '--all', 'out', ...names(1001)], { files });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('1001 files are more than the 1000')]);
    expect((await runCli(['export', '--all', 'out', ...names(1000)], { files })).code).toBe(1);
  });

  test('a credential is not shown on a terminal, in no format', async () => {
    for (const format of ['plist', 'json', 'mobileconfig', 'reg']) {
      const run = await runCli(['export', 'rings/all.json', '--format', format], { ...world, isTTY: true });
      expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
      expect(run.stderr).toContain('-o FILE');
    }
    const harmless = {
      files: {
        'a.json': JSON.stringify({
          ...base,
          inferenceGatewayApiKey: undefined,
          inferenceCredentialKind: 'helper-script',
          inferenceCredentialHelper: 'C:\\t.exe',
        }),
      },
      isTTY: true,
    };
    const shown = await runCli(['export', 'a.json', '--format', 'reg', '--encoding', 'utf8'], harmless);
    expect(shown.stdout).toContain('inferenceProvider');
  });
});

test.each([0, 20, 45])('a signal is heard between rings, here after %i turns', async (turns) => {
  const names = Array.from({ length: 30 }, (_unused, index) => `rings/r${index}.json`);
  const stop = new AbortController();
  let turn = 0;
  const count = (): void => {
    if (turn === turns) stop.abort(new Cancelled('SIGTERM'));
    turn += 1;
    if (turn <= turns) setImmediate(count);
  };
  setImmediate(count);
  const run = await runCli(['export', ...names, '--all', 'out'], {
    ...world,
    files: { ...world.files, ...Object.fromEntries(names.map((name) => [name, JSON.stringify(base)])) },
    signal: stop.signal,
  });
  expect([run.code, run.written.size]).toEqual([143, 0]);
});
