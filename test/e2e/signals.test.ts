import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/errors.ts';
import { childrenIn } from '../../src/programs/process-list.ts';
import { runCli } from '../support/io.ts';

/* The built program ends when it is told to, whatever it waits for; and says plainly what is wrong around it. */

const BIN = path.join(import.meta.dirname, '../../bin/cowork-3p.js');
const posix = process.platform !== 'win32';
let work = '';

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'http://127.0.0.1:9',
  inferenceModels: ['claude-opus-5'],
};
/** What is promised to whoever wants the program to end. */
const PROMISE_MS = 2000;
/** Starts of a bare Node that a busy machine may take longer beyond that: how busy it is shows in how long one takes. */
const SLACK = 20;

/** How long a bare Node takes from start to end, here and now. */
function startMs(): number {
  const begun = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - begun;
}

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-signals-'));
  writeFileSync(path.join(work, 'base.json'), JSON.stringify({ ...BASE, inferenceGatewayApiKey: 'x' }));
  writeFileSync(
    path.join(work, 'ref.json'),
    JSON.stringify({ ...BASE, inferenceGatewayApiKey: '${file:ff}' }),
  );
  await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(hung.address() as AddressInfo).port}`;
  const slow = { ...BASE, inferenceGatewayBaseUrl: address };
  writeFileSync(path.join(work, 'slow.json'), JSON.stringify({ ...slow, inferenceGatewayApiKey: 'x' }));
  writeFileSync(
    path.join(work, 'oidc.json'),
    JSON.stringify({
      ...slow,
      inferenceCredentialKind: 'interactive',
      inferenceGatewayOidc: { clientId: 'desktop', issuer: address },
    }),
  );
  if (!posix) return;
  execFileSync('mkfifo', [path.join(work, 'ff')]);
  const helper = path.join(work, 'helper.sh');
  // A child in a group of its own, and one that ignores SIGTERM.
  writeFileSync(helper, "#!/bin/bash\nset -m\nsleep 4711 &\ntrap '' TERM\nsleep 4711\n");
  chmodSync(helper, 0o755);
  writeFileSync(
    path.join(work, 'helper.json'),
    JSON.stringify({ ...BASE, inferenceCredentialHelper: helper }),
  );
});
afterAll(() => {
  hung.close();
  rmSync(work, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts the program, gives it time to begin to wait, and sends a signal. */
function told(args: readonly string[], signal: NodeJS.Signals, afterMs: number): Promise<Ended | 'alive'> {
  const limitMs = PROMISE_MS + SLACK * startMs();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: work, stdio: ['pipe', 'pipe', 'pipe'] });
    // Nobody reads: a full pipe must not keep it.
    const begin = setTimeout(() => child.kill(signal), afterMs);
    const limit = setTimeout(() => {
      resolve('alive');
      child.kill('SIGKILL');
    }, afterMs + limitMs);
    child.on('error', reject);
    child.on('exit', (code, by) => {
      clearTimeout(begin);
      clearTimeout(limit);
      resolve({ code, signal: by });
    });
  });
}

/** 128 and the number of the signal, as shells have it. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGQUIT: 131 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** Accepts, and never answers; its address stands in slow.json and oidc.json. */
const hung = createServer((socket) => socket.on('error', () => undefined));

const PHASES: Readonly<Record<string, readonly string[]>> = {
  'a gateway that does not answer': ['models', 'slow.json'],
  'a probe of it': ['probe', 'slow.json'],
  'a probe that repeats': ['probe', 'slow.json', '--watch', '1'],
  'a provider that does not answer': ['models', 'oidc.json', '--sign-in'],

  'a pipe that nobody writes': ['validate', 'ff'],
  'standard input that does not end': ['validate', '-'],
  'a reference to such a pipe': ['export', 'ref.json', '--format', 'json'],
  'a pipe that nobody reads': ['export', 'base.json', '--format', 'json', '-o', 'ff'],
  'a helper that does not end': ['models', 'helper.json'],
};

describe.skipIf(!posix)('promise: it ends when it is told to', () => {
  test.for(
    Object.entries(PHASES).flatMap(([what, args]) => SIGNALS.map((signal) => ({ what, args, signal }))),
  )('$what, $signal', { timeout: 30_000 }, async ({ args, signal }) => {
    // A terminal that went away cannot be put in order: there the signal itself ends it.
    const expected = signal === 'SIGHUP' ? { code: null, signal } : { code: CODES[signal], signal: null };
    let ended = await told(args, signal, 500);
    // On a busy machine the signal came before the program did.
    for (
      let afterMs = 1000;
      afterMs <= 4000 && signal !== 'SIGHUP' && ended !== 'alive' && ended.signal === signal;
      afterMs *= 2
    )
      ended = await told(args, signal, afterMs);
    expect(ended).toEqual(expected);
  });

  // The resolver of the system cannot be made to hang without the rights of root: its functions never call back here.
  test.each(['models', 'probe', 'egress'])(
    '%s while a name server does not answer',
    { timeout: 30_000 },
    async (command) => {
      const stub = path.join(work, 'no-names.cjs');
      writeFileSync(
        stub,
        "require('node:dns').lookup = () => undefined; require('node:dns/promises').lookup = () => new Promise(() => {});",
      );
      writeFileSync(
        path.join(work, 'named.json'),
        JSON.stringify({
          ...BASE,
          inferenceGatewayBaseUrl: 'https://gateway.example.test',
          inferenceGatewayApiKey: 'x',
        }),
      );
      const args = [
        '--require',
        stub,
        BIN,
        command,
        'named.json',
        ...(command === 'egress' ? ['--check'] : []),
      ];
      const env = { ...process.env, HTTPS_PROXY: '', https_proxy: '' };
      const waits = spawnSync(process.execPath, [...args, '--timeout', '300'], {
        cwd: work,
        env,
        timeout: 20_000,
      });
      expect(waits.status).toBe(1);
      const child = spawn(process.execPath, args, { cwd: work, env, stdio: 'ignore' });
      setTimeout(() => child.kill('SIGTERM'), 1500);
      expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(143);
    },
  );

  test('nothing of a helper is left', async () => {
    await told(['models', 'helper.json'], 'SIGTERM', 2000);
    const list = spawnSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).stdout;
    expect(list.split('\n').filter((line) => line.trim() === 'sleep 4711')).toEqual([]);
  });

  test.each([
    ['1 0\n2 1\n3 2\n4 9\n', 2, [3]],
    ['10 1\n11 10\n12 11\n13 10\n14 13\n', 10, [11, 13, 12, 14]],
    ['5 5\n6 5\n', 5, [6]],
    ['', 1, []],
    ['x\n\n', 1, []],
  ])('children in %j of %i', (list, root, expected) => {
    expect(childrenIn(list, root)).toEqual(expected);
  });
});

describe.skipIf(!posix)('what is wrong around it is a plain message', () => {
  const run = (args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
    spawnSync(process.execPath, [BIN, ...args], { encoding: 'utf8', cwd: work, ...options });

  test('a working directory that was removed', () => {
    const gone = path.join(work, 'gone');
    const script = `cd '${gone}' && rmdir '${gone}' && exec '${process.execPath}' '${BIN}' "$@"`;
    const inside = (...args: string[]) => {
      mkdirSync(gone);
      return spawnSync('/bin/sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' });
    };
    expect(inside('--version')).toMatchObject({ status: 0, stderr: '' });
    const validate = inside('validate');
    expect(validate.status).toBe(2);
    expect(validate.stdout).toContain('the working directory does not exist any more');
    expect(() => rmdirSync(gone)).toThrow();
  });

  test('no folder for temporary files', () => {
    const demo = run(['demo'], { env: { ...process.env, TMPDIR: '/nonexistent' } });
    expect(demo.status).toBe(2);
    expect(demo.stderr).toContain('/nonexistent, does not exist');
  });

  test('links, folders and names', () => {
    symlinkSync('nowhere.json', path.join(work, 'dangling.json'));
    expect(run(['validate', 'dangling.json']).stdout).toContain(
      'is a link to nowhere.json, which does not exist',
    );
    const nowhere = run(['export', 'base.json', '--format', 'json', '-o', 'no-folder/x.json']);
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/folder .*no-folder does not exist/),
    ]);
    const long = `${'n'.repeat(250)}.json`;
    expect(run(['export', 'base.json', '--format', 'json', '-o', long]).status).toBe(0);
  });

  test('an old Node', () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '16.20.2' }); require(${JSON.stringify(BIN)})`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', old], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, 'cowork-3p needs Node.js 20.18 or newer; this is 16.20.2.\n']);
  });
});

