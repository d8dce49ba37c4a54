import type { BodyReport, BootstrapCheckResult, BootstrapReport } from '../../bootstrap/types.ts';
import { outcomeOf } from '../../bootstrap/verdict.ts';
import { pathText } from '../../schema/index.ts';
import { text as findings } from '../text.ts';
import { count, wrap } from '../wrap.ts';
import type { BootstrapReporter, BootstrapReporterOptions } from './report.ts';

/** For people: a sentence, what is wrong with the endpoint, what is wrong with the body, and what becomes of it. */
export const text: BootstrapReporter = (report, options) => {
  const { checks, body, ms } = report;
  const { columns, quiet, style } = options;
  const lines = [verdict(report, options)];
  const told = body?.diagnostics.some(({ severity }) => severity !== 'info') === true;
  for (const one of checks.filter(({ id }) => !told || id !== 'body'))
    if (one.status === 'fail' || (!quiet && (one.status === 'warn' || one.status === 'skip')))
      lines.push('', check(one, options));
  if (body !== undefined) lines.push(...bodyLines(body, report.subject, options));
  const passed = checks.filter(({ status }) => status === 'pass').map(({ id }) => id);
  if (!quiet && passed.length > 0)
    lines.push(
      '',
      style.faint(wrap(`✔ ${passed.join(', ')}`, columns, '  ', columns - 2)),
      style.faint(`${count(checks.length, 'check')} · ${(ms / 1000).toFixed(1)} s`),
    );
  return `${lines.join('\n')}\n`;
};

function verdict(report: BootstrapReport, { columns, style }: BootstrapReporterOptions): string {
  const what = report.checks.length === 0 ? 'The body' : 'The bootstrap server';
  const say = (sentence: string): string => wrap(sentence, columns - 2, '  ');
  switch (outcomeOf(report)) {
    case 'good':
      return `${style.ok('✔')} ${say(`${what} is good: ${report.subject}`)}`;
    case 'warnings':
      return `${style.warning('!')} ${say(`${what} works, with warnings: ${report.subject}`)}`;
    case 'unproven':
      return `${style.warning('!')} ${say(`Not everything could be checked at ${report.subject}`)}`;
    case 'faults':
      return `${style.error('✖')} ${say(`${what} has faults: ${report.subject}`)}`;
  }
}

const MARK = { pass: '✔', warn: '!', fail: '✖', skip: '–' } as const;

function check(
  { id, title, status, problem, detail, hint }: BootstrapCheckResult,
  options: BootstrapReporterOptions,
): string {
  const { columns, style } = options;
  const paint = { pass: style.ok, warn: style.warning, fail: style.error, skip: style.faint }[status];
  const indent = '    ';
  const width = Math.max(30, columns - indent.length);
  const lines = [
    `${paint(MARK[status])} ${id} ${style.faint(`(${problem === undefined ? '' : `${problem}; `}wanted: ${title})`)}`,
    indent + wrap(detail, width, indent),
  ];
  if (hint !== undefined) lines.push(`${indent}${style.faint('→')} ${wrap(hint, width - 2, `${indent}  `)}`);
  return lines.join('\n');
}

function bodyLines(body: BodyReport, subject: string, options: BootstrapReporterOptions): readonly string[] {
  const { columns, quiet, style } = options;
  const { diagnostics, document, dropped, consent, lost } = body;
  const lines: string[] = [];
  const told = findings({ style, columns, quiet }).file({
    file: `Body of ${subject}`,
    format: 'json',
    valid: body.valid,
    diagnostics,
    document,
  });
  if (told !== '') lines.push('', told.trimEnd());
  if (quiet) return lines;
  const list = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    const shown = items.slice(0, 12);
    const more = items.length > shown.length ? [`  … and ${items.length - shown.length} more`] : [];
    lines.push(
      '',
      style.strong(title),
      ...shown.map((item) => `  ${wrap(item, columns - 2, '    ')}`),
      ...more,
    );
  };
  const found = new Set(diagnostics.map(({ path }) => pathText(path)));
  list(
    'Not applied by the app:',
    dropped.map(({ path, why }) => (found.has(pathText(path)) ? pathText(path) : why)),
  );
  list('Set in the policy and unset by this answer:', lost ?? []);
  list(
    'Users are asked for consent, unless bootstrapUrl is machine-wide or trustBootstrapDelivery is set:',
    consent.map(
      ({ path, does }) =>
        `${pathText(path)} (${does === 'runs' ? 'runs a program' : 'decides where requests go'})`,
    ),
  );
  return lines;
}
