import { pathText } from '../../schema/index.ts';
import { JUNIT_END, junitStart, junitSuite, type JunitCase } from '../junit-suite.ts';
import type { BootstrapReporter } from './report.ts';

/** A test for each check and for each finding about the body; a warning is a skipped test that says why. */
export const junit: BootstrapReporter = ({ subject, checks, body, ms }) => {
  const cases: JunitCase[] = checks.map(({ id, title, status, problem, detail, hint, inconclusive }) =>
    caseOf({
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
    }),
  );
  for (const { code, severity, path, message, hint } of body?.diagnostics ?? [])
    cases.push(
      caseOf({
        name: `${code}${path.length === 0 ? '' : ` ${pathText(path)}`}`,
        group: 'body',
        element: severity === 'error' ? 'failure' : severity === 'warning' ? 'skipped' : 'system-out',
        type: code,
        message: severity === 'warning' ? `warning: ${message}` : message,
        hint,
      }),
    );
  if (cases.length === 0)
    cases.push(
      caseOf({
        name: 'body',
        group: 'body',
        element: 'system-out',
        type: 'body',
        message: 'Nothing to report',
      }),
    );
  return junitStart('bootstrap check') + junitSuite(subject, cases, (ms / 1000).toFixed(3)) + JUNIT_END;
};

function caseOf({
  group,
  hint,
  ...rest
}: Pick<JunitCase, 'name' | 'element' | 'type' | 'message'> & {
  readonly group: 'endpoint' | 'body';
  readonly hint?: string | undefined;
}): JunitCase {
  return {
    ...rest,
    classname: `cowork-3p.bootstrap.${group}`,
    lines: [rest.message, ...(hint === undefined ? [] : [hint])],
  };
}
