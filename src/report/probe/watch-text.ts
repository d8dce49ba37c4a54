import { printable } from '../../text/printable.ts';
import type { Style } from '../style.ts';
import { causesOf, changesOf } from './changes.ts';
import type { ProbedRun } from './report.ts';

/** `probe --watch` for people: a line for each cause that came or went, `time` in front; empty when nothing is different. */
export function changeLines(
  time: string,
  before: readonly ProbedRun[],
  now: readonly ProbedRun[],
  style: Style,
): string {
  if (now.every((each, at) => changesOf(before[at], each).length === 0)) return '';
  return now
    .flatMap((each, at) => {
      const name = now.length > 1 ? `${printable(each.file, 120)}  ` : '';
      return linesOf(before[at], each, style).map((line) => `${style.faint(time)}  ${name}${line}\n`);
    })
    .join('');
}

/** Where the verdict is another one, the last line says it. */
function linesOf(before: ProbedRun | undefined, now: ProbedRun, style: Style): readonly string[] {
  const causes = causesOf(before, now);
  if (causes === undefined || now.run === undefined || before?.run === undefined)
    return changesOf(before, now).map(({ id, from, to, detail }) => `${id}: ${from} → ${to}  ${detail}`);
  const paint = { fail: style.error, warn: style.warning, pass: style.ok, skip: style.faint };
  const lines = [
    ...causes.came.map(({ ids, worst: { status, detail, hint } }) => {
      const remedy = hint === undefined ? '' : ` → ${hint}`;
      return `${paint[status]('new')}: ${named(ids)}: ${detail}${remedy}`;
    }),
    ...causes.went.map(({ ids, worst: { detail } }) => `${style.ok('over')}: ${named(ids)}: ${detail}`),
  ];
  const { works, sentence } = now.run.verdict;
  const last = lines.pop();
  if (last === undefined) return [];
  return [...lines, before.run.verdict.works === works ? last : `${last} ${style.strong(sentence)}`];
}

/** The checks that one cause shows in, three of them by name. */
function named(ids: readonly string[]): string {
  const more = ids.length > 3 ? ` and ${ids.length - 3} more` : '';
  return `${ids.slice(0, 3).join(', ')}${more}`;
}

/** What the watch takes: the first run, as often as it fits into an hour. A run takes its own time too. */
export function costText(runs: readonly ProbedRun[], everySeconds: number): string {
  const made = runs.flatMap(({ run }) => (run === undefined ? [] : [run]));
  const sum = (of: (run: (typeof made)[number]) => number): number =>
    made.reduce((total, run) => total + of(run), 0);
  const each = everySeconds + Math.max(0, ...made.map(({ ms }) => ms / 1000));
  const anHour = (number: number): string => rounded((number * 3600) / each);
  return `An hour of it takes about ${anHour(sum(({ requests }) => requests))} requests and ${anHour(sum(({ tokens }) => tokens.input))} + ${anHour(sum(({ tokens }) => tokens.output))} tokens.`;
}

/** Two figures are all that is known. */
function rounded(number: number): string {
  const shown = number < 100 ? Math.round(number) : Number(number.toPrecision(2));
  return shown.toLocaleString('en-US');
}
