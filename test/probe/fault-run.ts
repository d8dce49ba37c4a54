import { describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type FaultName } from '../../src/embedded-gateway/index.ts';
import { ERROR_FAULTS } from '../../src/embedded-gateway/faults/errors.ts';
import { GUARD_FAULTS } from '../../src/embedded-gateway/faults/guards.ts';
import { HTTP_FAULTS } from '../../src/embedded-gateway/faults/http.ts';
import { LIMIT_FAULTS } from '../../src/embedded-gateway/faults/limits.ts';
import { MODEL_FAULTS } from '../../src/embedded-gateway/faults/models.ts';
import { REQUEST_FAULTS } from '../../src/embedded-gateway/faults/requests.ts';
import { SERVER_FAULTS } from '../../src/embedded-gateway/faults/servers.ts';
import { STREAM_FAULTS } from '../../src/embedded-gateway/faults/stream.ts';
import { TOOL_FAULTS } from '../../src/embedded-gateway/faults/tools.ts';
import { TURN_FAULTS } from '../../src/embedded-gateway/faults/turns.ts';
import { INTERMITTENT_FAULTS } from '../../src/embedded-gateway/faults/intermittent.ts';
import type { ProbeReport } from '../../src/probe/probe.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import { EXPECTED, type Expected } from './fault-table.ts';
import { idsOf, probeAt, wordsOf } from '../support/replay-run.ts';

/** The faults, by the test file that runs them: files run side by side. */
export const FAULT_FILES = {
  http: { ...HTTP_FAULTS, ...ERROR_FAULTS, ...INTERMITTENT_FAULTS, ...LIMIT_FAULTS },
  requests: { ...REQUEST_FAULTS, ...MODEL_FAULTS, ...TOOL_FAULTS, ...GUARD_FAULTS, ...SERVER_FAULTS },
  streams: { ...STREAM_FAULTS, ...TURN_FAULTS },
} as const;

/** What only --deep shows. */
const DEEP: Partial<Record<FaultName, Expected>> = {
  'tool-dup-ids': { works: 'partly', fail: ['tool-parallel'], says: /same id/ },
  'both-headers-refused': { works: 'yes', warn: ['auth-both-headers'] },
};

/** Buffering shows only where a stream takes its time. */
const PACE_MS = 6;
/** How long silence is listened to where a fault is silent. */
const SILENCE = { firstByte: 1500, idle: 1500, total: 20_000 };

/** One probe of the embedded gateway with these faults. */
export async function probeWith(
  faults: readonly FaultName[],
  deep = false,
): Promise<{ report: ProbeReport; key: string }> {
  const gateway = await startEmbeddedGateway({ faults, latencyMs: PACE_MS });
  try {
    const report = await probeAt({
      url: gateway.url,
      key: gateway.apiKey,
      // What follows the clock of a day has no place in a test.
      options: {
        deep,
        skip: ['cache-effective', 'stream-keepalive'],
        ...(faults.some((name) => name.includes('hang')) ? { timeouts: SILENCE } : {}),
      },
    });
    return { report, key: gateway.apiKey };
  } finally {
    await gateway.close();
  }
}

/** Holds a report against its row. */
export function check(report: ProbeReport, key: string, expected: Expected): void {
  if (expected.byChance !== true) compareChecks(report, expected);
  expect(verdict(report.results).works).toBe(expected.works);
  expect(probeExitCode(report.results)).toBe(expected.works === 'yes' ? 0 : 1);
  for (const result of report.results) expectPrintable(result, key);
  // What fails or is left open says what to do about it.
  for (const { id, hint } of report.results.filter(({ status }) => status === 'fail' || status === 'warn')) {
    expect(hint, `hint of ${id}`).toMatch(/\w{3}/);
  }
}

function compareChecks(report: ProbeReport, expected: Expected): void {
  const open = report.results.filter(({ inconclusive }) => inconclusive === true).map(({ id }) => id);
  const warned = report.results.filter((result) => result.status === 'warn' && result.inconclusive !== true);
  expect({
    fail: idsOf(report, 'fail').toSorted(),
    warn: warned.map(({ id }) => id).toSorted(),
    open,
  }).toEqual({
    fail: (expected.fail ?? []).toSorted(),
    warn: (expected.warn ?? []).toSorted(),
    open: expected.open ?? [],
  });
  const telling = [...(expected.fail ?? []), ...(expected.open ?? []), ...(expected.warn ?? [])];
  if (expected.says !== undefined) {
    const words = telling.map((id) => wordsOf({ results: report.results.filter((each) => each.id === id) }));
    expect(words.join('\n')).toMatch(expected.says);
  }
}

function expectPrintable({ detail, hint = '' }: CheckResult, key: string): void {
  const words = `${detail}${hint}`;
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  expect(words).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  for (let at = 0; at + 8 <= key.length; at += 4) expect(words).not.toContain(key.slice(at, at + 8));
  expect(words.length).toBeLessThan(1200);
}

/**
 * Registers a test for each fault of one file, and for those that only --deep shows. They wait far more than they work.
 * Each holds up the streams of the others when it sends its megabytes, and on a busy machine long enough for one to
 * look buffered: what is wrong stays wrong, what was chance is asked again.
 */
export function testFaults(file: keyof typeof FAULT_FILES): void {
  const names = Object.keys(FAULT_FILES[file]) as FaultName[];
  const deep = names.flatMap((name) => {
    const expected = DEEP[name];
    return expected === undefined ? [] : [{ name, expected }];
  });
  describe.concurrent('faults', { timeout: 60_000, retry: 2 }, () => {
    test.for(names)('%s', async (name) => {
      const { report, key } = await probeWith([name]);
      check(report, key, EXPECTED[name]);
    });

    test.for(deep)('$name, with --deep', async ({ name, expected }) => {
      const { report, key } = await probeWith([name], true);
      check(report, key, expected);
    });
  });
}
