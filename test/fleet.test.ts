import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, type Run, type World } from './support/io.ts';

/*
 * fixtures/fleet is the repository of a fleet: three rings on two platforms, with its CI. It is kept here for ten
 * changes as they come up in a year, each made the way docs/rings.md says, and after each one every ring of every
 * platform is exported, read back and looked at.
 */

const ROOT = path.join(import.meta.dirname, '../fixtures/fleet');
const sources: Record<string, string> = Object.fromEntries(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')]),
);

/** The repository as it stands, and what is not in it: the environment of the pipeline. */
class Repository {
  files: Record<string, string | Uint8Array> = { ...sources };
  env: Record<string, string> = { GATEWAY_KEY: 'key-first-0123456789' };

  /** Runs a command as a person or the pipeline would; files stay as it leaves them. */
  async run(line: string, ...more: readonly string[]): Promise<Run> {
    const argv = [...line.split(' '), ...more];
    const world: World = { files: this.files, env: this.env };
    const run = await runCli(argv, world);
    this.files = Object.fromEntries(run.files);
    return run;
  }

  /** As `run`, and it must succeed. */
  async done(line: string, ...more: readonly string[]): Promise<Run> {
    const run = await this.run(line, ...more);
    expect({ line, code: run.code, stderr: run.code === 0 ? '' : run.stdout + run.stderr }).toEqual({
      line,
      code: 0,
      stderr: '',
    });
    return run;
  }

  /** Changes a file by hand. */
  edit(name: string, from: string | RegExp, to: string): void {
    const before = this.text(name);
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    this.files[name] = after;
  }

  text(name: string): string {
    return Buffer.from(this.files[name] ?? '').toString('utf8');
  }

  /** The JSON files of the repository: what people keep. */
  sources(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.keys(this.files)
        .filter(
          (name) => name.endsWith('.json') && !name.startsWith('deploy/') && !name.includes('.cowork-3p'),
        )
        .map((name) => [name, this.text(name)]),
    );
  }

  /** What the pipeline does, then every deployed file of every ring as a device reads it: ring -> format -> settings. */
  async deploy(): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>> {
    for (const line of steps()) await this.done(line);
    await this.done('export --check deploy rings');
    const rings: Record<string, Record<string, unknown>[]> = {};
    for (const name of Object.keys(this.files).sort()) {
      const [, ring = ''] = /^deploy\/(.+)\/[^/]+$/.exec(name) ?? [];
      if (ring === '') continue;
      const read = await runCli(['export', name, '--format', 'json'], { files: this.files });
      rings[ring] = [...(rings[ring] ?? []), JSON.parse(read.stdout) as Record<string, unknown>];
    }
    return rings;
  }
}

/** The commands of the pipeline, as its file has them. */
function steps(): readonly string[] {
  const workflow = sources['.github/workflows/rings.yml'] ?? '';
  return [...workflow.matchAll(/- run: cowork-3p (.+)$/gm)].map(([, line = '']) => line);
}

const RINGS = ['macos/all', 'macos/locked', 'macos/pilot', 'windows/all', 'windows/locked', 'windows/pilot'];
type Deployed = Awaited<ReturnType<Repository['deploy']>>;

/** The value of a key in each ring; every format of a ring must say the same. */
function values(deployed: Deployed, key: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(deployed).map(([ring, formats]) => {
      const all = formats.map((settings) => settings[key]);
      for (const one of all) expect(one).toEqual(all[0]);
      return [ring, all[0]];
    }),
  );
}

/** The same value for every ring whose name fits, and for the others another one. */
function each(deployed: Deployed, key: string, expected: (ring: string) => unknown): void {
  expect(values(deployed, key)).toEqual(
    Object.fromEntries(Object.keys(deployed).map((ring) => [ring, expected(ring)])),
  );
}

/** Settings that stand in two files with one value: a copy, which will drift. */
function copies(files: Readonly<Record<string, string>>): readonly string[] {
  const seen = new Map<string, string>();
  const found: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const plain = text.replaceAll(/^\s*\/\/.*$/gm, '');
    for (const [key, value] of Object.entries(JSON.parse(plain) as object)) {
      if (key === 'extends') continue;
      const id = JSON.stringify([key, value]);
      if (seen.has(id)) found.push(`${key}: ${seen.get(id) ?? ''}, ${name}`);
      seen.set(id, name);
    }
  }
  return found;
}

