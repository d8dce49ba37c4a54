import { Exit, UserError, type ExitCode } from '../errors.ts';
import { checks, estimate, runProbe, type ProbeReport } from '../probe/probe.ts';
import { nameProducts } from '../probe/products/index.ts';
import { selectChecks, type Selection } from '../probe/select-checks.ts';
import type { SignedIn } from '../gateway/sign-in.ts';
import { configurationResult } from '../probe/configuration.ts';
import type { CheckResult, CheckStatus } from '../probe/types.ts';
import { probeExitCode, verdict } from '../probe/verdict.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { redact } from '../text/redact.ts';
import { shownUrl } from '../text/shown-url.ts';
import { encodeJson } from '../report/json.ts';
import { renderCheck, renderVerdict } from '../report/probe-text.ts';
import { connectFrom, type Connection, type GatewayFlags } from './connect.ts';
import { styleFor } from './options.ts';

export interface ProbeFlags extends GatewayFlags {
  readonly format: 'text' | 'json' | 'junit';
  readonly list?: boolean;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly deep?: boolean;
  readonly context1m?: boolean;
  readonly concurrency?: number;
  readonly strict?: boolean;
  readonly sso?: boolean;
  /** Seconds between runs. */
  readonly watch?: number;
}

export async function probeOne(file: string | undefined, flags: ProbeFlags, io: Io): Promise<ExitCode> {
  const connection = await connectFrom(file, flags, io);
  try {
    announce(connection, flags, io);
    const live = flags.format === 'text' && io.stdout.isTTY;
    const probed = await probe(connection, flags, io, live ? await showCheck(flags, io) : undefined);
    await render([{ file: file ?? '', ...probed }], flags, io, { live });
    return probed.code;
  } finally {
    await connection.client.close();
  }
}

/** Gateways probed at once. */
const AT_ONCE = 4;

export async function probeMany(files: readonly string[], flags: ProbeFlags, io: Io): Promise<ExitCode> {
  const probed = await probeAll(files, flags, io);
  await render(probed, flags, io, { live: false });
  return worst(probed.map(({ code }) => code));
}

/** What came of one configuration: a report, or why there is none. */
export interface Probed {
  readonly file: string;
  readonly code: ExitCode;
  readonly report?: ProbeReport;
  readonly problem?: UserError;
}

/** Probes every file, a few at once. `memory` keeps what a sign-in gave for the next time. */
export async function probeAll(
  files: readonly string[],
  flags: ProbeFlags,
  io: Io,
  memory = new Map<string, SignedIn>(),
): Promise<readonly Probed[]> {
  const ready: (Probed | { readonly file: string; readonly connection: Connection })[] = [];
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
        ready.push({ file, code: Exit.usage, problem: error });
      }
    }
    const done: Probed[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < ready.length; at = next++) {
        const each = ready[at];
        if (each === undefined) return;
        done[at] =
          'connection' in each ? { file: each.file, ...(await probe(each.connection, flags, io)) } : each;
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

/** The code that says most: cancelled, an internal error, a file that cannot be read, a failed check. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  const order = [Exit.cancelled, Exit.bug, Exit.usage, Exit.findings];
  return order.find((code) => codes.includes(code)) ?? Exit.ok;
}

function selectionOf(flags: ProbeFlags): Selection {
  return {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
    deep: flags.deep ?? false,
    context1m: flags.context1m ?? false,
    sso: flags.sso ?? false,
  };
}

/** Says on stderr what is about to be asked, and what it costs. */
function announce({ client, facts, otherAudience }: Connection, flags: ProbeFlags, io: Io): void {
  if (flags.quiet === true) return;
  const { run } = selectChecks(checks, { ...selectionOf(flags), otherAudience });
  const cost = estimate(run, Math.max(1, facts.models.length));
  io.stderr.write(
    `Asking ${printable(redact(shownUrl(client.baseUrl), client.secrets), 300)} as Claude Desktop does: ${run.length} checks, about ${cost.input} + ${cost.output} tokens.\n`,
  );
}

async function probe(
  connection: Connection,
  flags: ProbeFlags,
  io: Io,
  onResult?: (result: CheckResult) => void,
): Promise<{ readonly report: ProbeReport; readonly code: ExitCode }> {
  const left = configurationResult(connection.leftOut);
  if (left !== undefined) onResult?.(left);
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
  });
  // What was left out is said first.
  const report = left === undefined ? made : { ...made, results: [left, ...made.results] };
  const code =
    report.stopped === 'cancelled'
      ? Exit.cancelled
      : probeExitCode(report.results, { strict: flags.strict ?? false });
  return { report, code };
}

async function showCheck(flags: ProbeFlags, io: Io): Promise<(result: CheckResult) => void> {
  const style = await styleFor('stdout', flags, io);
  return (result) => {
    if (flags.quiet !== true || result.status === 'fail')
      io.stdout.write(renderCheck(result, style, io.stdout.columns));
  };
}

