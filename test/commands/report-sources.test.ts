import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { refuseSources } from '../../src/commands/report/guard.ts';
import { nodeIo } from '../../src/io/io.ts';
import { runCli } from '../support/io.ts';

const BASE = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
  inferenceModels: ['claude-sonnet-5'],
});
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-page-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

test.each(['ring.json', 'base.json', './base.json'])(
  '%s is not written over, not even by force',
  async (place) => {
    const files = { 'ring.json': '{ "extends": "./base.json" }', 'base.json': BASE };
    const run = await runCli(['report', 'ring.json', '--offline', '--force', '-o', place], { files });
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('is what the page is made of')]);
    expect(run.files.get('base.json')?.toString()).toBe(BASE);
    expect(run.written.size).toBe(0);
  },
);

test.skipIf(process.platform === 'win32')('nor by way of a link', () => {
  const [source, link, other] = ['a.json', 'link.html', 'other.html'].map((name) => path.join(work, name));
  if (source === undefined || link === undefined || other === undefined) throw new Error('three names');
  writeFileSync(source, BASE);
  symlinkSync('a.json', link);
  const io = nodeIo(process);
  expect(() => refuseSources(link, [source], io)).toThrow('is what the page is made of');
  expect(() => refuseSources(other, [source], io)).not.toThrow();
  expect(readFileSync(source, 'utf8')).toBe(BASE);
});

test('init writes no ring onto one of its own bases', async () => {
  const files = { 'ring.json': '{ "extends": "./base.json" }', 'base.json': BASE };
  const run = await runCli(
    ['init', '--yes', '--from', 'ring.json', '--set', 'disableAutoUpdates=true', '--force', 'base.json'],
    { files },
  );
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('is a base of ring.json')]);
  expect(run.files.get('base.json')?.toString()).toBe(BASE);
});

test('a bootstrap check that was stopped is no fault of the server', async () => {
  const stop = new AbortController();
  const silent = createServer(() => setTimeout(() => stop.abort(), 50));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
  const { port } = silent.address() as AddressInfo;
  const run = await runCli(['bootstrap', 'check', `http://127.0.0.1:${String(port)}/bootstrap`], {
    signal: stop.signal,
    env: { NO_PROXY: '127.0.0.1' },
  });
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
  expect([run.code, run.stdout]).toEqual([130, '']);
});
