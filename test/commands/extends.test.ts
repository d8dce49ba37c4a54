import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { runCli, type World } from '../support/io.ts';

const ROOT = path.join(import.meta.dirname, '../../fixtures/rings');
const files = Object.fromEntries(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, readFileSync(path.join(ROOT, name))]),
);

interface Report {
  readonly files: readonly { readonly file: string; readonly diagnostics: readonly Diagnostic[] }[];
}

async function findings(argv: readonly string[], world: World = { files }): Promise<readonly Diagnostic[]> {
  const { stdout } = await runCli(['validate', '--format', 'json', ...argv], world);
  return (JSON.parse(stdout) as Report).files.flatMap(({ diagnostics }) => diagnostics);
}

async function exported(
  file: string,
  world: World = { files },
  ...flags: string[]
): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runCli(['export', file, '--format', 'json', ...flags], world);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const BASE = JSON.parse(readFileSync(path.join(ROOT, 'ring/base.json'), 'utf8')) as Record<string, unknown>;
const without = (settings: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
const base = without(BASE, '$schema');
const unset = without(base, 'disableAutoUpdates');
const pilot = { ...unset, autoUpdaterEnforcementHours: 24, inferenceModels: ['claude-opus-5'] };

describe('what is composed', () => {
  test.each([
    ['ring/base.json', base],
    ['ring/pilot.json', pilot],
    ['ring/pilot-emea.json', { ...pilot, inferenceGatewayBaseUrl: 'https://emea.llm-gateway.example.corp' }],
    [
      'ring/factory.json',
      {
        ...base,
        coworkEgressAllowedHosts: [],
        isLocalDevMcpEnabled: false,
        deploymentDisplayName: 'Factory',
      },
    ],
    ['ring/sub/up.json', pilot],
    ['bad/bom-ok.json', base],
    ['bad/twice.json', base],
  ] as const)('%s', async (file, settings) => {
    expect(await exported(file)).toEqual(settings);
  });

  test('a property list has no bases: there extends is a key that nobody knows', async () => {
    const plist = '<plist><dict><key>extends</key><string>base.json</string></dict></plist>';
    const run = await runCli(['validate', 'a.plist', '--format', 'json'], {
      files: { 'a.plist': plist, 'base.json': '{"disableAutoUpdates":"maybe"}' },
    });
    const {
      files: [report],
    } = JSON.parse(run.stdout) as { files: { diagnostics: { key: string; code: string }[] }[] };
    expect(report?.diagnostics.map(({ key, code }) => `${key} ${code}`)).toContain('extends unknown-key');
    expect(run.stdout).not.toContain('disableAutoUpdates');
  });

  test('--set and --unset win over every file', async () => {
    const changed = await exported(
      'ring/pilot.json',
      { files },
      '--set',
      'autoUpdaterEnforcementHours=48',
      '--set',
      'inferenceModels=["claude-sonnet-5"]',
      '--unset',
      'managedMcpServers',
    );
    const rest = without(pilot, 'managedMcpServers');
    expect(changed).toEqual({
      ...rest,
      autoUpdaterEnforcementHours: 48,
      inferenceModels: ['claude-sonnet-5'],
    });
    const slip = await runCli(['validate', 'ring/pilot.json', '--unset', 'managedMcpServer'], { files });
    expect(slip.code).toBe(2);
    expect(slip.stderr).toContain('managedMcpServers');
    const unknown = await runCli(['validate', 'ring/pilot.json', '--set', 'inferenceProvidr=gateway'], {
      files,
    });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('inferenceProvider');
  });
});

describe('what is wrong with a chain, and where', () => {
  test.each([
    ['bad/a.json', 'extends-circle', 'error', 'bad/b.json', ['bad/a.json -> bad/b.json -> bad/a.json']],
    ['bad/self.json', 'extends-circle', 'error', undefined, ['bad/self.json -> bad/self.json']],
    ['bad/missing.json', 'extends-unreadable', 'error', undefined, ['bad/nowhere.json', 'does not exist']],
    ['bad/base-broken.json', 'syntax', 'error', 'ring/broken.json', []],
    ['bad/base-broken.json', 'extends-unreadable', 'error', undefined, ['ring/broken.json', 'no valid JSON']],
    ['bad/base-not-object.json', 'extends-unreadable', 'error', undefined, ['no JSON object']],
    ['bad/url.json', 'extends-invalid', 'error', undefined, ['https://example.corp/base.json']],
    ['bad/package.json', 'extends-invalid', 'error', undefined, ['some-package']],
    ['bad/number.json', 'extends-invalid', 'error', undefined, ['integer']],
    ['bad/empty.json', 'extends-invalid', 'error', undefined, ['empty']],
    ['bad/merge-operator.json', 'wrong-type', 'error', undefined, ['inferenceModels']],
    ['bad/twice.json', 'extends-repeated', 'info', undefined, ['../ring/base.json']],
    ['bad/empty-array.json', 'extends-empty', 'info', undefined, []],
    ['bad/unset-nothing.json', 'unset-nothing', 'info', undefined, ['isLocalDevMcpEnabled']],
    ['bad/unset-typo.json', 'unset-nothing', 'info', undefined, ['inferenceProvidr']],
  ] as const)('%s: %s', async (file, code, severity, where, words) => {
    const found = (await findings([file])).filter((one) => one.code === code);
    expect(found.map((one) => [one.severity, one.file])).toEqual([[severity, where]]);
    for (const word of words) expect(found[0]?.message).toContain(word);
    expect(found[0]?.line).toBe(code === 'syntax' ? 2 : 1);
  });

  test('a base that cannot be had makes nothing else seem to be missing', async () => {
    const found = await findings(['bad/missing.json']);
    expect(found.map(({ code }) => code)).toEqual(['extends-unreadable']);
  });

  test('a chain of eleven files is too deep, one of ten is not', async () => {
    const chain = (length: number): World => ({
      files: Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `${index}.json`,
          index === length - 1
            ? JSON.stringify(base)
            : JSON.stringify({ extends: `./${index + 1}.json`, deploymentDisplayName: `Ring ${index}` }),
        ]),
      ),
    });
    expect(await findings(['0.json'], chain(10))).toEqual([]);
    const found = await findings(['0.json'], chain(11));
    expect(found.map(({ code, file }) => [code, file])).toEqual([['extends-too-many', '9.json']]);
  });

  test('ten thousand bases: refused past the limit, each read once', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `./b${index}.json`);
    const many = Object.fromEntries(names.map((name) => [name.slice(2), JSON.stringify(base)]));
    const found = await findings(['all.json'], {
      files: { ...many, 'all.json': JSON.stringify({ extends: names }) },
    });
    expect(found.map(({ code }) => code)).toEqual(['extends-too-many']);
  });

  test('a lattice, in which every file extends two others, costs each file once', async () => {
    const lattice: Record<string, string> = {
      'l9.json': JSON.stringify(base),
      'm9.json': JSON.stringify(base),
    };
    for (let level = 0; level < 9; level++)
      for (const side of ['l', 'm'])
        lattice[`${side}${level}.json`] = JSON.stringify({
          extends: [`./l${level + 1}.json`, `./m${level + 1}.json`],
        });
    expect(await findings(['l0.json'], { files: lattice })).toEqual([]);
  });
});

