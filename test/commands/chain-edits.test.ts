import { describe, expect, test } from 'vitest';
import { Draft } from '../../src/commands/init/draft.ts';
import { openSource, writeRing } from '../../src/commands/init/ring.ts';
import { loadAlone } from '../../src/commands/load-config.ts';
import { fail } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import { parseTarget } from '../../src/schema/index.ts';
import { fakeIo, runCli, type Run, type World } from '../support/io.ts';

/* Commands that change files, on a file that extends others: each value is changed in the file that holds it. */

const BASE = `{
  // of all rings
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "\${env:KEY}",
  "isDxtEnabled": true, // old name
  "inferenceModels": ["claude-sonnet-5", "claude-sonnet-5"]
}
`;
const RING = `{
  "extends": "./base.json",
  "isDxtSignatureRequired": false
}
`;
const files = { 'base.json': BASE, 'ring.json': RING };
const text = ({ files: after }: Run, name: string): string => after.get(name)?.toString() ?? '';
const after = (run: Run): World => ({ files: Object.fromEntries(run.files) });

async function exported(name: string, world: World): Promise<Record<string, unknown>> {
  const argv = ['export', name, '--format', 'json', '--target', 'latest'];
  const { code, stdout, stderr } = await runCli(argv, { ...world, env: { KEY: 'key-0123456789' } });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('migrate on a chain', () => {
  test('--write rewrites each file that holds an old spelling, and only what is old', async () => {
    const run = await runCli(['migrate', 'ring.json', '--write', '--target', 'latest'], { files });
    expect(run.code).toBe(0);
    expect(text(run, 'base.json')).toBe(BASE.replace('isDxtEnabled', 'isDesktopExtensionEnabled'));
    expect(text(run, 'ring.json')).toBe(
      RING.replace('isDxtSignatureRequired', 'isDesktopExtensionSignatureRequired'),
    );
    expect(run.stderr).toMatch(/base\.json\n- isDxtEnabled/);
    const again = await runCli(['migrate', 'ring.json', '--check', '--target', 'latest'], after(run));
    expect(again.code).toBe(0);
  });

  test('--check and the result on stdout change nothing, and name the base that needs it', async () => {
    const check = await runCli(
      ['migrate', 'ring.json', '--check', '--format', 'json', '--target', 'latest'],
      { files },
    );
    expect(check.code).toBe(1);
    const { changes } = JSON.parse(check.stdout) as { changes: { key: string; file?: string }[] };
    expect(changes.map(({ key, file }) => [key, file])).toEqual([
      ['isDxtEnabled', 'base.json'],
      ['isDxtSignatureRequired', undefined],
    ]);
    const out = await runCli(['migrate', 'ring.json', '--target', 'latest'], { files });
    expect(out.stdout).toBe(RING.replace('isDxtSignatureRequired', 'isDesktopExtensionSignatureRequired'));
    expect(out.stderr).toContain('base.json needs it, too');
    expect([...out.files.keys()]).toEqual(Object.keys(files));
    expect(out.written.size).toBe(0);
  });

  test('a file that takes the setting away, or replaces it, under the old name is right before and after', async () => {
    const rings = {
      ...files,
      'none.json': '{ "extends": "./base.json", "isDxtEnabled": null }',
      'off.json': '{ "extends": "./base.json", "isDxtEnabled": false }',
      'new.json': '{ "extends": "./base.json", "isDesktopExtensionEnabled": false }',
    };
    const values = async (world: World): Promise<unknown[]> =>
      Promise.all(
        ['none.json', 'off.json', 'new.json'].map(
          async (name) => (await exported(name, world)).isDesktopExtensionEnabled,
        ),
      );
    expect(await values({ files: rings })).toEqual([undefined, false, false]);
    // The base alone is migrated; the rings still say the old name.
    const run = await runCli(['migrate', 'base.json', '--write', '--target', 'latest'], { files: rings });
    expect(text(run, 'base.json')).toContain('isDesktopExtensionEnabled');
    expect(await values(after(run))).toEqual([undefined, false, false]);
    for (const name of ['none.json', 'off.json', 'new.json']) {
      const { stdout } = await runCli(['validate', name, '--format', 'json'], after(run));
      expect(stdout).not.toMatch(/unset-nothing|differ/);
    }
  });

  test('an old spelling in a base that the file replaces is told, not changed', async () => {
    const rings = {
      ...files,
      'off.json': '{ "extends": "./base.json", "isDesktopExtensionEnabled": false }',
    };
    const run = await runCli(['migrate', 'off.json', '--write', '--target', 'latest'], { files: rings });
    expect(text(run, 'base.json')).toBe(BASE);
    expect(run.stderr).toContain('base.json holds 1 old spelling that off.json replaces');
  });

  test('a chain that cannot be followed is not migrated', async () => {
    const broken = { 'ring.json': '{ "extends": "./gone.json", "isDxtEnabled": true }' };
    const run = await runCli(['migrate', 'ring.json', '--write'], { files: broken });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('gone.json');
    expect(text(run, 'ring.json')).toBe(broken['ring.json']);
  });

  test.each(['base.json', 'ring.json'])(
    '%s that cannot be written is not said to be changed',
    async (file) => {
      const { io, result } = fakeIo({ files });
      const writeFile = (): ReturnType<typeof io.writeFile> =>
        Promise.resolve(fail({ message: 'is read-only' }));
      const code = await main(['migrate', file, '--write', '--target', 'latest'], { ...io, writeFile });
      const { stderr } = result();
      expect(code).toBe(2);
      expect(stderr).toContain('base.json is read-only.');
      expect(stderr).not.toMatch(/changed|- isDxtEnabled/);
    },
  );

  /* A fleet whose oldest release reads one spelling and whose newest reads the other: an error, as for validate. */
  const torn = {
    'base.json': BASE.replace(
      '"isDxtEnabled": true, // old name',
      '"inferenceGatewayHeaders": { "X-Team": "a" },',
    ),
    'ring.json': '{ "extends": "./base.json" }',
    'alone.json': BASE.replace(
      '"isDxtEnabled": true, // old name',
      '"inferenceGatewayHeaders": { "X-Team": "a" },',
    ),
  };
  test.each([
    ['alone.json', [], 1],
    ['alone.json', ['--write'], 1],
    ['alone.json', ['--check'], 1],
    ['ring.json', [], 1],
    ['ring.json', ['--write'], 1],
    ['ring.json', ['--check'], 1],
  ])('%s %j: what no spelling says for the whole fleet', async (name, flags, code) => {
    const run = await runCli(['migrate', name, ...flags, '--target', '1.7196.0'], { files: torn });
    expect([run.code, run.written.size]).toEqual([code, 0]);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'No spelling is read by every release of the target',
    );
    // The base that holds it is named.
    expect(/^\? base\.json: /m.test(run.stderr)).toBe(name === 'ring.json');
    const fits = await runCli(['migrate', name, ...flags, '--target', 'latest', '--quiet'], { files: torn });
    expect([fits.code, fits.stderr]).toEqual([flags.includes('--check') ? 1 : 0, '']);
  });

  const split = {
    'base.json': `{ "inferenceProvider": "gateway", "inferenceGatewayBaseUrl": "https://gw.example.com", "inferenceCredentialKind": "interactive" }`,
    'ring.json': `{ "extends": "./base.json", "inferenceGatewayOidc": { "clientId": "a", "issuer": "https://login.example.com", "scopes": "openid x" } }`,
  };
  test('what would change two files at once is left to a person', async () => {
    const argv = ['migrate', 'ring.json', '--write', '--target', 'latest'];
    const run = await runCli(argv, { files: split });
    expect([run.code, run.written.size]).toEqual([0, 0]);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'which concerns ring.json and base.json; change them by hand',
    );
    expect(run.stderr).toContain('1 thing for you to decide');
    const check = await runCli(
      ['migrate', 'ring.json', '--check', '--format', 'json', '--target', 'latest'],
      { files: split },
    );
    const { decisions, changes } = JSON.parse(check.stdout) as Record<string, { key: string }[]>;
    expect([check.code, decisions?.map(({ key }) => key), changes]).toEqual([
      1,
      ['inferenceGatewayOidc'],
      [],
    ]);
  });

  test('a setting that is read no more and has no other name is taken out of the base', async () => {
    const old = { ...files, 'base.json': BASE.replace('isDxtEnabled', 'allowOptionalClientAuth') };
    const argv = ['migrate', 'ring.json', '--target', 'latest'];
    const run = await runCli([...argv, '--write'], { files: old });
    expect(text(run, 'base.json')).not.toContain('allowOptionalClientAuth');
    expect(run.stderr).toMatch(/- allowOptionalClientAuth: true\n {4}\S/);
    const check = await runCli([...argv, '--check', '--format', 'json'], { files: old });
    const { changes } = JSON.parse(check.stdout) as { changes: { key: string; to: string | null }[] };
    expect(changes).toContainEqual(
      expect.objectContaining({ key: 'allowOptionalClientAuth', to: null, file: 'base.json' }),
    );
  });

  test('files that hold a credential are for their owner alone, others as they were', async () => {
    const run = await runCli(['migrate', 'ring.json', '--write', '--target', 'latest'], {
      files: { ...files, 'base.json': BASE.replace('${env:KEY}', 'sk-live-0123456789abcdefghij') },
    });
    expect([run.written.get('base.json')?.secret, run.written.get('ring.json')?.secret]).toEqual([
      true,
      false,
    ]);
  });

  test('quiet, nothing is said beside the result', async () => {
    const { code, stdout, stderr } = await runCli(['migrate', 'ring.json', '--quiet', '--target', 'latest'], {
      files,
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(RING.replace('isDxtSignatureRequired', 'isDesktopExtensionSignatureRequired'));
  });

  test('a base that does not parse is named with its place', async () => {
    const broken = { ...files, 'base.json': '{\n "inferenceProvider": ,\n}' };
    const run = await runCli(['migrate', 'ring.json', '--write'], { files: broken });
    expect([run.code, run.written.size]).toEqual([1, 0]);
    expect(run.stderr).toMatch(/^cowork-3p: ring\.json:2: /m);
  });

  test.each([
    [['migrate', '-', '--write'], 2, '--write needs a FILE'],
    [['migrate', 'ring.json', '--write', '--check'], 2, '--check changes nothing'],
    [['migrate', 'x.reg', '--write'], 2, 'is no JSON file'],
    [['migrate', 'nested.json', '--write'], 2, 'is a nested (v2) document'],
    [['migrate', 'list.json'], 1, 'list.json:1:'],
    [['migrate', 'broken.json', '--write'], 1, 'broken.json:2:'],
  ] as const)('%j: exit %i', async (argv, code, words) => {
    const run = await runCli(argv, {
      files: {
        ...files,
        'x.reg':
          'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"isDxtEnabled"="true"\r\n',
        'nested.json': '{ "$schemaVersion": 2, "inference": { "provider": "gateway" } }',
        'list.json': '[1]',
        'broken.json': '{\n,}',
      },
    });
    expect([run.code, run.stdout, run.written.size]).toEqual([code, '', 0]);
    expect(run.stderr).toContain(words);
  });

  test('the target of the project counts', async () => {
    const project = { ...files, '.cowork-3p.json': '{ "target": "latest" }' };
    const run = await runCli(['migrate', 'base.json', '--check'], { files: project });
    expect(run.code).toBe(1);
    expect(
      (await runCli(['migrate', 'base.json', '--check', '--target', '1.2581.0'], { files: project })).stderr,
    ).toContain('1.2581.0');
  });
});

describe('validate --fix on a chain', () => {
  test('fixes the base that holds the value and the file itself, each in place', async () => {
    const run = await runCli(['validate', 'ring.json', '--fix', '--target', 'latest'], { files });
    expect(text(run, 'base.json')).toBe(
      BASE.replace('isDxtEnabled', 'isDesktopExtensionEnabled').replace(
        '["claude-sonnet-5", "claude-sonnet-5"]',
        '["claude-sonnet-5"]',
      ),
    );
    expect(text(run, 'ring.json')).toBe(
      RING.replace('isDxtSignatureRequired', 'isDesktopExtensionSignatureRequired'),
    );
    expect(run.stderr).toContain('changed base.json, a base of ring.json');
    expect(run.code).toBe(0);
  });

  test('a whole folder: a base that three rings share is fixed once, and all are right', async () => {
    const many: Record<string, string> = { 'rings/base.json': BASE };
    for (const name of ['a', 'b', 'c']) many[`rings/${name}.json`] = RING;
    many['rings/d.json'] = '{ "extends": "./base.json", "isDxtEnabled": null }';
    const run = await runCli(['validate', 'rings', '--fix', '--target', 'latest'], { files: many });
    expect(run.code).toBe(0);
    expect(run.stderr.match(/changed rings\/base\.json/g)).toHaveLength(1);
    expect(text(run, 'rings/base.json')).not.toContain('isDxtEnabled');
    expect(await exported('rings/d.json', after(run))).not.toHaveProperty('isDesktopExtensionEnabled');
    const again = await runCli(
      ['validate', 'rings', '--strict', '--target', 'latest', '--quiet'],
      after(run),
    );
    expect(again.stdout + again.stderr).not.toMatch(/deprecated|duplicate/);
  });

  test('a finding that a comment in the base silences is left alone', async () => {
    const silenced = {
      ...files,
      'base.json': BASE.replace(
        '  "isDxtEnabled"',
        '  // cowork-3p-ignore deprecated-key: until May\n  "isDxtEnabled"',
      ),
    };
    const run = await runCli(['validate', 'ring.json', '--fix', '--target', 'latest'], { files: silenced });
    expect(text(run, 'base.json')).toContain('"isDxtEnabled"');
    expect(text(run, 'base.json')).toContain('["claude-sonnet-5"]');
  });

  test('nothing to fix: no file is written', async () => {
    const fixed = after(await runCli(['validate', 'ring.json', '--fix', '--target', 'latest'], { files }));
    const run = await runCli(['validate', 'ring.json', '--fix', '--target', 'latest'], fixed);
    expect(run.written.size).toBe(0);
  });
});

describe('init on a file that extends others', () => {
  const rings = {
    'rings/base.json': BASE.replace('isDxtEnabled', 'isDesktopExtensionEnabled').replace(
      ', "claude-sonnet-5"]',
      ']',
    ),
    'rings/pilot.json': `{
  // the pilot
  "extends": "./base.json",
  "autoUpdaterEnforcementHours": 24
}
`,
  };
  const init = (...argv: string[]): Promise<Run> => runCli(['init', '--yes', ...argv], { files: rings });
  const inPlace = ['--from', 'rings/pilot.json', '--force', 'rings/pilot.json'];

  test('a value that the file holds, and a new one, are written into it; nothing is copied', async () => {
    const sets = ['--set', 'autoUpdaterEnforcementHours=12', '--set', 'isLocalDevMcpEnabled=false'];
    const run = await init(...inPlace, ...sets);
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text(run, 'rings/pilot.json')).toBe(`{
  // the pilot
  "extends": "./base.json",
  "autoUpdaterEnforcementHours": 12,
  "isLocalDevMcpEnabled": false
}
`);
    expect(text(run, 'rings/base.json')).toBe(rings['rings/base.json']);
  });

  test('a value that a base holds is changed there, and that is said', async () => {
    const run = await init(...inPlace, '--set', 'inferenceGatewayBaseUrl=https://new.example.com');
    expect(run.code).toBe(0);
    expect(text(run, 'rings/pilot.json')).toBe(rings['rings/pilot.json']);
    expect(text(run, 'rings/base.json')).toBe(
      rings['rings/base.json'].replace('https://llm-gateway.example.com', 'https://new.example.com'),
    );
    expect(run.stderr).toContain('changed rings/base.json, which holds inferenceGatewayBaseUrl');
  });

  test('another file, in another folder, extends the same base and leaves it alone', async () => {
    const run = await init(
      ...['--from', 'rings/pilot.json', 'sites/emea.json'],
      ...['--set', 'inferenceGatewayBaseUrl=https://emea.example.com'],
    );
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text(run, 'rings/base.json')).toBe(rings['rings/base.json']);
    expect(text(run, 'sites/emea.json')).toBe(`{
  // the pilot
  "extends": "../rings/base.json",
  "autoUpdaterEnforcementHours": 24,
  "inferenceGatewayBaseUrl": "https://emea.example.com"
}
`);
    expect(await exported('sites/emea.json', after(run))).toMatchObject({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://emea.example.com',
      autoUpdaterEnforcementHours: 24,
    });
  });

  test('standard output gets the file itself, which extends the base from here', async () => {
    const run = await init('--from', 'rings/pilot.json', '-', '--set', 'autoUpdaterEnforcementHours=12');
    expect([run.code, run.written.size]).toEqual([0, 0]);
    expect(run.stdout).toContain('"extends": "./rings/base.json"');
    expect(run.stdout).toContain('"autoUpdaterEnforcementHours": 12');
  });

  test('a base is not replaced by what extends it', async () => {
    const run = await init('--from', 'rings/pilot.json', 'rings/../rings/base.json', '--force');
    expect([run.code, run.written.size]).toEqual([2, 0]);
    expect(run.stderr).toContain('is a base of rings/pilot.json');
  });

  /* What the wizard takes out of a file whose bases may set it: null where one does, nothing where none does. */
  test.each<[string, string, object, string, unknown]>([
    ['what a base sets', 'ring.json', { extends: './base.json' }, 'isLocalDevMcpEnabled', null],
    [
      'what the file sets over a base',
      'ring.json',
      { extends: './base.json', isLocalDevMcpEnabled: true },
      'isLocalDevMcpEnabled',
      null,
    ],
    [
      'what the file alone sets',
      'ring.json',
      { extends: './base.json', disableAutoUpdates: true },
      'disableAutoUpdates',
      undefined,
    ],
    ['the same, into another file', 'other.json', { extends: './base.json' }, 'isLocalDevMcpEnabled', null],
  ])('taken out: %s', async (_, file, ring, key, left) => {
    const { io, result } = fakeIo({
      files: {
        'base.json': JSON.stringify({
          inferenceProvider: 'gateway',
          inferenceGatewayBaseUrl: 'https://gw.example.com',
          inferenceGatewayApiKey: 'placeholder',
          isLocalDevMcpEnabled: false,
        }),
        'ring.json': JSON.stringify(ring),
      },
    });
    const alone = await loadAlone('ring.json', io);
    const { source } = await openSource('ring.json', alone.document, undefined, io);
    if (source.chain === undefined) throw new Error('it extends nothing');
    const draft = new Draft(source.settings);
    draft.answer(key, undefined);
    const replaces = file === 'ring.json';
    expect(await writeRing(draft, file, io, { source, chain: source.chain, replaces })).toMatchObject({
      ok: true,
    });
    const written = JSON.parse(result().files.get(file)?.toString() ?? '') as Record<string, unknown>;
    expect(written).toEqual({ ...ring, [key]: left });
    expect(result().written.has('base.json')).toBe(false);
  });

  test.each<[string, unknown, string, unknown]>([
    ['below the old folder', ['./base.json'], 'rings/below/x.json', ['../base.json']],
    ['beside it', './base.json', 'sites/x.json', '../rings/base.json'],
    ['above it', './base.json', 'x.json', './rings/base.json'],
    ['in the same', ['./base.json'], 'rings/x.json', ['./base.json']],
    ['an absolute path', '/work/rings/base.json', 'sites/x.json', '/work/rings/base.json'],
  ])('a base from a folder %s', async (_, from, file, to) => {
    const run = await runCli(['init', '--yes', '--from', 'rings/x.json', file, '--force'], {
      files: { ...rings, 'rings/x.json': JSON.stringify({ extends: from }) },
    });
    expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
    expect((JSON.parse(text(run, file)) as { extends: unknown }).extends).toEqual(to);
  });

  test('retired spellings that it starts from are told with the file that holds them', async () => {
    const old = {
      'rings/base.json': BASE.replace(', "claude-sonnet-5"]', ']'),
      'rings/pilot.json': rings['rings/pilot.json'],
    };
    const { io } = fakeIo({ files: old });
    const alone = await loadAlone('rings/pilot.json', io);
    const { source } = await openSource('rings/pilot.json', alone.document, parseTarget('latest'), io);
    expect(source.rewritten).toEqual([
      'rings/base.json: isDxtEnabled: true → isDesktopExtensionEnabled: true',
    ]);
    const gone = {
      ...old,
      'rings/base.json': old['rings/base.json'].replace('isDxtEnabled', 'allowOptionalClientAuth'),
    };
    const other = fakeIo({ files: gone }).io;
    const opened = await openSource('rings/pilot.json', alone.document, parseTarget('latest'), other);
    expect(opened.source.rewritten).toEqual(['rings/base.json: allowOptionalClientAuth: true → removed']);
  });

  test('what would be refused is not written, into no file', async () => {
    const run = await init(...inPlace, '--set', 'inferenceGatewayBaseUrl=http://plain.example.com');
    expect({ code: run.code, written: run.written.size }).toEqual({ code: 1, written: 0 });
  });

  test('a chain that cannot be followed is no source', async () => {
    const broken = { 'ring.json': '{ "extends": "./gone.json" }' };
    const run = await runCli(['init', '--yes', '--from', 'ring.json', 'new.json'], { files: broken });
    expect({ code: run.code, written: run.written.size }).toEqual({ code: 1, written: 0 });
    expect(run.stderr).toContain('extends-unreadable');
  });
});
