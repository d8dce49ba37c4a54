import { cancelledCode, UserError, type ExitCode } from '../errors.ts';
import type { SignedIn } from '../gateway/sign-in/tokens.ts';
import type { Io } from '../io/io.ts';
import { pause } from '../net/pause.ts';
import { worst } from '../report/exit-code.ts';
import type { ProbedRun } from '../report/probe/index.ts';
import { changesLine, firstLine } from '../report/probe/watch-json.ts';
import { changeLines, costText } from '../report/probe/watch-text.ts';
import { styleFor } from './options.ts';
import { probeAll, render, type ProbeFlags } from './probe-run.ts';

/*
 * `probe --watch`: for the hours of a rollout. The file is read and the helper run anew each time, so that a
 * changed configuration is seen; a sign-in is made once.
 */

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
  return before === undefined
    ? cancelledCode(io.signal.reason)
    : worst(before.map(({ exitCode }) => exitCode));
}

async function begin(
  probed: readonly ProbedRun[],
  flags: ProbeFlags,
  everySeconds: number,
  io: Io,
): Promise<void> {
  if (flags.format === 'json') {
    io.stdout.write(firstLine(stamp(io), probed));
    return;
  }
  await render(probed, flags, io);
  if (flags.quiet !== true)
    io.stderr.write(
      `Asking again every ${everySeconds} s; Ctrl-C ends it. ${costText(probed, everySeconds)} Only what comes or goes is shown from here on.\n`,
    );
}

async function report(
  before: readonly ProbedRun[],
  now: readonly ProbedRun[],
  flags: ProbeFlags,
  io: Io,
): Promise<void> {
  io.stdout.write(
    flags.format === 'json'
      ? changesLine(stamp(io), before, now)
      : changeLines(stamp(io), before, now, await styleFor('stdout', flags, io)),
  );
}

/** Asked anew: a run takes its time. */
function ended(signal: AbortSignal): boolean {
  return signal.aborted;
}

function stamp(io: Io): string {
  return new Date(io.now()).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
