import type { CheckResult } from '../../probe/types.ts';
import { printable } from '../../text/printable.ts';
import { xmlAttributes, xmlText } from '../xml.ts';
import type { ProbedRun, ProbeReporter } from './report.ts';
import { problemText } from './problem.ts';

/**
 * A suite a gateway, a test a check. A required check that found nothing out (rate limit, overload, no token) is an
 * error, not a pass; a warning and a check that was not made are skipped tests that say why.
 */
export const junit: ProbeReporter = (runs) =>
  '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p probe">\n' +
  `${runs.map((one) => suite(suiteOf(one, runs.length > 1))).join('')}</testsuites>\n`;

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
  const outcomes = results.map(outcomeOf);
  const number = (wanted: Outcome['element']): number =>
    outcomes.filter(({ element }) => element === wanted).length;
  const attributes = xmlAttributes({
    name,
    tests: results.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
    time: seconds(results.reduce((sum, { ms }) => sum + ms, 0)),
  });
  const tests = results.map((result, index) => testCase(result, outcomes[index] ?? outcomeOf(result)));
  return `  <testsuite${attributes}>\n${tests.join('')}  </testsuite>\n`;
}

interface Outcome {
  readonly element: 'system-out' | 'skipped' | 'error' | 'failure';
  /** The line people see first. */
  readonly message: string;
}

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

function testCase(result: CheckResult, { element, message }: Outcome): string {
  const { id, title, required, ms, detail, hint } = result;
  const classname = `cowork-3p.probe.${required ? 'required' : 'optional'}`;
  const attributes = xmlAttributes({ name: `${id}: ${title}`, classname, time: seconds(ms) });
  const body = [detail, ...(hint === undefined ? [] : [hint])].map((text) => xmlText(text)).join('\n');
  const inner =
    element === 'system-out'
      ? `<system-out>${body}</system-out>`
      : `<${element}${xmlAttributes({ type: id, message })}>${body}</${element}>`;
  return `    <testcase${attributes}>${inner}</testcase>\n`;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