test('the pipeline checks, exports and checks again, and gives every ring of every platform', async () => {
  expect(steps().map((line) => line.split(' ')[0])).toEqual(['validate', 'export', 'validate']);
  const fleet = new Repository();
  const deployed = await fleet.deploy();
  expect(Object.keys(deployed).sort()).toEqual(RINGS);
  for (const ring of RINGS) expect(deployed[ring]).toHaveLength(ring.startsWith('macos') ? 2 : 1);
  each(deployed, 'inferenceGatewayApiKey', () => 'key-first-0123456789');
  each(deployed, 'allowedWorkspaceFolders', (ring) =>
    ring.startsWith('macos') ? ['~/Projects'] : ['C:\\Projects'],
  );
  expect(copies(fleet.sources())).toEqual([]);
});

test('what the repository says is checked in each place, so that a fault in a base fails every pipeline', async () => {
  const fleet = new Repository();
  fleet.edit('base.json', 'https://', 'http://');
  const { code, stdout } = await fleet.run(steps()[0] ?? '');
  expect(code).toBe(1);
  expect(stdout.match(/::error file=base\.json,line=4,/g)).toHaveLength(RINGS.length);
});

describe('ten changes without a copy', () => {
  const fleet = new Repository();
  /** Changes one after another, each on what the one before has left. */
  const changes: readonly (readonly [
    string,
    (changed: Repository) => Promise<void>,
    (deployed: Deployed) => void,
  ])[] = [
    [
      '1. rotate the key',
      (repository) => {
        repository.env.GATEWAY_KEY = 'key-second-0123456789';
        return Promise.resolve();
      },
      (deployed) => each(deployed, 'inferenceGatewayApiKey', () => 'key-second-0123456789'),
    ],
    [
      '2. add a model for all; the pilot keeps its own list',
      async (repository) => {
        await repository.done(
          'init --yes --from base.json --force base.json --set',
          'inferenceModels=["claude-sonnet-5","claude-haiku-4-5","claude-opus-5"]',
        );
      },
      (deployed) =>
        each(deployed, 'inferenceModels', (ring) =>
          ring.endsWith('pilot')
            ? ['claude-opus-5', 'claude-sonnet-5']
            : ['claude-sonnet-5', 'claude-haiku-4-5', 'claude-opus-5'],
        ),
    ],
    [
      '3. a new ring on both platforms, made from another one',
      async (repository) => {
        repository.files['groups/beta.json'] =
          '{ "extends": "./pilot.json", "autoUpdaterEnforcementHours": 48 }\n';
        for (const platform of ['macos', 'windows'])
          repository.files[`rings/${platform}/beta.json`] =
            `{ "extends": ["../../groups/beta.json", "../../platforms/${platform}.json"] }\n`;
        await repository.done(
          'init --yes --from rings/macos/beta.json rings/macos/site.json --set deploymentDisplayName=Site',
        );
      },
      (deployed) => {
        expect(Object.keys(deployed)).toHaveLength(RINGS.length + 3);
        each(deployed, 'autoUpdaterEnforcementHours', (ring) =>
          /beta|site/.test(ring) ? 48 : ring.endsWith('pilot') ? 24 : undefined,
        );
        each(deployed, 'deploymentDisplayName', (ring) => (ring.endsWith('site') ? 'Site' : undefined));
      },
    ],
    [
      '4. take a setting of the base away in one group',
      (repository) => {
        repository.edit(
          'groups/locked.json',
          '"isLocalDevMcpEnabled"',
          '"autoModeEnabled": null,\n  "isLocalDevMcpEnabled"',
        );
        return Promise.resolve();
      },
      (deployed) =>
        each(deployed, 'autoModeEnabled', (ring) => (ring.endsWith('locked') ? undefined : false)),
    ],
    [
      '5. a key is renamed by the vendor: written under its old name, fixed where it stands',
      async (repository) => {
        repository.edit(
          'groups/pilot.json',
          '"autoUpdaterEnforcementHours"',
          '"isDxtEnabled": true,\n  "autoUpdaterEnforcementHours"',
        );
        const check = await repository.run('migrate rings/macos/pilot.json --check --target latest');
        expect(check.code).toBe(1);
        await repository.done('migrate rings/macos/pilot.json --write --target latest');
        expect(repository.text('groups/pilot.json')).toContain('"isDesktopExtensionEnabled": true');
        expect(repository.text('groups/pilot.json')).toContain('// Who tries');
        expect(repository.text('rings/macos/pilot.json')).toBe(sources['rings/macos/pilot.json']);
      },
      (deployed) => {
        each(deployed, 'isDxtEnabled', () => undefined);
        each(deployed, 'isDesktopExtensionEnabled', (ring) =>
          /pilot|beta|site/.test(ring) ? true : undefined,
        );
      },
    ],
    [
      '6. another gateway for all, changed from a ring: written where it is held',
      async (repository) => {
        const run = await repository.done(
          'init --yes --from rings/windows/all.json --force rings/windows/all.json --set inferenceGatewayBaseUrl=https://new.example.com',
        );
        expect(run.stderr).toContain('changed base.json');
        expect(repository.text('rings/windows/all.json')).toBe(sources['rings/windows/all.json']);
      },
      (deployed) => each(deployed, 'inferenceGatewayBaseUrl', () => 'https://new.example.com'),
    ],
    [
      '7. a header with every request',
      async (repository) => {
        await repository.done(
          'init --yes --from base.json --force base.json --set',
          'inferenceCustomHeaders={"X-Team":"platform"}',
        );
      },
      (deployed) => each(deployed, 'inferenceCustomHeaders', () => ({ 'X-Team': 'platform' })),
    ],
    [
      '8. telemetry off for locked machines',
      (repository) => {
        repository.edit(
          'groups/locked.json',
          '"isLocalDevMcpEnabled"',
          '"disableEssentialTelemetry": true,\n  "disableNonessentialTelemetry": true,\n  "isLocalDevMcpEnabled"',
        );
        return Promise.resolve();
      },
      (deployed) => {
        for (const key of ['disableEssentialTelemetry', 'disableNonessentialTelemetry'])
          each(deployed, key, (ring) => (ring.endsWith('locked') ? true : undefined));
      },
    ],
    [
      '9. the oldest release of the fleet goes up',
      async (repository) => {
        for (const platform of ['macos', 'windows'])
          repository.edit(`rings/${platform}/.cowork-3p.json`, '1.46388.1', 'latest');
        for (const ring of ['all', 'locked', 'pilot', 'beta'])
          for (const platform of ['macos', 'windows'])
            await repository.done(`migrate rings/${platform}/${ring}.json --check`);
      },
      (deployed) => expect(Object.keys(deployed)).toHaveLength(RINGS.length + 3),
    ],
    [
      '10. a ring goes: the pipeline says what is left of it',
      async (repository) => {
        for (const name of [
          'rings/macos/beta.json',
          'rings/macos/site.json',
          'rings/windows/beta.json',
          'groups/beta.json',
        ])
          Reflect.deleteProperty(repository.files, name);
        const left = await repository.run('export --check deploy rings');
        expect(left.code).toBe(1);
        expect(left.stderr).toContain('deploy/macos/beta is of no ring');
        for (const name of Object.keys(repository.files))
          if (/^deploy\/.*\/(?:beta|site)\//.test(name)) Reflect.deleteProperty(repository.files, name);
      },
      (deployed) => expect(Object.keys(deployed).sort()).toEqual(RINGS),
    ],
  ];

  test.each(changes)('%s', async (_, change, looks) => {
    await change(fleet);
    looks(await fleet.deploy());
    expect(copies(fleet.sources())).toEqual([]);
  });
});

test('--set and --unset change what one run exports, in every ring, and no file', async () => {
  const fleet = new Repository();
  const before = fleet.sources();
  await fleet.done(
    'export --all deploy rings --set deploymentDisplayName=Drill --unset coworkEgressAllowedHosts',
  );
  for (const name of Object.keys(fleet.files).filter((one) => one.endsWith('.mobileconfig'))) {
    expect(fleet.text(name)).toContain('<string>Drill</string>');
    expect(fleet.text(name)).not.toContain('coworkEgressAllowedHosts');
  }
  expect(fleet.sources()).toEqual(before);
});
