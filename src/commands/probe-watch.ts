import { Exit, UserError, type ExitCode } from '../errors.ts';
import { causeChanges, type Cause } from '../probe/causes.ts';
import type { CheckResult } from '../probe/types.ts';
import type { SignedIn } from '../gateway/sign-in.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { encodeJson } from '../report/json.ts';
import { styleFor } from './options.ts';
import { worst } from '../report/exit-code.ts';
import type { Style } from '../report/style.ts';
import type { ProbedRun } from '../report/probe/index.ts';
import { probeJson } from '../report/probe/json.ts';
import { sayProblem } from '../report/probe/text.ts';
import { probeAll, render, type ProbeFlags } from './probe-run.ts';

/*
 * `probe --watch`: for the hours of a rollout. The file is read and the helper run anew each time, so that a
 * changed configuration is seen; a sign-in is made once.
 */

/** One line of what is different: a check, or the configuration itself. */
interface Change {
  readonly file: string;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly detail: string;
  readonly hint?: string;
}

/** Repeats until Ctrl-C, which is the normal end: the exit code is that of the last whole run. */
export async function watchProbes(
  files: readonly string[],
  flags: ProbeFlags,
  everySeconds: number,
  io: Io,
): Promise<ExitCode> {
  if (flags.format === 'junit')
    throw new UserError('--watch goes with the formats text and json.', 'Leave --format junit out.');
  if (files.includes('-')) throw new UserError('--watch cannot read standard input anew each time.');
  const memory = new Map<string, SignedIn>();
  let before: readonly ProbedRun[] | undefined;
  while (!io.signal.aborted) {
    const now = await probeAll(files, flags, io, memory);
    if (ended(io.signal)) break;
    // Nothing to watch for: the names of the files are wrong.
    const [first] = now;
    if (
      before === undefined &&
      first?.problem !== undefined &&
      now.every(({ problem }) => problem !== undefined)
    )
      throw new UserError(first.problem.message, first.problem.hint);
    if (before === undefined) await begin(now, flags, everySeconds, io);
    else await report(before, now, flags, io);
    before = now;
    await pause(everySeconds * 1000, io.signal);
  }
  return before === undefined ? Exit.cancelled : worst(before.map(({ exitCode }) => exitCode));
}

async function begin(
  probed: readonly ProbedRun[],
  flags: ProbeFlags,
  everySeconds: number,
  io: Io,
): Promise<void> {
  if (flags.format === 'json') {
    io.stdout.write(`${encodeJson({ time: stamp(io), ...probeJson(probed) })}\n`);
    return;
  }
  await render(probed, flags, io);
  if (flags.quiet !== true)
    io.stderr.write(
      `Asking again every ${everySeconds} s; Ctrl-C ends it. ${sayCost(probed, everySeconds)} Only what comes or goes is shown from here on.\n`,
    );
}

