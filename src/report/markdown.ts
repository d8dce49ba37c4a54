import { codeDocs } from '../codes/docs.ts';
import { CODES } from '../codes/index.ts';
import type { Code, Diagnostic, Severity } from '../diagnostics.ts';
import { pathText } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import type { FileReport, ReporterFactory, Summary } from './report.ts';
import { count } from './wrap.ts';

/** A job summary is cut at a megabyte (GitHub); long before that nobody reads it. */
const MAX_FINDINGS = 300;

/**
 * For the summary of a CI job and for comments (GitHub, GitLab, Azure DevOps): a table a file, then what the codes
 * that were met mean and where they are explained. Texts of a file are never markup.
 */
export const markdown: ReporterFactory = ({ quiet }) => {
  const codes = new Set<Code>();
  let told = 0;
  let left = 0;
  return {
    begin: () => '## Claude Desktop configuration\n\n',
    file(report) {
      if (report.unreadable !== undefined) return unreadable(report);
      const shown = report.diagnostics.filter((one) => !quiet || one.severity === 'error');
      const some = shown.slice(0, Math.max(0, MAX_FINDINGS - told));
      told += some.length;
      left += shown.length - some.length;
      for (const { code } of some) codes.add(code);
      return some.length === 0 ? '' : `### ${cell(report.file)}\n\n${table(some)}\n`;
    },
    end(summary) {
      const more = left === 0 ? '' : `… and ${count(left, 'finding')} more; --format json lists all.\n\n`;
      return `${more}${sentence(summary)}\n${codes.size === 0 ? '' : `\n${legend([...codes].sort())}`}`;
    },
  };
};

const MARK: Readonly<Record<Severity, string>> = {
  error: '❌ error',
  warning: '⚠️ warning',
  info: 'ℹ️ note',
};

function table(findings: readonly Diagnostic[]): string {
  const rows = findings.map(({ severity, line, path, code, message, hint }) => {
    const text = hint === undefined ? cell(message) : `${cell(message)}<br>→ ${cell(hint)}`;
    return `| ${MARK[severity]} | ${line ?? ''} | ${cell(pathText(path))} | [\`${code}\`](#user-content-${code}) | ${text} |\n`;
  });
  return `| | line | setting | code | |\n| --- | ---: | --- | --- | --- |\n${rows.join('')}`;
}

function unreadable({ file, unreadable: why }: FileReport): string {
  const text = [why?.message, why?.hint].filter((part) => part !== undefined).join(' ');
  return `### ${cell(file)}\n\n❌ ${cell(text)}\n\n`;
}

function sentence({ files, errors, warnings, infos, unreadable: lost, fixable, fixed }: Summary): string {
  const parts = [count(errors, 'error'), count(warnings, 'warning'), count(infos, 'note')];
  if (lost > 0) parts.unshift(`${count(lost, 'file')} could not be read`);
  if (fixed > 0) parts.push(`${fixed} fixed`);
  if (fixable > 0) parts.push(`${fixable} fixable with \`--fix\``);
  return `**${errors + lost > 0 ? '❌' : '✅'} ${parts.join(', ')} in ${count(files, 'file')}**`;
}

function legend(codes: readonly Code[]): string {
  const rows = codes.map((code) => {
    const { why, fix } = codeDocs[code]();
    return `- <a id="${code}"></a>\`${code}\`: ${cell(CODES[code].title)}. ${cell(why)} ${cell(fix)} \`cowork-3p explain ${code}\` shows an example.\n`;
  });
  return `<details><summary>What the codes mean</summary>\n\n${rows.join('')}\n</details>\n`;
}

/** Text that stands for itself, on one line, in a cell of a table: no markup, no mention, no reference, no link. */
function cell(text: string): string {
  return printable(text, 500).replace(/[\\`*_{}[\]()<>#+!|~$&@:/-]/g, (character) =>
    /[<>&@|:/#$~-]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
  );
}
