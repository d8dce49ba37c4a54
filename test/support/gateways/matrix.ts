import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Scenario } from '../../gateways/scenarios.ts';

/** What one scenario gave when it was last run with everything installed. */
export interface Measure {
  /** `2026-11-26` */
  readonly date: string;
  /** Of the product. */
  readonly version: string;
  /** Of the engine; absent, like `engine`, where it was not at hand. */
  readonly engineVersion?: string;
  readonly engine?: string;
  readonly probe: string;
}

const FILE = 'fixtures/gateways/measured.json';
const PAGE = 'docs/gateways.md';
const [BEGIN, END] = ['<!-- matrix: begin -->', '<!-- matrix: end -->'];

/** By scenario id. */
export function readMeasures(): Readonly<Record<string, Measure>> {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Measure>) : {};
}

/** Keeps what was measured, and puts it into docs/gateways.md. Rows that were not run stay as they were. */
export function writeMeasures(
  scenarios: readonly Scenario[],
  fresh: Readonly<Record<string, Measure>>,
): void {
  const known = readMeasures();
  const kept = Object.fromEntries(
    scenarios.flatMap(({ id }): [string, Measure][] => {
      // What the engine did stays where this run had none.
      const measure = fresh[id] === undefined ? known[id] : { ...known[id], ...fresh[id] };
      return measure === undefined ? [] : [[id, measure]];
    }),
  );
  writeFileSync(FILE, `${JSON.stringify(kept, null, 2)}\n`);
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, withMatrix(page, scenarios, kept));
}

/** The page with its matrix made anew. */
export function withMatrix(
  page: string,
  scenarios: readonly Scenario[],
  measures: Readonly<Record<string, Measure>>,
): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  return `${before}${BEGIN}\n\n${matrix(scenarios, measures)}\n\n${END}${after}`;
}

const NAMES: Readonly<Record<string, string>> = {
  litellm: 'LiteLLM',
  portkey: 'Portkey',
  aimock: 'aimock',
  nginx: 'nginx',
  haproxy: 'HAProxy',
  apache: 'Apache httpd',
  caddy: 'Caddy',
  squid: 'Squid',
  tinyproxy: 'tinyproxy',
};

function matrix(scenarios: readonly Scenario[], measures: Readonly<Record<string, Measure>>): string {
  const products = [...new Set(scenarios.map(({ id }) => id.split('/')[0] ?? ''))];
  return products
    .map((product) => {
      const rows = scenarios.filter(({ id }) => id.startsWith(`${product}/`));
      const versions = [...new Set(rows.flatMap(({ id }) => measures[id]?.version ?? []))].join(', ');
      const dates = [...new Set(rows.flatMap(({ id }) => measures[id]?.date ?? []))].join(', ');
      const engines = [...new Set(rows.flatMap(({ id }) => measures[id]?.engineVersion ?? []))].join(', ');
      const lines = rows.map((row) => {
        const { engine = 'not run', probe = 'not run' } = measures[row.id] ?? {};
        return `| ${row.template.split('/')[1] ?? ''} | ${row.about} | ${engine} | ${probe} | ${row.remedy ?? ''} |`;
      });
      return [
        `### ${NAMES[product] ?? product}`,
        '',
        `Version ${versions}, engine ${engines}, ${dates}. Files in \`fixtures/gateways/${product}/\`.`,
        '',
        '| file | set up as | the app | probe says | what to change |',
        '| --- | --- | --- | --- | --- |',
        ...lines,
      ].join('\n');
    })
    .join('\n\n');
}
