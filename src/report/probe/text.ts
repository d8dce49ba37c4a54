import { CHECK_GROUPS } from '../../probe/check.ts';
import { checks } from '../../probe/checks/index.ts';
import type { CheckResult, CheckStatus } from '../../probe/types.ts';
import { fold } from '../../text/fold.ts';
import { printable } from '../../text/printable.ts';
import type { Style } from '../style.ts';
import { count, wrap } from '../wrap.ts';
import { countsOf } from './counts.ts';
import { problemText } from './problem.ts';
import type { ProbedRun, ProbeReporter, ProbeReporterOptions } from './report.ts';

const MARK: Record<CheckStatus, string> = { pass: '✔', warn: '!', fail: '✖', skip: '–' };

/**
 * For people: one sentence, then what is not right, the worst first, each with its cause and its remedy; one line for
 * what was not made, one a group for what passed.
 */
export const text: ProbeReporter = (runs, options) =>
  runs
    .map((one, at) => {
      const heading =
        runs.length > 1 ? `${at === 0 ? '' : '\n'}${options.style.strong(printable(one.file, 300))}\n` : '';
      return heading + (one.run === undefined ? unread(one, options) : whole(one.run, options));
    })
    .join('');

function unread({ problem }: ProbedRun, { style }: ProbeReporterOptions): string {
  return `${style.error('✖')} ${problemText(problem)}\n`;
}

type Run = NonNullable<ProbedRun['run']>;

function whole(run: Run, options: ProbeReporterOptions): string {
  const { style, columns, quiet } = options;
  const { verdict, results } = run;
  const [mark, paint] =
    verdict.works === 'yes'
      ? (['✔', style.ok] as const)
      : verdict.works === 'no'
        ? (['✖', style.error] as const)
        : (['!', style.warning] as const);
  const lines = [`${paint(mark)} ${style.strong(wrap(verdict.sentence, columns - 2, '  '))}`];
  if (run.answeredBy !== undefined)
    lines.push(`  ${wrap(`Answered by ${run.answeredBy}.`, columns - 2, '  ')}`);
  const faults = worstFirst(results).filter(({ status }) => !quiet || status === 'fail');
  for (const one of faults) lines.push('', renderCheck(one, style, columns).trimEnd());
  if (!quiet) {
    const rest = [...notMade(results, columns), ...passed(results, columns)];
    if (rest.length > 0) lines.push('', ...rest.map((line) => style.faint(line)));
    lines.push('', style.faint(totals(run, columns)));
  }
  return `${lines.join('\n')}\n`;
}

/** What is not a pass: failed required checks, what could not be found out, other failures, warnings. */
function worstFirst(results: readonly CheckResult[]): readonly CheckResult[] {
  const weight = ({ status, required, inconclusive, blockedBy }: CheckResult): number => {
    if (status === 'fail') return required ? 0 : 2;
    if (inconclusive === true && blockedBy === undefined) return required ? 1 : 4;
    return status === 'warn' ? 3 : 9;
  };
  return results.filter((one) => weight(one) < 9).sort((a, b) => weight(a) - weight(b));
}

/** Which checks were not made, and why: a number for each reason. */
function notMade(results: readonly CheckResult[], columns: number): readonly string[] {
  const skipped = results.filter(
    ({ status, inconclusive, blockedBy }) =>
      status === 'skip' && (inconclusive !== true || blockedBy !== undefined),
  );
  if (skipped.length === 0) return [];
  const blockers = new Map<string, number>();
  const others: string[] = [];
  for (const { id, blockedBy } of skipped)
    if (blockedBy === undefined) others.push(id);
    else blockers.set(blockedBy, (blockers.get(blockedBy) ?? 0) + 1);
  // A run that was cancelled, or a limit of the gateway, leaves checks open that others wait for.
  const unmade = new Set(results.filter(({ status }) => status === 'skip').map(({ id }) => id));
  const because = [...blockers].sort(([, a], [, b]) => b - a);
  const reasons = because.map(
    ([id, number]) =>
      `${because.length === 1 && others.length === 0 ? '' : `${number}: `}${id} ${unmade.has(id) ? 'was not made' : 'failed'}`,
  );
  if (others.length > 0) reasons.push(`nothing to check here: ${others.join(', ')}`);
  return [wrap(`– ${skipped.length} not made (${reasons.join('; ')})`, columns, '  ', columns - 2)];
}

/** The checks that passed, a line a group. */
function passed(results: readonly CheckResult[], columns: number): readonly string[] {
  const groupOf = new Map(checks.map(({ id, group }) => [id, group]));
  return Object.entries(CHECK_GROUPS).flatMap(([group, title]) => {
    const ids = results
      .filter(({ id, status }) => status === 'pass' && (groupOf.get(id) ?? 'D') === group)
      .map(({ id }) => id);
    return ids.length === 0 ? [] : [wrap(`✔ ${title}: ${ids.join(', ')}`, columns, '  ', columns - 2)];
  });
}

/** Numbers that add up to what was announced, and what the run took. */
function totals({ results, announced, requests, tokens, ms }: Run, columns: number): string {
  const { pass, warn, fail, skip } = countsOf(results);
  const silent = Math.max(0, announced - results.length);
  const parts = [
    `${pass} passed`,
    `${warn} warned`,
    `${fail} failed`,
    `${skip} not made`,
    ...(silent > 0 ? [`${silent} not applicable`] : []),
  ];
  const took = `${count(requests, 'request')} · ${tokens.input} + ${tokens.output} tokens · ${(ms / 1000).toFixed(1)} s`;
  return wrap(`${parts.join(', ')} · ${took}`, columns, '  ', columns - 2);
}

/** One check: mark, title and id, then the cause, then what to do. */
function renderCheck(result: CheckResult, style: Style, columns: number): string {
  const { id, title, status, ms, detail, hint } = result;
  const paint = painter(status, style);
  const time = ms >= 1 ? style.faint(` ${ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms} ms`}`) : '';
  const indent = '    ';
  const width = Math.max(30, columns - indent.length);
  // A title says what holds when the check passes.
  const name =
    status === 'pass' ? `${title} ${style.faint(`(${id})`)}` : `${id} ${style.faint(`(wanted: ${title})`)}`;
  const lines = [fold(`${paint(MARK[status])} ${name}${time}`, columns)];
  if (status === 'pass') return `${lines.join('\n')}\n`;
  const body = wrap(detail, width, indent);
  lines.push(indent + (status === 'skip' ? style.faint(body) : body));
  if (hint !== undefined) lines.push(`${indent}${style.faint('→')} ${wrap(hint, width - 2, `${indent}  `)}`);
  return `${lines.join('\n')}\n`;
}

function painter(status: CheckStatus, style: Style): (text: string) => string {
  switch (status) {
    case 'pass':
      return style.ok;
    case 'warn':
      return style.warning;
    case 'fail':
      return style.error;
    case 'skip':
      return style.faint;
  }
}
