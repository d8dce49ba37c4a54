import { Option } from 'commander';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import { checks, estimate, runProbe, unknownCheckIds, type ProbeReport } from '../gateway/probe.ts';
import { selectChecks } from '../gateway/select-checks.ts';
import type { CheckResult, CheckStatus } from '../gateway/types.ts';
import { probeExitCode, verdict } from '../gateway/verdict.ts';
import type { Io } from '../io.ts';
import { printable, withoutUserinfo } from '../printable.ts';
import { encodeJson } from '../report/json.ts';
import { renderCheck, renderVerdict } from '../report/probe-text.ts';
import { addGatewayOptions, connectFrom, type Connection, type GatewayFlags } from './connect.ts';
import { addReadOptions, collect, numberArgument, styleFor, type CommandModule } from './options.ts';

export interface ProbeFlags extends GatewayFlags {
  readonly format: 'text' | 'json' | 'junit';
  readonly list?: boolean;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly deep?: boolean;
  readonly context1m?: boolean;
  readonly concurrency?: number;
  readonly strict?: boolean;
}

export const command: CommandModule = {
  register(program, io, finish) {
    addGatewayOptions(
      addReadOptions(
        program
          .command('probe')
          .summary('prove that the gateway does what Claude Desktop needs')
          .description(
            'Asks the configured gateway what Claude Desktop asks: messages, streams, tools, models, errors. A default\n' +
              'run takes about 20 requests and 2,300 tokens. Exit code 1: a required check failed or could not be made.',
          )
          .argument(
            '[file]',
            'the configuration in any format; - is standard input (default: cowork-3p.json)',
          )
          .addOption(
            new Option('--format <format>', 'how to report')
              .choices(['text', 'json', 'junit'])
              .default('text'),
          )
          .option('--list', 'list the checks and what they cost, and ask nothing')
          .option('--only <id>', 'only this check and what it needs (repeatable)', collect)
          .option('--skip <id>', 'leave this check out (repeatable)', collect)
          .option('--deep', 'also the costly checks: long streams, caching, large bodies')
          .option('--context-1m', 'also prove the 1M context, which costs 210,000 tokens')
          .option('--concurrency <n>', 'requests at once (default: 4)', numberArgument(1, 32))
          .option('--strict', 'warnings fail too'),
      ),
    ).action(async (file: string | undefined, flags: ProbeFlags) => {
      finish(await runProbeCommand(file, flags, io));
    });
  },
};

export async function runProbeCommand(
  file: string | undefined,
  flags: ProbeFlags,
  io: Io,
): Promise<ExitCode> {
  const unknown = unknownCheckIds(checks, [...(flags.only ?? []), ...(flags.skip ?? [])]);
  if (unknown.length > 0)
    throw new UserError(`There is no check named ${unknown.join(', ')}.`, 'See "cowork-3p probe --list".');
  if (flags.list === true) return list(flags, io);

  const connection = await connectFrom(file, flags, io);
  try {
    return await probe(connection, flags, io);
  } finally {
    await connection.client.close();
  }
}

async function probe(connection: Connection, flags: ProbeFlags, io: Io): Promise<ExitCode> {
  const style = styleFor('stdout', flags, io);
  const live = flags.format === 'text' && io.stdout.isTTY;
  const columns = io.stdout.columns;
  const show = (result: CheckResult): void => {
    if (flags.quiet !== true || result.status === 'fail')
      io.stdout.write(renderCheck(result, style, columns));
  };
  const selection = {
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.skip === undefined ? {} : { skip: flags.skip }),
    deep: flags.deep ?? false,
    context1m: flags.context1m ?? false,
  };
  if (flags.quiet !== true) {
    const { run } = selectChecks(checks, selection);
    const cost = estimate(run, Math.max(1, connection.facts.models.length));
    io.stderr.write(
      `Asking ${printable(withoutUserinfo(connection.client.baseUrl), 300)} as Claude Desktop does: ${run.length} checks, about ${cost.input} + ${cost.output} tokens.\n`,
    );
  }
  const report = await runProbe({
    ...selection,
    client: connection.client,
    ...(connection.credential === undefined ? {} : { credential: connection.credential }),
    facts: connection.facts,
    route: connection.route,
    timeouts: connection.timeouts,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    signal: io.signal,
    ...(live ? { onResult: show } : {}),
  });
  const code =
    report.stopped === 'cancelled'
      ? Exit.cancelled
      : probeExitCode(report.results, { strict: flags.strict ?? false });
  switch (flags.format) {
    case 'text':
      if (!live) for (const result of report.results) show(result);
      io.stdout.write(
        `\n${renderVerdict(verdict(report.results, report), { counts: countsOf(report), ...report }, style, columns)}`,
      );
      break;
    case 'json':
      io.stdout.write(`${encodeJson(jsonReport(report, code), 2)}\n`);
      break;
    case 'junit': {
      const { probeJunit } = await import('../report/probe-junit.ts');
      io.stdout.write(probeJunit(report.results, report.gateway));
      break;
    }
  }
  return code;
}

function countsOf({ results }: ProbeReport): Record<CheckStatus, number> {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

/** The documented shape; see docs/probe.md. */
export function jsonReport(report: ProbeReport, exitCode: ExitCode): object {
  return {
    version: 1,
    command: 'probe',
    exitCode,
    gateway: report.gateway,
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

function list(flags: ProbeFlags, io: Io): ExitCode {
  if (flags.format === 'json') {
    const rows = checks.map(({ id, title, group, required, when, needs, tokens }) => ({
      id,
      title,
      group,
      required,
      when,
      needs: needs ?? [],
      tokens: tokens ?? { input: 0, output: 0 },
    }));
    io.stdout.write(`${encodeJson({ version: 1, command: 'probe', checks: rows }, 2)}\n`);
    return Exit.ok;
  }
  const style = styleFor('stdout', flags, io);
  const groups = { A: 'Reach', B: 'Credential', C: 'Messages', D: 'Models and extras' } as const;
  const width = Math.max(...checks.map(({ id }) => id.length));
  for (const [group, title] of Object.entries(groups)) {
    io.stdout.write(`${style.strong(title)}\n`);
    for (const check of checks.filter((one) => one.group === group)) {
      const cost = (check.tokens?.input ?? 0) + (check.tokens?.output ?? 0);
      const tags = [
        check.required ? 'required' : '',
        check.when === 'deep' ? '--deep' : check.when === 'flag' ? '--context-1m' : '',
        cost > 0 ? `${cost} tokens` : '',
      ].filter((tag) => tag !== '');
      io.stdout.write(
        `  ${check.id.padEnd(width)}  ${check.title}${tags.length > 0 ? style.faint(` (${tags.join(', ')})`) : ''}\n`,
      );
    }
  }
  return Exit.ok;
}
