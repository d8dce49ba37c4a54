import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERSION } from '../../src/version.ts';

/* The executable of `npm run build:binary`, where there is no Node: no environment, an empty folder. Skips where it was not built. */

const ROOT = path.join(import.meta.dirname, '../..');
const NAME = process.platform === 'win32' ? 'cowork-3p.exe' : 'cowork-3p';
const BINARY = path.join(ROOT, 'dist-binary', NAME);
const required = process.env.COWORK_3P_BINARY === 'required';

let work = '';
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-binary-test-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Windows does not start a program without these. */
const LEAST = Object.fromEntries(
  ['SystemRoot', 'TEMP'].flatMap((name) => {
    const value = process.env[name];
    return process.platform === 'win32' && value !== undefined ? [[name, value]] : [];
  }),
);

function start(command: string, args: readonly string[], { stdin = '', env = {} } = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: work,
    env: { ...LEAST, ...env },
    input: stdin,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

const binary = (
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string> } = {},
): Ended => start(BINARY, args, options);
const withNode = (args: readonly string[], options: { stdin?: string } = {}): Ended =>
  start(process.execPath, [path.join(ROOT, 'bin/cowork-3p.js'), ...args], options);

const GOOD = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-sonnet-4-5'],
});

test.runIf(required)('was built', () => {
  expect(existsSync(BINARY)).toBe(true);
});

describe.skipIf(!existsSync(BINARY))('the executable', () => {
  test('says its version', () => {
    expect(binary(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  test('says what runs it', () => {
    expect(binary(['--version', '--verbose']).stdout).toMatch(
      /\nRun by one executable with Node \d+\.\d+\.\d+ on \w+ \w+\n/,
    );
    expect(withNode(['--version', '--verbose']).stdout).toMatch(/\nRun by Node \d+\.\d+\.\d+ on \w+ \w+\n/);
  });

  test('says and does the same as the package', () => {
    writeFileSync(path.join(work, 'good.json'), GOOD);
    writeFileSync(path.join(work, 'bad.json'), '{ "inferenceProvider": "gatway", }');
    for (const argv of [
      ['--help'],
      ['validate', 'good.json'],
      ['validate', 'bad.json'],
      ['validate', 'missing.json'],
      ...['json', 'markdown', 'github', 'gitlab', 'sarif', 'junit'].map((format) => [
        'validate',
        'bad.json',
        '--format',
        format,
      ]),
      ['validate', '*.json'],
      ...['reg', 'plist', 'mobileconfig', 'json', 'pol'].map((format) => [
        'export',
        'good.json',
        '--format',
        format,
      ]),
      ['migrate', 'good.json'],
      ['egress', 'good.json'],
      ['explain', 'inferenceModels'],
      ['explain', '--json-schema'],
      ['template', 'admx', '-o', 'forms'],
      ['completion', 'bash'],
      ['probe', '--list'],
      ['no-such-command'],
    ])
      expect([argv, binary(argv)]).toEqual([argv, withNode(argv)]);
    expect(binary(['validate', '-'], { stdin: GOOD })).toEqual(withNode(['validate', '-'], { stdin: GOOD }));
  }, 120_000);

  test('does the whole job against a gateway', () => {
    const { code, stdout } = binary(['demo', '-o', 'demo']);
    expect(code).toBe(0);
    expect(stdout).toContain('Claude Desktop would work with this gateway');
    expect(readdirSync(path.join(work, 'demo/deploy')).length).toBe(4);
  }, 60_000);

  test('writes the page', () => {
    expect(binary(['report', 'good.json', '--offline', '-o', 'page.html']).code).toBe(0);
    expect(readFileSync(path.join(work, 'page.html'), 'utf8')).toContain('Not tested yet');
  });

  test('has its licences beside it', () => {
    expect(readdirSync(path.dirname(BINARY))).toEqual(
      expect.arrayContaining(['LICENSE', 'THIRD-PARTY-NOTICES.md', NAME]),
    );
  });
});
