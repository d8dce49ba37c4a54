import { pathText } from '../../schema/index.ts';
import { xmlAttributes, xmlText } from '../xml.ts';
import type { BootstrapReporter } from './report.ts';

interface Case {
  readonly name: string;
  readonly group: 'endpoint' | 'body';
  readonly element: 'system-out' | 'skipped' | 'error' | 'failure';
  readonly type: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A test for each check and for each finding about the body; a warning is a skipped test that says why. */
export const junit: BootstrapReporter = ({ subject, checks, body, ms }) => {
  const cases: Case[] = checks.map(({ id, title, status, problem, detail, hint, inconclusive }) => ({
    name: `${id}: ${title}`,
    group: 'endpoint',
    element:
      status === 'pass'
        ? 'system-out'
        : status === 'fail'
          ? 'failure'
          : inconclusive === true
            ? 'error'
            : 'skipped',
    type: problem ?? id,
    message:
      status === 'warn' ? `warning: ${detail}` : inconclusive === true ? `unproven: ${detail}` : detail,
    hint,
  }));
  for (const { code, severity, path, message, hint } of body?.diagnostics ?? [])
    cases.push({
      name: `${code}${path.length === 0 ? '' : ` ${pathText(path)}`}`,
      group: 'body',
      element: severity === 'error' ? 'failure' : severity === 'warning' ? 'skipped' : 'system-out',
      type: code,
      message: severity === 'warning' ? `warning: ${message}` : message,
      hint,
    });
  if (cases.length === 0)
    cases.push({
      name: 'body',
      group: 'body',
      element: 'system-out',
      type: 'body',
      message: 'Nothing to report',
    });
  const number = (wanted: Case['element']): number =>
    cases.filter(({ element }) => element === wanted).length;
  const attributes = xmlAttributes({
    name: subject,
    tests: cases.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
    time: (ms / 1000).toFixed(3),
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p bootstrap check">\n' +
    `  <testsuite${attributes}>\n${cases.map(testCase).join('')}  </testsuite>\n</testsuites>\n`
  );
};

function testCase({ name, group, element, type, message, hint }: Case): string {
  const head = xmlAttributes({ name, classname: `cowork-3p.bootstrap.${group}` });
  const text = [message, ...(hint === undefined ? [] : [hint])].map((line) => xmlText(line)).join('\n');
  const inner =
    element === 'system-out'
      ? `<system-out>${text}</system-out>`
      : `<${element}${xmlAttributes({ type, message })}>${text}</${element}>`;
  return `    <testcase${head}>${inner}</testcase>\n`;
}
