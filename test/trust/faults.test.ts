import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';

/* The built program as a process, in a world that fails it. */

const ROOT = path.join(import.meta.dirname, '../..');
const BIN = path.join(ROOT, 'bin/cowork-3p.js');
const usable = process.platform !== 'win32' && existsSync(path.join(ROOT, 'dist/cli.js'));
const linux = process.platform === 'linux';
const works = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-faults-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const CONFIG = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: 'canary-0123456789',
};

/** A folder with a.json in it. */
function folderWith(config: object = CONFIG): string {
  const folder = mkdtempSync(path.join(work, 'case-'));
  writeFileSync(path.join(folder, 'a.json'), JSON.stringify(config));
  return folder;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly ms: number;
}

function start(args: readonly string[], cwd: string): ChildProcess & { readonly ended: Promise<Ended> } {
  const begun = Date.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' },
  });
  closing.push(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output, ms: Date.now() - begun }));
  });
  return Object.assign(child, { ended });
}

/** Dead, or a zombie that nobody has collected yet. */
function alive(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const port = (server: Server): number => (server.address() as AddressInfo).port;

describe.skipIf(!usable)('promise: children end with the tool, and it ends when it is told', () => {
  const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
  const probing = (url: string, more: object = {}): string =>
    folderWith({ ...CONFIG, inferenceGatewayBaseUrl: url, inferenceModels: ['claude-sonnet-5'], ...more });

  /** Sends the signal when the moment has come, and expects an end that is soon, told in a word and without a trace. */
  async function endedBy(signal: NodeJS.Signals, folder: string, moment: Promise<unknown>): Promise<void> {
    const child = start(['probe', 'a.json'], folder);
    await Promise.race([moment, child.ended.then(({ output }) => Promise.reject(new Error(output)))]);
    child.kill(signal);
    // That it comes to an end at all is bounded by the time limit of the test.
    const { code, output } = await child.ended;
    expect(code, output).toBe(signal === 'SIGTERM' ? 143 : 130);
    expect(output).not.toMatch(/^\s+at |canary|internal error/m);
    expect(readdirSync(folder).filter((name) => !['a.json', 'helper', 'pids'].includes(name))).toEqual([]);
  }

  test.each(SIGNALS)(
    '%s before the handshake is done',
    async (signal) => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
      closing.push(
        () => server.close(),
        () => sockets.forEach((socket) => socket.destroy()),
      );
      await new Promise((resolve) => server.once('listening', resolve));
      const met = new Promise((resolve) => server.once('connection', resolve));
      await endedBy(signal, probing(`https://127.0.0.1:${port(server)}`), met);
    },
    30_000,
  );

  test.each(SIGNALS)(
    '%s in the middle of a stream',
    async (signal) => {
      const gateway = await startEmbeddedGateway({ apiKey: CONFIG.inferenceGatewayApiKey });
      closing.push(() => gateway.close());
      // The embedded gateway answers all but streams, which begin and never end.
      let streaming = (): void => undefined;
      const met = new Promise<void>((resolve) => (streaming = resolve));
      const proxy = createHttpServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = Buffer.concat(chunks).toString();
          if (/"stream":\s*true/.test(body)) {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write('event: message_start\ndata: {"type":"message_start"}\n\nevent: content');
            streaming();
            return;
          }
          const headers = Object.fromEntries(
            Object.entries(request.headers).filter(
              ([name]) => !['host', 'connection', 'content-length', 'accept-encoding'].includes(name),
            ),
          ) as Record<string, string>;
          void fetch(`${gateway.url}${request.url ?? ''}`, {
            method: request.method ?? 'GET',
            headers,
            ...(body === '' ? {} : { body }),
          }).then(
            async (answer) => {
              response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
              response.end(Buffer.from(await answer.arrayBuffer()));
            },
            () => response.destroy(),
          );
        });
      }).listen(0, '127.0.0.1');
      closing.push(
        () => proxy.closeAllConnections(),
        () => proxy.close(),
      );
      await new Promise((resolve) => proxy.once('listening', resolve));
      await endedBy(signal, probing(`http://127.0.0.1:${port(proxy)}`), met);
    },
    30_000,
  );

  test.each(SIGNALS)(
    '%s while a credential helper runs: it and its children are gone',
    async (signal) => {
      const folder = probing('http://127.0.0.1:9', {
        inferenceGatewayApiKey: undefined,
        inferenceCredentialKind: 'helper-script',
        inferenceCredentialHelper: path.join(work, `helper-${signal}`),
      });
      const pids = path.join(folder, 'pids');
      // One child that does not listen to SIGTERM, and one of its own.
      writeFileSync(
        path.join(work, `helper-${signal}`),
        `#!/bin/sh\nsh -c 'trap "" TERM; sleep 300 & echo $$ $! > ${pids}.part; mv ${pids}.part ${pids}; wait' &\nwait\n`,
      );
      chmodSync(path.join(work, `helper-${signal}`), 0o755);
      const running = expect.poll(() => existsSync(pids), { timeout: 15_000 }).toBe(true);
      await endedBy(signal, folder, running);
      const children = readFileSync(pids, 'utf8').trim().split(/\s+/);
      expect(children).toHaveLength(2);
      await expect.poll(() => children.filter(alive), { timeout: 5000 }).toEqual([]);
    },
    40_000,
  );

  test('a second signal waits for nobody', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    closing.push(
      () => server.close(),
      () => sockets.forEach((socket) => socket.destroy()),
    );
    await new Promise((resolve) => server.once('listening', resolve));
    const child = start(['probe', 'a.json'], probing(`http://127.0.0.1:${port(server)}`));
    await new Promise((resolve) => server.once('connection', resolve));
    child.kill('SIGTERM');
    child.kill('SIGINT');
    expect([130, 143]).toContain((await child.ended).code);
  }, 30_000);
});