/** Writes what came out; `live`: the checks have been shown already. */
export async function render(
  probed: readonly Probed[],
  flags: ProbeFlags,
  io: Io,
  { live }: { readonly live: boolean },
): Promise<void> {
  const style = await styleFor('stdout', flags, io);
  const columns = io.stdout.columns;
  switch (flags.format) {
    case 'text':
      for (const [at, { file, report, problem }] of probed.entries()) {
        if (probed.length > 1)
          io.stdout.write(`${at === 0 ? '' : '\n'}${style.strong(printable(file, 300))}\n`);
        if (report === undefined) {
          io.stdout.write(`${style.error('✖')} ${sayProblem(problem)}\n`);
          continue;
        }
        if (!live) report.results.forEach(await showCheck(flags, io));
        const answeredBy = nameProducts(report.seen.products);
        const run = {
          counts: countsOf(report),
          ...(answeredBy === undefined ? {} : { answeredBy }),
          ...report,
        };
        io.stdout.write(`\n${renderVerdict(verdict(report.results, report), run, style, columns)}`);
      }
      break;
    case 'json':
      io.stdout.write(`${encodeJson(jsonOf(probed), 2)}\n`);
      break;
    case 'junit': {
      const { probeJunitSuites } = await import('../report/probe-junit.ts');
      io.stdout.write(
        probeJunitSuites(
          probed.map(({ file, report, problem }) =>
            report === undefined
              ? { name: printable(file, 300), results: [unread(problem)] }
              : {
                  name: probed.length > 1 ? `${printable(file, 300)} (${report.gateway})` : report.gateway,
                  results: report.results,
                },
          ),
        ),
      );
      break;
    }
  }
}

export function sayProblem(problem: UserError | undefined): string {
  const hint = problem?.hint === undefined ? '' : ` ${problem.hint}`;
  return printable(`${problem?.message ?? ''}${hint}`, 600);
}

/** A configuration that could not be probed, as a test that could not be made. */
function unread(problem: UserError | undefined): CheckResult {
  return {
    id: 'configuration',
    title: 'the configuration can be probed',
    required: true,
    status: 'skip',
    inconclusive: true,
    detail: sayProblem(problem),
    ms: 0,
  };
}

/** One report as it is; several below `probes`. See docs/probe.md. */
export function jsonOf(probed: readonly Probed[]): object {
  const [only] = probed;
  if (probed.length === 1 && only?.report !== undefined) return jsonReport(only.report, only.code);
  return {
    version: 1,
    command: 'probe',
    exitCode: worst(probed.map(({ code }) => code)),
    probes: probed.map(({ file, code, report, problem }) => {
      if (report === undefined)
        return {
          file,
          exitCode: code,
          error: { message: problem?.message ?? '', hint: problem?.hint ?? null },
        };
      return { file, ...jsonReport(report, code) };
    }),
  };
}

function countsOf({ results }: ProbeReport): Record<CheckStatus, number> {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

/** The documented shape; see docs/probe.md. */
function jsonReport(report: ProbeReport, exitCode: ExitCode): object {
  return {
    version: 1,
    command: 'probe',
    exitCode,
    gateway: report.gateway,
    products: report.seen.products.map(({ product, version, evidence }) => ({
      name: product.name,
      ...(version === undefined ? {} : { version }),
      evidence,
    })),
    verdict: verdict(report.results, report),
    checks: report.results.map(
      ({ id, title, required, status, ms, detail, hint, blockedBy, inconclusive }) => ({
        id,
        title,
        required,
        status,
        ms,
        detail,
        hint: hint ?? null,
        ...(blockedBy === undefined ? {} : { blockedBy }),
        ...(inconclusive === true ? { inconclusive } : {}),
      }),
    ),
    summary: countsOf(report),
    tokens: report.tokens,
    requests: report.requests,
    ms: report.ms,
    ...(report.stopped === undefined ? {} : { stopped: report.stopped }),
  };
}

export async function list(flags: ProbeFlags, io: Io): Promise<ExitCode> {
  if (flags.format === 'json') {
    const rows = checks.map(({ id, title, group, required, when, flag, needs, tokens }) => ({
      id,
      title,
      group,
      required,
      when,
      ...(when === 'flag' ? { flag: `--${flag ?? 'context-1m'}` } : {}),
      needs: needs ?? [],
      tokens: tokens ?? { input: 0, output: 0 },
    }));
    io.stdout.write(`${encodeJson({ version: 1, command: 'probe', checks: rows }, 2)}\n`);
    return Exit.ok;
  }
  const style = await styleFor('stdout', flags, io);
  const groups = { A: 'Reach', B: 'Credential', C: 'Messages', D: 'Models and extras' } as const;
  const width = Math.max(...checks.map(({ id }) => id.length));
  for (const [group, title] of Object.entries(groups)) {
    io.stdout.write(`${style.strong(title)}\n`);
    for (const check of checks.filter((one) => one.group === group)) {
      const cost = (check.tokens?.input ?? 0) + (check.tokens?.output ?? 0);
      const tags = [
        check.required ? 'required' : '',
        check.when === 'deep' ? '--deep' : check.when === 'flag' ? `--${check.flag ?? 'context-1m'}` : '',
        cost > 0 ? `${cost} tokens` : '',
      ].filter((tag) => tag !== '');
      io.stdout.write(
        `  ${check.id.padEnd(width)}  ${check.title}${tags.length > 0 ? style.faint(` (${tags.join(', ')})`) : ''}\n`,
      );
    }
  }
  return Exit.ok;
}
