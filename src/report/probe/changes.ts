import { causeChanges, type Cause } from '../../probe/diagnosis/causes.ts';
import type { CheckResult } from '../../probe/types.ts';
import { problemText } from './problem.ts';
import type { ProbedRun } from './report.ts';

/** What is different between two runs of one configuration: the state of a check, or whether the file can be read. */
interface Change {
  readonly file: string;
  /** Of the check, or `configuration`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly detail: string;
  readonly hint?: string;
}

/** What differs between two runs. Times and numbers in the sentences always do, so the states are compared. */
export function changesOf(before: ProbedRun | undefined, now: ProbedRun): readonly Change[] {
  const { file } = now;
  if (now.run === undefined || before?.run === undefined) {
    const from = before?.run === undefined ? problemText(before?.problem) : 'read';
    const to = now.run === undefined ? problemText(now.problem) : 'read';
    return from === to
      ? []
      : [
          {
            file,
            id: 'configuration',
            from: before?.run === undefined ? 'unreadable' : 'read',
            to: now.run === undefined ? 'unreadable' : 'read',
            detail: to === 'read' ? 'The configuration can be probed again.' : to,
          },
        ];
  }
  const old = new Map(before.run.results.map((result) => [result.id, result]));
  const ids = new Set(now.run.results.map(({ id }) => id));
  const gone = before.run.results.filter(({ id }) => !ids.has(id));
  return [
    ...now.run.results.flatMap((result) => {
      const was = stateOf(old.get(result.id));
      const is = stateOf(result);
      // A check that another one keeps from being made is told by that one.
      if (was === is || result.blockedBy !== undefined) return [];
      const { id, detail, hint } = result;
      return [{ file, id, from: was, to: is, detail, ...(hint === undefined ? {} : { hint }) }];
    }),
    ...gone.map((result) => ({
      file,
      id: result.id,
      from: stateOf(result),
      to: 'absent',
      detail: 'It does not apply any more.',
    })),
  ];
}

/** The causes that came and went between two runs; undefined where one of them gave no results. */
export function causesOf(
  before: ProbedRun | undefined,
  now: ProbedRun,
): { readonly came: readonly Cause[]; readonly went: readonly Cause[] } | undefined {
  return now.run === undefined || before?.run === undefined
    ? undefined
    : causeChanges(before.run.results, now.run.results);
}

function stateOf(result: CheckResult | undefined): string {
  if (result === undefined) return 'absent';
  return result.inconclusive === true ? 'unproven' : result.status;
}
