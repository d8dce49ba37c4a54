import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHelper, type HelperFailureKind, type HelperOptions } from '../../src/gateway/credential.ts';
import { readOutput } from '../../src/gateway/helper-output.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cowork-helper-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function script(body: string, mode = 0o755): string {
  count += 1;
  const file = path.join(folder, `helper-${String(count)}`);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, mode);
  return file;
}

function run(program: string, options: Partial<HelperOptions> = {}) {
  return runHelper(program, {
    timeoutMs: 10_000,
    env: { PATH: '/usr/bin:/bin', LOUD: 'yes' },
    platform: 'linux',
    ...options,
  });
}

const read = (text: string) => readOutput(new TextEncoder().encode(text));

describe('what a helper prints', () => {
  test.each<[string, string, object]>([
    ['a bare token', 'sk-abc\n', { token: 'sk-abc', warnings: [] }],
    ['without a line end', 'sk-abc', { token: 'sk-abc', warnings: [] }],
    ['with CRLF', 'sk-abc\r\n', { token: 'sk-abc', warnings: [] }],
    ['JSON', '{"token":"t1"}', { token: 't1', warnings: [] }],
    [
      'JSON with headers',
      '{"token":"t1","headers":{"X-Org":"a"}}\n',
      { token: 't1', headers: { 'X-Org': 'a' } },
    ],
    ['JSON with null headers', '{"token":"t1","headers":null}', { token: 't1' }],
  ])('%s', (_name, text, value) => {
    expect(read(text)).toMatchObject({ ok: true, value });
  });

  test.each([
    ['blank lines around', '\n\n sk-abc \n\n', /blank space/],
    ['quotes', '"sk-abc"', /quotes/],
    ['other JSON members', '{"token":"t","expires_in":3600}', /more than/],
  ])('warns of %s', (_name, text, words) => {
    const outcome = read(text);
    expect(outcome.ok && outcome.value.warnings.join(' ')).toMatch(words);
  });

  test.each<[string, string, HelperFailureKind]>([
    ['nothing', '', 'empty'],
    ['blank lines', ' \n\n', 'empty'],
    ['two lines', 'Logging in …\nsk-secret-1', 'not-a-token'],
    ['words', 'Token: sk-secret-1', 'not-a-token'],
    ['a scheme', 'Bearer sk-secret-1', 'not-a-token'],
    ['a control character', 'sk-secret-1\u0007x', 'not-a-token'],
    ['typographic characters', 'sk-secret-1“', 'not-a-token'],
    ['cut JSON', '{"token":"sk-secret-1"', 'bad-json'],
    ['JSON without token', '{"access_token":"sk-secret-1"}', 'bad-json'],
    ['JSON with an empty token', '{"token":" "}', 'bad-json'],
    ['JSON with a number', '{"token":12345678}', 'bad-json'],
    ['headers as a list', '{"token":"sk-secret-1","headers":["a"]}', 'bad-headers'],
    ['a header that is a number', '{"token":"t","headers":{"X-A":1}}', 'bad-headers'],
    ['a bad header name', '{"token":"t","headers":{"X A":"1"}}', 'bad-headers'],
    ['a header with a line break', '{"token":"t","headers":{"X-A":"a\\r\\nb"}}', 'bad-headers'],
    ['a secret as header name', '{"token":"t","headers":{"sk-secret-1":5}}', 'bad-headers'],
  ])('refuses %s', (_name, text, kind) => {
    const outcome = read(text);
    expect(outcome.ok ? 'ok' : outcome.failure[0]).toBe(kind);
    expect(JSON.stringify(outcome)).not.toContain('sk-secret-1');
  });

  test('bytes that are not UTF-8', () => {
    expect(readOutput(new Uint8Array([0x73, 0xff, 0xfe]))).toMatchObject({
      ok: false,
      failure: ['not-a-token', expect.any(String) as string],
    });
  });

  test('never throws, and a refusal never quotes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          const outcome = readOutput(bytes);
          if (outcome.ok) expect(outcome.value.token).toMatch(/^[^\r\n]+$/);
          else expect(outcome.failure[1].length).toBeLessThan(160);
        },
      ),
    );
  });
});

describe('where a helper may stand', () => {
  test.each<[string, NodeJS.Platform, RegExp]>([
    ['bin/helper', 'linux', /absolute path/],
    ['~/helper', 'darwin', /absolute path/],
    ['helper.exe', 'win32', /absolute path/],
    [String.raw`C:\tools\helper.cmd`, 'win32', /\.cmd file/],
    [String.raw`C:\tools\helper.PS1`, 'win32', /\.ps1 file/],
    ['/bin/a\0b', 'linux', /NUL/],
  ])('%j on %s', async (program, platform, words) => {
    const outcome = await run(program, { platform });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'path', message: expect.stringMatching(words) as string },
    });
  });
});

