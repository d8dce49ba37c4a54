import { encodeJson } from '../json.ts';
import { xmlAttributes, xmlText } from '../xml.ts';
import type { DeviceReport, StatusReporterFactory } from './report.ts';

/**
 * For build servers: a test a device. A device that differs, or on which nothing arrived, fails its test; one that could
 * not be read is an error. Without an expectation a device fails by a note that is an error.
 */
export const junit: StatusReporterFactory = () => ({
  begin: () =>
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p status">\n  <testsuite name="devices">\n',
  device: testCase,
  end: () => '  </testsuite>\n</testsuites>\n',
});

function testCase(report: DeviceReport): string {
  const { device, status, compared } = report;
  const attributes = xmlAttributes({
    name: device,
    classname: `cowork-3p.status.${status?.platform ?? 'device'}`,
    time: 0,
  });
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
  const body = lines.map((text) => xmlText(text, 600)).join('\n');
  const [element, type] = outcomeOf(report);
  const message =
    compared !== undefined && compared.drift.length > 0
      ? `differs in ${compared.drift.map(({ key }) => key).join(', ')}`
      : (status?.sentence ?? type);
  return element === undefined
    ? `    <testcase${attributes}><system-out>${body}</system-out></testcase>\n`
    : `    <testcase${attributes}><${element}${xmlAttributes({ type, message })}>${body}</${element}></testcase>\n`;
}

function outcomeOf({ status, compared }: DeviceReport): readonly ['failure' | 'error' | undefined, string] {
  if (compared !== undefined) {
    if (compared.state === 'in-line') return [undefined, compared.state];
    return [compared.state === 'unreadable' ? 'error' : 'failure', compared.state];
  }
  if (status?.source === 'unknown') return ['error', 'unreadable'];
  const fault = status?.notes.find(({ severity }) => severity === 'error');
  return fault === undefined ? [undefined, 'ok'] : ['failure', fault.code];
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : encodeJson(value);
}
