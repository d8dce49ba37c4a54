import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';

/** The built program at a terminal: what only a real one can show. */
const ROOT = path.join(import.meta.dirname, '../..');
const BIN = path.join(ROOT, 'bin/cowork-3p.js');
const isBuilt = existsSync(path.join(ROOT, 'dist/cli.js'));
const hasPty =
  process.platform !== 'win32' &&
  spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;

interface Step {
  readonly expect: string;
  readonly send: string;
}

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly missed: string | null;
  readonly cooked: boolean;
}

const ENTER = '\r';
const ESCAPE = '\u001B';
const CTRL_C = '\u0003';
const QUIT = '\u001C';
const CTRL_D = '\u0004';
const DOWN = '\u001B[B';

let work = '';
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-pty-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** Not spawnSync: a gateway in this process must go on answering. */
function play(
  steps: readonly Step[],
  env: Readonly<Record<string, string>> = {},
  argv: readonly string[] = [],
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const helper = spawn('python3', [path.join(ROOT, 'test/support/terminal.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let answer = '';
    helper.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    helper.on('error', reject);
    helper.on('close', () => {
      try {
        resolve(JSON.parse(answer) as Ended);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    helper.stdin.end(
      JSON.stringify({
        argv: [process.execPath, BIN, 'init', ...argv],
        cwd: work,
        env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
        columns: 80,
        rows: 24,
        steps,
        seconds: 30,
      }),
    );
  });
}

const at = (expected: string, ...keys: string[]): Step => ({ expect: expected, send: keys.join('') });
const toKey: Step[] = [at('How do users authenticate?', ENTER)];

describe.skipIf(!isBuilt || !hasPty)('init at a terminal', { timeout: 60_000 }, () => {
  test('the whole way: masked key, Esc, live test, models by checkbox, mode 0600', async () => {
    const gateway = await startEmbeddedGateway({
      apiKey: 'sk-pty-0123456789abcdef',
      models: ['claude-sonnet-4-5', 'gpt-5.5', 'claude-haiku-4-5'],
    });
    try {
      const { code, output, missed, cooked } = await play([
        at('Where does inference run?', ENTER),
        at('Base URL', 'http://gw.example.com', ENTER),
        at('Use https', '\u0015', gateway.url, ENTER),
        at('How do users authenticate?', ESCAPE),
        at('Base URL', ENTER),
        at('How do users authenticate?', ENTER),
        at('Gateway API key', DOWN, DOWN, DOWN, ENTER),
        at('Gateway API key', gateway.apiKey, ENTER),
        at('Test this gateway now?', ENTER),
        at('Write it', 'Models: w', ENTER),
        at('Which models', DOWN, ENTER),
        at('Models to offer', ' ', DOWN, ' ', ENTER),
        at('Which one do conversations start with?', ENTER),
        at('Write it', 'Restr', ENTER),
        at('How far', DOWN, ENTER),
        at('Organization UUID', ENTER),
        at('OpenTelemetry', ENTER),
        at('Write it', ENTER),
      ]);
      expect(missed).toBeNull();
      expect({ code, cooked }).toEqual({ code: 0, cooked: true });
      expect(output).not.toContain(gateway.apiKey);
      expect(output).toContain('•••••');
      expect(output).toContain('Credential: auth-accepted');
      expect(output).toContain('hidden: ');
      expect(output).toContain('cowork-3p validate cowork-3p.json');
      const file = path.join(work, 'cowork-3p.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: gateway.url,
        inferenceCredentialKind: 'static',
        inferenceGatewayApiKey: gateway.apiKey,
        inferenceModels: ['claude-sonnet-4-5', 'claude-haiku-4-5'],
        isDesktopExtensionSignatureRequired: true,
        autoUpdaterEnforcementHours: 24,
      });
      expect(readdirSync(work)).toEqual(['cowork-3p.json']);
    } finally {
      await gateway.close();
    }
  });

  test.each([
    ['the first list', [at('Where does inference run?', CTRL_C)]],
    ['an input', [at('Where does inference run?', ENTER), at('Base URL', 'https://half', CTRL_C)]],
    [
      'a masked input',
      [
        at('Where does inference run?', ENTER),
        at('Base URL', 'https://gw.example.com', ENTER),
        ...toKey,
        at('Gateway API key', DOWN, DOWN, DOWN, ENTER),
        at('Gateway API key', 'sk-half', CTRL_C),
      ],
    ],
    ['the first list, by Ctrl-\\', [at('Where does inference run?', QUIT)]],
    ['an empty input, by Ctrl-D', [at('Where does inference run?', ENTER), at('Base URL', CTRL_D)]],
  ])('Ctrl-C at %s: exit 130, nothing written, the terminal as before', async (_name, steps) => {
    const { code, output, missed, cooked } = await play(steps);
    expect(missed).toBeNull();
    expect({ code, cooked }).toEqual({ code: 130, cooked: true });
    expect(output).toContain('Cancelled: nothing was written.');
    expect(output).not.toMatch(/^\s+at /m);
    // The cursor was hidden by the list and is shown again.
    expect(output.lastIndexOf('\u001B[?25h')).toBeGreaterThanOrEqual(output.lastIndexOf('\u001B[?25l'));
    expect(readdirSync(work)).toEqual([]);
  });

  test('Ctrl-C while a gateway that never answers is asked', async () => {
    const gateway = await startEmbeddedGateway({
      apiKey: 'sk-pty-0123456789abcdef',
      faults: ['hang-headers'],
    });
    try {
      const { code, output, missed, cooked } = await play(
        [
          ...toKey,
          at('Gateway API key', ENTER),
          at('Test this gateway now?', ENTER),
          at('Ctrl-C stops', CTRL_C),
        ],
        { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
        [gateway.url],
      );
      expect(missed).toBeNull();
      expect({ code, cooked }).toEqual({ code: 130, cooked: true });
      expect(output).toContain('Cancelled: nothing was written.');
      expect(readdirSync(work)).toEqual([]);
    } finally {
      await gateway.close();
    }
  });

  test('Esc while a gateway that never answers is asked: back to the question before', async () => {
    const gateway = await startEmbeddedGateway({
      apiKey: 'sk-pty-0123456789abcdef',
      faults: ['hang-headers'],
    });
    try {
      const { code, missed, cooked } = await play(
        [
          ...toKey,
          at('Gateway API key', ENTER),
          at('Test this gateway now?', ENTER),
          at('Ctrl-C stops', ESCAPE),
          at('Gateway API key', CTRL_C),
        ],
        { INFERENCE_GATEWAY_API_KEY: gateway.apiKey },
        [gateway.url],
      );
      expect({ code, missed, cooked }).toEqual({ code: 130, missed: null, cooked: true });
    } finally {
      await gateway.close();
    }
  });

  test('a pasted key with the line ends of Windows answers one question', async () => {
    const { code, output, missed } = await play(
      [
        ...toKey,
        at('Gateway API key', 'Type', ENTER),
        at('Gateway API key', 'k'.repeat(3000), '\r\n'),
        at('Test this gateway now?', CTRL_C),
      ],
      {},
      ['https://gw.example.com'],
    );
    expect({ code, missed }).toEqual({ code: 130, missed: null });
    expect(output).toContain('(3,000 characters)');
    expect(output.length).toBeLessThan(12_000);
  });

  test('TERM=dumb: lines alone, without a cursor', async () => {
    const { code, output, missed } = await play(
      [
        at('number or name [1]', '\n'),
        at('number or name [1]', '\n'),
        at('number or name [1]', '3\n'),
        at('number or name [1]', '\n'),
      ],
      { TERM: 'dumb' },
      ['https://gw.example.com'],
    );
    expect({ code, missed }).toEqual({ code: 0, missed: null });
    expect(output).not.toContain('\u001B');
    expect(readdirSync(work)).toEqual(['cowork-3p.json']);
  });

  test('NO_COLOR: not one colour, from the first question on', async () => {
    const { output } = await play([at('Where does inference run?', DOWN), at('Claude API', CTRL_C)], {
      NO_COLOR: '1',
    });
    // eslint-disable-next-line no-control-regex -- SGR sequences are what this looks for
    expect(output).not.toMatch(/\u001B\[[0-9;]*m/);
  });
});
