import { printable } from '../../text/printable.ts';
import type { ProbedRun } from './report.ts';

/** Why a configuration was not probed, in one line. */
export function problemText(problem: ProbedRun['problem']): string {
  const hint = problem?.hint === undefined ? '' : ` ${problem.hint}`;
  return printable(`${problem?.message ?? ''}${hint}`, 600);
}
