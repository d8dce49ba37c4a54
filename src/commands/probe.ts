import { Option } from 'commander';
import { UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { checks, unknownCheckIds } from '../probe/probe.ts';
import { probeReporterNames } from '../report/probe/index.ts';
import { nearest } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { addGatewayOptions } from './connect/flags.ts';
import {
  addOverrideOptions,
  addReadOptions,
  collect,
  offering,
  numberArgument,
  type CommandModule,
} from './options.ts';
import { list, probeMany, probeOne, type ProbeFlags } from './probe-run.ts';

const checkIds = (): readonly string[] => checks.map(({ id }) => id);

export const command: CommandModule = {
  register(program, io, finish) {
    addGatewayOptions(
      addOverrideOptions(
        addReadOptions(
          program
            .command('probe')
            .summary('test whether the gateway does what Claude Desktop needs')
            .description(
              'Asks the configured gateway what Claude Desktop asks: messages, streams, tools, models, errors. A default ' +
                'run takes about 20 requests and 2,300 tokens. Exit code 1: a required check failed or could not be made.',
            )
            .argument(
              '[file...]',
              'configurations in any format; - is standard input (default: cowork-3p.json)',
            )
            .addOption(
              new Option('--format <format>', 'how to report').choices(probeReporterNames).default('text'),
            )
            .option('--list', 'list the checks and what they cost, and ask nothing')
            .addOption(
              offering(
                new Option('--only <id>', 'only this check and what it needs (repeatable)').argParser(
                  collect,
                ),
                checkIds,
              ),
            )
            .addOption(
              offering(
                new Option('--skip <id>', 'leave this check out (repeatable)').argParser(collect),
                checkIds,
              ),
            )
            .option('--deep', 'also the costly checks: long streams, caching, large bodies')
            .option('--context-1m', 'also test the 1M context, which costs 210,000 tokens')
            .option(
              '--intrusive',
              'also what may put a route of the gateway into cool-down for everybody, such as too large a max_tokens',
            )
            .option('--sso', "also ask the gateway's own sign-in for a device code, which signs nobody in")
            .option(
              '--other-audience-token-env <name>',
              'also check that the token in this variable, made out to another application, is refused',
            )
            .option(
              '--watch <seconds>',
              'repeat until Ctrl-C and report changes only; the exit code is that of the last run',
              numberArgument(1, 86_400),
            )
            .option('--concurrency <n>', 'requests at once (default: 4)', numberArgument(1, 32))
            .option('--strict', 'warnings fail too'),
        ),
      ),
    ).action(async (files: readonly string[], flags: ProbeFlags) => {
      finish(await runProbeCommand(files, flags, io));
    });
  },
};

/** One file is shown as it is probed, several in groups, watched ones when they change. */
export async function runProbeCommand(
  files: readonly string[],
  flags: ProbeFlags,
  io: Io,
): Promise<ExitCode> {
  const unknown = unknownCheckIds(checks, [...(flags.only ?? []), ...(flags.skip ?? [])]);
  const [wrong] = unknown;
  if (wrong !== undefined) {
    const near = nearest(
      wrong,
      checks.map(({ id }) => id),
    );
    throw new UserError(
      `There is no check named ${unknown.map((id) => printable(id, 100)).join(', ')}.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}See "cowork-3p probe --list".`,
    );
  }
  if (flags.list === true) return list(flags, io);
  if (files.filter((file) => file === '-').length > 1)
    throw new UserError('Standard input can be read once only.');
  if (flags.watch !== undefined) {
    const { watchProbes } = await import('./probe-watch.ts');
    return watchProbes(files, flags, flags.watch, io);
  }
  return files.length > 1 ? probeMany(files, flags, io) : probeOne(files[0], flags, io);
}
