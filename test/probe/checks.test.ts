import { describe, expect, test } from 'vitest';
import { FAULTS, startEmbeddedGateway, type FaultName } from '../../src/embedded-gateway/index.ts';
import { checks, type ProbeReport } from '../../src/probe/probe.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import { EXPECTED, type Expected } from './fault-table.ts';
import { idsOf, probeAt, wordsOf } from '../support/replay-run.ts';

/* Every way in which the embedded gateway can break, and what the probe must say of it: this, and nothing else. */

/** What only --deep shows. */
const DEEP: Partial<Record<FaultName, Expected>> = {
  'tool-dup-ids': { works: 'partly', fail: ['tool-parallel'], says: /same id/ },
  'both-headers-refused': { works: 'yes', warn: ['auth-both-headers'] },
};

/** Buffering shows only where a stream takes its time. */
const PACE_MS = 6;
/** How long silence is listened to where a fault is silent. */
const SILENCE = { firstByte: 1500, idle: 1500, total: 20_000 };

async function probeWith(
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

function check(report: ProbeReport, key: string, expected: Expected): void {
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

describe('a sound gateway', () => {
  test('passes every check, and the deep ones', { timeout: 30_000 }, async () => {
    const { report, key } = await probeWith([], true);
    check(report, key, { works: 'yes' });
    expect(report.results.filter(({ blockedBy }) => blockedBy !== undefined)).toEqual([]);
    expect(idsOf(report, 'skip')).toEqual(['tls-chain', 'tls-expiry', 'mtls', 'rate-limit']);
  });

  test('costs what was announced, within a fifth', async () => {
    const gateway = await startEmbeddedGateway({
      models: ['claude-haiku-4-5-20251001', 'claude-sonnet-4-6', 'claude-opus-4-8'],
    });
    try {
      let announced = 0;
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { onPlan: ({ tokens }) => (announced = tokens.input + tokens.output) },
      });
      const used = report.tokens.input + report.tokens.output;
      expect(announced).toBeGreaterThan(4000);
      expect(announced).toBeLessThan(5500);
      expect(Math.abs(used - announced) / announced).toBeLessThan(0.2);
    } finally {
      await gateway.close();
    }
  });
});

describe('agreement with the engine', () => {
  test.each(Object.entries(EXPECTED).filter(([, { engine }]) => engine !== undefined))(
    '%s',
    (_name, { engine, works }) => {
      // What could not be found out is no pass.
      expect(engine === 'works' ? ['yes', 'partly'] : ['no', 'unproven']).toContain(works);
    },
  );
});

// They wait far more than they work. Each holds up the streams of the others when it sends its megabytes, and on a
// busy machine long enough for one to look buffered: what is wrong stays wrong, what was chance is asked again.
describe.concurrent('faults', { timeout: 60_000, retry: 2 }, () => {
  const names = Object.keys(FAULTS) as FaultName[];

  test.for(names)('%s', async (name) => {
    const { report, key } = await probeWith([name]);
    check(report, key, EXPECTED[name]);
  });

  test.for(Object.entries(DEEP) as [FaultName, Expected][])('%s, with --deep', async ([name, expected]) => {
    const { report, key } = await probeWith([name], true);
    check(report, key, expected);
  });
});

describe('the table of checks', () => {
  test('has no name twice, and every need is there', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { needs = [] } of checks) expect(ids).toEqual(expect.arrayContaining([...needs]));
  });

  test('lets nothing that runs early wait for what runs last', () => {
    const late = new Set(
      checks.filter(({ negative, when }) => negative === true || when === 'passive').map(({ id }) => id),
    );
    for (const { id, needs = [] } of checks.filter((check) => !late.has(check.id))) {
      expect(
        needs.filter((need) => late.has(need)),
        id,
      ).toEqual([]);
    }
  });
});
