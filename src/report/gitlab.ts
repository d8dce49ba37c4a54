import { createHash } from 'node:crypto';
import type { Diagnostic, Severity } from '../diagnostics.ts';
import { pathText } from '../schema/index.ts';
import { encodeJson } from './json.ts';
import type { FileReport, ReporterFactory } from './report.ts';

/**
 * For GitLab's Code Quality widget: a list with an entry a finding. A merge request shows what is new and what is
 * gone, by the fingerprint: so no line is in it.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: ReporterFactory = ({ quiet }) => {
  const seen = new Map<string, number>();
  let first = true;
  const entry = (issue: Issue): string => {
    const separator = first ? '\n' : ',\n';
    first = false;
    return separator + encodeJson(issueObject(issue, seen));
  };
  return {
    begin: () => '[',
    file(report) {
      if (report.unreadable !== undefined) return entry(unreadableIssue(report));
      return report.diagnostics
        .filter((one) => !quiet || one.severity === 'error')
        .map((one) => entry(findingIssue(one.file ?? report.file, one)))
        .join('');
    },
    end: () => '\n]\n',
  };
};

interface Issue {
  readonly code: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical';
  readonly file: string;
  /** What tells it from other findings of its code in the file. */
  readonly where: string;
  readonly text: string;
  readonly begin: number;
  readonly end: number;
}

/** Of GitLab's five; the fifth, blocker, is for what a person has called one. */
const SEVERITY: Readonly<Record<Severity, Issue['severity']>> = {
  error: 'critical',
  warning: 'minor',
  info: 'info',
};

function findingIssue(file: string, diagnostic: Diagnostic): Issue {
  const { code, severity, path, message, hint, line = 1, endLine = line } = diagnostic;
  return {
    code,
    severity: SEVERITY[severity],
    file,
    where: `${pathText(path)} ${message}`,
    text: hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`,
    begin: line,
    end: endLine,
  };
}

function unreadableIssue({ file, unreadable }: FileReport): Issue {
  const { message, hint } = unreadable ?? { message: '' };
  const text = hint === undefined ? message : `${message} ${hint}`;
  return { code: 'unreadable', severity: 'critical', file, where: '', text, begin: 1, end: 1 };
}

function issueObject(
  { code, severity, file, where, text, begin, end }: Issue,
  seen: Map<string, number>,
): object {
  const identity = JSON.stringify([file, code, where]);
  // Two that are alike in everything but the line are told apart by their order.
  const number = seen.get(identity) ?? 0;
  seen.set(identity, number + 1);
  const fingerprint = createHash('sha256')
    .update(`${identity}${number === 0 ? '' : ` ${number}`}`)
    .digest('hex');
  return {
    description: text,
    check_name: code,
    fingerprint,
    severity,
    location: { path: relative(file), lines: { begin, end } },
  };
}

/** GitLab takes paths from the root of the repository, without `./`. */
function relative(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}
