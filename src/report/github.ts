import { CODES } from '../codes/index.ts';
import type { Diagnostic, Severity } from '../diagnostics.ts';
import { printable } from '../text/printable.ts';
import type { FileReport, ReporterFactory } from './report.ts';
import { count } from './wrap.ts';

/**
 * For GitHub Actions: one workflow command a finding, which the runner turns into an annotation.
 * Nothing from a file ever stands outside a command, so no text of a file can begin one.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const github: ReporterFactory = ({ quiet }) => ({
  begin: () => '',
  file(report) {
    if (report.unreadable !== undefined) return unreadable(report);
    return report.diagnostics
      .filter((one) => !quiet || one.severity === 'error')
      .map((one) => annotation(one.file ?? report.file, one))
      .join('');
  },
  end({ files, errors, warnings, infos, unreadable: lost }) {
    if (quiet) return '';
    const parts = [count(errors, 'error'), count(warnings, 'warning'), count(infos, 'note')];
    if (lost > 0) parts.unshift(`${count(lost, 'file')} could not be read`);
    return `cowork-3p: ${parts.join(', ')} in ${count(files, 'file')}\n`;
  },
});

const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

function annotation(file: string, diagnostic: Diagnostic): string {
  const { code, severity, message, hint, line, column, endLine, endColumn } = diagnostic;
  // GitHub takes columns on one line only, and shows what spans several below the last of them.
  const end = endLine === line ? endColumn : undefined;
  return command(COMMAND[severity], {
    file: fileProperty(file),
    line: line === undefined ? undefined : String(line),
    endLine: end === undefined ? undefined : String(line),
    col: column === undefined ? undefined : String(column),
    endColumn: end === undefined ? undefined : String(end),
    title: `${CODES[code].title} (${code})`,
    text: hint === undefined ? message : `${message}\n${hint}`,
  });
}

function unreadable({ file, unreadable: why }: FileReport): string {
  const text = [why?.message, why?.hint].filter((part) => part !== undefined).join('\n');
  return command('error', { file: fileProperty(file), title: 'The file cannot be read', text });
}

function fileProperty(file: string): string | undefined {
  return file === '<stdin>' ? undefined : file;
}

interface Command {
  readonly file?: string | undefined;
  readonly line?: string | undefined;
  readonly endLine?: string | undefined;
  readonly col?: string | undefined;
  readonly endColumn?: string | undefined;
  readonly title: string;
  readonly text: string;
}

function command(name: string, { text, ...properties }: Command): string {
  const list = Object.entries(properties)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([property, value]) => `${property}=${escapeProperty(printable(value, 1000))}`);
  const lines = text.split('\n').map((line) => printable(line, 1000));
  return `::${name} ${list.join(',')}::${escapeData(lines.join('\n'))}\n`;
}

/* The two escapes of the runner itself (actions/toolkit, packages/core, command.ts). */

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
