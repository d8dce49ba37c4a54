import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, type World } from './support/io.ts';

/* docs/rings.md, as written: its files, then its commands. */

const page = readFileSync(path.join(import.meta.dirname, '../docs/rings.md'), 'utf8');
const files = Object.fromEntries(
  [...page.matchAll(/`(\w+\.json)`(?: is a configuration like any other)?:\n\n```jsonc\n([\s\S]*?)```/g)].map(
    ([, name = '', text = '']) => [name, text],
  ),
);
const commands = [...page.matchAll(/^\$ cowork-3p (.+?)(?:\s+#.*)?$/gm)].map(([, line = '']) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
);
const world: World = { files, env: { INFERENCE_GATEWAY_API_KEY: 'key-0123456789' } };

test('the page has three files and six commands', () => {
  expect(Object.keys(files)).toEqual(['base.json', 'pilot.json', 'locked.json']);
  expect(commands).toHaveLength(6);
});

describe('every command of the page', () => {
  test.each(commands.map((argv) => [argv.join(' '), argv] as const))('%s', async (_, argv) => {
    const { code, stderr } = await runCli(argv, world);
    expect({ code, stderr: code < 2 ? '' : stderr }).toEqual({
      code: argv[0] === 'diff' ? 1 : 0,
      stderr: '',
    });
  });
});

test('explain --effective says what the page says', async () => {
  const shown = /^\$ cowork-3p explain --effective (\S+) (\w+)\n([\s\S]*?)```/m.exec(page);
  const [, file = '', key = '', output = ''] = shown ?? [];
  const { stdout } = await runCli(['explain', '--effective', file, key], world);
  expect(stdout).toBe(output);
});

test('each ring is its base with what differs', async () => {
  const json = async (file: string): Promise<Record<string, unknown>> =>
    JSON.parse((await runCli(['export', file, '--format', 'json'], world)).stdout) as Record<string, unknown>;
  expect(await json('pilot.json')).toEqual({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
    inferenceGatewayApiKey: 'key-0123456789',
    inferenceModels: ['claude-opus-5', 'claude-sonnet-5'],
    autoUpdaterEnforcementHours: 24,
  });
  expect(await json('locked.json')).toMatchObject({ disableAutoUpdates: true, coworkEgressAllowedHosts: [] });
});
