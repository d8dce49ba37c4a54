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
  /** The settings in a remedy, as they go into the configuration. */
  readonly settings: RegExp;
  /** The configuration with one of them. */
  readonly put: (text: string, setting: string) => string;
}

const nginx = (id: string): Followed => ({
  id,
  settings: /\b(?:client_max_body_size|proxy_[a-z_]+) [^;\s]+;/g,
  put: (text, setting) => withDirective(text, setting, 'location / {'),
});

const ROWS: readonly Followed[] = [
  {
    id: 'litellm/openai-route',
    settings: /\b[a-z_]+\/ (?:\([^)]*\) )?in place of [a-z_]+\//g,
    put: (text, setting) => {
      const [now = '', before = ''] = setting.match(/[a-z_]+\//g) ?? [];
      return text.replaceAll(`model: ${before}`, `model: ${now}`);
    },
  },
  nginx('nginx/stock'),
  nginx('nginx/small-body'),
  {
    id: 'nginx/modsecurity',
    settings: /\bmodsecurity off;/g,
    put: (text, setting) => text.replace('location / {', `location / {\n      ${setting}`),
  },
  {
    id: 'haproxy/small-body',
    settings: /req\.hdr_val\(content-length\) gt \d+/g,
    put: (text, setting) => text.replace(/req\.hdr_val\(content-length\) gt \d+/, setting),
  },
  {
    id: 'haproxy/waf',
    settings: /!\{ path_beg [^}]+\}/g,
    put: (text, setting) => text.replace(/^ *http-request deny .*$/m, `$& ${setting}`),
  },
  {
    id: 'apache/modsecurity',
    settings: /<Location [^>]+> SecRuleEngine Off <\/Location>/g,
    put: (text, setting) => `${text}\n${setting.replace('> ', '>\n').replace(' </', '\n</')}\n`,
  },
  {
    id: 'caddy/small-body',
    settings: /\bmax_size \d+MB/g,
    put: (text, setting) => withDirective(text, setting, 'request_body {'),
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
      settings.reduce((sofar, setting) => row.put(sofar, setting), text),
    );
    const after = await run({ ...scenario, template });
    expect([after.works, after.code], `${settings.join('\n')}\n${after.sentence}\n${after.trouble}`).toEqual([
      'yes',
      0,
    ]);
  });
});

/** The setting in place of the one of that name, or behind a line. */
function withDirective(text: string, setting: string, behind: string): string {
  const name = setting.split(' ')[0] ?? '';
  const there = new RegExp(`^( *)${name} .*$`, 'm');
  return there.test(text)
    ? text.replace(there, `$1${setting}`)
    : text.replace(behind, `${behind}\n      ${setting}`);
}
