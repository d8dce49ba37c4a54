import { cancelledCode, Exit, UserError, type ExitCode } from '../errors.ts';
import { checks, runProbe, type ProbePlan } from '../probe/probe.ts';
import { nameProducts } from '../probe/products/index.ts';
import { selectChecks, type Selection } from '../probe/run/selection.ts';
import type { SignedIn } from '../gateway/sign-in/tokens.ts';
import { configurationResult } from '../probe/configuration.ts';
import type { CheckResult } from '../probe/types.ts';
import { probeExitCode, verdict } from '../probe/verdict.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { shownName } from '../text/credentials.ts';
import { concealable, redact } from '../text/redact.ts';
import { shownUrl } from '../text/shown-url.ts';
import { worst } from '../report/exit-code.ts';
import { listJson } from '../report/probe/list-json.ts';
import { listText } from '../report/probe/list-text.ts';
import { probeReporters, type ProbedRun, type ProbeReporterName } from '../report/probe/index.ts';
import { connectFrom, type Connection } from './connect.ts';
import type { GatewayFlags } from './connect/flags.ts';
import { styleFor } from './options.ts';

/** Which checks are made, and what counts as a failure. */
export interface SelectionFlags extends GatewayFlags {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly deep?: boolean;
  readonly context1m?: boolean;
  readonly concurrency?: number;
  readonly strict?: boolean;
  readonly sso?: boolean;
  readonly intrusive?: boolean;
}

/** Flags of `probe`. */
export interface ProbeFlags extends SelectionFlags {
  readonly format: ProbeReporterName;
  readonly list?: boolean;
  /** Seconds between runs. */
  readonly watch?: number;
}

/** Tests the gateway of one configuration. */
export async function probeOne(file: string | undefined, flags: ProbeFlags, io: Io): Promise<ExitCode> {
  const connection = await connectFrom(file, flags, io);
  try {
    const progress = progressOf(connection, flags, io);
    const probed = await probeConnection(connection, flags, io, {
      onResult: progress.step,
      onPlan: announce(connection, flags, io),
    });
    progress.end();
    await render([{ file: file ?? '', ...probed }], flags, io);
    return probed.exitCode;
  } finally {
    await connection.client.close();
  }
}

/** How far the run is, on a terminal: one line on stderr, written over itself. */
export function progressOf(
  { otherAudience }: Connection,
  flags: SelectionFlags,
  io: Io,
): { readonly step: () => void; readonly end: () => void } {
  if (!io.stderr.isTTY || flags.quiet === true) return { step: () => undefined, end: () => undefined };
  const all = selectChecks(checks, { ...selectionOf(flags), otherAudience }).run.length;
  const begun = io.now();
  let made = 0;
  return {
    step: () => {
      made += 1;
      const seconds = ((io.now() - begun) / 1000).toFixed(1);
      io.stderr.write(`\r\u001b[K${Math.min(made, all)} of ${all} checks, ${seconds} s`);
    },
    end: () => io.stderr.write('\r\u001b[K'),
  };
}

/** Gateways probed at once. */
const AT_ONCE = 4;

/** Tests the gateways of several configurations, one after the other. */
export async function probeMany(files: readonly string[], flags: ProbeFlags, io: Io): Promise<ExitCode> {
  const probed = await probeAll(files, flags, io);
  await render(probed, flags, io);
  return worst(probed.map(({ exitCode }) => exitCode));
}

/** Probes every file, a few at once. `memory` keeps what a sign-in gave for the next time. */
export async function probeAll(
  files: readonly string[],
  flags: ProbeFlags,
  io: Io,
  memory = new Map<string, SignedIn>(),
): Promise<readonly ProbedRun[]> {
  const ready: (ProbedRun | { readonly file: string; readonly connection: Connection })[] = [];
  try {
    // One after the other: helpers and people are asked one at a time.
    for (const given of files.length === 0 ? [undefined] : files) {
      const file = given ?? '';
      try {
        if (files.length > 1 && wantsSignIn(flags) && !memory.has(file))
          io.stderr.write(`${printable(file, 300)}:\n`);
        const connection = await connectFrom(given, flags, io, memory.get(file));
        if (connection.signedIn !== undefined) memory.set(file, connection.signedIn);
        ready.push({ file, connection });
      } catch (error) {
        // One file that cannot be read does not keep the others from being probed.
        if (!(error instanceof UserError) || (files.length <= 1 && flags.watch === undefined)) throw error;
        ready.push({ file, exitCode: Exit.usage, problem: error });
      }
    }
    const done: ProbedRun[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < ready.length; at = next++) {
        const each = ready[at];
        if (each === undefined) return;
        done[at] =
          'connection' in each
            ? { file: each.file, ...(await probeConnection(each.connection, flags, io)) }
            : each;
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ready.length) }, worker));
    return done;
  } finally {
    await Promise.all(
      ready.flatMap((each) => ('connection' in each ? [each.connection.client.close()] : [])),
    );
  }
}

