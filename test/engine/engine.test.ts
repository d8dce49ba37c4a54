import { afterAll, describe, expect, test } from 'vitest';
import { FAULTS, startEmbeddedGateway, type FaultName } from '../../src/embedded-gateway/index.ts';
import { ENGINE, engineVersion, runEngine, type Turn, type TurnKind } from '../support/engine.ts';
import { table } from '../support/gateways/table.ts';
import { runCli } from '../support/io.ts';
import { compare, sayAgreement, writeAgreement, type Compared } from './agreement.ts';
import { DISAGREEMENTS } from './disagreements.ts';
import { SMALL_SET } from './small-set.ts';

/*
 * The engine of Claude Desktop as the reference for probe: the embedded gateway with each of its faults, text and tool
 * turns, beside the verdict of probe on the same gateway. ENGINE names the program (scripts/test-programs.sh installs
 * it); without it everything here is skipped. SMALL=1 runs the small set, ONLY=text,text the faults whose name
 * holds one of these.
 * What ten minutes (MINUTES) do not reach is skipped and counted. WRITE=1 puts the table of a whole run into
 * docs/probe.md.
 */

/**
 * Models and turns, in the order they are asked; the first turn that does not work ends the row. A turn with a tool ends
 * in text as well: of 550 gateways with one fault none failed another turn of these models.
 */
const TURNS: readonly (readonly [string, TurnKind])[] = [
  ['claude-sonnet-4-6', 'tool'],
  ['claude-haiku-4-5', 'text'],
  ['claude-opus-4-8', 'tool'],
  ['claude-haiku-4-5', 'tool'],
];
const MODELS = ['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-4-8'];
const KEY = 'sk-engine-0123456789abcdef';
const BUDGET_MS = Number(process.env.MINUTES ?? 10) * 60_000;
/** A turn that takes longer is one that hangs. */
const CUT_MS = 30_000;

interface Row extends Compared {
  readonly turns: readonly Turn[];
}

const { SMALL = '', ONLY = '', WRITE = '' } = process.env;
const all: readonly (FaultName | 'none')[] = ['none', ...(Object.keys(FAULTS) as FaultName[])];
const only = ONLY.split(',');
// What the time does not reach is the least telling: faults of the model list, which no turn asks for, come last.
const byWorth = [...new Set([...SMALL_SET, ...all])].filter((name): name is FaultName | 'none' =>
  all.includes(name as FaultName),
);
const chosen = byWorth.filter(
  (fault) => (SMALL === '' || SMALL_SET.includes(fault)) && only.some((part) => fault.includes(part)),
);
const rows: Row[] = [];
let late = 0;
const started = Date.now();

afterAll(() => {
  process.stdout.write(`\n${report()}\n\n`);
  if (WRITE !== '' && rows.length === all.length)
    writeAgreement(rows, engineVersion(), new Date().toISOString().slice(0, 10));
});

describe.skipIf(ENGINE === undefined)('probe says of each fault what the engine does', () => {
  test.concurrent.for(chosen)('%s', async (fault, { skip, expect: check }) => {
    if (Date.now() - started > BUDGET_MS - CUT_MS) {
      late += 1;
      skip('the time is over');
      return;
    }
    const turns = await turnsOn(fault);
    const verdict = await verdictOn(fault);
    const engine = turns.at(-1)?.result ?? 'works';
    const row = { fault, engine, turns, works: verdict.works };
    rows.push(row);
    const asked = turns.map(({ model, kind, result, words }) => `${model} ${kind}: ${result} ${words}`);
    const seen = [verdict.sentence, ...asked, verdict.trouble].join('\n');
    check(compare(row) === 'apart', seen).toBe(fault in DISAGREEMENTS);
  });
});

test('only faults that exist are excused or in the small set', () => {
  expect(
    [...Object.keys(DISAGREEMENTS), ...SMALL_SET].filter((name) => !all.includes(name as FaultName)),
  ).toEqual([]);
});

async function turnsOn(fault: FaultName | 'none'): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  const gateway = await open(fault);
  try {
    for (const [model, kind] of TURNS) {
      const turn = await runEngine({ base: gateway.url, key: KEY, model, kind, cutMs: CUT_MS });
      turns.push(turn);
      if (turn.result !== 'works') break;
    }
  } finally {
    await gateway.close();
  }
  return turns;
}

interface Report {
  readonly verdict: { readonly works: string; readonly sentence: string };
  readonly checks: readonly { readonly id: string; readonly status: string; readonly detail: string }[];
}

async function verdictOn(
  fault: FaultName | 'none',
): Promise<{ readonly works: string; readonly sentence: string; readonly trouble: string }> {
  const gateway = await open(fault);
  try {
    const config = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: gateway.url,
      inferenceGatewayApiKey: KEY,
      inferenceModels: MODELS,
    };
    const run = await runCli(['probe', 'cowork-3p.json', '--format', 'json', '--timeout', '15000'], {
      files: { 'cowork-3p.json': JSON.stringify(config) },
      now: () => Date.now(),
    });
    const { verdict, checks } = JSON.parse(run.stdout) as Report;
    const trouble = checks
      .filter(({ status }) => status === 'warn' || status === 'fail')
      .map(({ id, status, detail }) => `${status} ${id}: ${detail}`)
      .join('\n');
    return { ...verdict, trouble };
  } finally {
    await gateway.close();
  }
}

function open(fault: FaultName | 'none'): ReturnType<typeof startEmbeddedGateway> {
  return startEmbeddedGateway({
    apiKey: KEY,
    models: MODELS,
    latencyMs: 3,
    faults: fault === 'none' ? [] : [fault],
  });
}

function report(): string {
  if (ENGINE === undefined) return 'The engine is not installed (ENGINE names none): nothing was compared.';
  const lines = [...rows]
    .sort((a, b) => a.fault.localeCompare(b.fault))
    .map((row) => {
      const { fault, engine, turns, works } = row;
      const last = turns.at(-1);
      const where = engine === 'works' || last === undefined ? '' : `${last.model} ${last.kind}`;
      const compared = compare(row);
      return [fault, engine, where, works, compared === 'apart' ? (DISAGREEMENTS[fault] ?? 'NO') : compared];
    });
  return [
    table([['fault', 'engine', 'first turn that ends so', 'probe', 'agree'], ...lines]),
    `${sayAgreement(rows)}; ${String(late)} not reached in time; engine ${engineVersion()}.`,
  ].join('\n');
}