/** What the watch takes: the first run, as often as it fits into an hour. A run takes its own time too. */
function sayCost(probed: readonly ProbedRun[], everySeconds: number): string {
  const runs = probed.flatMap(({ run }) => (run === undefined ? [] : [run]));
  const sum = (of: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((total, run) => total + of(run), 0);
  const each = everySeconds + Math.max(0, ...runs.map(({ ms }) => ms / 1000));
  const anHour = (number: number): string => rounded((number * 3600) / each);
  return `An hour of it takes about ${anHour(sum(({ requests }) => requests))} requests and ${anHour(sum(({ tokens }) => tokens.input))} + ${anHour(sum(({ tokens }) => tokens.output))} tokens.`;
}

/** Two figures are all that is known. */
function rounded(number: number): string {
  const shown = number < 100 ? Math.round(number) : Number(number.toPrecision(2));
  return shown.toLocaleString('en-US');
}

async function report(
  before: readonly ProbedRun[],
  now: readonly ProbedRun[],
  flags: ProbeFlags,
  io: Io,
): Promise<void> {
  const changes = now.flatMap((each, at) => changesOf(before[at], each));
  if (changes.length === 0) return;
  if (flags.format === 'json') {
    io.stdout.write(
      `${encodeJson({
        time: stamp(io),
        version: 1,
        command: 'probe',
        exitCode: worst(now.map(({ exitCode }) => exitCode)),
        changes: changes.map(({ hint, file, ...change }) => ({
          ...(file === '' ? {} : { file }),
          ...change,
          hint: hint ?? null,
        })),
        causes: now.flatMap((each, at) => causesIn(before[at], each)),
      })}\n`,
    );
    return;
  }
  const style = await styleFor('stdout', flags, io);
  for (const [at, each] of now.entries()) {
    const name = now.length > 1 ? `${printable(each.file, 120)}  ` : '';
    for (const line of linesOf(before[at], each, style))
      io.stdout.write(`${style.faint(stamp(io))}  ${name}${line}\n`);
  }
}

/** A line for each cause that came or went; where the verdict is another one, the last line says it. */
function linesOf(before: ProbedRun | undefined, now: ProbedRun, style: Style): readonly string[] {
  if (now.run === undefined || before?.run === undefined)
    return changesOf(before, now).map(({ id, from, to, detail }) => `${id}: ${from} → ${to}  ${detail}`);
  const { came, went } = causeChanges(before.run.results, now.run.results);
  const paint = { fail: style.error, warn: style.warning, pass: style.ok, skip: style.faint };
  const lines = [
    ...came.map(({ ids, worst: { status, detail, hint } }) => {
      const remedy = hint === undefined ? '' : ` → ${hint}`;
      return `${paint[status]('new')}: ${named(ids)}: ${detail}${remedy}`;
    }),
    ...went.map(({ ids, worst: { detail } }) => `${style.ok('over')}: ${named(ids)}: ${detail}`),
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

/** The causes that came and went, for machines. */
function causesIn(before: ProbedRun | undefined, now: ProbedRun): readonly Record<string, unknown>[] {
  if (now.run === undefined || before?.run === undefined) return [];
  const { came, went } = causeChanges(before.run.results, now.run.results);
  const row = (state: 'new' | 'over', { ids, worst: { detail, hint } }: Cause): Record<string, unknown> => ({
    ...(now.file === '' ? {} : { file: now.file }),
    state,
    checks: ids,
    detail,
    hint: hint ?? null,
  });
  return [...came.map((cause) => row('new', cause)), ...went.map((cause) => row('over', cause))];
}

/** What differs between two runs. Times and numbers in the sentences always do, so the states are compared. */
function changesOf(before: ProbedRun | undefined, now: ProbedRun): readonly Change[] {
  const { file } = now;
  if (now.run === undefined || before?.run === undefined) {
    const from = before?.run === undefined ? sayProblem(before?.problem) : 'read';
    const to = now.run === undefined ? sayProblem(now.problem) : 'read';
    return from === to
      ? []
      : [
          {
            file,
            id: 'configuration',
            from: before?.run === undefined ? 'unreadable' : 'read',
            to: now.run === undefined ? 'unreadable' : 'read',
            detail: to === 'read' ? 'The configuration can be probed again.' : to,
          },
        ];
  }
  const old = new Map(before.run.results.map((result) => [result.id, result]));
  const ids = new Set(now.run.results.map(({ id }) => id));
  const gone = before.run.results.filter(({ id }) => !ids.has(id));
  return [
    ...now.run.results.flatMap((result) => {
      const was = stateOf(old.get(result.id));
      const is = stateOf(result);
      // A check that another one keeps from being made is told by that one.
      if (was === is || result.blockedBy !== undefined) return [];
      const { id, detail, hint } = result;
      return [{ file, id, from: was, to: is, detail, ...(hint === undefined ? {} : { hint }) }];
    }),
    ...gone.map((result) => ({
      file,
      id: result.id,
      from: stateOf(result),
      to: 'absent',
      detail: 'It does not apply any more.',
    })),
  ];
}

function stateOf(result: CheckResult | undefined): string {
  if (result === undefined) return 'absent';
  return result.inconclusive === true ? 'unproven' : result.status;
}

/** Asked anew: a run takes its time. */
function ended(signal: AbortSignal): boolean {
  return signal.aborted;
}

function stamp(io: Io): string {
  return new Date(io.now()).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
