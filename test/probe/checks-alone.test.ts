import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedGateway, type FaultName } from '../../src/embedded-gateway/index.ts';
import { checks, type CheckId, type ProbeOptions } from '../../src/probe/probe.ts';
import type { GatewayFacts } from '../../src/probe/check.ts';
import { probeAt, resultOf } from '../support/replay-run.ts';

interface Alone {
  readonly id: CheckId;
  readonly fault: FaultName;
  readonly status: 'fail' | 'warn';
  readonly says: RegExp;
  readonly options?: Partial<Pick<ProbeOptions, 'deep' | 'intrusive'>>;
  readonly facts?: Partial<GatewayFacts>;
}

/** Checks that the table of faults does not reach: made only when something asks for them. */
const ALONE: readonly Alone[] = [
  {
    id: 'error-passthrough',
    fault: 'errors-500',
    status: 'fail',
    says: /max_tokens breaks the gateway \(HTTP 500/,
    options: { intrusive: true },
  },
  { id: 'error-bad-json', fault: 'errors-500', status: 'fail', says: /not refused with 400 \(HTTP 500/ },
  { id: 'tool-roundtrip-error', fault: 'stream-404', status: 'fail', says: /is_error is refused \(HTTP 404/ },
  {
    id: 'tool-search',
    fault: 'tools-over-20-refused',
    status: 'warn',
    says: /defer_loading are refused \(HTTP 400.*asks again without tool search/,
    facts: { toolSearch: true },
  },
];

test.each(ALONE)('$id, when the gateway has the fault $fault', { timeout: 60_000 }, async (row) => {
  const { id, fault, status, says, options = {}, facts = {} } = row;
  const probe = async (faults: readonly FaultName[]) => {
    const gateway = await startEmbeddedGateway({ faults, latencyMs: 1 });
    try {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        facts,
        options: { only: [id], ...options },
      });
      return resultOf(report, id);
    } finally {
      await gateway.close();
    }
  };
  expect((await probe([])).status).toBe('pass');
  const broken = await probe([fault]);
  expect([broken.status, broken.detail]).toEqual([status, expect.stringMatching(says)]);
});

test('every check is named by a test', () => {
  const tests = ['.', '../commands', '../gateway']
    .flatMap((folder) => {
      const whole = path.join(import.meta.dirname, folder);
      return readdirSync(whole).map((name) => path.join(whole, name));
    })
    .filter((file) => file.endsWith('.ts') && !/replay|real-gateways/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const missing = checks
    .map(({ id }) => id)
    .filter((id) => !new RegExp(`'${id}'|/${id}\\.ts'|^\\s+${id}:`, 'm').test(tests));
  expect(missing).toEqual([]);
});
