import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapChecks } from '../../src/bootstrap/checks/index.ts';
import { runCli } from '../support/io.ts';
import { checked } from './support.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const SERVERS = path.join(ROOT, 'fixtures/bootstrap-servers');
const DOC = readFileSync(path.join(ROOT, 'docs/bootstrap.md'), 'utf8');

/** An identity provider that knows a few tokens (RFC 7662). */
const USERS: Readonly<Record<string, object>> = {
  'token-of-a-pilot': { active: true, aud: 'claude-config', groups: ['pilots'] },
  'token-of-anybody': { active: true, aud: ['claude-config', 'other'] },
  'token-for-another': { active: true, aud: 'other' },
};
let provider: Server;
beforeAll(async () => {
  provider = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const known = request.headers.authorization === `Basic ${Buffer.from('id:secret').toString('base64')}`;
      const user = USERS[new URLSearchParams(text).get('token') ?? ''] ?? { active: false };
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(user));
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(() => {
  provider.closeAllConnections();
  provider.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function started(program: string, file: string): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const child = spawn(program, [file], {
    cwd: SERVERS,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      CLIENT: 'id:secret',
      AUDIENCE: 'claude-config',
      INTROSPECTION_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/introspect`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', () => resolve());
  });
  // Python says that it listens a moment before it does.
  const url = `http://127.0.0.1:${port}/user/bootstrap`;
  for (let attempt = 0; attempt < 50; attempt++) {
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { child, url };
}

const PROGRAMS = [
  [process.execPath, 'server.mjs', 'js'],
  ['python3', 'server.py', 'python'],
] as const;

describe('the servers of docs/bootstrap.md', () => {
  test.for(PROGRAMS)('%s %s stands there as it is', ([, file, language]) => {
    const text = readFileSync(path.join(SERVERS, file), 'utf8');
    expect(DOC).toContain(`\`\`\`${language}\n${text}\`\`\``);
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(45);
  });

  test.for(PROGRAMS)('%s %s is good', async ([program, file], context) => {
    if (spawnSync(program, ['--version']).status !== 0) context.skip(`${program} is not here`);
    const { child, url } = await started(program, file);
    try {
      const pilot = await checked(url, 'token-of-a-pilot', [], { OTHER: 'token-for-another' });
      expect(pilot.problems).toEqual([]);
      expect(pilot.report).toMatchObject({ outcome: 'good', exitCode: 0 });
      expect(pilot.report.body?.diagnostics).toEqual([]);
      const anybody = await checked(url, 'token-of-anybody');
      expect(anybody.problems).toEqual([]);
      const nobody = await checked(url, 'token-of-nobody');
      expect(nobody.problems).toEqual(['refused-401']);
    } finally {
      child.kill();
    }
  });

  test('their roles are answers that nobody finds fault with', async () => {
    for (const role of ['everybody', 'pilots']) {
      const body = readFileSync(path.join(SERVERS, `${role}.json`), 'utf8');
      const run = await runCli(['bootstrap', 'check', `${role}.json`], { files: { [`${role}.json`]: body } });
      expect(run.stdout).toContain('is good');
      expect(run.code).toBe(0);
    }
  });
});

test('every check is explained', () => {
  for (const { id } of bootstrapChecks) expect(DOC, id).toContain(`| \`${id}\``);
});
