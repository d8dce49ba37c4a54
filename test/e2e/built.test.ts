import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { codeDocs } from '../../src/codes/docs.ts';
import { codes } from '../../src/codes/index.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { keyRow, providerRows } from '../../src/schema/descriptions.ts';
import { keyNames, PROVIDERS } from '../../src/schema/index.ts';
import { VERSION } from '../../src/version.ts';

/** A few spawns of the built program: what only a real process can show. */
const BIN = path.join(import.meta.dirname, '../../bin/cowork-3p.js');
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-e2e-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  options: { stdin?: string; closeStdout?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: work,
      // Node has a word to say where both are set.
      env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
      if (options.closeStdout === true) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.stdin ?? '');
  });
}

const GOOD = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
  inferenceModels: ['claude-sonnet-4-5'],
});

describe.skipIf(!existsSync(path.join(import.meta.dirname, '../../dist/cli.js')))('the built program', () => {
  test('--version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  test('the commonest runs load two files of ours, and none of Node that is slow to load', async () => {
    writeFileSync(path.join(work, 'one.json'), GOOD);
    const tell = path.join(work, 'tell.cjs');
    writeFileSync(
      tell,
      `process.on('exit', () => process._rawDebug(JSON.stringify([
        ...Object.keys(require.cache).map((file) => require('node:path').basename(file)),
        ...process.moduleLoadList.filter((name) => / (?:fs\\/promises|net|tty|child_process|crypto|vm)$/.test(name)),
      ])));`,
    );
    const loaded = async (...args: string[]): Promise<string[]> => {
      const { stderr } = await run(args, {
        env: { NODE_OPTIONS: `--require ${JSON.stringify(tell)}`, INFERENCE_GATEWAY_API_KEY: 'x' },
      });
      return (JSON.parse(stderr) as string[]).filter((name) => name !== 'tell.cjs');
    };
    expect(await loaded('--version')).toEqual(['cowork-3p.js', 'cli.js']);
    expect(await loaded('validate', 'one.json')).toEqual(['cowork-3p.js', 'cli.js', 'core.js']);
    for (const [format, ...more] of [['reg'], ['plist', 'xml.js']] as const)
      expect(await loaded('export', 'one.json', '--format', format)).toEqual([
        'cowork-3p.js',
        'cli.js',
        'core.js',
        'export.js',
        ...more,
      ]);
    writeFileSync(path.join(work, 'typo.json'), GOOD.replace('"gateway"', '"gatway"'));
    expect(await loaded('validate', 'typo.json')).toEqual(['cowork-3p.js', 'cli.js', 'core.js', 'seldom.js']);
    // One character beyond ASCII, such as in a regular expression, doubles what Node has to read and keep.
    const dist = path.join(path.dirname(BIN), '../dist');
    // The page of `report` is made of tagged templates, which have to stay as they are written.
    for (const name of readdirSync(dist).filter((file) => /^(?!report-).*\.js$/.test(file)))
      expect(
        readFileSync(path.join(dist, name)).findIndex((byte) => byte > 0x7f),
        name,
      ).toBe(-1);
    // Node takes a twentieth of its own start for every 80 KB: it is not to grow unnoticed.
    expect(statSync(path.join(dist, 'core.js')).size).toBeLessThan(320_000);
    // What explains a code is loaded by those who ask for it.
    const core = readFileSync(path.join(dist, 'core.js'), 'utf8');
    expect(codes.filter((code) => core.includes(codeDocs[code]().why))).toEqual([]);
    // … and so is what is said of keys and providers, whole.
    expect(keyNames.filter((key) => core.includes(keyRow(key).summary))).toEqual([]);
    expect(PROVIDERS.filter((provider) => core.includes(providerRows[provider].description))).toEqual([]);
    const { stdout } = await run(['explain', '--json-schema']);
    expect(stdout).toBe(readFileSync(path.join(dist, '../schema.json'), 'utf8'));
  });

  test('keeps compiled code in the cache of the user where the engine can, and only if it is theirs', async () => {
    const home = mkdtempSync(path.join(work, 'home-'));
    const kept = (): string[] => readdirSync(home, { recursive: true, encoding: 'utf8' });
    const env = { HOME: home, LOCALAPPDATA: home, XDG_CACHE_HOME: undefined, NODE_COMPILE_CACHE: undefined };
    const ran = await run(['--version'], { env });
    expect(ran).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    const offered = 'enableCompileCache' in nodeModule;
    expect(kept().some((name) => name.includes('cowork-3p'))).toBe(offered);
    // A home that is not there, or that belongs to somebody else, is left alone.
    const nowhere = path.join(work, 'no-home');
    expect((await run(['--version'], { env: { ...env, HOME: nowhere, LOCALAPPDATA: nowhere } })).code).toBe(
      0,
    );
    if (process.platform !== 'win32') expect(existsSync(nowhere)).toBe(false);
    if (process.geteuid?.() !== 0) return;
    const theirs = mkdtempSync(path.join(work, 'theirs-'));
    chownSync(theirs, 1234, 1234);
    expect((await run(['--version'], { env: { ...env, HOME: theirs } })).code).toBe(0);
    expect(readdirSync(theirs)).toEqual([]);
  });

  test('a finding through a pipe: exit 1, no colour, whole', async () => {
    const { code, stdout, stderr } = await run(['validate', '-'], {
      stdin: '{"inferenceProvider":"gatway"}',
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('not-in-enum');
    expect(stdout).not.toContain('\u001B');
    expect(stdout.trimEnd().endsWith('in 1 file')).toBe(true);
  });

  test('FORCE_COLOR colours, NO_COLOR wins', async () => {
    const stdin = '{"inferenceProvider":"gatway"}';
    expect(
      (await run(['validate', '-'], { stdin, env: { FORCE_COLOR: '1', NO_COLOR: '' } })).stdout,
    ).toContain('\u001B[');
    expect(
      (await run(['validate', '-'], { stdin, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout,
    ).not.toContain('\u001B[');
  });

  test('a closed stdout is no fault: the exit code stays, no stack', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`unknownKeyNumber${index}`, index]),
    );
    const stdin = JSON.stringify({ ...(JSON.parse(GOOD) as object), inferenceProvider: 'gatway', ...many });
    const { code, stderr } = await run(['validate', '-'], { stdin, closeStdout: true });
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
  });

  test('a file that holds a secret is 0600, whatever the umask; nothing else is left behind', async () => {
    writeFileSync(path.join(work, 'a.json'), GOOD);
    const { code, stderr } = await run(['export', 'a.json', '-o', 'out.mobileconfig'], {
      env: { INFERENCE_GATEWAY_API_KEY: 'canary-0123456789' },
    });
    expect(code, stderr).toBe(0);
    const file = path.join(work, 'out.mobileconfig');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('canary-0123456789');
    expect(stderr).not.toContain('canary');
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'a read-only folder: exit 2 and a reason',
    async () => {
      const folder = mkdtempSync(path.join(work, 'ro-'));
      chmodSync(folder, 0o500);
      const { code, stderr } = await run(['export', 'a.json', '-o', path.join(folder, 'out.reg')], {
        env: { INFERENCE_GATEWAY_API_KEY: 'x1' },
      });
      expect(code).toBe(2);
      expect(stderr).toContain('permission denied');
    },
  );

  test('a dozen gateways at once, sixteen requests each: Node has nothing to say', async () => {
    const gateway = await startEmbeddedGateway();
    try {
      const names = Array.from({ length: 12 }, (_, index) => `many-${index}.json`);
      for (const name of names)
        writeFileSync(
          path.join(work, name),
          JSON.stringify({ ...(JSON.parse(GOOD) as object), inferenceGatewayBaseUrl: gateway.url }),
        );
      const { code, stdout, stderr } = await run(
        ['probe', ...names, '--concurrency', '16', '--skip', 'body-size', '--format', 'json', '--quiet'],
        { env: { INFERENCE_GATEWAY_API_KEY: gateway.apiKey } },
      );
      expect(stderr).not.toMatch(/Warning:|^\(node/m);
      const { probes } = JSON.parse(stdout) as { probes: { exitCode: number }[] };
      expect([code, probes.length]).toEqual([0, 12]);
    } finally {
      await gateway.close();
    }
  }, 60_000);

  test('demo does the whole job and leaves the files', async () => {
    const folder = path.join(work, 'demo');
    const { code, stdout, stderr } = await run(['demo', '-o', folder]);
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).not.toMatch(/Warning:|^\(node/m);
    expect(stdout).toContain('Claude Desktop would work with this gateway');
    for (const name of [
      'Claude.mobileconfig',
      'Claude.reg',
      'com.anthropic.claudefordesktop.plist',
      'managed-settings.json',
    ])
      expect(existsSync(path.join(folder, 'deploy', name)), name).toBe(true);
    const key = /^\s*"inferenceGatewayApiKey": "(sk-[^"]+)"/m.exec(
      readFileSync(path.join(folder, 'deploy/managed-settings.json'), 'utf8'),
    )?.[1];
    expect(key).toBeDefined();
    expect(stdout + stderr).not.toContain(key);
  }, 60_000);
});
