import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  SERVED_FAULTS,
  servedFaultNames,
  startBootstrapServer,
  type BootstrapServer,
} from '../../src/embedded-bootstrap/index.ts';
import { checked, ROLE } from './support.ts';

/** Faults of time take as long as the limit. */
const SLOW: readonly string[] = ['slow-body', 'drip'];
const PATIENCE = '3000';

let server: BootstrapServer;
let token: string;
beforeAll(async () => {
  server = await startBootstrapServer({ roles: new Map([['everybody', ROLE]]), expiresInMs: 3_600_000 });
  token = server.tokens.get('everybody') ?? '';
});
afterAll(() => server.close());

describe('every fault of the embedded bootstrap server is named, and nothing else', () => {
  test('there are many, and a few good ones', () => {
    expect(servedFaultNames.length).toBeGreaterThan(80);
    expect(servedFaultNames.filter((name) => name.startsWith('good'))).toHaveLength(4);
  });
  test('the address without a fault is good', async () => {
    for (const url of [server.url, `${server.origin}/bootstrap`]) {
      const { report, problems } = await checked(url, token, [], { OTHER: server.foreignToken });
      expect([report.outcome, problems]).toEqual(['good', []]);
    }
  });
  test.for(servedFaultNames)('%s', async (name) => {
    const flags = ['--timeout', SLOW.includes(name) ? '400' : PATIENCE];
    const { report, problems, run } = await checked(server.urlOf(name), token, flags, {
      OTHER: server.foreignToken,
    });
    const fault = SERVED_FAULTS[name];
    expect([...problems].sort()).toEqual([...fault.says].sort());
    if (fault.says.length === 0) {
      expect(run.code).toBe(0);
      expect(report.outcome).toBe('good');
      // Notes are no warnings; without them it is silent.
      expect(report.body?.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    }
    expect(run.stdout + run.stderr).not.toContain(token);
  });
});
