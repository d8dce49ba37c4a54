import { Option } from 'commander';
import { UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { exitCode } from '../report/exit-code.ts';
import { reporterNames, reporters, type ReporterName } from '../report/index.ts';
import type { FileReport } from '../report/report.ts';
import {
  checkSiblings,
  hasReference,
  isCode,
  PLACES,
  suppress,
  texts,
  validate,
  type Document,
  type Path,
  type Place,
  type Siblings,
} from '../schema/index.ts';
import type { ChainMemory } from './load-chain.ts';
import { hide, readDocument, resolved } from './load-config.ts';
import {
  addPlatformOption,
  addOverrideOptions,
  addReadOptions,
  addTargetOption,
  collect,
  styleFor,
  type CommandModule,
  type ReadFlags,
} from './options.ts';

export interface ValidateFlags extends ReadFlags {
  readonly format: ReporterName;
  readonly as?: Place;
  readonly strict?: boolean;
  readonly resolve?: boolean;
  readonly ignore?: readonly string[];
}

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
        .argument('[file...]', 'files or quoted globs; - is standard input (default: cowork-3p.json)')
        .addOption(new Option('--format <format>', 'how to report').choices(reporterNames).default('text'))
        .addOption(
          new Option(
            '--as <place>',
            'validate as read from there; a file in a configLibrary is taken as such',
          ).choices(PLACES),
        )
        .option('--strict', 'warnings fail too')
        .option('--resolve', 'look references up and check what they name')
        .option('--ignore <code>', 'do not report this code (repeatable)', collect),
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
  const reporter = (await reporters[flags.format]())({
    style: await styleFor('stdout', flags, io),
    columns: io.stdout.columns,
    quiet: flags.quiet === true,
  });
  const counts = { files: 0, errors: 0, warnings: 0, infos: 0, unreadable: 0 };
  // Found first: a glob without a match must not leave half a report behind.
  const files = await leavesOf(await expand(patterns, io), flags, io);
  let text = reporter.begin();
  /** Hands over what is ready and lets the world in: Ctrl-C, a reader that went away. */
  const pause = async (): Promise<void> => {
    if (text !== '') io.stdout.write(text);
    text = '';
    await new Promise((resolve) => setImmediate(resolve));
    io.signal.throwIfAborted();
  };
  let last = io.now();
  const memory: ChainMemory = { documents: new Map(), composed: new Map() };
  const siblings: Siblings = new Map();
  for (const file of files) {
    if (text.length > BATCH_LENGTH || io.now() - last > BATCH_MS) {
      await pause();
      last = io.now();
    }
    const report = await check(file, flags, io, memory, siblings);
    counts.files += 1;
    if (report.unreadable !== undefined) counts.unreadable += 1;
    for (const { severity } of report.diagnostics)
      counts[severity === 'error' ? 'errors' : severity === 'warning' ? 'warnings' : 'infos'] += 1;
    text += reporter.file(report);
    // A machine format goes to stdout whole; people also see on stderr why the exit code is 2.
    if (report.unreadable !== undefined && flags.format !== 'text')
      io.stderr.write(`cowork-3p: ${printable(report.unreadable.message, 500)}\n`);
  }
  const code = exitCode(counts, flags.strict === true);
  io.stdout.write(text + reporter.end({ ...counts, exitCode: code }));
  return code;
}

async function check(
  file: string | undefined,
  flags: ValidateFlags,
  io: Io,
  memory: ChainMemory,
  siblings: Siblings,
): Promise<FileReport> {
  const loaded = await readDocument(file, io, flags, memory);
  if (!loaded.ok) {
    const { message, hint } = loaded.failure;
    return {
      file: loaded.failure.file,
      format: null,
      valid: false,
      diagnostics: [],
      unreadable: hint === undefined ? { message } : { message, hint },
    };
  }
  const looked = flags.resolve === true ? await resolved(loaded.value.document, io) : undefined;
  const document = looked?.document ?? loaded.value.document;
  const checked = validate(document, {
    target: flags.target,
    platform: flags.platform,
    deployed: true,
    now: io.now(),
    as: flags.as ?? placeOf(loaded.value.file),
    managedFile: flags.as === 'managed' || /(?:^|[\\/])managed-settings\.json$/i.test(loaded.value.file),
  });
  const diagnostics = suppress(
    document,
    [
      ...(looked?.findings ?? []),
      ...hide(checked.diagnostics, looked?.secrets ?? []).filter(
        // What a reference brought in is not written in the file.
        ({ code, path }) => code !== 'secret-literal' || !refersAt(loaded.value.document, path),
      ),
      ...checkSiblings(document, loaded.value.file, siblings),
    ],
    {
      codes: flags.ignore ?? [],
      reportUnused: flags.strict === true,
    },
  );
  return {
    file: loaded.value.file,
    format: document.format,
    valid: diagnostics.every((one) => one.severity !== 'error'),
    diagnostics,
  };
}

/** Names as they are, globs as what they match, each file once, in the order given. A glob that matches nothing is wrong usage. */
async function expand(patterns: readonly string[], io: Io): Promise<(string | undefined)[]> {
  if (patterns.length === 0) return [undefined];
  const files = new Set<string>();
  for (const pattern of patterns) {
    if (pattern === '-' || !/[*?[\]{}]/.test(pattern) || (await io.exists(pattern))) {
      files.add(pattern);
      continue;
    }
    const found = await io.glob([pattern]);
    if (found.length === 0) throw new UserError(`${pattern} matches no file.`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

/** Whether the file has a reference at that place, as text or inside the JSON of a text. */
function refersAt({ entries }: Document, [key = '']: Path): boolean {
  return [...texts(entries.get(String(key))?.value)].some(({ text }) => hasReference(text));
}

/** The local library of the app is known by the name of its folder. */
function placeOf(file: string): Place | undefined {
  return /(?:^|[\\/])configLibrary[\\/][^\\/]+$/i.test(file) ? 'library' : undefined;
}

/** Without the files that another one given here extends: a base alone need not be a whole configuration. */
async function leavesOf(
  files: readonly (string | undefined)[],
  flags: ValidateFlags,
  io: Io,
): Promise<readonly (string | undefined)[]> {
  if (files.length < 2) return files;
  const { basesAmong } = await import('./load-chain.ts');
  const bases = await basesAmong(
    files.filter((file) => file !== undefined),
    flags,
    io,
  );
  if (bases.length > 0 && flags.quiet !== true) {
    const names = bases.slice(0, 5).map((file) => printable(file, 200));
    const more = bases.length > names.length ? ` and ${bases.length - names.length} more` : '';
    io.stderr.write(
      `cowork-3p: skipped ${names.join(', ')}${more}: only a base of other files, checked with each of them.\n`,
    );
  }
  const skipped = new Set<string | undefined>(bases);
  return files.filter((file) => !skipped.has(file));
}