describe('a setting under its old and its new name in one file', () => {
  const both = { ...base, inferenceGatewayHeaders: ['a: b'], inferenceCustomHeaders: { c: 'd' } };
  const world: World = {
    files: {
      'base.json': JSON.stringify(base),
      'both.json': JSON.stringify({ ...both, extends: './base.json' }),
      'a.json': JSON.stringify({ extends: './both.json' }),
      'b.json': JSON.stringify({ extends: './both.json' }),
      'twice.json': JSON.stringify({ extends: ['./a.json', './b.json'] }),
      'new.json': JSON.stringify({ extends: './both.json', inferenceCustomHeaders: { e: 'f' } }),
    },
  };
  test.each([
    ['both names are kept, for the finding about the old one', 'both.json', ['deprecated-key']],
    ['so they are in a base', 'a.json', ['deprecated-key']],
    ['a base that is reached twice takes nothing back', 'twice.json', ['deprecated-key']],
    ['a later file replaces the setting under either name', 'new.json', []],
  ])('%s', async (_promise, file, codes) => {
    expect((await findings([file], world)).map(({ code }) => code)).toEqual(codes);
  });
});

describe('findings stand in the file that wrote the value', () => {
  const world: World = {
    files: {
      'base.json': `{\n  "inferenceProvider": "gateway",\n  "inferenceGatewayBaseUrl": "http://gw.example.com"\n}`,
      'ring.json': `{\n  "extends": "./base.json",\n  "inferenceGatewayApiKey": "\${env:KEY}",\n  "autoUpdaterEnforcementHours": -1\n}`,
    },
  };

  test('json, text, GitHub, SARIF and JUnit', async () => {
    const found = await findings(['ring.json'], world);
    const places = found
      .filter(({ severity }) => severity === 'error')
      .map(({ code, file, line }) => [code, file, line]);
    expect(places).toContainEqual(['url-not-https', 'base.json', 3]);
    expect(places).toContainEqual(['out-of-range', undefined, 4]);
    const as = async (format: string): Promise<string> =>
      (await runCli(['validate', '--format', format, 'ring.json'], world)).stdout;
    expect(await as('text')).toMatch(/base\.json:3:\d+ error {2}url-not-https/);
    expect(await as('github')).toMatch(/::error file=base\.json,line=3,/);
    expect(await as('sarif')).toContain('"uri":"base.json"');
    expect(await as('junit')).toContain('base.json:3:');
  });

  test('what --set gives stands in no file, also where a file has the key', async () => {
    const argv = ['ring.json', '--set', 'inferenceGatewayBaseUrl=http://localhost:4000'];
    const place = async (flags: readonly string[]): Promise<unknown> =>
      (await findings(flags, world))
        .filter(({ path: [key] }) => key === 'inferenceGatewayBaseUrl')
        .map(({ code, file, line, column }) => [code, file, line, column]);
    expect(await place(argv)).toEqual([['url-loopback-http', undefined, undefined, undefined]]);
    expect(await place(['ring.json'])).toEqual([['url-not-https', 'base.json', 3, 30]]);
  });

  test('a comment silences in its own file only', async () => {
    const silenced = (where: 'base' | 'ring'): World => ({
      files: {
        'base.json': `{ "inferenceProvider": "gateway",\n${where === 'base' ? '// cowork-3p-ignore url-loopback-http: a test\n' : '\n'}"inferenceGatewayBaseUrl": "http://localhost:4000", "inferenceGatewayApiKey": "x" }`,
        'ring.json': `{ "extends": "./base.json",\n${where === 'ring' ? '// cowork-3p-ignore url-loopback-http: a test\n' : '\n'}"disableAutoUpdates": true }`,
      },
    });
    const codes = async (where: 'base' | 'ring'): Promise<string[]> =>
      (await findings(['ring.json'], silenced(where))).map(({ code }) => code);
    expect(await codes('base')).not.toContain('url-loopback-http');
    expect(await codes('ring')).toContain('url-loopback-http');
  });

  test('a reference to a file is looked up beside the file that wrote it', async () => {
    const secrets: World = {
      files: {
        'rings/shared/base.json': JSON.stringify({
          ...base,
          inferenceGatewayApiKey: '${file:key.txt}',
          inferenceCredentialKind: 'static',
          inferenceCredentialHelper: undefined,
        }),
        'rings/shared/key.txt': 'from-the-base\n',
        'rings/pilot.json': JSON.stringify({ extends: './shared/base.json' }),
        'key.txt': 'from-elsewhere',
      },
    };
    expect(await exported('rings/pilot.json', secrets)).toMatchObject({
      inferenceGatewayApiKey: 'from-the-base',
    });
  });
});

