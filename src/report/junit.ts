import type { Diagnostic } from '../diagnostics.ts';
import { pathText } from '../schema/index.ts';
import type { FileReport, ReporterFactory } from './report.ts';
import { xmlAttributes, xmlText } from './xml.ts';

/**
 * For Jenkins, GitLab, Azure DevOps: a suite a file, a test a finding. An error fails its test. A warning is
 * a skipped test: both Jenkins and GitLab then show it in a colour of its own, where a passed test would hide
 * it. A note is a passed test. A file without errors has one more passed test, so that no suite is empty.
 */
export const junit: ReporterFactory = ({ quiet }) => ({
  begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cowork-3p validate">\n',
  file: (report) => suite(report, quiet),
  end: () => '</testsuites>\n',
});

function suite(report: FileReport, quiet: boolean): string {
  const shown = report.diagnostics.filter((one) => !quiet || one.severity === 'error');
  const failures = shown.filter((one) => one.severity === 'error').length;
  const skipped = shown.filter((one) => one.severity === 'warning').length;
  const classname = className(report.file);
  const tests =
    report.unreadable === undefined
      ? shown.map((one) => findingCase(one, report.file, classname))
      : [unreadableCase(report, classname)];
  if (failures === 0 && report.unreadable === undefined)
    tests.unshift(`    <testcase${xmlAttributes({ name: 'no errors', classname, time: 0 })}/>\n`);
  const attributes = xmlAttributes({
    name: report.file,
    tests: tests.length,
    failures,
    errors: report.unreadable === undefined ? 0 : 1,
    skipped,
    time: 0,
  });
  return `  <testsuite${attributes}>\n${tests.join('')}  </testsuite>\n`;
}

/** Jenkins takes what stands before the last dot for a package. */
function className(file: string): string {
  return `cowork-3p.${file.replaceAll('.', '_')}`;
}

function findingCase(diagnostic: Diagnostic, file: string, classname: string): string {
  const { code, severity, path, message, hint, line, column } = diagnostic;
  const where = pathText(path);
  // No line in the name: history follows a test by its name, and lines move.
  const attributes = xmlAttributes({ name: where === '' ? code : `${code}: ${where}`, classname, time: 0 });
  const source = diagnostic.file ?? file;
  const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
  const body = [place, message, ...(hint === undefined ? [] : [hint])]
    .map((text) => xmlText(text))
    .join('\n');
  const outcome =
    severity === 'error'
      ? `<failure${xmlAttributes({ type: code, message })}>${body}</failure>`
      : severity === 'warning'
        ? `<skipped${xmlAttributes({ type: code, message: `warning: ${message}` })}>${body}</skipped>`
        : `<system-out>${body}</system-out>`;
  return `    <testcase${attributes}>${outcome}</testcase>\n`;
}

function unreadableCase({ file, unreadable }: FileReport, classname: string): string {
  const { message, hint } = unreadable ?? { message: '' };
  const body = [file, message, ...(hint === undefined ? [] : [hint])].map((text) => xmlText(text)).join('\n');
  const error = `<error${xmlAttributes({ type: 'unreadable', message })}>${body}</error>`;
  return `    <testcase${xmlAttributes({ name: 'readable', classname, time: 0 })}>${error}</testcase>\n`;
}
