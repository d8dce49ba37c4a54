import { afterEach, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { Cancelled } from '../../src/errors.ts';
import { runCli, type Run } from '../support/io.ts';

/* Several configurations in one run, and runs that repeat. */

const open: EmbeddedGateway[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function gateway(): Promise<EmbeddedGateway> {
  const running = await startEmbeddedGateway();
  open.push(running);
  return running;
}

const configuration = ({ url, apiKey }: Pick<EmbeddedGateway, 'url' | 'apiKey'>): string =>
  JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: url,
    inferenceCredentialKind: 'static',
    inferenceGatewayApiKey: apiKey,
  });

const ONLY = ['--only', 'auth-accepted', '--only', 'health'];

interface Json {
  readonly exitCode: number;
  readonly probes: readonly {
    readonly file: string;
    readonly exitCode: number;
    readonly checks?: readonly { readonly id: string; readonly status: string }[];
    readonly error?: { readonly message: string };
  }[];
}

describe('several configurations', () => {
  async function several(format: string): Promise<Run> {
    const [good, bad] = [await gateway(), await gateway()];
    const run = await runCli(['probe', 'a.json', 'b.json', 'gone.json', ...ONLY, '--format', format], {
      files: {
        'a.json': configuration(good),
        'b.json': configuration({ url: bad.url, apiKey: 'sk-wrong-canary-0123456789' }),
      },
    });
    expect(run.stdout + run.stderr).not.toContain('canary');
    // A file that cannot be read says more than a check that failed.
    expect(run.code).toBe(2);
    return run;
  }

  test('json: a report each, in the order given', async () => {
    const { exitCode, probes } = JSON.parse((await several('json')).stdout) as Json;
    expect(exitCode).toBe(2);
    expect(probes.map(({ file, exitCode: code }) => [file, code])).toEqual([
      ['a.json', 0],
      ['b.json', 1],
      ['gone.json', 2],
    ]);
    expect(probes[1]?.checks?.find(({ id }) => id === 'auth-accepted')?.status).toBe('fail');
    expect(probes[2]?.error?.message).toMatch(/gone\.json does not exist/);
  });

  test('text: grouped', async () => {
    const { stdout } = await several('text');
    expect(stdout).toMatch(
      /^a\.json\n[\s\S]*\nb\.json\n[\s\S]*✖ auth-accepted[\s\S]*\ngone\.json\n✖ gone\.json does not/,
    );
  });

  test('junit: a suite each', async () => {
    const { stdout } = await several('junit');
    expect(stdout.match(/<testsuite /g)).toHaveLength(3);
  });

  test('one file keeps its shape, and a missing one its exit code', async () => {
    const running = await gateway();
    const run = await runCli(['probe', 'a.json', ...ONLY, '--format', 'json'], {
      files: { 'a.json': configuration(running) },
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ command: 'probe', exitCode: 0, gateway: running.url });
    expect((await runCli(['probe', 'gone.json'])).code).toBe(2);
    expect((await runCli(['probe', '-', '-'])).code).toBe(2);
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGQUIT', 131],
])('told by %s to end, report and process say %i', async (by, code) => {
  const running = await gateway();
  const run = await runCli(['probe', 'a.json', '--format', 'json'], {
    files: { 'a.json': configuration(running) },
    signal: AbortSignal.abort(new Cancelled(by)),
  });
  expect([run.code, JSON.parse(run.stdout)]).toEqual([
    code,
    expect.objectContaining({ exitCode: code, stopped: 'cancelled' }),
  ]);
});

describe('--watch', { timeout: 20_000 }, () => {
  /** Turns a fault on after the first run, and ends the watch after the change that comes of it. */
  async function watch(format: 'text' | 'json', files: readonly string[] = []): Promise<Run> {
    const running = await gateway();
    const stop = new AbortController();
    return runCli(['probe', ...files, ...ONLY, '--watch', '1', '--format', format], {
      files: { 'cowork-3p.json': configuration(running) },
      signal: stop.signal,
      heard: () => {
        if (running.faults.has('401')) stop.abort();
        running.faults.add('401');
      },
    });
  }

  test('shows the first run, then what changed with its time; ends with the code of the last run', async () => {
    const run = await watch('text');
    expect(run.stdout).toMatch(/✔ Credential: auth-accepted/);
    const changes = run.stdout.split('\n').filter((line) => line.startsWith('2026-11-23T00:00:00Z'));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatch(/^2026-11-23T00:00:00Z {2}new: auth-accepted.* → .*would not work/);
    expect(run.stderr).toMatch(/An hour of it takes about [\d,]+ requests and [\d,]+ \+ [\d,]+ tokens/);
    expect(run.code).toBe(1);
  });

  test('json: one object a line', async () => {
    const run = await watch('json');
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ time: '2026-11-23T00:00:00Z', exitCode: 0 });
    expect(lines[1]).toMatchObject({
      exitCode: 1,
      changes: [{ id: 'auth-accepted', from: 'pass', to: 'fail' }],
      causes: [{ state: 'new', checks: ['auth-accepted'] }],
    });
  });

  test('a file that cannot be read does not end it, as long as another can', async () => {
    const { stdout, code } = await watch('text', ['gone.json', 'cowork-3p.json']);
    expect(stdout).toMatch(/gone\.json does not exist/);
    expect(stdout).toMatch(/2026-11-23T00:00:00Z {2}cowork-3p\.json {2}new: auth-accepted/);
    expect(code).toBe(2);
  });

  test('what cannot be watched', async () => {
    expect((await runCli(['probe', '--watch', '1', '--format', 'junit'])).code).toBe(2);
    expect((await runCli(['probe', '-', '--watch', '1'])).code).toBe(2);
    expect((await runCli(['probe', 'gone.json', '--watch', '1'])).code).toBe(2);
  });
});
