import { encodeJson } from '../json.ts';
import { JUNIT_END, junitCase, junitStart } from '../junit-suite.ts';
import type { DeviceReport, StatusReporterFactory } from './report.ts';

/**
 * For build servers: a test a device. A device that differs, or on which nothing arrived, fails its test; one that could
 * not be read is an error. Without an expectation a device fails by a note that is an error.
 */
export const junit: StatusReporterFactory = () => ({
  begin: () => `${junitStart('status')}  <testsuite name="devices">\n`,
  device: testCase,
  end: () => `  </testsuite>\n${JUNIT_END}`,
});

function testCase(report: DeviceReport): string {
  const { device, status, compared } = report;
  const lines = [
    ...(status === undefined ? [] : [status.sentence]),
    ...(compared?.drift.map(({ key, expected, actual }) =>
      expected === undefined && actual === undefined
        ? `${key} differs`
        : `${key}: expected ${valueText(expected)}, got ${valueText(actual)}`,
    ) ?? []),
    ...(status?.notes
      .filter(({ severity }) => severity !== 'info')
      .slice(0, 20)
      .map(({ code, message }) => `${code}: ${message}`) ?? []),
  ];
  const [element, type] = outcomeOf(report);
  const message =
    compared !== undefined && compared.drift.length > 0
      ? `differs in ${compared.drift.map(({ key }) => key).join(', ')}`
      : (status?.sentence ?? type);
  return junitCase({
    name: device,
    classname: `cowork-3p.status.${status?.platform ?? 'device'}`,
    time: 0,
    element,
    type,
    message,
    // A passed test has its text even where there is nothing to say.
    lines: lines.length === 0 ? [''] : lines,
    width: 600,
  });
}

function outcomeOf({
  status,
  compared,
}: DeviceReport): readonly ['failure' | 'error' | 'system-out', string] {
  if (compared !== undefined) {
    if (compared.state === 'in-line') return ['system-out', compared.state];
    return [compared.state === 'unreadable' ? 'error' : 'failure', compared.state];
  }
  if (status?.source === 'unknown') return ['error', 'unreadable'];
  const fault = status?.notes.find(({ severity }) => severity === 'error');
  return fault === undefined ? ['system-out', 'ok'] : ['failure', fault.code];
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : encodeJson(value);
}
