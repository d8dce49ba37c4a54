import { describe, expect, test } from 'vitest';
import { checks } from '../../src/probe/checks/index.ts';
import { runCli } from '../support/io.ts';

interface Found {
  readonly kind: string;
  readonly keys: readonly { readonly key: string }[];
  readonly codes: readonly { readonly code: string }[];
  readonly adds: readonly { readonly key: string; readonly since: string }[];
  readonly ends: readonly { readonly subject: string }[];
  readonly releases: readonly { readonly version: string }[];
}

async function found(...words: readonly string[]): Promise<Found> {
  const { code, stdout } = await runCli(['explain', '--format', 'json', ...words]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Found;
}

describe('explain WORDS', () => {
  test.each([
    [['telemetry'], 'disableEssentialTelemetry', undefined],
    [['proxy'], 'egressProxyUrl', undefined],
    [['proxies'], 'egressProxyUrl', undefined],
    [['turn', 'off', 'the', 'updates'], 'disableAutoUpdates', undefined],
    [['gateway address'], 'inferenceGatewayBaseUrl', undefined],
    [['circle'], undefined, 'extends-circle'],
    [['https'], undefined, 'url-not-https'],
  ] as const)('%j', async (words, key, code) => {
    const { kind, keys, codes } = await found(...words);
    expect(kind).toBe('search');
    if (key !== undefined) expect(keys.map((one) => one.key)).toContain(key);
    if (code !== undefined) expect(codes.map((one) => one.code)).toContain(code);
  });

  test('a word in a name comes before one in prose, and every word must be there', async () => {
    const { keys } = await found('telemetry');
    expect(keys[0]?.key).toMatch(/Telemetry$/);
    const both = await found('telemetry', 'essential');
    expect(both.keys.length).toBeLessThan(keys.length);
    expect(both.keys.map(({ key }) => key)).toContain('disableEssentialTelemetry');
  });

  test('text, in one screen of names', async () => {
    const { code, stdout } = await runCli(['explain', 'telemetry']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Keys\n {2}disable\w+Telemetry/);
    expect(stdout).toContain('Ask about one: cowork-3p explain NAME.');
  });

  test('a key, a code and a slip are what they were', async () => {
    expect((await found('inferenceModels')).kind).toBe('key');
    expect((await found('url-not-https')).kind).toBe('code');
    const { code, stderr } = await runCli(['explain', 'inferenceModls']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean inferenceModels?');
  });

  test.each(['', '!!!', 'x'.repeat(100_000), '\u001B[31mzzz'])('nothing for %j', async (words) => {
    const { code, stdout, stderr } = await runCli(['explain', words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.length).toBeLessThan(1000);
    expect(stderr).not.toContain('\u001B');
  });
});

describe('explain RELEASE', () => {
  test('the keys that it was the first to read, by a whole number or its beginning', async () => {
    const { kind, releases, adds } = await found('1.46388');
    expect(kind).toBe('release');
    expect(releases.length).toBeGreaterThan(1);
    expect(adds.map(({ key }) => key)).toContain('sshClientPath');
    for (const { since } of adds) expect(since).toMatch(/^1\.46388\./);
    expect((await found('v1.46388')).adds).toEqual(adds);
  });

  test('what is no longer read from there on', async () => {
    expect((await found('2.26454.2')).ends.map(({ subject }) => subject)).toContain('isDxtEnabled');
  });

  test('a number that is not in the table says so', async () => {
    const { stdout } = await runCli(['explain', '9.9.9']);
    expect(stdout).toContain('not in the table');
    expect(stdout).toContain('Nothing is known that it changed');
  });
});

test.each([['1.46388'], ['telemetry'], ['proxy']])(
  'no line of what is found for %s ends in blanks',
  async (words) => {
    expect((await runCli(['explain', words])).stdout).not.toMatch(/ $/m);
  },
);

describe('a check of probe', () => {
  test.each(checks.map(({ id }) => id))('%s is explained', async (id) => {
    const { code, stdout } = await runCli(['explain', id]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${id} .*check of probe`));
    expect(stdout).toContain(`probe --only${stdout.includes(`--only ${id}`) ? ' ' : '\n'}${id}`);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const json = JSON.parse((await runCli(['explain', id, '--format', 'json'])).stdout) as object;
    expect(json).toMatchObject({ command: 'explain', kind: 'check', check: id });
  });

  test('what a vendor of a gateway reads: who can fix it, and how in known products', async () => {
    const { stdout } = await runCli(['explain', 'stream-incremental']);
    expect(stdout).toContain('Wanted: the stream arrives piece by piece.');
    expect(stdout).toContain('Who can fix it  whoever runs the LLM gateway, or its vendor');
    expect(stdout).toMatch(/- nginx: Set proxy_buffering off/);
  });

  test('one that does not exist is answered with the nearest', async () => {
    const { code, stderr } = await runCli(['explain', 'stream-incrementel']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean stream-incremental?')]);
  });
});