describe.skipIf(process.platform === 'win32')('running a helper', () => {
  test('environment, arguments and no shell', async () => {
    const file = script('printf %s "$CLAUDE_HELPER_CONTEXT-$LOUD-$#-$1-$2"');
    const outcome = await run(file, { args: ['$HOME', 'a;b'] });
    expect(outcome).toMatchObject({ ok: true, value: { token: 'setup-test-yes-2-$HOME-a;b', warnings: [] } });
  });

  test('no arguments unless configured, and none of our own environment', async () => {
    const outcome = await run(script('printf %s "$#-${HOME:-none}"'));
    expect(outcome).toMatchObject({ ok: true, value: { token: '0-none' } });
  });

  test('standard error is noticed and never repeated', async () => {
    const outcome = await run(script('echo sk-secret-err >&2; echo tok'));
    expect(outcome).toMatchObject({
      ok: true,
      value: { token: 'tok', warnings: [expect.stringContaining('standard error') as string] },
    });
    expect(JSON.stringify(outcome)).not.toContain('sk-secret-err');
  });

  test.each<[string, () => string, HelperFailureKind, RegExp]>([
    ['a missing file', () => path.join(folder, 'nowhere'), 'not-found', /was not found/],
    ['a missing interpreter', () => broken(), 'not-found', /interpreter/],
    ['a file without x', () => script('echo t', 0o644), 'not-executable', /not an executable/],
    ['a folder', () => folder, 'not-executable', /not an executable/],
    ['exit 3', () => script('echo sk-secret-1; exit 3'), 'exit', /code 3/],
    ['a signal', () => script('kill -9 $$'), 'exit', /SIGKILL/],
    ['too much output', () => script('head -c 200000 /dev/zero; sleep 20'), 'too-large', /64 KB/],
    ['silence', () => script('true'), 'empty', /nothing/],
  ])('%s', async (_name, make, kind, words) => {
    const outcome = await run(make());
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind, message: expect.stringMatching(words) as string },
    });
    expect(JSON.stringify(outcome)).not.toContain('sk-secret-1');
  });

  function broken(): string {
    const file = path.join(folder, 'broken');
    writeFileSync(file, '#!/no/such/interpreter\n');
    chmodSync(file, 0o755);
    return file;
  }

  test('a timeout ends the whole group, also what ignores SIGTERM', async () => {
    const pids = path.join(folder, 'pids');
    const file = script(
      `(trap '' TERM; while :; do sleep 0.2; done) &\necho $! > ${pids}\necho $$ >> ${pids}\ntrap '' TERM\nwhile :; do sleep 0.2; done`,
    );
    const outcome = await run(file, { timeoutMs: 700 });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'timeout', message: expect.stringContaining('700 ms') as string },
    });
    await expectGone(readFileSync(pids, 'utf8'));
  });

  test('cancelling does too, before it would end by itself', async () => {
    const SLEEP_S = 30;
    const pids = path.join(folder, 'pids2');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const outcome = await run(script(`echo $$ > ${pids}\nsleep ${SLEEP_S}`), { signal: controller.signal });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(outcome.ok ? Infinity : outcome.failure.ms).toBeLessThan(SLEEP_S * 1000);
    await expectGone(readFileSync(pids, 'utf8'));
  });

  test('cancelled before it began', async () => {
    expect(await run(script('echo t'), { signal: AbortSignal.abort() })).toMatchObject({
      failure: { kind: 'cancelled' },
    });
  });

  test('a background process that keeps the output open does not hold us up', async () => {
    const pids = path.join(folder, 'left');
    const outcome = await run(script(`sleep 30 &\necho $! > ${pids}\necho tok`));
    expect(outcome).toMatchObject({
      ok: true,
      value: { token: 'tok', warnings: [expect.stringContaining('left a process') as string] },
    });
    await expectGone(readFileSync(pids, 'utf8'));
  });

  /** Dead, or a zombie that nobody has collected yet. */
  async function expectGone(text: string): Promise<void> {
    const alive = (pid: string): boolean => {
      try {
        process.kill(Number(pid), 0);
      } catch {
        return false;
      }
      try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
      } catch {
        return process.platform !== 'linux';
      }
    };
    const pids = text.trim().split('\n');
    await expect.poll(() => pids.filter(alive), { timeout: 3000 }).toEqual([]);
  }
});
