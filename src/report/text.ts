import type { Code, Diagnostic } from '../diagnostics.ts';
import { printable } from '../text/printable.ts';
import { frameOf, type Frame } from './frame.ts';
import type { FileReport, ReporterFactory, Summary } from './report.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

/** A file can be wrong in a thousand places in the same way; this many are told, then how many more there are. */
const MAX_OF_A_KIND = 10;

/**
 * For people: grouped by file, place, weight and code; a sentence, the setting with what is wrong underlined, a hint.
 * Where a code is explained stands at its first finding.
 */
export const text: ReporterFactory = ({ style, columns, quiet }) => {
  const explained = new Set<Code>();
  return {
    begin: () => '',
    file(report) {
      const shown = quiet ? report.diagnostics.filter((one) => one.severity === 'error') : report.diagnostics;
      const fixed = quiet || (report.fixed ?? 0) === 0 ? '' : fixedText(report.fixed ?? 0, style);
      if (shown.length === 0 && report.unreadable === undefined && fixed === '') return '';
      const body =
        report.unreadable === undefined
          ? fixed + findings(shown, report, explained, style, columns)
          : `  ${style.error('error')}  ${wrap(unreadableText(report), columns - 2, '  ')}\n`;
      return `${style.strong(printable(report.file, 300))}\n${body}\n`;
    },
    end(summary) {
      if (quiet) return '';
      const { fixable, fixed } = summary;
      const told = [
        fixed > 0 ? `${fixed} fixed` : '',
        fixable > 0 ? `${fixable} fixable with --fix` : '',
      ].filter((part) => part !== '');
      return `${outcome(summary, style)}${told.length === 0 ? '' : `, ${told.join(', ')}`}\n`;
    },
  };
};

function outcome({ files, errors, warnings, infos, unreadable }: Summary, style: Style): string {
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
    return `${style.error('✖')} ${said.join('; ')}`;
  }
  const noticed = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${style.ok('✔')} ${files === 1 ? 'No errors' : `No errors ${where}`}${noticed}`;
}

function fixedText(number: number, style: Style): string {
  return `  ${style.ok('✔')} ${count(number, 'finding')} fixed\n`;
}

function findings(
  shown: readonly Diagnostic[],
  report: FileReport,
  explained: Set<Code>,
  style: Style,
  columns: number,
): string {
  const told = new Map<Code, number>();
  let body = '';
  for (const one of shown) {
    const number = (told.get(one.code) ?? 0) + 1;
    told.set(one.code, number);
    if (number > MAX_OF_A_KIND) continue;
    const frame = report.document === undefined ? undefined : frameOf(report.document, one);
    body += finding(one, frame, !explained.has(one.code), style, columns);
    explained.add(one.code);
  }
  for (const [code, number] of told)
    if (number > MAX_OF_A_KIND)
      body += `  ${style.faint(`… and ${number - MAX_OF_A_KIND} more of ${code}; --format json lists all`)}\n`;
  return body;
}

function unreadableText(report: FileReport): string {
  const { message, hint } = report.unreadable ?? { message: '' };
  return printable(hint === undefined ? message : `${message} ${hint}`, 500);
}

function finding(
  diagnostic: Diagnostic,
  frame: Frame | undefined,
  explain: boolean,
  style: Style,
  columns: number,
): string {
  const { line, column, severity, code, message, hint } = diagnostic;
  const at = line === undefined ? '' : `${line}:${column ?? 1}`;
  // A base is named: the heading is the file that extends it.
  const place = diagnostic.file === undefined ? at : `${printable(diagnostic.file, 300)}:${at}`;
  const head = `  ${style.faint(place.padEnd(7))} ${style[severity](severity)}  ${style.faint(code)}`;
  const indent = '    ';
  const width = Math.max(30, columns - indent.length);
  const body = [wrap(message, width, indent)];
  if (frame !== undefined) body.push(...frameLines(frame, width, style[severity], style));
  if (hint !== undefined) body.push(`${style.faint('→')} ${wrap(hint, width - 2, `${indent}  `)}`);
  if (explain) body.push(style.faint(`More: cowork-3p explain ${code}`));
  return `${head}\n${body.map((part) => `${indent}${part}\n`).join('')}`;
}

/** The line with its number, and below it what is meant, underlined. Nothing where it would not fit. */
function frameLines(
  { line, text: source, start, length }: Frame,
  width: number,
  mark: (text: string) => string,
  style: Style,
): readonly string[] {
  const number = String(line);
  if (number.length + 3 + source.length > width) return [];
  const margin = style.faint(`${' '.repeat(number.length)} │`);
  return [
    `${style.faint(`${number} │`)} ${source}`,
    `${margin} ${' '.repeat(start)}${mark('^'.repeat(Math.max(1, length)))}`,
  ];
}
