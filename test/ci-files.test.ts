import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  existsSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from './support/io.ts';

/* The files that live on other people's servers, checked as far as this machine can. */

const ROOT = path.join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

const python = ['/usr/bin/python3', 'python3'].find(
  (name) => spawnSync(name, ['-c', 'import yaml']).status === 0,
);
const bash = spawnSync('bash', ['-c', 'true']).status === 0 && process.platform !== 'win32';

/** Parses YAML with PyYAML, which is nobody's of ours. */
function yaml(text: string): unknown {
  const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.read()), default=str))';
  const { status, stdout, stderr } = spawnSync(python ?? 'python3', ['-c', script], {
    input: text,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly 'timeout-minutes'?: number }>
  >;
}

describe.skipIf(python === undefined)('workflows', () => {
  const workflow = (): Workflow => yaml(read('.github/workflows/ci.yml')) as Workflow;

  test('run with the least rights, end in time and name no expression inside a script', () => {
    expect(workflow().permissions).toEqual({ contents: 'read' });
    for (const [name, job] of Object.entries(workflow().jobs)) {
      expect(job['timeout-minutes'], name).toBeGreaterThan(0);
      for (const { run } of job.steps) expect(run ?? '', name).not.toContain('${{');
    }
  });

  test('every script of ours that is named exists', () => {
    const scripts = Object.values(workflow().jobs)
      .flatMap((job) => job.steps)
      .flatMap(({ run }) => [
        ...(run ?? '').matchAll(/(?:^|\s)((?:\.github\/scripts|scripts|\.ci)\/[\w./-]+)/g),
      ])
      .map(([, name]) => name ?? '');
    expect(scripts).toEqual(expect.arrayContaining(['.ci/run', '.github/scripts/registry.ps1']));
    for (const script of scripts) expect(read(script)).not.toBe('');
  });

  test('the pre-commit hook takes our files and leaves others alone', () => {
    const [hook] = yaml(read('.pre-commit-hooks.yaml')) as {
      entry: string;
      files: string;
      language: string;
    }[];
    expect(hook).toMatchObject({ entry: 'cowork-3p validate', language: 'node' });
    const takes = new RegExp(hook?.files ?? '');
    for (const name of [
      'cowork-3p.json',
      'mdm/cowork-3p.prod.jsonc',
      'etc/managed-settings.json',
      'a/com.anthropic.claudefordesktop.plist',
      'b.mobileconfig',
    ])
      expect(takes.test(name), name).toBe(true);
    for (const name of ['package.json', 'Info.plist', 'x.reg', 'not-cowork-3p.txt', 'cowork-3p.json.bak'])
      expect(takes.test(name), name).toBe(false);
  });
});

