import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

const FOLDER = 'fixtures/templates/admx';
const read = (name: string): Buffer => readFileSync(`${FOLDER}/${name}`);
const files = {
  'good.admx': read('00-good.admx'),
  'en-US/good.adml': read('00-good.adml'),
  'bad.admx': read('12-subkey.admx'),
  'bad.adml': read('12-subkey.adml'),
  'alone.admx': read('00-good.admx'),
};

describe('writing a form', () => {
  test.for([
    ['policies', ['policies/Cowork3p.admx', 'policies/en-US/Cowork3p.adml']],
    ['x/Acme.admx', ['x/Acme.admx', 'x/en-US/Acme.adml']],
    ['Acme.admx', ['Acme.admx', 'en-US/Acme.adml']],
  ] as const)('admx to %s', async ([output, names]) => {
    const run = await runCli(['template', 'admx', '-o', output]);
    expect(run.code).toBe(0);
    expect([...run.files.keys()]).toEqual(names);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`wrote ${names[1]}`);
  });

  test('admx is two files, so it needs a place', async () => {
    const run = await runCli(['template', 'admx']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/2 files[\s\S]*-o/);
  });

  test.for(['jamf-schema', 'profile-manifest'])(
    '%s to standard output and to a file: the same bytes',
    async (kind) => {
      const piped = await runCli(['template', kind]);
      expect(piped.code).toBe(0);
      const written = await runCli(['template', kind, '-o', 'forms/x']);
      expect(written.files.get('forms/x')).toEqual(piped.stdoutBytes);
    },
  );

  test('--target and --namespace', async () => {
    const run = await runCli([
      'template',
      'admx',
      '-o',
      'p',
      '--target',
      '1.12603.0',
      '--namespace',
      'Acme.Claude.v2',
    ]);
    const text = run.files.get('p/Cowork3p.admx')?.toString() ?? '';
    expect(text).toContain('namespace="Acme.Claude.v2"');
    expect(text).not.toContain('configRecheckIntervalMinutes');
  });

  test.for([
    [['template'], /kind/],
    [['template', 'adm'], /admx/],
    [['template', 'admx', '-o', 'a b.admx'], /letters/],
    [['template', 'admx', '-o', 'p', '--namespace', 'a"b'], /namespace/],
    [['template', 'admx', '-o', 'p', '--check', 'good.admx'], /only one/],
  ] as const)('%j is wrong usage', async ([argv, message]) => {
    const run = await runCli(argv, { files });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });
});

describe('--check', () => {
  test('a good template', async () => {
    const run = await runCli(['template', 'admx', '--check', 'good.admx'], { files });
    expect([run.code, run.stdout]).toEqual([0, 'good.admx\n✔ no faults\n']);
  });

  test('a damaged one, with its texts beside it: part, place, rule', async () => {
    const run = await runCli(['template', 'admx', '--check', 'bad.admx'], { files });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /admx 11:17 error inferenceModels is written under another key .* wrong-key\n✖ 1 error, 0 warnings\n/,
    );
  });

  test('as JSON', async () => {
    const run = await runCli(['template', 'admx', '--check', 'bad.admx', '--format', 'json'], { files });
    expect(JSON.parse(run.stdout)).toMatchObject({
      version: 1,
      command: 'template',
      exitCode: 1,
      kind: 'admx',
      file: 'bad.admx',
      faults: [{ rule: 'wrong-key', severity: 'error', part: 'admx', position: { line: 11, column: 17 } }],
    });
  });

  test.for([
    ['admx', 'missing.admx', /does not exist/],
    ['admx', 'alone.admx', /texts of alone\.admx are missing/],
    ['jamf-schema', 'good.admx', /no JSON/],
  ] as const)('%s of %s says what is missing', async ([kind, file, message]) => {
    const run = await runCli(['template', kind, '--check', file], { files });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });

  test('its own forms have no fault', async () => {
    const { files: admx } = await runCli(['template', 'admx', '-o', 'Acme.admx']);
    const world = Object.fromEntries([...admx].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    expect((await runCli(['template', 'admx', '--check', 'Acme.admx'], { files: world })).code).toBe(0);
    for (const kind of ['jamf-schema', 'profile-manifest']) {
      const { stdout } = await runCli(['template', kind]);
      expect((await runCli(['template', kind, '--check', '-'], { stdin: stdout })).code).toBe(0);
    }
  });

  test('a hundred faults are enough to read', async () => {
    const properties = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${at}`, {}]));
    const world = { files: { 'a.json': JSON.stringify({ title: 'X (a.b)', properties }) } };
    const run = await runCli(['template', 'jamf-schema', '--check', 'a.json'], world);
    expect(run.code).toBe(1);
    expect(run.stdout.split('\n').length).toBeLessThan(110);
    expect(run.stdout).toMatch(/… and \d+ more; --format json/);
  });

  test('text of a file reaches the terminal without what would drive it', async () => {
    const bad = read('00-good.admx').toString().replace('$(string.S)', '\u009b31m$(string.Q)');
    const run = await runCli(['template', 'admx', '--check', 'good.admx'], {
      files: { ...files, 'good.admx': bad },
    });
    expect(run.code).toBe(1);
    expect(run.stdout).not.toContain('\u009b');
  });
});

test.for([
  ['admx', 'p/Cowork3p.admx', ['template', 'admx', '-o', 'p']],
  ['jamf-schema', 'f', ['template', 'jamf-schema', '-o', 'f']],
  ['profile-manifest', 'f', ['template', 'profile-manifest', '-o', 'f']],
] as const)('validate names a form of the kind %s, and what checks it', async ([kind, file, argv]) => {
  const { files: written } = await runCli(argv);
  const world = Object.fromEntries([...written].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
  const run = await runCli(['validate', file], { files: world, columns: 400 });
  expect(run.code).toBe(2);
  expect(run.stdout).toContain(`cowork-3p template ${kind} --check FILE`);
});

describe('--compare', () => {
  test('an older form: what is added and orphaned; exit 1', async () => {
    const run = await runCli(['template', 'admx', '--compare', 'bad.admx'], { files });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^Added \(\d+;/m);
    expect(run.stdout).toMatch(
      /Orphaned \(1; .*\n {2}inferenceModels: written where Claude Desktop does not look/,
    );
  });

  test('the same form: exit 0, also as JSON', async () => {
    const { stdout } = await runCli(['template', 'jamf-schema']);
    const world = { files: { 'old.json': stdout } };
    const run = await runCli(['template', 'jamf-schema', '--compare', 'old.json'], world);
    expect([run.code, run.stdout]).toEqual([0, '✔ old.json sets the same, in the same way\n']);
    const json = await runCli(
      ['template', 'jamf-schema', '--compare', 'old.json', '--format', 'json'],
      world,
    );
    expect(JSON.parse(json.stdout)).toEqual({
      version: 1,
      command: 'template',
      exitCode: 0,
      kind: 'jamf-schema',
      old: 'old.json',
      added: [],
      retired: [],
      orphaned: [],
      changed: [],
    });
  });

  test('another kind of file is wrong usage', async () => {
    const run = await runCli(['template', 'jamf-schema', '--compare', 'good.admx'], { files });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/good\.admx is no JSON[\s\S]*jamf-schema/);
  });
});
