import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { nodeIo } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo } from '../support/io.ts';

const posix = process.platform !== 'win32';
const BIN = path.join(import.meta.dirname, '../../bin/cowork-3p.js');
const built = existsSync(path.join(import.meta.dirname, '../../dist/cli.js'));
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-files-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const io = nodeIo(process);
const fresh = (): string => mkdtempSync(path.join(work, 'case-'));

describe('promise: a file that holds a secret is readable by its owner alone', () => {
  // Setting one and setting it back is the only way to learn it; nothing else runs in this worker.
  const before = process.umask(0o022);
  process.umask(before);
  afterEach(() => void process.umask(before));

  test.skipIf(!posix).each([0o000, 0o022, 0o077])('under umask %o', async (mask) => {
    process.umask(mask);
    const folder = fresh();
    await io.writeFile(path.join(folder, 'new'), Buffer.from('x'), { secret: true });
    expect(statSync(path.join(folder, 'new')).mode & 0o777).toBe(0o600);
    writeFileSync(path.join(folder, 'old'), 'public', { mode: 0o666 });
    await io.writeFile(path.join(folder, 'old'), Buffer.from('x'), { secret: true });
    expect(statSync(path.join(folder, 'old')).mode & 0o777).toBe(0o600);
  });
});

describe('promise: a write is all or nothing', () => {
  test('nothing is overwritten where creation was asked for', async () => {
    const file = path.join(fresh(), 'a');
    writeFileSync(file, 'old');
    expect(await io.writeFile(file, Buffer.from('new'), { create: true })).toMatchObject({
      ok: false,
      failure: { code: 'EEXIST' },
    });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(path.dirname(file))).toEqual(['a']);
  });

  test('twenty writers at once: one of them wins whole, nothing is left behind', async () => {
    const file = path.join(fresh(), 'a');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(200_000));
    await Promise.all(texts.map((text) => io.writeFile(file, Buffer.from(text))));
    expect(texts).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(path.dirname(file))).toEqual(['a']);
  });

  test('a folder in the way, a folder that is missing: a reason, and no temporary file', async () => {
    const folder = fresh();
    expect(await io.writeFile(folder, Buffer.from('x'))).toMatchObject({
      ok: false,
      failure: { code: 'EISDIR' },
    });
    expect(await io.writeFile(path.join(folder, 'no/such'), Buffer.from('x'))).toMatchObject({
      ok: false,
      failure: { code: 'ENOENT' },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  const CONFIG = JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
    inferenceGatewayApiKey: 'placeholder',
    organizationInstructions: 'x'.repeat(2900),
    inferenceModels: Array.from({ length: 190 }, (_, index) => `claude-sonnet-4-${index}-${'y'.repeat(120)}`),
  });

  test.skipIf(!posix || !built)('a full disk (a file size limit): the old file survives', () => {
    const folder = fresh();
    writeFileSync(path.join(folder, 'a.json'), CONFIG);
    writeFileSync(path.join(folder, 'out.reg'), 'old');
    const { status, signal, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, BIN, 'export', 'a.json', '-o', 'out.reg'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(signal !== null || status === 2, stderr).toBe(true);
    expect(readFileSync(path.join(folder, 'out.reg'), 'utf8')).toBe('old');
  });

  test.skipIf(!posix || !built)(
    'killed at any moment: the old file or the new one, whole',
    async () => {
      const folder = fresh();
      const file = path.join(folder, 'out.plist');
      writeFileSync(path.join(folder, 'a.json'), CONFIG);
      const args = [BIN, 'export', 'a.json', '-o', 'out.plist', '--quiet'];
      expect(spawnSync(process.execPath, args, { cwd: folder }).status).toBe(0);
      const whole = readFileSync(file);
      for (let delay = 20; delay < 140; delay += 15) {
        const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
        setTimeout(() => child.kill('SIGKILL'), delay);
        await new Promise((resolve) => child.on('close', resolve));
        expect(readFileSync(file).equals(whole)).toBe(true);
      }
    },
    30_000,
  );
});

describe.skipIf(!posix)('promise: a link is never followed to another file', () => {
  test('a link to a file: the file it names is replaced, the link stays', async () => {
    const folder = fresh();
    writeFileSync(path.join(folder, 'real'), 'old');
    symlinkSync('real', path.join(folder, 'link'));
    await io.writeFile(path.join(folder, 'link'), Buffer.from('new'));
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe('new');
  });

  test('a link planted at a name that is free: the name is replaced, what it points at is not made', async () => {
    const folder = fresh();
    symlinkSync(path.join(folder, 'victim'), path.join(folder, 'out'));
    await io.writeFile(path.join(folder, 'out'), Buffer.from('secret'), { secret: true });
    expect(existsSync(path.join(folder, 'victim'))).toBe(false);
    expect(lstatSync(path.join(folder, 'out')).isFile()).toBe(true);
    symlinkSync(path.join(folder, 'victim'), path.join(folder, 'made'));
    expect(await io.writeFile(path.join(folder, 'made'), Buffer.from('x'), { create: true })).toMatchObject({
      ok: false,
    });
    expect(existsSync(path.join(folder, 'victim'))).toBe(false);
  });
});

describe('promise: a bug shows no value', () => {
  test.each([[[]], [['--verbose']]])('with %j', async (flags) => {
    const { io: fake, result } = fakeIo({});
    const broken = {
      ...fake,
      readFile: () => Promise.reject(new Error('value canary-0123456789 was unexpected')),
    };
    const code = await main(['validate', 'a.json', ...flags], broken);
    expect(code).toBe(3);
    expect(result().stderr).toContain('internal error');
    expect(result().stderr).not.toContain('canary');
    expect(/^\s+at /m.test(result().stderr)).toBe(flags.length > 0);
  });
});

test('a message that looks like the frames of a stack is no part of what --verbose prints', async () => {
  const { io: fake, result } = fakeIo({});
  const readFile = () => Promise.reject(new Error('no\n    at canary-0123456789\n    at canary-9876543210'));
  expect(await main(['validate', 'a.json', '--verbose'], { ...fake, readFile })).toBe(3);
  expect(result().stderr).toMatch(/^\s+at /m);
  expect(result().stderr).not.toContain('canary');
});

describe.skipIf(!built)('what nobody catches', () => {
  test.each([
    ['an error', "setTimeout(() => { throw new Error('canary-0123456789'); }, 300)"],
    ['a promise', "setTimeout(() => Promise.reject(new Error('canary-0123456789')), 300)"],
    ['no error at all', "setTimeout(() => { throw 'canary-0123456789'; }, 300)"],
  ])('%s is told as a bug, without its message', async (_what, code) => {
    const file = path.join(fresh(), 'thrower.cjs');
    writeFileSync(file, code);
    const child = spawn(process.execPath, ['--require', file, BIN, 'validate', '-', '--verbose']);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    expect([status, said]).toEqual([3, expect.stringContaining('internal error')]);
    expect(said).not.toContain('canary');
  });
});

describe.skipIf(!built || !posix)('faults of the environment', () => {
  test.each([
    ['nothing set', {}],
    ['Turkish', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
    ['C', { LANG: 'C', LC_ALL: 'C' }],
    ['no home', { HOME: '' }],
    ['a clock far off', { TZ: 'Pacific/Kiritimati' }],
  ])('%s: the same bytes', (_name, env) => {
    const folder = fresh();
    writeFileSync(
      path.join(folder, 'a.json'),
      '{"inferenceProvider":"gateway","inferenceGatewayBaseUrl":"https://I.example.com","inferenceGatewayApiKey":"placeholder","isClaudeCodeForDesktopEnabled":true}',
    );
    const args = [BIN, 'export', 'a.json', '--format', 'mobileconfig'];
    const here = spawnSync(process.execPath, args, { cwd: folder });
    const there = spawnSync(process.execPath, args, { cwd: folder, env });
    expect(there.status, there.stderr.toString()).toBe(0);
    expect(there.stdout.equals(here.stdout)).toBe(true);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle of a probe: exit 130 or 143, no stack',
    async (signal) => {
      const server = createServer(() => undefined).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      const child = spawn(
        process.execPath,
        [BIN, 'probe', '--url', `http://127.0.0.1:${port}`, '--credential-env', 'K'],
        {
          env: { ...process.env, K: 'canary-0123456789', NO_PROXY: '127.0.0.1' },
        },
      );
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await new Promise((resolve) => server.once('request', resolve));
      child.kill(signal);
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect(code).toBe(signal === 'SIGTERM' ? 143 : 130);
      expect(output).not.toMatch(/^\s+at |canary/m);
      server.closeAllConnections();
      server.close();
    },
    30_000,
  );
});