describe.skipIf(python === undefined || !bash)('the action', () => {
  const action = yaml(read('action.yml')) as Action;
  const [step] = action.runs.steps;
  const folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-action-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the script of the action; a stand-in for npx notes its arguments and ends as told. */
  function run(
    inputs: Readonly<Record<string, string>>,
    code = 0,
  ): { status: number | null; calls: string[][]; output: string; stdout: string } {
    const at = (name: string): string => path.join(folder, name);
    writeFileSync(
      at('node'),
      `#!/bin/bash\nprintf '%s\\0' "$@" >>'${at('calls')}'; printf '\\n\\0' >>'${at('calls')}'; echo report; exit ${String(code)}\n`,
    );
    chmodSync(at('node'), 0o755);
    mkdirSync(at('dist'), { recursive: true });
    writeFileSync(at('dist/cli.js'), '');
    for (const name of ['calls', 'output']) writeFileSync(at(name), '');
    const env: Record<string, string> = {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      GITHUB_OUTPUT: at('output'),
      GITHUB_ACTION_PATH: folder,
    };
    for (const [name, expression] of Object.entries(step?.env ?? {})) {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1] ?? '';
      env[name] = inputs[input] ?? action.inputs[input]?.default ?? '';
    }
    const { status, stdout } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? ''],
      {
        env,
        cwd: folder,
        encoding: 'utf8',
      },
    );
    const calls = readFileSync(at('calls'), 'utf8')
      .split('\n\0')
      .filter((call) => call !== '')
      .map((call) => call.split('\0').filter((word, index, all) => index < all.length - 1 || word !== ''));
    return { status, calls, output: readFileSync(at('output'), 'utf8'), stdout };
  }

  const NPX = [path.join(folder, 'bin/cowork-3p.js'), 'validate'];

  test('inputs reach the script through the environment alone', () => {
    expect(action.runs.using).toBe('composite');
    expect(step?.run).not.toContain('${{');
    expect(Object.keys(action.inputs).sort()).toEqual(
      [...Object.values(step?.env ?? {}).filter((value) => value !== ''), 'working-directory']
        .map((expression) => /inputs\.([\w-]+)/.exec(expression)?.[1] ?? expression)
        .sort(),
    );
  });

  test('its defaults, and every input', () => {
    expect(run({}).calls).toEqual([[...NPX, '--format=github', '--', 'cowork-3p.json']]);
    const full = run({
      files: 'a b.json\r\nmdm/*.reg\n\n',
      target: '1.46388',
      platform: 'windows',
      strict: 'true',
      args: '--ignore=secret-literal\n--quiet',
      sarif: 'out.sarif',
    });
    const rest = [
      '--target=1.46388',
      '--platform=windows',
      '--strict',
      '--ignore=secret-literal',
      '--quiet',
      '--',
      'a b.json',
      'mdm/*.reg',
    ];
    expect(full.calls).toEqual([
      [...NPX, '--format=sarif', ...rest],
      [...NPX, '--format=github', ...rest],
    ]);
    expect(readFileSync(path.join(folder, 'out.sarif'), 'utf8')).toBe('report\n');
  });

  test('the exit code comes through', () => {
    for (const code of [0, 1, 2]) {
      const { status, output } = run({ sarif: 'x.sarif' }, code);
      expect([status, output]).toEqual([code, `exit-code=${String(code)}\n`]);
    }
  });

  test.skipIf(process.platform === 'win32')('a link of the tested repository is not written through', () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'cowork-3p-outside-'));
    const victim = path.join(outside, 'victim');
    writeFileSync(victim, 'of somebody else');
    symlinkSync(victim, path.join(folder, 'link.sarif'));
    symlinkSync(outside, path.join(folder, 'reports'));
    expect(run({ sarif: 'link.sarif' }).status).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('of somebody else');
    expect(readFileSync(path.join(folder, 'link.sarif'), 'utf8')).toBe('report\n');
    const { status, calls } = run({ sarif: 'reports/new.sarif' });
    expect([status, calls, existsSync(path.join(outside, 'new.sarif'))]).toEqual([2, [], false]);
    // An absolute path is the word of whoever wrote the workflow.
    expect(run({ sarif: path.join(outside, 'own.sarif') }).status).toBe(0);
    expect(existsSync(path.join(outside, 'own.sarif'))).toBe(true);
    rmSync(outside, { recursive: true });
  });

  test('no input becomes code', () => {
    for (const evil of [
      '$(touch pwned)',
      '`touch pwned`',
      "'; touch pwned; '",
      '"; touch pwned; "',
      '--help',
      '-o',
    ]) {
      const { calls } = run({ files: evil, target: evil, platform: evil, args: evil });
      expect(calls).toEqual([
        [...NPX, '--format=github', `--target=${evil}`, `--platform=${evil}`, evil, '--', evil],
      ]);
      expect(() => readFileSync(path.join(folder, 'pwned'))).toThrow();
    }
  });
});

