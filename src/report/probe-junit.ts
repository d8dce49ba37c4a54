import type { CheckResult } from '../probe/types.ts';
import { xmlAttributes, xmlText } from './xml.ts';

/**
 * A probe as a test suite, a test a check. A required check that found nothing out (rate limit, overload, no
 * token) is an error, not a pass; a warning and a check that was not made are skipped tests that say why.
 */
export function probeJunit(results: readonly CheckResult[], gateway: string): string {
  return probeJunitSuites([{ name: gateway, results }]);
}

/** The same for several gateways, a suite each. */
export function probeJunitSuites(probes: readonly ProbedSuite[]): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p probe">\n' +
    `${probes.map(suite).join('')}</testsuites>\n`
  );
}

/** One gateway. */
interface ProbedSuite {
  readonly name: string;
  readonly results: readonly CheckResult[];
}

function suite({ name, results }: ProbedSuite): string {
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
