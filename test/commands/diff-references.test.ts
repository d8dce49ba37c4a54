import { describe, expect, test } from 'vitest';
import { canBecome } from '../../src/schema/compare/unresolved.ts';
import { runCli } from '../support/io.ts';

/* `diff source device-file` answers "did it arrive?", also where the source holds references. */

const SOURCE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com/${env:TENANT}/v2',
  inferenceGatewayApiKey: '${env:KEY}',
  inferenceModels: ['claude-opus-5'],
};
const DEVICE = {
  ...SOURCE,
  inferenceGatewayBaseUrl: 'https://gw.example.com/north/v2',
  inferenceGatewayApiKey: 'q-canary-of-the-device',
};
const files = { 'a.json': JSON.stringify(SOURCE), 'b.json': JSON.stringify(DEVICE) };
const env = { TENANT: 'north', KEY: 'q-canary-of-the-device' };

/* Exit code and closing line of a comparison. */
test.each<[string, string, string, number, RegExp]>([
  ['the same in another order', '{"a":1,"b":2}', '{"b":2,"a":1}', 0, /✔ a\.json and b\.json say the same\n$/],
  ['one difference', '{"a":1}', '{"a":2}', 1, /✖ 1 difference: - is a\.json, \+ is b\.json\n$/],
  ['two', '{"a":1,"b":1}', '{"a":2}', 1, /✖ 2 differences: /],
  ['nothing on both sides', '{}', '{}', 0, /say the same\n$/],
  ['one that does not parse beside nothing', '{', '{}', 1, /cannot be said to be the same: a\.json holds no/],
  ['the other', '{}', '{', 1, /cannot be said to be the same: b\.json holds no/],
  ['one that does not parse beside settings', '{', '{"a":1}', 1, /✖ 1 difference/],
])('%s', async (_, a, b, code, words) => {
  const argv = ['diff', 'a.json', 'b.json'];
  const run = await runCli(argv, { files: { 'a.json': a, 'b.json': b } });
  expect(run.code).toBe(code);
  expect(run.stderr).toMatch(words);
  const json = await runCli([...argv, '--format', 'json'], { files: { 'a.json': a, 'b.json': b } });
  expect([json.code, (JSON.parse(json.stdout) as { exitCode: number }).exitCode]).toEqual([code, code]);
  const quiet = await runCli([...argv, '--quiet'], { files: { 'a.json': a, 'b.json': b } });
  expect([quiet.code, /say the same|✖/.test(quiet.stderr)]).toEqual([code, false]);
});

describe('diff with references', () => {
  test('is no difference, and says what was not compared', async () => {
    const run = await runCli(['diff', 'a.json', 'b.json'], { files, env });
    expect(run.code).toBe(0);
    expect(run.stdout.match(/not compared/g)).toHaveLength(2);
    expect(run.stderr).toContain('2 values not compared (--resolve compares them)');
    const json = await runCli(['diff', 'a.json', 'b.json', '--format', 'json'], { files, env });
    expect(JSON.parse(json.stdout)).toMatchObject({
      differences: [],
      notCompared: [{ key: 'inferenceGatewayApiKey' }, { key: 'inferenceGatewayBaseUrl' }],
    });
  });

  test('a number that was rounded is not compared, and neither is what a script computes', async () => {
    const big = { 'a.json': '{"x":9007199254740993,"y":[1]}', 'b.json': '{"x":9007199254740992,"y":[1]}' };
    const run = await runCli(['diff', 'a.json', 'b.json'], { files: big });
    expect([run.code, run.stdout]).toEqual([
      0,
      '? x: not compared, a number beyond 2^53 is not read exactly\n',
    ]);
    expect(run.stderr).toMatch(/say the same, but for 1 value not compared\n$/);
    const script = {
      'a.ps1':
        "Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name inferenceProvider -Value (Get-Provider)\n",
      'b.json': '{"inferenceProvider":"gateway"}',
    };
    const computed = await runCli(['diff', 'a.ps1', 'b.json', '--format', 'json'], { files: script });
    expect(JSON.parse(computed.stdout)).toMatchObject({
      notCompared: [{ key: 'inferenceProvider', reason: 'computed' }],
    });
  });

  test('with --resolve it is compared, and never shown', async () => {
    const same = await runCli(['diff', 'a.json', 'b.json', '--resolve'], { files, env });
    expect([same.code, same.stdout]).toEqual([0, '']);
    const other = await runCli(['diff', 'a.json', 'b.json', '--resolve'], {
      files,
      env: { ...env, KEY: 'q-canary-of-the-source' },
    });
    expect(other.code).toBe(1);
    expect(other.stdout + other.stderr).not.toMatch(/canary/);
    const unset = await runCli(['diff', 'a.json', 'b.json', '--resolve'], { files });
    expect([unset.code, unset.stdout]).toEqual([0, expect.stringContaining('not compared')]);
  });

  test.each([['TENANT'], ['north'], ['1234'], ['Zq7-K2mWx81LpQ']])(
    'what %s stands for is masked in both sides, and the rest of the address is shown',
    async (tenant) => {
      const b = JSON.stringify({ ...DEVICE, inferenceGatewayBaseUrl: `https://gw.example.org/${tenant}/v2` });
      const run = await runCli(['diff', 'a.json', 'b.json', '--resolve'], {
        files: { ...files, 'b.json': b },
        env: { ...env, TENANT: tenant },
      });
      expect(run.stdout).toBe(
        '~ inferenceGatewayBaseUrl: "https://gw.example.com/••••/v2" → "https://gw.example.org/••••/v2"\n',
      );
    },
  );

  test('literal text beside a reference counts', async () => {
    const moved = {
      ...files,
      'b.json': JSON.stringify({ ...DEVICE, inferenceGatewayBaseUrl: 'https://other/north/v2' }),
    };
    expect((await runCli(['diff', 'a.json', 'b.json'], { files: moved, env })).code).toBe(1);
  });
});

test.each<[string, string, string, number]>([
  ['the same', '{"x":1}', '{ "x": 1 } // y', 0],
  ['nothing and nothing', '{}', '{}', 0],
  ['nothing and what does not parse', '{}', '{ "x"', 1],
  ['twice what does not parse', '{ "x"', '[', 0],
])('diff of %s', async (_, a, b, code) => {
  const run = await runCli(['diff', 'a.json', 'b.json'], { files: { 'a.json': a, 'b.json': b } });
  const broken = [a, b].filter((text) => !text.includes('}')).length;
  expect([run.code, run.stdout, run.stderr.match(/Run validate on it/g)?.length ?? 0]).toEqual([
    code,
    '',
    broken,
  ]);
});

test.each<[unknown, unknown, boolean]>([
  ['${env:A}', 'x', true],
  ['${env:A}', '', true],
  ['${env:A}', [1], true],
  ['a${env:A}', [1], false],
  ['a${env:A}b', 'ab', true],
  ['a${env:A}a', 'a', false],
  ['a${env:A}-${env:B}c', 'ax-yc', true],
  ['a${env:A}-${env:B}c', 'axyc', false],
  ['${env:A}', '${env:B}', true],
  ['$${env:A}', 'x', false],
  ['a', 'b', false],
  [1, 'b', false],
])('%j can become %j: %s', (value, other, expected) => {
  expect(canBecome(value, other)).toBe(expected);
});
