import type { Diagnostic } from '../diagnostics.ts';
import { pathText } from '../schema/index.ts';
import { JUNIT_END, junitStart, junitSuite, type JunitCase } from './junit-suite.ts';
import type { FileReport, ReporterFactory } from './report.ts';

/**
 * For Jenkins, GitLab, Azure DevOps: a suite a file, a test a finding. An error fails its test, a warning is a skipped
 * one, a note a passed one. A file without errors has one more passed test, so that no suite is empty.
 */
export const junit: ReporterFactory = ({ quiet }) => ({
  begin: () => junitStart('validate'),
  file: (report) => junitSuite(report.file, casesOf(report, quiet), 0),
  end: () => JUNIT_END,
});

function casesOf(report: FileReport, quiet: boolean): readonly JunitCase[] {
  const { file, unreadable } = report;
  const classname = className(file);
  if (unreadable !== undefined) {
    const { message, hint } = unreadable;
    const lines = [file, message, ...(hint === undefined ? [] : [hint])];
    return [{ name: 'readable', classname, time: 0, element: 'error', type: 'unreadable', message, lines }];
  }
  const shown = report.diagnostics.filter((one) => !quiet || one.severity === 'error');
  const cases = shown.map((one) => findingCase(one, file, classname));
  if (shown.every(({ severity }) => severity !== 'error'))
    cases.unshift({
      name: 'no errors',
      classname,
      time: 0,
      element: 'system-out',
      type: '',
      message: '',
      lines: [],
    });
  return cases;
}

/** Jenkins takes what stands before the last dot for a package. */
function className(file: string): string {
  return `cowork-3p.${file.replaceAll('.', '_')}`;
}

const ELEMENTS = { error: 'failure', warning: 'skipped', info: 'system-out' } as const;

function findingCase(diagnostic: Diagnostic, file: string, classname: string): JunitCase {
  const { code, severity, path, message, hint, line, column } = diagnostic;
  const where = pathText(path);
  const source = diagnostic.file ?? file;
  return {
    // No line in the name: history follows a test by its name, and lines move.
    name: where === '' ? code : `${code}: ${where}`,
    classname,
    time: 0,
    element: ELEMENTS[severity],
    type: code,
    message: severity === 'warning' ? `warning: ${message}` : message,
    lines: [
      line === undefined ? source : `${source}:${line}:${column ?? 1}`,
      message,
      ...(hint === undefined ? [] : [hint]),
    ],
  };
}
