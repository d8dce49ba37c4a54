import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINE, engineVersion, type Turn } from '../support/engine.ts';
import { engineOn, probeScenario, programsOf, startScenario, type Probed } from '../support/gateways/run.ts';
import { table } from '../support/gateways/table.ts';
import { startUpstream, type Upstream } from '../support/gateways/upstream.ts';
import { MODELS, SCENARIOS, type Scenario } from './scenarios.ts';

/*
 * Real products on loopback, each probed through the whole program and, where ENGINE names it, tried with the app's
 * engine. SMALL=1 runs the rows marked small, ONLY=text those whose id holds the text. What is not installed is
 * skipped and named; scripts/test-programs.sh installs it.
 */

interface Measured {
  readonly scenario: Scenario;
  readonly version: string;
  readonly probed: Probed;
  readonly turns: readonly Turn[];
  readonly seconds: number;
}

const { SMALL = '', ONLY = '' } = process.env;
const chosen = SCENARIOS.filter(({ id, small }) => (SMALL === '' || small === true) && id.includes(ONLY));
const measured: Measured[] = [];
const missing = new Set<string>();
let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream(MODELS);
});

afterAll(async () => {
  await upstream.close();
  process.stdout.write(`\n${report()}\n\n`);
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
    const setting = await startScenario(scenario, programs, upstream);
    try {
      // The engine first: a run of probe may leave a limit used up.
      const turns = await engineOn(scenario, setting, upstream);
      const probed = await probeScenario(scenario, setting, upstream);
      const seconds = Math.round((performance.now() - started) / 1000);
      measured.push({ scenario, version: programs[0]?.version ?? '', probed, turns, seconds });
      const seen = `${probed.sentence}\n${probed.trouble}\n${turns.map(({ model, kind, result, words }) => `${model} ${kind}: ${result} ${words}`).join('\n')}`;

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

describe('the table of scenarios', () => {
  test('names what fixes each that does not work, and that works', () => {
    const broken = SCENARIOS.filter(({ probe }) => probe.works === 'no' || probe.works === 'partly');
    const fixed = broken.map(({ id, fixedBy }) => [
      id,
      SCENARIOS.find((row) => row.id === fixedBy)?.probe.works,
    ]);
    expect(fixed).toEqual(broken.map(({ id }) => [id, 'yes']));
  });

  test('agrees with the engine in every row', () => {
    const verdicts = SCENARIOS.filter(({ engine }) => engine !== 'skip').map(({ id, probe }) => [
      id,
      probe.works === 'no' ? 'fails' : 'works',
    ]);
    expect(verdicts).toEqual(
      SCENARIOS.filter(({ engine }) => engine !== 'skip').map(({ id, engine }) => [id, engine]),
    );
  });
});

/** Works when every turn does: the claim is about every turn of every model. */
function engineOf(turns: readonly Turn[]): 'works' | 'fails' {
  return turns.every(({ result }) => result === 'works') ? 'works' : 'fails';
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