function wantsSignIn(flags: ProbeFlags): boolean {
  return flags.signIn === true || flags.signInFlow !== undefined;
}

function selectionOf(flags: SelectionFlags): Selection {
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
    deep: flags.deep ?? false,
    context1m: flags.context1m ?? false,
    sso: flags.sso ?? false,
    intrusive: flags.intrusive ?? false,
  };
}

/** Says on stderr what is about to be asked, and what it costs. */
export function announce(
  { client }: Connection,
  flags: SelectionFlags,
  io: Io,
): ((plan: ProbePlan) => void) | undefined {
  if (flags.quiet === true) return undefined;
  return ({ checks: count, models, tokens }) => {
    const names = models.slice(0, 4).map((id) => printable(redact(id, client.secrets), 80));
    const more = models.length > 4 ? ` and ${models.length - 4} more` : '';
    io.stderr.write(
      `Asking ${printable(redact(shownUrl(client.baseUrl), concealable(client.secrets)), 300)} as Claude Desktop does: ${count} checks, ` +
        `turns of ${names.map(shownName).join(', ')}${more}; about ${tokens.input} + ${tokens.output} tokens.\n`,
    );
  };
}

interface Listeners {
  readonly onResult?: (result: CheckResult) => void;
  readonly onPlan?: ((plan: ProbePlan) => void) | undefined;
}

/** Writes what came out, in the format asked for. */
export async function render(probed: readonly ProbedRun[], flags: ProbeFlags, io: Io): Promise<void> {
  const reporter = await probeReporters[flags.format]();
  const style = await styleFor('stdout', flags, io);
  io.stdout.write(reporter(probed, { style, columns: io.stdout.columns, quiet: flags.quiet === true }));
}

/** Runs the checks over a connection, with the verdict. */
export async function probeConnection(
  connection: Connection,
  flags: SelectionFlags,
  io: Io,
  { onResult, onPlan }: Listeners = {},
): Promise<Omit<ProbedRun, 'file'>> {
  const left = configurationResult(connection.leftOut);
  const made = await runProbe({
    ...selectionOf(flags),
    client: connection.client,
    ...(connection.credential === undefined ? {} : { credential: connection.credential }),
    ...(connection.otherAudience === undefined ? {} : { otherAudience: connection.otherAudience }),
    facts: connection.facts,
    route: connection.route,
    timeouts: connection.timeouts,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    signal: io.signal,
    ...(onResult === undefined ? {} : { onResult }),
    ...(onPlan === undefined ? {} : { onPlan }),
  });
  // What was left out is said first.
  const report = left === undefined ? made : { ...made, results: [left, ...made.results] };
  const exitCode =
    report.stopped === 'cancelled'
      ? cancelledCode(io.signal.reason)
      : probeExitCode(report.results, { strict: flags.strict ?? false });
  const answeredBy = nameProducts(report.seen.products);
  const announced = selectChecks(checks, { ...selectionOf(flags), otherAudience: connection.otherAudience })
    .run.length;
  return {
    exitCode,
    run: {
      ...report,
      verdict: verdict(report.results, report),
      announced: announced + (left === undefined ? 0 : 1),
      ...(answeredBy === undefined ? {} : { answeredBy }),
    },
  };
}

/** `--list`: the checks and what they cost; nothing is asked. */
export async function list(flags: ProbeFlags, io: Io): Promise<ExitCode> {
  io.stdout.write(
    flags.format === 'json' ? listJson(checks) : listText(checks, await styleFor('stdout', flags, io)),
  );
  return Exit.ok;
}
