import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { detect, importerById } from '../../src/importers/index.ts';
import { compareSettings, settingsOf } from '../../src/schema/index.ts';
import { migrate } from '../../src/schema/migrate.ts';
import { presets } from '../../src/schema/presets.ts';
import { runCli, type World } from '../support/io.ts';
import { FILE } from '../support/wizard.ts';

const OK = path.join(import.meta.dirname, '../../fixtures/ok');
const OK_FILES = readdirSync(OK).filter((name) => !name.includes('.findings.') && !name.endsWith('.md'));
const GATEWAY = [
  '--set',
  'inferenceProvider=gateway',
  '--set',
  'inferenceGatewayBaseUrl=https://gw.example.com',
  '--set',
  'inferenceGatewayApiKey=${env:K}',
];

const init = (argv: readonly string[], world: World = {}) => runCli(['init', '--yes', ...argv], world);
const parsed = (bytes: Buffer | undefined): unknown => JSON.parse(bytes?.toString() ?? 'null');

describe('init --yes', () => {
  test('writes what --set says, each value by the type of its row', async () => {
    const { code, files, written, stderr, stdout } = await init([
      ...GATEWAY,
      '--set',
      'isLocalDevMcpEnabled=false',
      '--set',
      'autoUpdaterEnforcementHours=24',
      '--set',
      'inferenceModels=["claude-sonnet-4-5",{"name":"claude-haiku-4-5","supports1m":true}]',
      '--set',
      'inferenceCustomHeaders={"X-A":"b=c"}',
      '--set',
      'organizationInstructions=a=b, and "quotes"',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(parsed(files.get(FILE))).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: '${env:K}',
      inferenceCustomHeaders: { 'X-A': 'b=c' },
      inferenceModels: ['claude-sonnet-4-5', { name: 'claude-haiku-4-5', supports1m: true }],
      isLocalDevMcpEnabled: false,
      autoUpdaterEnforcementHours: 24,
      organizationInstructions: 'a=b, and "quotes"',
    });
    expect(written.get(FILE)).toEqual({ secret: true, create: true });
    expect(stderr).toContain(`cowork-3p validate ${FILE}`);
  });

  test.each([
    [
      'an unknown key',
      ['--set', 'inferenceGatewayBaseURI=https://x.example.com'],
      /inferenceGatewayBaseURI.*\n.*Did you mean inferenceGatewayBaseUrl\?/s,
    ],
    ['an empty value', ['--set', 'inferenceGatewayBaseUrl='], /inferenceGatewayBaseUrl is empty/],
    [
      'no number',
      ['--set', 'autoUpdaterEnforcementHours=often'],
      /autoUpdaterEnforcementHours must be an integer/,
    ],
    ['no JSON', ['--set', 'inferenceModels=claude-sonnet-4-5'], /inferenceModels must be a list/],
    ['none of the values', ['--set', 'inferenceGatewayAuthScheme=basic'], /none of/],
    ['out of range', ['--set', 'autoUpdaterEnforcementHours=168'], /autoUpdaterEnforcementHours is 168/],
  ])('%s: exit 1 with the finding, nothing written', async (_name, sets, words) => {
    const { code, files, stderr, stdout } = await init([...GATEWAY, ...sets]);
    expect({ code, files: files.size, stdout }).toEqual({ code: 1, files: 0, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).toContain('Nothing was written');
  });

  test('nothing said: the findings say what is missing', async () => {
    const { code, stderr, files } = await init([]);
    expect({ code, files: files.size }).toEqual({ code: 1, files: 0 });
    expect(stderr).toContain('provider-missing');
  });

  test('every fault at once', async () => {
    const { stderr } = await init([
      '--set',
      'inferenceProvider=gatway',
      '--set',
      'nonsense=1',
      '--set',
      'isLocalDevMcpEnabled=maybe',
    ]);
    expect(stderr).toMatch(/gatway/);
    expect(stderr).toMatch(/nonsense/);
    expect(stderr).toMatch(/isLocalDevMcpEnabled/);
  });

  test('a secret that is wrong is not repeated', async () => {
    const { stderr, code } = await init([...GATEWAY.slice(0, 4), '--set', 'sk-live-0123456789']);
    expect(code).toBe(2);
    expect(stderr).not.toContain('sk-live-0123456789');
  });

  test('a file that is there: exit 2, with what to do; --force replaces it', async () => {
    const world = { files: { [FILE]: '{"old": 1}' } };
    const refused = await init(GATEWAY, world);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/exists already\.\n.*--force/);
    expect(refused.files.get(FILE)?.toString()).toBe('{"old": 1}');
    const forced = await init([...GATEWAY, '--force'], world);
    expect(forced.code).toBe(0);
    expect(parsed(forced.files.get(FILE))).not.toHaveProperty('old');
  });

  test('--from the same file changes it in place: comments stay', async () => {
    const old =
      '{\n  // ours\n  "inferenceProvider": "gateway",\n  "inferenceGatewayBaseUrl": "https://gw.example.com",\n  "inferenceGatewayApiKey": "${env:K}"\n}\n';
    const { code, files } = await init(
      ['--from', FILE, '--force', '--set', 'inferenceGatewayBaseUrl=https://new.example.com'],
      { files: { [FILE]: old } },
    );
    expect(code).toBe(0);
    expect(files.get(FILE)?.toString()).toBe(old.replace('gw.example.com', 'new.example.com'));
  });

  test('--from a registry file: native values, a new JSON file', async () => {
    const reg =
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n' +
      '"inferenceProvider"="gateway"\r\n"inferenceGatewayBaseUrl"="https://gw.example.com"\r\n' +
      '"inferenceGatewayApiKey"="${env:K}"\r\n"isLocalDevMcpEnabled"="false"\r\n"inferenceModels"="[\\"claude-sonnet-4-5\\"]"\r\n';
    const { code, files, stderr } = await init(['--from', 'a.reg'], { files: { 'a.reg': reg } });
    expect({ code, stderr: stderr.includes('✖') }).toEqual({ code: 0, stderr: false });
    expect(parsed(files.get(FILE))).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: '${env:K}',
      inferenceModels: ['claude-sonnet-4-5'],
      isLocalDevMcpEnabled: false,
    });
  });

  test.each([
    ['not there', 'no.json', 2, /does not exist/],
    ['broken', 'broken.json', 1, /syntax/],
  ])('--from a file that is %s', async (_name, name, expected, words) => {
    const { code, stderr, files } = await init(['--from', name], { files: { 'broken.json': '{' } });
    expect({ code, written: files.has(FILE) }).toEqual({ code: expected, written: false });
    expect(stderr).toMatch(words);
  });

  test.each(Object.entries(presets))(
    '--preset %s; --set wins over it; open keys are named',
    async (name, row) => {
      const { code, files, stderr } = await init([
        ...GATEWAY,
        '--preset',
        name,
        '--set',
        'isLocalDevMcpEnabled=true',
      ]);
      expect(code).toBe(0);
      expect(parsed(files.get(FILE))).toMatchObject({ ...row.values, isLocalDevMcpEnabled: true });
      expect(stderr).toContain(`The preset leaves to you: ${row.ask.join(', ')}`);
    },
  );

  test('--preset with --target: what the oldest release does not read is left out and told', async () => {
    const argv = [...GATEWAY, '--preset', 'locked-down', '--target', '1.46388..1.49585'];
    const { code, files, stderr } = await init(argv);
    const newer = [...stderr.matchAll(/^! Left out: (\w+) /gm)].map(([, key = '']) => key);
    expect([code, newer.length > 0]).toEqual([0, true]);
    const written = Object.keys(parsed(files.get(FILE)) as object);
    const keys = Object.keys(presets['locked-down'].values);
    expect(keys.filter((key) => !written.includes(key))).toEqual(newer);
    expect(stderr).toMatch(/^! The preset leaves to you: otlpEndpoint \(--set\)\.$/m);
    const quiet = await init([...argv, '--quiet']);
    expect([quiet.stderr, quiet.files.get(FILE)?.toString()]).toEqual(['', files.get(FILE)?.toString()]);
    // What the command says itself is not left out without a word: it is an error, as validate has it.
    const [key = ''] = newer;
    const said = await init([
      ...argv,
      '--set',
      `${key}=${JSON.stringify(presets['locked-down'].values[key as never])}`,
    ]);
    expect([said.code, said.files.has(FILE)]).toEqual([1, false]);
    expect(said.stderr).toContain('key-newer-than-target');
  });

  test('--preset whose open keys are all said leaves nothing to anybody', async () => {
    const { code, stderr } = await init([
      ...GATEWAY,
      ...['--preset', 'locked-down', '--set', 'otlpEndpoint=https://otel.example.com'],
    ]);
    expect([code, stderr.includes('leaves to you')]).toEqual([0, false]);
  });

  test('a name that begins as an option does is one that the next commands take', async () => {
    const { code, stderr } = await init([...GATEWAY, '--', '-x.json']);
    expect(code).toBe(0);
    expect(stderr).toContain('cowork-3p validate ./-x.json');
  });

  test.each([
    [[], /Add --force to replace it, or --from cowork-3p\.json --force to change it/],
    [['--from', 'other.json'], /exists already\.\n.*Add --force to replace it\.$/m],
  ])('a file that is there, with %j', async (flags, words) => {
    const files = { [FILE]: '{}', 'other.json': '{"inferenceProvider":"anthropic"}' };
    const run = await init(flags, { files });
    expect([run.code, run.written.size]).toEqual([2, 0]);
    expect(run.stderr).toMatch(words);
  });

  test('--target: the spelling of that release, and errors for what it does not read', async () => {
    const headers = [...GATEWAY, '--set', 'inferenceCustomHeaders={"X-A":"b"}', '--target'];
    const good = await init([...headers, '1.7196.0..1.9255.0']);
    expect(good.code).toBe(0);
    expect(good.stderr).toContain(`cowork-3p validate ${FILE} --target 1.7196.0..1.9255.0`);
    expect(parsed(good.files.get(FILE))).toMatchObject({ inferenceGatewayHeaders: { 'X-A': 'b' } });
    const torn = await init([...headers, '1.7196.0']);
    expect(torn.code).toBe(1);
    expect(torn.stderr.replace(/\s+/g, ' ')).toContain('No spelling is read by every release of the target');
    expect(torn.files.has(FILE)).toBe(false);
    const bad = await init([
      ...GATEWAY,
      '--set',
      'organizationInstructions=Be kind.',
      '--target',
      '1.7196.0',
    ]);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('organizationInstructions is read from 1.37937.0 on');
  });

  test('- is standard output, and nothing else is on it', async () => {
    const { code, stdout, stderr, files } = await init([...GATEWAY, '-']);
    expect({ code, stderr, files: files.size }).toEqual({ code: 0, stderr: '', files: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ inferenceProvider: 'gateway' });
  });

  test('--quiet says nothing', async () => {
    const { code, stdout, stderr } = await init([...GATEWAY, '--quiet']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each(OK_FILES)('--from fixtures/ok/%s: valid again, and nothing is lost', async (name) => {
    const bytes = readFileSync(path.join(OK, name));
    const { code, stdout, stderr } = await init(['--from', name, '-'], { files: { [name]: bytes } });
    expect({ code, stderr: stderr.includes('✖') }).toEqual({ code: 0, stderr: false });
    const format = detect(bytes);
    const before = format.ok ? format.value.decode(bytes) : format;
    const after = importerById('json').decode(Buffer.from(stdout));
    if (!before.ok || !after.ok) throw new Error('unreadable');
    expect(compareSettings(migrate(before.value).settings, settingsOf(after.value))).toEqual([]);
  });

  test('no terminal and no --yes: wrong usage, in words', async () => {
    const { code, stderr, files } = await runCli(['init']);
    expect({ code, files: files.size }).toEqual({ code: 2, files: 0 });
    expect(stderr).toMatch(/no terminal[^\n]*\n.*--yes.*--set KEY=VALUE/);
  });
});
