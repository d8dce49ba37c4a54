import { readFileSync, writeFileSync } from 'node:fs';
import { DISAGREEMENTS } from './disagreements.ts';

/** How a turn of the engine ended, and the verdict of probe, on the embedded gateway with one fault. */
export interface Compared {
  readonly fault: string;
  readonly engine: 'works' | 'fails' | 'hangs';
  /** `works` of probe's verdict: yes, partly, no, unproven. */
  readonly works: string;
}

/**
 * `yes` and `partly` say that turns work, `no` that some do not. `unproven` (a limit, a quota) says that it was not
 * found out and is no pass: it goes with an engine that does not come through either.
 */
export function doesAgree({ engine, works }: Omit<Compared, 'fault'>): boolean {
  return engine === 'works' ? works === 'yes' || works === 'partly' : works === 'no' || works === 'unproven';
}

const PAGE = 'docs/probe.md';
const [BEGIN, END] = ['<!-- engine: begin -->', '<!-- engine: end -->'];
const WORDS: Readonly<Record<string, string>> = {
  yes: 'would work',
  partly: 'partly',
  no: 'would not work',
  unproven: 'unproven',
};

/** Puts the table of agreement into docs/probe.md. */
export function writeAgreement(rows: readonly Compared[], engine: string, date: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${agreement(rows, engine, date)}\n\n${END}${after}`);
}

/** Faults by what the engine does and what probe says, as a table of Markdown. */
function agreement(rows: readonly Compared[], engine: string, date: string): string {
  const groups = new Map<string, string[]>();
  for (const { fault, engine: does, works } of rows) {
    const key = `${does} | ${WORDS[works] ?? works}`;
    groups.set(key, [...(groups.get(key) ?? []), `\`${fault}\``]);
  }
  const lines = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, faults]) => `| ${key} | ${String(faults.length)} | ${faults.sort().join(', ')} |`);
  const apart = rows.filter((row) => !doesAgree(row));
  const reasons = apart.map(({ fault }) => `- \`${fault}\`: ${DISAGREEMENTS[fault] ?? 'no reason is known'}`);
  return [
    `${date}, engine ${engine}: ${String(rows.length - apart.length)} of ${String(rows.length)} agree.`,
    '',
    '| the engine | probe says | faults | names |',
    '| --- | --- | --- | --- |',
    ...lines,
    ...(reasons.length === 0 ? [] : ['', 'Where they differ, and why:', '', ...reasons]),
  ].join('\n');
}
