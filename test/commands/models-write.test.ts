import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { ok } from '../../src/errors.ts';
import type { Io } from '../../src/io/io.ts';
import { main } from '../../src/main.ts';
import { fakeIo, runCli } from '../support/io.ts';

let gateway: EmbeddedGateway;
beforeAll(async () => {
  gateway = await startEmbeddedGateway();
});
afterAll(() => gateway.close());

const write = (models: unknown, env: Record<string, string> = {}) =>
  runCli(['models', 'a.json', '--write', '--quiet'], {
    env: { NO_PROXY: '127.0.0.1', ...env },
    files: {
      'a.json': JSON.stringify({
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: gateway.url,
        inferenceGatewayApiKey: gateway.apiKey,
        ...(models === undefined ? {} : { inferenceModels: models }),
      }),
    },
  });

test('what is written is what validate takes', async () => {
  const run = await write(undefined);
  expect([run.code, run.written.has('a.json')]).toEqual([0, true]);
  const checked = await runCli(['validate', 'a.json'], {
    files: { 'a.json': run.files.get('a.json') ?? '' },
  });
  expect(checked.code).toBe(0);
});

test('a list that holds them all is left as it is', async () => {
  const first = await write(undefined);
  const { inferenceModels } = JSON.parse(String(first.files.get('a.json'))) as { inferenceModels: unknown };
  const again = await write(inferenceModels);
  expect([again.code, again.written.size]).toEqual([0, 0]);
});

test('a reference is not replaced', async () => {
  const run = await write('${env:MODELS}', { MODELS: '["claude-sonnet-4-5"]' });
  expect([run.code, run.written.size]).toEqual([2, 0]);
  expect(run.stderr).toContain('inferenceModels is a reference');
});

test('what somebody saved while the gateway was asked is kept', async () => {
  const saved = '{ "inferenceProvider": "gateway" }';
  const { io, result } = fakeIo({
    env: { NO_PROXY: '127.0.0.1' },
    files: {
      'a.json': JSON.stringify({
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: gateway.url,
        inferenceGatewayApiKey: gateway.apiKey,
      }),
    },
  });
  let reads = 0;
  const readFile: Io['readFile'] = (name, limit) =>
    name === 'a.json' && ++reads > 1 ? Promise.resolve(ok(Buffer.from(saved))) : io.readFile(name, limit);
  const code = await main(['models', 'a.json', '--write'], { ...io, readFile });
  expect([code, result().written.size]).toEqual([2, 0]);
  expect(result().stderr).toContain('changed while it was worked on');
});

test.for<[string, readonly string[], string, RegExp]>([
  ['standard input', ['-', '--write'], '', /^--write needs a FILE to write into\./],
  [
    'an address alone',
    ['--url', 'http://127.0.0.1:1', '--write'],
    '',
    /^--write needs a FILE to write into\./,
  ],
  [
    'a nested document',
    ['a.json', '--write'],
    '{"$schemaVersion":2,"inference":{"provider":"gateway"}}',
    /^a\.json is a nested \(v2\) document; --write edits a flat JSON configuration\./,
  ],
  [
    'another format',
    ['a.json', '--write'],
    '<?xml version="1.0"?><plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string></dict></plist>',
    /^a\.json is no JSON file; --write edits a flat JSON configuration\./,
  ],
])('what cannot be written into: %s', async ([, args, text, message]) => {
  const flags =
    args.includes('--url') || args[0] === '-' ? [] : ['--url', gateway.url, '--credential-env', 'KEY'];
  const run = await runCli(['models', ...args, ...flags], {
    env: { NO_PROXY: '127.0.0.1', KEY: gateway.apiKey },
    files: { 'a.json': text },
  });
  expect([run.code, run.written.size]).toEqual([2, 0]);
  expect(run.stderr.replace(/^cowork-3p: |^✖ /, '').replace(/\s+/g, ' ')).toMatch(message);
});
