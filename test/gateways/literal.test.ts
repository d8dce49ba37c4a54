import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeScenario, programsOf, startScenario, type Probed } from '../support/gateways/run.ts';
import { startUpstream, type Upstream } from '../support/gateways/upstream.ts';
import { MODELS, SCENARIOS, type Scenario } from './scenarios.ts';

/*
 * What probe says is to be changed in the configuration of a gateway, changed to the letter by a machine: the next run
 * has to pass. Only remedies that are settings with a value can be followed so.
 */

interface Followed {
  readonly id: string;
  /** Settings in a remedy, as they stand in the configuration. */
  readonly settings: RegExp;
  /** The name of a setting: what it replaces. */
  readonly nameOf: (setting: string) => string;
  /** Where a setting goes that is not there yet: behind this line. */
  readonly behind: string;
}

const nginx = (id: string): Followed => ({
  id,
  settings: /\b(?:client_max_body_size|proxy_[a-z_]+) [^;\s]+;/g,
  nameOf: (setting) => setting.split(' ')[0] ?? '',
  behind: 'location / {',
});

const ROWS: readonly Followed[] = [
  nginx('nginx/stock'),
  nginx('nginx/small-body'),
  {
    id: 'caddy/small-body',
    settings: /\bmax_size \d+MB/g,
    nameOf: () => 'max_size',
    behind: 'request_body {',
  },
];

let upstream: Upstream;
const folder = mkdtempSync(path.join(tmpdir(), 'cowork-literal-'));

beforeAll(async () => {
  upstream = await startUpstream(MODELS);
});

afterAll(async () => {
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a remedy that is followed to the letter', () => {
  const only = (process.env.ONLY ?? '').split(',');
  const chosen = ROWS.filter(({ id }) => only.some((part) => id.includes(part)));
  test.for(chosen)('$id', async (row, { skip }) => {
    const scenario = SCENARIOS.find(({ id }) => id === row.id);
    if (scenario === undefined) throw new Error(`${row.id} is no scenario`);
    const programs = programsOf(scenario);
    if (typeof programs === 'string') {
      skip(`${programs} is not installed`);
      return;
    }
    const run = async (one: Scenario): Promise<Probed> => {
      const setting = await startScenario(one, programs, upstream);
      try {
        return await probeScenario(one, setting, upstream);
      } finally {
        await setting.close();
      }
    };
    const before = await run(scenario);
    expect(before.works, before.trouble).not.toBe('yes');
    const settings = [...new Set(before.trouble.match(row.settings) ?? [])];
    expect(settings, before.trouble).not.toEqual([]);

    const template = path.join(folder, path.basename(scenario.template));
    const text = readFileSync(path.resolve('fixtures/gateways', scenario.template), 'utf8');
    writeFileSync(
      template,
      settings.reduce((sofar, setting) => withSetting(sofar, setting, row), text),
    );
    const after = await run({ ...scenario, template });
    expect([after.works, after.code], `${settings.join('\n')}\n${after.sentence}\n${after.trouble}`).toEqual([
      'yes',
      0,
    ]);
  });
});

/** The setting in place of the one that is there, or added. */
function withSetting(text: string, setting: string, { nameOf, behind }: Followed): string {
  const name = nameOf(setting);
  const there = new RegExp(`^( *)${name} .*$`, 'm');
  return there.test(text)
    ? text.replace(there, `$1${setting}`)
    : text.replace(behind, `${behind}\n      ${setting}`);
}