test('of many files only the last of each chain are checked, and the rest is named', async () => {
  const { code, stdout, stderr } = await runCli(
    [
      'validate',
      '--format',
      'json',
      'ring/base.json',
      'ring/locked.json',
      'ring/pilot.json',
      'ring/factory.json',
    ],
    { files },
  );
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as Report).files.map(({ file }) => file)).toEqual([
    'ring/pilot.json',
    'ring/factory.json',
  ]);
  expect(stderr).toContain('skipped ring/base.json, ring/locked.json');
});

test('two files in a circle are both reported', async () => {
  const found = await runCli(['validate', '--format', 'json', 'bad/a.json', 'bad/b.json'], { files });
  expect((JSON.parse(found.stdout) as Report).files).toHaveLength(2);
});

test('models --write changes the file that holds the list', async () => {
  const gateway = await startEmbeddedGateway();
  try {
    const world: World = {
      files: {
        'base.json': `{ "inferenceProvider": "gateway", "inferenceGatewayBaseUrl": "${gateway.url}",\n  "inferenceGatewayApiKey": "\${env:KEY}", // kept\n  "inferenceModels": ["claude-sonnet-5"] }`,
        'ring.json': '{ "extends": "./base.json", "disableAutoUpdates": true }',
      },
      env: { KEY: gateway.apiKey },
    };
    const { code, stderr, files: after } = await runCli(['models', 'ring.json', '--write'], world);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(after.get('ring.json')?.toString()).toBe(world.files?.['ring.json']);
    expect(after.get('base.json')?.toString()).toMatch(
      /\/\/ kept[\s\S]*"claude-sonnet-5"[\s\S]*"claude-opus-5"/,
    );
  } finally {
    await gateway.close();
  }
});