describe('promise: what others run is pinned', () => {
  const places = ['.github/workflows/ci.yml', '.github/workflows/release.yml', 'action.yml', 'docs/ci.md'];

  test.each(places)('%s: actions by commit', (name) => {
    for (const [, action = '', ref = ''] of read(name).matchAll(/uses: ([\w./-]+)@(\S+)/g))
      expect(ref, action).toMatch(/^(?:[0-9a-f]{40}|COMMIT)$/);
  });

  test('images by digest', () => {
    const images = ['Dockerfile', 'docs/ci.md', 'README.md'].flatMap((name) =>
      [...read(name).matchAll(/^FROM (\S+)|^\s*(?:- )?image: '?([^\s']+)|\bimage '([^']+)'/gm)].map(
        ([, from, yaml, groovy]) => from ?? yaml ?? groovy ?? '',
      ),
    );
    expect(images.length).toBeGreaterThan(3);
    for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  test('hooks by commit', () => {
    const revisions = [...read('docs/ci.md').matchAll(/^\s*rev: (\S+)/gm)].map(([, rev = '']) => rev);
    expect(revisions.length).toBeGreaterThan(0);
    for (const rev of revisions) expect(rev).toMatch(/^(?:[0-9a-f]{40}|COMMIT)$/);
  });

  test('what is released is built without scripts of packages', () => {
    const installs = [...read('.github/workflows/release.yml').matchAll(/npm (?:ci|install)[^\n]*/g)];
    expect(installs.length).toBeGreaterThan(0);
    for (const [install] of installs) expect(install).toContain('--ignore-scripts');
  });

  test('nothing is fetched by a name that nobody has claimed', () => {
    for (const name of [...places, 'README.md', 'Dockerfile', 'docs/mdm.md', 'docs/init.md', 'docs/probe.md'])
      expect(read(name)).not.toMatch(/cowork-3p@(?:latest|\d)|npx (?:--yes |-y )*cowork-3p\b/);
  });
});

describe('docs/ci.md', () => {
  const text = read('docs/ci.md');
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    body,
  }));

  test.skipIf(python === undefined)('every YAML block parses', () => {
    const found = blocks.filter(({ language }) => language === 'yaml');
    expect(found.length).toBeGreaterThan(5);
    for (const { body } of found) expect(yaml(body)).toBeTypeOf('object');
  });

  test('every command and flag that is shown exists', async () => {
    const shown = [...text.matchAll(/\bcowork-3p(?:@latest)? ([a-z]+)([^\n`|]*)/g)].filter(([, name]) =>
      ['validate', 'export', 'diff', 'probe', 'egress', 'completion'].includes(name ?? ''),
    );
    expect(shown.length).toBeGreaterThan(10);
    const helps = new Map<string, string>();
    for (const [whole, name = '', rest = ''] of shown) {
      const help = helps.get(name) ?? (await runCli([name, '--help'])).stdout;
      helps.set(name, help);
      for (const [flag] of rest.matchAll(/(?<=\s)--?[a-z][a-z0-9-]*/g))
        expect(help, whole).toMatch(new RegExp(`(?:^|[\\s,])${flag}\\b`));
    }
  });

  test('the project settings shown are taken, each of them', async () => {
    const body =
      blocks.find(({ language, body: text }) => language === 'json' && text.includes('"ignore"'))?.body ?? '';
    const settings = JSON.parse(body) as Record<string, unknown>;
    expect(Object.keys(settings)).toEqual(['target', 'platform', 'strict', 'ignore']);
    const source = '{ "inferenceProvider": "gateway", "tollgate": 1 }';
    const run = (project: string) =>
      runCli(['validate', 'a.json', '--format', 'json'], {
        files: { 'a.json': source, '.cowork-3p.json': project },
      });
    expect((await run(body)).code).toBe(1);
    for (const name of Object.keys(settings)) {
      const { code, stderr } = await run(JSON.stringify({ ...settings, [name]: {} }));
      expect([name, code, stderr]).toEqual([name, 2, expect.stringContaining(`"${name}"`)]);
    }
  });

  test('the JSON shown has the shape of a real report', async () => {
    const body =
      blocks.find(({ language, body: text }) => language === 'json' && text.includes('"command"'))?.body ??
      '';
    const shapeOf = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.slice(0, 1).map(shapeOf)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOf(item)]))
          : typeof value;
    const file =
      '{ "inferenceProvider": "gateway",\n  "coworkEgressAllowedHosts": [],\n  "autoModeEnabled": false,\n  "inferenceGatewayApiKey": "k",\n  "inferenceGatewayBaseUrl": "http://gw.example.com" }';
    const run = await runCli(['validate', 'a.json', '--format', 'json'], { files: { 'a.json': file } });
    expect(shapeOf(JSON.parse(body))).toEqual(shapeOf(JSON.parse(run.stdout)));
  });
});
