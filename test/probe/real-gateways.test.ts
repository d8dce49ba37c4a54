import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMeasures, withMatrix } from '../support/gateways/matrix.ts';
import { configOf } from '../support/gateways/run.ts';
import { runCli } from '../support/io.ts';
import { SCENARIOS } from '../gateways/scenarios.ts';

/* What real products answered, kept as fixtures; the suite that starts them is test/gateways. */

describe('the scenarios of real gateways', () => {
  test('each has its configuration, and a name of its own', () => {
    const files = SCENARIOS.flatMap(({ template, front, files = [] }) => [
      template,
      ...(front === undefined ? [] : [front.template]),
      ...files,
    ]);
    expect(files.filter((file) => !existsSync(path.join('fixtures/gateways', file)))).toEqual([]);
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
  });

  test('what fixes a broken one works', () => {
    const broken = SCENARIOS.filter(({ probe }) => probe.works === 'no' || probe.works === 'partly');
    const fixes = broken.map(({ id, fixedBy }) => [
      id,
      SCENARIOS.find((row) => row.id === fixedBy)?.probe.works,
    ]);
    expect(fixes).toEqual(broken.map(({ id }) => [id, 'yes']));
  });

  test('what is expected of probe is what the engine does', () => {
    const rows = SCENARIOS.filter(({ engine }) => engine !== 'skip');
    const said = rows.map(({ id, probe }) => [id, probe.works === 'no' ? 'fails' : 'works']);
    expect(said).toEqual(rows.map(({ id, engine }) => [id, engine]));
  });

  test.each([...new Map(SCENARIOS.map((row) => [configOf(row), row])).values()])(
    'the configuration of $id is valid',
    async (scenario) => {
      const env = {
        GATEWAY_URL: 'https://gateway.example.com',
        GATEWAY_KEY: 'sk-0123456789abcdef',
        UPSTREAM_URL: 'https://upstream.example.com/v1',
      };
      const files = { 'cowork-3p.json': configOf(scenario) };
      const { code, stdout } = await runCli(['validate', 'cowork-3p.json', '--resolve'], { files, env });
      expect(stdout).not.toMatch(/\berror\b.*\[/);
      expect(code).toBe(0);
    },
  );

  test('docs/gateways.md shows what was measured', () => {
    const page = readFileSync('docs/gateways.md', 'utf8');
    const plain = (text: string): string => text.replace(/-{3,}/g, '---').replace(/[ \t]+/g, ' ');
    expect(plain(page)).toBe(plain(withMatrix(page, SCENARIOS, readMeasures())));
  });
});