describe('promise: it ends when it is told to, between the steps of what waits for nothing', () => {
  /** More than 100,000 bytes, which is when a step is long. */
  const large = JSON.stringify({
    ...BASE,
    inferenceGatewayApiKey: 'x',
    unknown: 'x'.repeat(110_000),
  });
  const files = {
    'large.json': large,
    'other.json': JSON.stringify({ ...BASE, inferenceGatewayApiKey: 'x' }),
  };
  // Steps that a signal is heard before: reading, what is worked out, and writing.
  test.each([
    [['validate', 'large.json'], 4],
    [['validate', '--fix', 'large.json'], 6],
    [['validate', '--resolve', 'large.json'], 4],
    [['diff', 'large.json', 'other.json'], 6],
    [['egress', 'large.json'], 4],
    [['explain', '--effective', 'large.json'], 3],
    [['migrate', 'large.json'], 4],
    [['export', '--format', 'reg', 'large.json'], 5],
    [['report', '--offline', 'large.json'], 6],
    [['bootstrap', 'check', 'large.json'], 4],
  ] as const)('%j: in each of %i', async (args, steps) => {
    for (let turns = 0; turns < steps; turns += 1) {
      const stop = new AbortController();
      const count = (left: number): void => {
        if (left === 0) stop.abort(new Cancelled('SIGTERM'));
        else setImmediate(count, left - 1);
      };
      setImmediate(count, turns);
      const run = await runCli(args, { files, signal: stop.signal });
      expect([run.code, run.stdout, run.written.size]).toEqual([143, '', 0]);
    }
  });
});