describe.skipIf(!usable)('promise: a write is all or nothing, from the command line', () => {
  test('two runs at once on one file: one of them, whole', async () => {
    const folder = folderWith();
    const name = (index: number): string => `b${index}.json`;
    const texts: string[] = [];
    for (const index of [0, 1, 2, 3]) {
      const config = { ...CONFIG, organizationInstructions: String(index).repeat(2900) };
      writeFileSync(path.join(folder, name(index)), JSON.stringify(config));
      texts.push(
        spawnSync(process.execPath, [BIN, 'export', name(index), '--format', 'plist'], {
          cwd: folder,
          encoding: 'utf8',
        }).stdout,
      );
    }
    const ended = await Promise.all(
      [0, 1, 2, 3].map((index) => start(['export', name(index), '-o', 'out.plist'], folder).ended),
    );
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(texts).toContain(readFileSync(path.join(folder, 'out.plist'), 'utf8'));
    expect(readdirSync(folder).filter((one) => one.includes('.tmp'))).toEqual([]);
  }, 30_000);

  test('two runs of init at once: one writes, the others are told', async () => {
    const folder = mkdtempSync(path.join(work, 'case-'));
    const sets = Object.entries(CONFIG).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const args = ['init', '--yes', ...sets];
    const ended = await Promise.all([1, 2, 3].map(() => start(args, folder).ended));
    expect(ended.map(({ code }) => code).sort(), JSON.stringify(ended)).toEqual([0, 2, 2]);
    expect(JSON.parse(readFileSync(path.join(folder, 'cowork-3p.json'), 'utf8'))).toMatchObject(CONFIG);
    expect(readdirSync(folder)).toEqual(['cowork-3p.json']);
  }, 30_000);

  test.skipIf(!linux || !works('unshare', '-rm', 'true'))('a folder that is read-only', () => {
    const folder = folderWith();
    writeFileSync(path.join(folder, 'out.reg'), 'old');
    for (const args of [
      'export a.json -o out.reg --force',
      'export a.json --all . --force',
      'export a.json -o new.reg',
    ]) {
      const script = `mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" && exec "$0" "$1" ${args}`;
      const run = spawnSync('unshare', ['-rm', 'sh', '-c', script, process.execPath, BIN], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(run.stderr).toMatch(/cannot be written: the file system is read-only|permission denied/);
      expect(run.status).toBe(2);
    }
    expect(readFileSync(path.join(folder, 'out.reg'), 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'out.reg']);
  });

  test.skipIf(process.getuid?.() === 0)('a folder without permission', () => {
    const folder = folderWith();
    chmodSync(folder, 0o555);
    closing.push(() => chmodSync(folder, 0o755));
    const run = spawnSync(process.execPath, [BIN, 'export', 'a.json', '-o', 'out.reg'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('permission denied') as string });
  });

  test.skipIf(!existsSync('/dev/full'))(
    'a disk that is full under standard output: half a file does not pass for a whole',
    () => {
      for (const args of ['export a.json --format plist', 'validate a.json', 'migrate a.json', 'explain']) {
        const run = spawnSync('sh', ['-c', `exec "$0" "$1" ${args} > /dev/full`, process.execPath, BIN], {
          cwd: folderWith(),
          encoding: 'utf8',
        });
        expect(run.stderr).toContain('standard output cannot be written: the disk is full');
        expect(run.status).toBe(2);
      }
    },
  );

  test.each([
    ['>&-', 1],
    ['2>&-', 1],
    ['>&- 2>&- <&-', 1],
    ['2>/dev/full', 1],
    ['| true', 0],
  ])('streams that are closed from the start (%s): the exit code stays', (redirection, code) => {
    const folder = folderWith({ inferenceProvider: 'nobody' });
    const script = `"$0" "$1" validate a.json ${redirection}`;
    expect(spawnSync('sh', ['-c', script, process.execPath, BIN], { cwd: folder }).status).toBe(code);
  });
});

describe.skipIf(!usable)('promise: without a terminal nothing waits for one', () => {
  test.skipIf(!works('setsid', 'true'))('no /dev/tty at all', () => {
    const folder = mkdtempSync(path.join(work, 'case-'));
    for (const args of [['init'], ['init', '--from', 'a.json']]) {
      const run = spawnSync('setsid', ['-w', process.execPath, BIN, ...args], {
        cwd: folder,
        input: '',
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect(run.status).toBe(2);
      expect(run.stderr).toContain('no terminal to ask');
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  /** Opens a terminal, waits for the first question, and takes the terminal away. */
  const LEAVE = `
import os, pty, signal, sys, time
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b''
while b'inference' not in seen: seen += os.read(terminal, 65536)
os.close(terminal)
for _ in range(100):
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid: print('ended', os.waitstatus_to_exitcode(status)); sys.exit()
    time.sleep(0.1)
os.kill(child, signal.SIGKILL)
print('hangs')
`;
  test.skipIf(!works('python3', '-c', 'import pty, os; os.waitstatus_to_exitcode'))(
    'the terminal goes away under a question',
    () => {
      const folder = mkdtempSync(path.join(work, 'case-'));
      const run = spawnSync('python3', ['-c', LEAVE, process.execPath, BIN, 'init'], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, TERM: 'xterm' },
        timeout: 25_000,
      });
      // Ended by SIGHUP, as whatever else stands at a terminal.
      expect(run.stdout.trim(), run.stderr).toBe('ended -1');
      expect(readdirSync(folder)).toEqual([]);
    },
    30_000,
  );
});
