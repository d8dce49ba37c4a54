import { Option } from 'commander';
import { codes } from '../codes/index.ts';
import { UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { count } from '../report/wrap.ts';
import { fold } from '../text/fold.ts';
import { printable } from '../text/printable.ts';
import { exitCode } from '../report/exit-code.ts';
import { reporterNames } from '../report/index.ts';
import { isCode, PLACES, validate, type ReleaseRange } from '../schema/index.ts';
import { leavesOf } from './leaves.ts';
import { chainMemory } from './chain-memory.ts';
import type { Meet } from './validate/together.ts';
import type { BootstrapSource } from '../schema/served.ts';
import { loadDocument } from './load-config.ts';
import {
  addPlatformOption,
  addOverrideOptions,
  addReadOptions,
  addTargetOption,
  collect,
  offering,
  styleFor,
  type CommandModule,
} from './options.ts';
import { readAhead } from './read-ahead.ts';
import { noteTarget } from './target-note.ts';
import { checkFile } from './validate/check-file.ts';
import { filesOf } from './validate/files.ts';
import type { ValidateFlags } from './validate/flags.ts';
import { Outputs, outputsOf, refuseForeign, refuseSources } from './validate/outputs.ts';
import { placeOf } from './validate/place.ts';
import { projects, type ProjectSettings } from './validate/project.ts';

export const command: CommandModule = {
  register(program, io, finish) {
    const validateCommand = addReadOptions(
      program
        .command('validate')
        .summary('validate configurations: every fault at once')
        .description(
          'Reads configurations of any format and reports every fault at once. ' +
            'Exit code 0: no error; 1: an error (with --strict also a warning); 2: a file that cannot be read.',
        )
        .argument(
          '[file...]',
          'files, folders or quoted globs; - is standard input (default: cowork-3p.json)',
        )
        .addOption(new Option('--format <format>', 'how to report').choices(reporterNames).default('text'))
        .addOption(
          new Option(
            '--as <place>',
            'where the app reads the file from (default: library for a file in a configLibrary folder)',
          ).choices(PLACES),
        )
        .option(
          '--managed <file>',
          'with the answer of a bootstrap server: the policy that leads to it, in any format; implies --as bootstrap',
        )
        .option('--strict', 'warnings fail too')
        .option('--resolve', 'look references up and check what they name')
        .addOption(
          offering(
            new Option('--ignore <code>', 'do not report this code (repeatable)').argParser(collect),
            () => codes,
          ),
        )
        .option(
          '--fix',
          'apply the fixes that need no decision to the JSON files and their bases, keep comments, and report the rest',
        )
        .option(
          '-o, --output <file>',
          'write the report into a file; FORMAT=FILE writes one more beside the first (repeatable)',
          collect,
        )
        .option('--force', 'with --output: replace a file that is not a report of an earlier run')
        .addHelpText(
          'after',
          ({ error }) =>
            '\n' +
            fold(
              'The file .cowork-3p.json beside the configurations, or in a folder above them up to the root of the ' +
                'repository, may hold "target", "platform", "strict" and "ignore" for all who run this; flags win.',
              error ? io.stderr.columns : io.stdout.columns,
            ),
        ),
    );
    addPlatformOption(addTargetOption(addOverrideOptions(validateCommand))).action(
      async (files: string[], flags: ValidateFlags) => {
        finish(await runValidate(files, flags, io));
      },
    );
  },
};

/** A report is handed over in pieces of about this many characters, and not later than this, however small. */
const BATCH_LENGTH = 32_768;
const BATCH_MS = 100;

/** Checks each file in turn; one bad file never hides another. */
export async function runValidate(
  patterns: readonly string[],
  flags: ValidateFlags,
  io: Io,
): Promise<ExitCode> {
  for (const code of flags.ignore ?? [])
    if (!isCode(code))
      throw new UserError(`--ignore ${code}: there is no such code.`, 'See "cowork-3p explain".');
  if (flags.fix === true && patterns.includes('-'))
    throw new UserError('--fix needs a FILE to write into: standard input is none.');
  const planned = outputsOf(flags.format, flags.output ?? []);
  // Found first: a glob without a match must not leave half a report behind.
  // What a fix has changed is read anew.
  const { first, second } = flags.fix === true ? { first: io, second: io } : readAhead(io);
  const files = await leavesOf(await filesOf(patterns, io), flags, first);
  refuseSources(
    planned,
    files.map(({ file }) => file),
    io,
  );
  const style = await styleFor('stdout', flags, io);
  const outputs = await Outputs.open(planned, { style, quiet: flags.quiet === true }, io);
  const projectOf = projects(io);
  const settingsOf = settingsWith(flags);
  const policy = flags.managed === undefined ? undefined : await sourceFrom(flags.managed, io);
  const counts = { files: 0, errors: 0, warnings: 0, infos: 0, unreadable: 0, fixable: 0, fixed: 0 };
  let failing = 0;
  let others = 0;
  /** Hands over what is ready and lets the world in: Ctrl-C, a reader that went away. */
  const pause = async (): Promise<void> => {
    outputs.flush();
    await new Promise((resolve) => setImmediate(resolve));
    io.signal.throwIfAborted();
  };
  let last = io.now();
  const memory = chainMemory();
  const meet: Meet = files.length < 2 ? () => [] : (await import('./validate/together.ts')).together();
  /** Targets of project files that were remarked on; the one of the flag is remarked on for every command. */
  const noted = new Set<ReleaseRange>();
  for (const named of files) {
    if (outputs.waiting > BATCH_LENGTH || io.now() - last > BATCH_MS) {
      await pause();
      last = io.now();
    }
    const settings = settingsOf(await projectOf(named.file));
    if (settings.target !== undefined && settings.target !== flags.target && !noted.has(settings.target)) {
      noted.add(settings.target);
      noteTarget(settings.target, flags.quiet === true, io);
    }
    const report = await checkFile(named, settings, second, { memory, meet, source: policy });
    if (report === undefined) {
      others += 1;
      continue;
    }
    counts.files += 1;
    counts.fixed += report.fixed ?? 0;
    if (report.unreadable !== undefined) counts.unreadable += 1;
    for (const { severity, fixable } of report.diagnostics) {
      counts[severity === 'error' ? 'errors' : severity === 'warning' ? 'warnings' : 'infos'] += 1;
      if (fixable === true) counts.fixable += 1;
      if (severity === 'error' || (severity === 'warning' && settings.strict === true)) failing += 1;
    }
    outputs.file(report);
    // A machine format goes to stdout whole; people also see on stderr why the exit code is 2.
    if (
      report.unreadable !== undefined &&
      planned.every(({ format, file }) => format !== 'text' || file !== undefined)
    )
      io.stderr.write(`cowork-3p: ${printable(report.unreadable.message, 500)}\n`);
  }
  if (others > 0 && flags.quiet !== true)
    io.stderr.write(`cowork-3p: left out ${count(others, 'file')} without a setting of Claude Desktop.\n`);
  const code = exitCode({ errors: failing, unreadable: counts.unreadable });
  // Their bases are known only now.
  refuseSources(planned, [...memory.paths, flags.managed], io);
  await refuseForeign(planned, flags.force === true, io);
  await outputs.end({ ...counts, exitCode: code });
  return code;
}

/** Flags win over what the project says; what is ignored adds up. Worked out once for each project. */
function settingsWith(flags: ValidateFlags): (project: ProjectSettings) => ValidateFlags {
  const known = new Map<ProjectSettings, ValidateFlags>();
  return (project) => {
    let settings = known.get(project);
    if (settings === undefined) {
      const ignore = [...(project.ignore ?? []), ...(flags.ignore ?? [])];
      known.set(project, (settings = { ...project, ...flags, ignore }));
    }
    return settings;
  };
}

/** The policy of `--managed`. */
async function sourceFrom(file: string, io: Io): Promise<BootstrapSource> {
  const { document } = await loadDocument(file, io);
  const { bootstrapSource } = await import('../schema/served.ts');
  return bootstrapSource(file, document, validate(document).settings, placeOf(file));
}
