import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAULTS, startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { checks } from '../../src/probe/probe.ts';
import { check, FAULT_FILES, probeWith } from './fault-run.ts';
import { EXPECTED } from './fault-table.ts';
import { idsOf, probeAt } from '../support/replay-run.ts';

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
      let announced = { input: 0, output: 0 };
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { onPlan: ({ tokens }) => (announced = tokens) },
      });
      expect(announced.input + announced.output).toBeGreaterThan(4000);
      expect(announced.input + announced.output).toBeLessThan(5500);
      for (const side of ['input', 'output'] as const)
        expect(Math.abs(announced[side] - report.tokens[side]) / report.tokens[side], side).toBeLessThan(0.2);
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

test('every fault is run by exactly one file', () => {
  const run = Object.values(FAULT_FILES).flatMap((faults) => Object.keys(faults));
  expect(run.toSorted()).toEqual(Object.keys(FAULTS).toSorted());
});

describe('the table of checks', () => {
  test('has no name twice, and every need is there', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { needs = [] } of checks) expect(ids).toEqual(expect.arrayContaining([...needs]));
  });

  test('has every check that another one names', () => {
    const ids = checks.map(({ id }) => id);
    const source = path.join(import.meta.dirname, '../../src/probe');
    const named = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(path.join(source, name), 'utf8').matchAll(
          /\b(?:blocked|resultOf)\(\s*(['"`])([\w-]+)\1/g,
        ),
      ])
      .map(([, , id]) => id);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((id) => !ids.some((one) => one === id))).toEqual([]);
  });

  test('lets nothing that runs early wait for what runs last', () => {
    const late = new Set(
      checks.filter(({ negative, when }) => negative !== undefined || when === 'passive').map(({ id }) => id),
    );
    for (const { id, needs = [] } of checks.filter((check) => !late.has(check.id))) {
      expect(
        needs.filter((need) => late.has(need)),
        id,
      ).toEqual([]);
    }
  });
});
