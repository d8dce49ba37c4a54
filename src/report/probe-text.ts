import type { CheckResult, CheckStatus, TokenUse } from '../probe/types.ts';
import type { Verdict } from '../probe/verdict.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

const MARK: Record<CheckStatus, string> = { pass: '✔', warn: '!', fail: '✖', skip: '–' };

/** One check as it ends: mark, id, time, and what was seen; the hint below when there is something to fix. */
export function renderCheck(result: CheckResult, style: Style, columns: number): string {
  const { id, status, ms, detail, hint } = result;
  const paint = painter(status, style);
  const time = ms >= 1 ? style.faint(` ${ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms} ms`}`) : '';
  const indent = '    ';
  const width = Math.max(30, columns - indent.length);
  const lines = [`${paint(MARK[status])} ${status === 'skip' ? style.faint(id) : id}${time}`];
  const body = wrap(detail, width, indent);
  lines.push(indent + (status === 'pass' || status === 'skip' ? style.faint(body) : body));
  if (hint !== undefined && status !== 'pass')
    lines.push(`${indent}${style.faint('→')} ${wrap(hint, width - 2, `${indent}  `)}`);
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

/** The end of a run: one sentence, and what to change. */
export function renderVerdict(
  verdict: Verdict,
  run: {
    readonly counts: Record<CheckStatus, number>;
    readonly tokens: TokenUse;
    readonly requests: number;
    readonly ms: number;
    /** Who answered, such as `LiteLLM 1.106.12 behind nginx`. */
    readonly answeredBy?: string;
  },
  style: Style,
  columns: number,
): string {
  const { works, sentence, changes } = verdict;
  const [mark, paint] =
    works === 'yes'
      ? (['✔', style.ok] as const)
      : works === 'no'
        ? (['✖', style.error] as const)
        : (['!', style.warning] as const);
  const { pass, warn, fail, skip } = run.counts;
  const lines = [`${paint(mark)} ${style.strong(wrap(sentence, columns - 2, '  '))}`];
  if (run.answeredBy !== undefined)
    lines.push(`  ${wrap(`Answered by ${run.answeredBy}.`, columns - 2, '  ')}`);
  for (const change of changes.slice(0, 8)) lines.push(`  → ${wrap(change, columns - 4, '    ')}`);
  if (changes.length > 8) lines.push(`  → and ${changes.length - 8} more, above`);
  lines.push(
    style.faint(
      `  ${pass} passed, ${warn} warned, ${fail} failed, ${skip} skipped · ${run.requests} requests · ` +
        `${run.tokens.input} + ${run.tokens.output} tokens · ${(run.ms / 1000).toFixed(1)} s`,
    ),
  );
  return `${lines.join('\n')}\n`;
}
