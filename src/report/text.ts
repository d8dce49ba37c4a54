import type { Diagnostic, Severity } from '../diagnostics.ts';
import { printable } from '../text/printable.ts';
import type { FileReport, ReporterFactory } from './report.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

/** For people: grouped by file, place, weight and code, one sentence, one hint. */
export const text: ReporterFactory = ({ style, columns, quiet }) => ({
  begin: () => '',
  file(report) {
    const shown = quiet ? report.diagnostics.filter((one) => one.severity === 'error') : report.diagnostics;
    if (shown.length === 0 && report.unreadable === undefined) return '';
    const body =
      report.unreadable === undefined
        ? shown.map((one) => finding(one, style, columns)).join('')
        : `  ${style.error('error')}  ${wrap(unreadableText(report), columns - 2, '  ')}\n`;
    return `${style.strong(printable(report.file, 300))}\n${body}\n`;
  },
  end({ files, errors, warnings, infos, unreadable }) {
    if (quiet) return '';
    const parts = [
      errors > 0 ? style.error(count(errors, 'error')) : '',
      warnings > 0 ? style.warning(count(warnings, 'warning')) : '',
      infos > 0 ? style.info(count(infos, 'note')) : '',
    ].filter((part) => part !== '');
    const where = `in ${count(files, 'file')}`;
    if (errors > 0 || unreadable > 0) {
      const said = [
        parts.length > 0 ? `${parts.join(', ')} ${where}` : '',
        unreadable > 0 ? style.error(`${unreadable} of ${count(files, 'file')} could not be read`) : '',
      ].filter((part) => part !== '');
      return `${style.error('✖')} ${said.join('; ')}\n`;
    }
    const noticed = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
    return `${style.ok('✔')} ${files === 1 ? 'No errors' : `No errors ${where}`}${noticed}\n`;
  },
});

function unreadableText(report: FileReport): string {
  const { message, hint } = report.unreadable ?? { message: '' };
  return printable(hint === undefined ? message : `${message} ${hint}`, 500);
}

function finding(diagnostic: Diagnostic, style: Style, columns: number): string {
  const { line, column, severity, code, message, hint } = diagnostic;
  const at = line === undefined ? '' : `${line}:${column ?? 1}`;
  // A base is named: the heading is the file that extends it.
  const place = diagnostic.file === undefined ? at : `${printable(diagnostic.file, 300)}:${at}`;
  const head = `  ${style.faint(place.padEnd(7))} ${paint(severity, style)(severity)}  ${style.faint(code)}`;
  const indent = '    ';
  const width = Math.max(30, columns - indent.length);
  const body = [wrap(message, width, indent)];
  if (hint !== undefined) body.push(`${style.faint('→')} ${wrap(hint, width - 2, `${indent}  `)}`);
  return `${head}\n${body.map((part) => `${indent}${part}\n`).join('')}`;
}

function paint(severity: Severity, style: Style): (text: string) => string {
  return severity === 'error' ? style.error : severity === 'warning' ? style.warning : style.info;
}
