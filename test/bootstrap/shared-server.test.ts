import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checked } from './support.ts';

const FILE = path.join(import.meta.dirname, '../../../shared/deploy/oracles/bootstrap-serve.mjs');

/** What is said of each mode of a server that is not ours, and nothing else. */
const MODES: Readonly<Record<string, readonly string[]>> = {
  good: [],
  'good-v2': [],
  'good-ms': [],
  'mixed-v1-v2': ['mixed-v1-v2'],
  redirect: ['redirect-not-followed'],
  'html-200': ['content-type', 'etag-missing', 'not-json'],
  'json-as-html': ['content-type'],
  'no-content-type': ['content-type'],
  array: ['not-an-object'],
  null: ['not-an-object'],
  wrapped: ['empty'],
  'empty-object': ['empty'],
  'empty-body': ['etag-missing', 'not-json'],
  'status-204': ['status-204'],
  truncated: ['not-json'],
  bom: ['bom'],
  gzip: ['content-encoding'],
  'status-500': ['status-500'],
  'status-503': ['status-503'],
  'status-403': ['refused-403'],
  'open-without-token': ['served-without-token'],
  cacheable: ['no-store-missing'],
  'no-cache-header': ['no-store-missing'],
  'no-etag': ['etag-missing'],
  'etag-never-304': ['etag-ignored'],
  'etag-changes': ['etag-unstable'],
  'slow-body': ['timeout'],
  'excluded-keys': ['never-delivered'],
  'loopback-url': ['loopback-dropped'],
  'unknown-keys': ['unknown-key'],
  'string-booleans': ['string-encoded'],
  'static-key': ['credential-unused'],
  expired: ['expires-at-past'],
  'expires-string': ['expires-at-invalid'],
  'expires-0': ['expires-at-past'],
  'http-mcp': ['mcp-url-dropped'],
  huge: ['too-large'],
  'duplicate-keys': ['duplicate-key'],
};

interface SharedServer {
  readonly server: Server;
  readonly TOKEN: string;
  readonly modes: Readonly<Record<string, unknown>>;
}

describe.runIf(existsSync(FILE))('a server with 38 modes that is not ours', () => {
  let shared: SharedServer;
  let origin = '';
  beforeAll(async () => {
    shared = (await import(FILE)) as SharedServer;
    await new Promise<void>((resolve) => shared.server.listen(0, '127.0.0.1', () => resolve()));
    origin = `http://127.0.0.1:${(shared.server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    shared.server.closeAllConnections();
    shared.server.close();
  });

  test('every mode is in the table', () => {
    expect(Object.keys(shared.modes).sort()).toEqual(Object.keys(MODES).sort());
  });

  test.for(Object.entries(MODES))('%s', async ([mode, says]) => {
    const flags = mode === 'slow-body' ? ['--timeout', '500'] : [];
    const { problems, report, run } = await checked(`${origin}/${mode}/user/bootstrap`, shared.TOKEN, flags);
    // Its text of the time has milliseconds and stands in the hash, so that its ETag changes with each answer as well.
    const told = problems.filter((one) => mode !== 'expires-string' || one !== 'etag-unstable');
    expect([...told].sort()).toEqual([...says].sort());
    expect(run.code === 0).toBe(report.outcome === 'good' || report.outcome === 'warnings');
    if (mode.startsWith('good')) expect(report.body?.diagnostics).toEqual([]);
    if (mode === 'static-key')
      expect(report.body?.diagnostics.map(({ code }) => code)).toContain('served-secret');
  });

  test('a wrong token is refused', async () => {
    const { problems } = await checked(`${origin}/good/user/bootstrap`, 'not-the-token');
    expect(problems).toEqual(['refused-401']);
  });

  test('origin pinning is told with the policy', async () => {
    const url = `${origin}/good/user/bootstrap`;
    const { problems } = await checked(
      url,
      shared.TOKEN,
      ['--managed', 'policy.json'],
      {},
      {
        'policy.json': JSON.stringify({ bootstrapUrl: 'https://bootstrap.example.corp/user/bootstrap' }),
      },
    );
    expect(problems).toContain('origin-pinned');
  });

  test('the sign-in by device code gives a token that opens it', async () => {
    const { problems, report, run } = await checked(`${origin}/good/user/bootstrap`, undefined, [
      '--sign-in',
    ]);
    expect(problems).toEqual([]);
    expect(report.outcome).toBe('good');
    expect(run.stderr).toMatch(/WDJB-MJHT/);
    expect(run.stdout + run.stderr).not.toContain(shared.TOKEN);
  });
});
