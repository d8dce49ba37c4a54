import { xmlAttributes, xmlText } from './xml.ts';

/** One test of a JUnit report. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  /** In seconds; left out where tests are not timed. */
  readonly time?: string | 0;
  /**
   * What it came to; `system-out` is a passed test. A warning is best told as `skipped`: both Jenkins and GitLab show
   * that in a colour of its own, where a passed test would hide it.
   */
  readonly element: 'system-out' | 'skipped' | 'error' | 'failure';
  readonly type: string;
  /** The line people see first, where it did not pass. */
  readonly message: string;
  /** What stands inside, a line each, and how much of each. */
  readonly lines: readonly string[];
  readonly width?: number;
}

/** What a file of suites begins with; `command` is what was run. */
export function junitStart(command: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p ${command}">\n`;
}

export const JUNIT_END = '</testsuites>\n';

/** A suite of tests, with how many came out how. */
export function junitSuite(name: string, cases: readonly JunitCase[], time: string | 0): string {
  const number = (wanted: JunitCase['element']): number =>
    cases.filter(({ element }) => element === wanted).length;
  const attributes = xmlAttributes({
    name,
    tests: cases.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
    time,
  });
  return `  <testsuite${attributes}>\n${cases.map(junitCase).join('')}  </testsuite>\n`;
}

/** One test of a suite. */
export function junitCase({
  name,
  classname,
  time,
  element,
  type,
  message,
  lines,
  width,
}: JunitCase): string {
  const head = xmlAttributes({ name, classname, ...(time === undefined ? {} : { time }) });
  if (lines.length === 0) return `    <testcase${head}/>\n`;
  const attributes = element === 'system-out' ? '' : xmlAttributes({ type, message });
  const body = lines.map((text) => xmlText(text, width)).join('\n');
  return `    <testcase${head}><${element}${attributes}>${body}</${element}></testcase>\n`;
}
