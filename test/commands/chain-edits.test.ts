import { describe, expect, test } from 'vitest';
import { runCli, type Run, type World } from '../support/io.ts';

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
