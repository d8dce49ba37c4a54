import { describe, expect, test } from 'vitest';
import { runCli, type World } from '../support/io.ts';

const SECRET = 'sk-base-0123456789abcdefghijkl';
const world: World = {
  files: {
    'base.json': `{
  "$schema": "./schema.json",
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "${SECRET}",
  "inferenceModels": ["claude-sonnet-5"],
  "disableAutoUpdates": true
}`,
    'locked.json': `{
  "extends": "./base.json",
  "disableAutoUpdates": null,
  "isLocalDevMcpEnabled": false
}`,
    'site.json': `{
  "extends": "./locked.json",
  "disableAutoUpdates": false,
  "inferenceModels": ["claude-opus-5"]
}`,
  },
};

interface Held {
  readonly set: boolean;
  readonly value?: unknown;
  readonly file: string | null;
  readonly line: number | null;
}
interface Setting extends Held {
  readonly key: string;
  readonly source: string;
  readonly replaced: readonly Held[];
}

async function effective(
  argv: readonly string[],
  one: World = world,
): Promise<{ code: number; files: readonly string[]; settings: readonly Setting[] }> {
  const { code, stdout } = await runCli(['explain', '--format', 'json', '--effective', ...argv], one);
  return { code, ...(JSON.parse(stdout) as { files: string[]; settings: Setting[] }) };
}

/** `value FILE:LINE`, then what it replaced. */
const line = ({ value, file, line: at }: Held): string =>
  `${value === undefined ? 'unset' : JSON.stringify(value)} ${file ?? 'flag'}:${String(at)}`;
const history = (settings: readonly Setting[], key: string): readonly string[] =>
  settings.filter((one) => one.key === key).flatMap((one) => [line(one), ...one.replaced.map(line)]);

describe('explain --effective', () => {
  test('each setting with its file and line, the whole chain of what it replaced, in order of names', async () => {
    const { code, files, settings } = await effective(['site.json']);
    expect(code).toBe(0);
    expect(files).toEqual(['base.json', 'locked.json', 'site.json']);
    expect(settings.map(({ key }) => key)).toEqual([
      'disableAutoUpdates',
      'inferenceGatewayApiKey',
      'inferenceGatewayBaseUrl',
      'inferenceModels',
      'inferenceProvider',
      'isLocalDevMcpEnabled',
    ]);
    expect(history(settings, 'disableAutoUpdates')).toEqual([
      'false site.json:3',
      'unset locked.json:3',
      'true base.json:7',
    ]);
    expect(history(settings, 'inferenceModels')).toEqual([
      '["claude-opus-5"] site.json:4',
      '["claude-sonnet-5"] base.json:6',
    ]);
    expect(history(settings, 'isLocalDevMcpEnabled')).toEqual(['false locked.json:4']);
  });

  test('what was taken away is told, and by whom', async () => {
    const { settings } = await effective(['locked.json', 'disableAutoUpdates']);
    expect(settings).toMatchObject([{ key: 'disableAutoUpdates', set: false, source: 'file' }]);
    expect(history(settings, 'disableAutoUpdates')).toEqual(['unset locked.json:3', 'true base.json:7']);
  });

  test('--set and --unset have the last word, and what they replaced is told', async () => {
    const { settings } = await effective([
      'site.json',
      '--set',
      'inferenceModels=["claude-haiku-4-5"]',
      '--set',
      'deploymentDisplayName=CI',
      '--unset',
      'disableAutoUpdates',
    ]);
    expect(history(settings, 'inferenceModels')).toEqual([
      '["claude-haiku-4-5"] flag:null',
      '["claude-opus-5"] site.json:4',
      '["claude-sonnet-5"] base.json:6',
    ]);
    expect(history(settings, 'disableAutoUpdates')).toEqual([
      'unset flag:null',
      'false site.json:3',
      'unset locked.json:3',
      'true base.json:7',
    ]);
    expect(history(settings, 'deploymentDisplayName')).toEqual(['"CI" flag:null']);
    expect(settings.map(({ source }) => source)).toEqual([
      '--set',
      '--unset',
      'file',
      'file',
      '--set',
      'file',
      'file',
    ]);
  });

  test('no credential shows, in neither format, be it in force, replaced or set by a flag', async () => {
    const flags = ['--set', 'inferenceGatewayApiKey=sk-flag-0123456789abcdefghijkl'];
    for (const format of ['text', 'json']) {
      const argv = ['explain', '--effective', 'site.json', '--format', format, ...flags];
      const { stdout, stderr } = await runCli(argv, world);
      expect(stdout + stderr).toContain('••••');
      expect(stdout + stderr).not.toMatch(/0123456789/);
    }
  });

  test('text', async () => {
    const { code, stdout, stderr } = await runCli(
      ['explain', '--effective', 'site.json', 'disableautoupdates'],
      world,
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout:
        'disableAutoUpdates: false\n    from site.json:3\n    was taken away by locked.json:3\n    was true in base.json:7\n',
      stderr: '',
    });
    const whole = await runCli(['explain', '--effective', 'locked.json'], world);
    expect(whole.stdout).toContain('disableAutoUpdates: not set\n    taken away by locked.json:3\n');
    expect(whole.stderr).toBe('locked.json: 5 settings, from 2 files\n');
  });

  test('two bases: the later one counts, and what it replaced is told', async () => {
    const files = {
      'a.json': '{ "deploymentDisplayName": "A", "inferenceProvider": "gateway" }',
      'b.json': '{ "deploymentDisplayName": "B" }',
      'ring.json': '{ "extends": ["./a.json", "./b.json"] }',
    };
    const { settings } = await effective(['ring.json', 'deploymentDisplayName'], { files });
    expect(history(settings, 'deploymentDisplayName')).toEqual(['"B" b.json:1', '"A" a.json:1']);
  });

  test('other formats, and the default file', async () => {
    const exported = await runCli(['export', 'base.json', '--format', 'reg', '--encoding', 'utf8'], world);
    const { settings } = await effective(['x.reg', 'disableAutoUpdates'], {
      files: { 'x.reg': exported.stdoutBytes },
    });
    expect(settings).toMatchObject([{ key: 'disableAutoUpdates', file: 'x.reg', value: 'true' }]);
    const base = world.files?.['base.json'] ?? '';
    expect((await effective([], { files: { 'cowork-3p.json': base } })).files).toEqual(['cowork-3p.json']);
  });

  test.each([
    [['site.json', 'disableAutoUpdate'], 'Did you mean disableAutoUpdates?'],
    [['site.json', 'autoUpdaterEnforcementHours'], 'is not set, by no file and no flag'],
    [['nowhere.json'], 'does not exist'],
    [['site.json', '--format', 'markdown'], 'text or json'],
  ])('%j is wrong usage', async (argv, words) => {
    const { code, stderr } = await runCli(['explain', '--effective', ...argv], world);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  test('flags about a file need one', async () => {
    const { code, stderr } = await runCli(['explain', '--unset', 'inferenceModels'], world);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--effective') as string,
    });
  });

  test('a chain that cannot be followed: what is there, the error, exit 1', async () => {
    const files = { 'ring.json': '{ "extends": "./gone.json", "deploymentDisplayName": "R" }' };
    const { code, settings } = await effective(['ring.json'], { files });
    expect(code).toBe(1);
    expect(settings).toHaveLength(1);
    const { stderr } = await runCli(['explain', '--effective', 'ring.json'], { files });
    expect(stderr).toContain('extends-unreadable');
  });
});
