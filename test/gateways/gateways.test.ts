import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE, engineVersion, type Turn } from '../support/engine.ts';
import { writeMeasures, type Measure } from '../support/gateways/matrix.ts';
import { record } from '../support/gateways/record.ts';
import {
  engineOn,
  headersOf,
  probeScenario,
  programsOf,
  startScenario,
  type Probed,
} from '../support/gateways/run.ts';
import { table } from '../support/gateways/table.ts';
import { startUpstream, type Upstream } from '../support/gateways/upstream.ts';
import { MODELS, SCENARIOS, type Scenario } from './scenarios.ts';

/*
 * Real products on loopback, each probed through the whole program and, where ENGINE names it, tried with the app's
 * engine. SMALL=1 runs the rows marked small, ONLY=a,b those whose id holds one of these. What is not installed is
 * skipped and named; scripts/test-programs.sh installs it. WRITE=1 keeps what was measured: the matrix of
 * docs/gateways.md, and answers in fixtures/gateways/recorded; RECORD=1 keeps the answers alone.
 */

interface Measured {
  readonly scenario: Scenario;
  readonly version: string;
  readonly probed: Probed;
  readonly turns: readonly Turn[];
  readonly seconds: number;
}

const { SMALL = '', ONLY = '', WRITE = '', RECORD = '' } = process.env;
const parts = ONLY.split(',');
const chosen = SCENARIOS.filter(
  ({ id, small }) => (SMALL === '' || small === true) && parts.some((part) => id.includes(part)),
);
const measured: Measured[] = [];
const missing = new Set<string>();
let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream(MODELS);
});

afterAll(async () => {
  await upstream.close();
  process.stdout.write(`\n${report()}\n\n`);
  if (WRITE !== '') writeMeasures(SCENARIOS, Object.fromEntries(measured.map(measureOf)));
});

describe('a gateway of a real product', () => {
  test.for(chosen)('$id', async (scenario, { skip }) => {
    const programs = programsOf(scenario);
    if (typeof programs === 'string') {
      missing.add(programs);
      skip(`${programs} is not installed`);
      return;
    }
    const started = performance.now();
    let setting = await startScenario(scenario, programs, upstream);
    const startAgain = async (): Promise<void> => {
      if (scenario.counts !== true) return;
      await setting.close();
      setting = await startScenario(scenario, programs, upstream);
    };
    try {
      if (WRITE + RECORD !== '' && isTelling(scenario)) {
        await record(scenario.id, setting, headersOf(scenario, setting, upstream));
        await startAgain();
      }
      if (RECORD !== '') return;
      const turns = await engineOn(scenario, setting, upstream);
      await startAgain();
      const probed = await probeScenario(scenario, setting, upstream);
      const seconds = Math.round((performance.now() - started) / 1000);
      measured.push({ scenario, version: programs[0]?.version ?? '', probed, turns, seconds });
      const seen = `${probed.sentence}\n${probed.trouble}\n${turns.map(({ model, kind, result, words }) => `${model} ${kind}: ${result} ${words}`).join('\n')}`;
      process.stdout.write(
        `${scenario.id}: engine ${engineOf(turns)}, probe ${probed.works} (${String(seconds)} s)\n`,
      );
      if (probed.works !== scenario.probe.works || (turns.length > 0 && engineOf(turns) !== scenario.engine))
        process.stdout.write(`${seen}\n`);

      expect.soft(probed.works, seen).toBe(scenario.probe.works);
      expect.soft(probed.code, seen).toBe(scenario.probe.works === 'yes' ? 0 : 1);
      if (scenario.probe.says !== undefined) expect.soft(probed.trouble).toMatch(scenario.probe.says);
      if (scenario.probe.remedy !== undefined) expect.soft(probed.trouble).toMatch(scenario.probe.remedy);
      if (turns.length > 0) expect.soft(engineOf(turns), seen).toBe(scenario.engine);
    } finally {
      await setting.close();
    }
  });
});

/** Answers are kept of what fails, of what fixes it, and of two products in a row. */
function isTelling({ id, probe, front }: Scenario): boolean {
  return probe.works !== 'yes' || front !== undefined || SCENARIOS.some(({ fixedBy }) => fixedBy === id);
}

/** Works when every turn does: the claim is about every turn of every model. */
function engineOf(turns: readonly Turn[]): 'works' | 'fails' {
  return turns.every(({ result }) => result === 'works') ? 'works' : 'fails';
}

function measureOf({ scenario, version, probed, turns }: Measured): [string, Measure] {
  const failing = [...new Set(turns.filter(({ result }) => result !== 'works').map(({ model }) => model))];
  const engine =
    turns.length === 0
      ? '-'
      : failing.length === 0
        ? 'works'
        : failing.length === new Set(turns.map(({ model }) => model)).size
          ? 'fails'
          : `fails: ${failing.join(', ')}`;
  const words = { yes: 'would work', partly: 'partly', no: 'would not work', unproven: 'unproven' };
  const probe = words[probed.works as keyof typeof words];
  const date = new Date().toISOString().slice(0, 10);
  const did = ENGINE === undefined ? {} : { engineVersion: engineVersion(), engine };
  return [scenario.id, { date, version, ...did, probe }];
}

function report(): string {
  const rows = measured.map(({ scenario, version, probed, turns, seconds }) => {
    const engine = turns.length === 0 ? '-' : engineOf(turns);
    const agrees = engine === '-' ? '-' : (probed.works === 'no') === (engine === 'fails') ? 'yes' : 'NO';
    return [
      scenario.id,
      version,
      engine,
      probed.works,
      agrees,
      `${String(seconds)} s`,
      probed.products.join(', '),
    ];
  });
  const notes = [
    `Engine ${ENGINE === undefined ? 'not installed (ENGINE names none)' : engineVersion()}.`,
    missing.size === 0 ? '' : `Not installed, so skipped: ${[...missing].join(', ')}.`,
  ];
  return [table([['gateway', 'version', 'engine', 'probe', 'agree', 'time', 'named'], ...rows]), ...notes]
    .filter((line) => line !== '')
    .join('\n');
}
