import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import type { ProbeReport } from '../../src/probe/probe.ts';
import { recordedTargets, REPLAY_KEY, REPLAY_MODEL, startReplay } from '../support/replay.ts';
import { idsOf, probeAt, resultOf, wordsOf } from '../support/replay-run.ts';

/*
 * Real gateways, recorded. The prompts were others than ours, so no answer can hold a word we ask for: those
 * warnings belong to the replay. What fails, and what is blamed for it, must be what was found out about each.
 */

const CAPTURES = fileURLToPath(new URL('../../../shared/gateway/captures', import.meta.url));
const targets = recordedTargets(CAPTURES);

interface Expected {
  readonly fail: readonly string[];
  /** Among the warnings. */
  readonly warn?: readonly string[];
  readonly pass?: readonly string[];
  readonly says?: RegExp;
}

const MOCKED = ['error-envelope', 'model-unknown', 'models-list'];

const EXPECTED: Readonly<Record<string, Expected>> = {
  aimock: { fail: [], warn: MOCKED },
  'claude-apps-gateway': {
    fail: [],
    pass: [
      'error-envelope',
      'auth-rejects-bad',
      'model-unknown',
      'model-echo',
      'models-list',
      'stream-incremental',
    ],
  },
  'portkey-anthropic': {
    fail: ['stream-basic', 'rich-request', 'tool-stream', 'models-list'],
    pass: ['tool-forced', 'auth-accepted', 'base-url-join'],
  },
  'portkey-pinned-anthropic': {
    fail: [],
    warn: ['error-envelope', 'field-forwarded'],
    pass: ['stream-basic'],
  },
  'portkey-noheader': { fail: ['health'], says: /Add x-portkey-config to inferenceCustomHeaders/ },
  'ccr-openai': {
    fail: ['model-echo', 'model-unknown'],
    warn: ['usage-present', 'models-list', 'error-envelope'],
    says: /claude-sonnet-4-5 was answered by gpt-4o/,
  },
  'nginx-default': {
    fail: ['stream-incremental', 'body-size'],
    says: /nginx is in front.*proxy_buffering off.*client_max_body_size 32m/s,
  },
  'nginx-waf': {
    fail: ['waf-body'],
    pass: ['stream-incremental', 'auth-accepted'],
    says: /firewall inspects/,
  },
  // The stream is flushed there, but the default limit on bodies was left.
  'nginx-prefix': { fail: ['body-size'], pass: ['stream-incremental'] },
  'nginx-portal': { fail: ['not-html'], says: /"Sign in" from nginx/ },
  'nginx-down': { fail: ['not-html'], says: /502.*nginx is up/s },
};

/** What was recorded in front of another target falls back to it for what the proxy passes on. */
function behind(target: string): string | undefined {
  return ['nginx-default', 'nginx-waf', 'nginx-prefix'].includes(target) ? `${CAPTURES}/aimock` : undefined;
}

async function probeTarget(target: string): Promise<{ report: ProbeReport; unmatched: readonly string[] }> {
  const replay = await startReplay(`${CAPTURES}/${target}`, behind(target));
  try {
    const report = await probeAt({
      url: replay.url,
      key: REPLAY_KEY,
      facts: { models: [{ name: REPLAY_MODEL }], discovery: true },
    });
    return { report, unmatched: replay.unmatched };
  } finally {
    await replay.close();
  }
}

describe.skipIf(!existsSync(CAPTURES))('recorded gateways', () => {
  test('every recorded one has a verdict here', () => {
    expect(targets.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  test.for(targets)('%s', async (target) => {
    const expected = EXPECTED[target] ?? { fail: [] };
    const { report, unmatched } = await probeTarget(target);
    expect(unmatched).toEqual([]);
    expect(idsOf(report, 'fail').toSorted()).toEqual(expected.fail.toSorted());
    for (const id of expected.warn ?? []) expect(resultOf(report, id).status, id).toBe('warn');
    for (const id of expected.pass ?? []) expect(resultOf(report, id).status, id).toBe('pass');
    if (expected.says !== undefined) {
      expect(wordsOf({ results: report.results.filter(({ status }) => status === 'fail') })).toMatch(
        expected.says,
      );
    }
    expect(probeExitCode(report.results)).toBe(expected.fail.length > 0 ? 1 : 0);
    expect(verdict(report.results).works === 'yes').toBe(expected.fail.length === 0);
    expect(wordsOf(report)).not.toContain(REPLAY_KEY);
  });

  test.for(['nginx-portal', 'nginx-down'].filter((target) => targets.includes(target)))(
    '%s is one error, and everything after it is skipped because of it',
    async (target) => {
      const { report } = await probeTarget(target);
      const blocked = report.results.filter(({ blockedBy }) => blockedBy === 'not-html');
      expect(blocked.length).toBeGreaterThan(20);
      // The list, and the health check: once more under the engine's name, or as often as the engine tries.
      expect(report.requests).toBeLessThanOrEqual(5);
    },
  );
});
