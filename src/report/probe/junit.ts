import type { CheckResult } from '../../probe/types.ts';
import { printable } from '../../text/printable.ts';
import { JUNIT_END, junitStart, junitSuite, type JunitCase } from '../junit-suite.ts';
import type { ProbedRun, ProbeReporter } from './report.ts';
import { problemText } from './problem.ts';

/**
 * A suite a gateway, a test a check. A required check that found nothing out (rate limit, overload, no token) is an
 * error, not a pass; a warning and a check that was not made are skipped tests that say why.
 */
export const junit: ProbeReporter = (runs) =>
  junitStart('probe') + runs.map((one) => suite(suiteOf(one, runs.length > 1))).join('') + JUNIT_END;

interface Suite {
  readonly name: string;
  readonly results: readonly CheckResult[];
}

function suiteOf({ file, run, problem }: ProbedRun, several: boolean): Suite {
  const name = printable(file, 300);
  if (run === undefined) return { name, results: [unread(problem)] };
  return { name: several ? `${name} (${run.gateway})` : run.gateway, results: run.results };
}

/** A configuration that could not be probed, as a test that could not be made. */
function unread(problem: ProbedRun['problem']): CheckResult {
  return {
    id: 'configuration',
    title: 'the configuration can be probed',
    required: true,
    status: 'skip',
    inconclusive: true,
    detail: problemText(problem),
    ms: 0,
  };
}

function suite({ name, results }: Suite): string {
  return junitSuite(name, results.map(caseOf), seconds(results.reduce((sum, { ms }) => sum + ms, 0)));
}

type Outcome = Pick<JunitCase, 'element' | 'message'>;

function outcomeOf({ status, required, inconclusive, blockedBy, detail }: CheckResult): Outcome {
  if (status === 'fail') return { element: 'failure', message: detail };
  if (inconclusive === true && required) return { element: 'error', message: `unproven: ${detail}` };
  switch (status) {
    case 'pass':
      return { element: 'system-out', message: detail };
    case 'warn':
      return { element: 'skipped', message: `warning: ${detail}` };
    case 'skip':
      return {
        element: 'skipped',
        message:
          blockedBy === undefined ? `not made: ${detail}` : `not made because of ${blockedBy}: ${detail}`,
      };
    default:
      return status satisfies never;
  }
}

function caseOf(result: CheckResult): JunitCase {
  const { id, title, required, ms, detail, hint } = result;
  return {
    name: `${id}: ${title}`,
    classname: `cowork-3p.probe.${required ? 'required' : 'optional'}`,
    time: seconds(ms),
    type: id,
    ...outcomeOf(result),
    lines: [detail, ...(hint === undefined ? [] : [hint])],
  };
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
