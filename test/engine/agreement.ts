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
 * `yes` and `partly` say that turns work, `no` that some do not. `unproven` (a limit, a quota, an overload) says that it
 * was not found out: no pass and no agreement, but its own column, and right only where the engine does not come
 * through either.
 */
export function compare({ engine, works }: Omit<Compared, 'fault'>): 'agree' | 'unproven' | 'apart' {
  if (works === 'unproven') return engine === 'works' ? 'apart' : 'unproven';
  return (engine === 'works') === (works === 'yes' || works === 'partly') ? 'agree' : 'apart';
}

/** `30 of 32 agree, 2 could not be shown`. */
export function sayAgreement(rows: readonly Compared[]): string {
  const of = (kind: ReturnType<typeof compare>): number => rows.filter((row) => compare(row) === kind).length;
  const apart = of('apart') === 0 ? '' : `, ${String(of('apart'))} differ`;
  return `${String(of('agree'))} of ${String(rows.length)} agree, ${String(of('unproven'))} could not be shown (a limit, a quota or an overload that does not end)${apart}`;
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
  const apart = rows.filter((row) => compare(row) === 'apart');
  const reasons = apart.map(({ fault }) => `- \`${fault}\`: ${DISAGREEMENTS[fault] ?? 'no reason is known'}`);
  return [
    `${date}, engine ${engine}: ${sayAgreement(rows)}.`,
    '',
    '| the engine | probe says | faults | names |',
    '| --- | --- | --- | --- |',
    ...lines,
    ...(reasons.length === 0 ? [] : ['', 'Where they differ, and why:', '', ...reasons]),
  ].join('\n');
}
