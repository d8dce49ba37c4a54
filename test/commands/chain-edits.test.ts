import { describe, expect, test } from 'vitest';
import { fail } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
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
