import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/* Files and streams that are not plain, and runs that are long: the short ways in src/io.ts and src/output.ts must not show. */

const BIN = path.join(import.meta.dirname, '../../bin/cowork-3p.js');
const usable =
  process.platform !== 'win32' && existsSync(path.join(import.meta.dirname, '../../dist/cli.js'));
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-streams-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const CONFIG = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: 'placeholder',
  coworkEgressAllowedHosts: [],
  autoModeEnabled: false,
});

describe.skipIf(!usable)('streams', () => {
  test.each([
    ['a named pipe whose writer is late', 'mkfifo p; (sleep 0.3; cat a.json >p) & "$0" "$1" validate p'],
    ['a named pipe whose writer waits', 'mkfifo q; cat a.json >q & sleep 0.3; "$0" "$1" validate q'],
    ['a pipe with a name of its own', 'cat a.json | "$0" "$1" validate /dev/stdin'],
    ['a link to a file', 'ln -s a.json l.json; "$0" "$1" validate l.json'],
  ])('%s is read whole', (_, script) => {
    writeFileSync(path.join(work, 'a.json'), CONFIG);
    const run = spawnSync('sh', ['-c', script, process.execPath, BIN], {
      cwd: work,
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect([run.status, run.stdout], run.stderr).toEqual([0, '✔ No errors\n']);
  });

  /** A pipe that does not block its writer and is read late: Node's own streams do that to a pipe that is shared. */
  const LATE = `
import os, subprocess, sys, time
reading, writing = os.pipe()
os.set_blocking(writing, False)
child = subprocess.Popen(sys.argv[1:], stdout=writing)
os.close(writing)
time.sleep(1)
size = 0
while True:
    chunk = os.read(reading, 4096)
    if not chunk: break
    size += len(chunk)
print(size, child.wait())
`;
  test.skipIf(spawnSync('python3', ['-c', 'import os; os.set_blocking']).status !== 0)(
    'a pipe that is full for a while loses nothing',
    () => {
      const args = [BIN, 'explain', '--json-schema'];
      const whole = spawnSync(process.execPath, args, { maxBuffer: 10_000_000 }).stdout.length;
      expect(whole).toBeGreaterThan(200_000);
      const run = spawnSync('python3', ['-c', LATE, process.execPath, ...args], { encoding: 'utf8' });
      expect(run.stdout.trim(), run.stderr).toBe(`${whole} 0`);
    },
  );

  test('many files: one report in order, whatever its size; a signal ends it soon', async () => {
    const folder = path.join(work, 'many');
    mkdirSync(folder);
    for (let index = 0; index < 3000; index++)
      writeFileSync(
        path.join(folder, `${String(index).padStart(4, '0')}.json`),
        `{"nobody${index}":${CONFIG}}`,
      );
    const run = spawnSync(process.execPath, [BIN, 'validate', 'many/*.json'], {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    expect(run.status).toBe(1);
    expect([...run.stdout.matchAll(/^many\/(\d+)\.json$/gm)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 3000 }, (_, index) => index),
    );
    // The same files by ten spellings: long enough for a busy machine to get its word in.
    const again = Array.from({ length: 10 }, (_, index) =>
      readdirSync(folder).map((name) => `${'./'.repeat(index)}many/${name}`),
    ).flat();
    const child = spawn(process.execPath, [BIN, 'validate', ...again], {
      cwd: work,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).toEqual([130, 'Cancelled.\n']);
  }, 60_000);
});
