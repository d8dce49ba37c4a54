import { InvalidArgumentError, Option } from 'commander';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import type { ExportedFile } from '../exporters/exporter.ts';
import { MAIN_FORMATS, WRITE_FORMATS } from '../exporters/index.ts';
import type { Io } from '../io/io.ts';
import { PLATFORMS } from '../schema/index.ts';
import { forTerminal } from '../text/printable.ts';
import { checkWritten } from './export/check.ts';
import { chooseFormats } from './export/choose.ts';
import { durationArgument } from './export/duration.ts';
import type { ExportFlags } from './export/flags.ts';
import { isSeveral } from './export/several.ts';
import { identityOf, readSource, refuseSource, sourcesOf } from './export/source.ts';
import { tell, tellChanges, tellNothing, tellReaders } from './export/tell.ts';
import { forPlatform, loadWriters, only, type Writer } from './export/writer.ts';
import { writeFile, writeFolder, type WriteContext } from './export/write.ts';
import { hearSignals } from './hear-signals.ts';
import { aimed, projects } from './validate/project.ts';
import { addOverrideOptions, addReadOptions, addTargetOption, type CommandModule } from './options.ts';

export type { ExportFlags } from './export/flags.ts';

export const command: CommandModule = {
  register(program, io, finish) {
    const exportCommand = addReadOptions(
      program
        .command('export')
        .summary('write one deployable file, or convert between formats')
        .description(
          'Writes the file that an MDM, Group Policy or a package deploys. Only a configuration without errors is ' +
            'written; references are resolved; the same input gives the same bytes.',
        )
        .argument(
          '[file...]',
          'the configuration in any format; - is standard input (default: cowork-3p.json); several, a folder or a glob: a folder for each',
        )
        .addOption(
          new Option('--format <format>', 'what to write (default: by the ending of --output)').choices(
            WRITE_FORMATS,
          ),
        )
        .option('-o, --output <file>', 'write to this file, or this folder (default: standard output)', once)
        .option(
          '--all <folder>',
          `write ${MAIN_FORMATS.join(', ')} into this folder; of several files, into a folder of its own in it`,
        )
        .option(
          '--check <file>',
          'write nothing; exit 1 with the differences when this file, or the folder of several, is not what would be written',
        )
        .option(
          '--native-types',
          'profile, plist, preference-file: booleans and integers as the app itself exports them',
        )
        .addOption(
          new Option('--scope <scope>', 'profile: whom it is for (default: system)').choices([
            'system',
            'user',
          ]),
        )
        .option('--identifier <id>', 'profile: PayloadIdentifier')
        .option('--organization <name>', 'profile: PayloadOrganization')
        .option(
          '--display-name <name>',
          'profile: PayloadDisplayName; oma-uri: name of the profile in Intune',
        )
        .addOption(
          new Option('--hive <hive>', 'reg, gpp, oma-uri: which hive (default: machine)').choices([
            'machine',
            'user',
          ]),
        )
        .addOption(
          new Option('--encoding <encoding>', 'reg: how to encode (default: utf16le)').choices([
            'utf16le',
            'utf8',
          ]),
        )
        .option('--replace', 'reg, pol, intune-remediation: delete all other values of the policy key')
        .option('--drop-unknown', 'leave out keys that this version does not know')
        .option('--force', 'replace a file that is not an earlier export; never the source itself')
        .option('--allow-secret', 'intune-remediation: write credentials into the scripts anyway')
        .addOption(
          new Option(
            '--expires-in <duration>',
            'bootstrap: how long the answer is valid, such as 90m, 8h or 7d',
          ).argParser(durationArgument),
        ),
    );
    exportCommand.addOption(
      new Option(
        '--platform <platform>',
        'with --all or several files: only what is for this platform; .cowork-3p.json may say so, too',
      ).choices(PLATFORMS),
    );
    addTargetOption(addOverrideOptions(exportCommand)).action(async (files: string[], flags: ExportFlags) => {
      finish(await runExport(files, flags, io));
    });
  },
};

/** Writes one file of one configuration, or with several configurations a folder for each. */
export async function runExport(patterns: readonly string[], given: ExportFlags, io: Io): Promise<ExitCode> {
  if (await isSeveral(patterns, io)) {
    const { exportRings } = await import('./export/rings.ts');
    return exportRings(patterns, given, io);
  }
  const [file] = patterns;
  const chosen = await loadWriters(chooseFormats(given));
  const project = await projects(io)(file);
  // What is asked for by name is written, whatever the project is for.
  const writers = given.all === undefined ? chosen : forPlatform(chosen, given.platform ?? project.platform);
  const flags = aimed(given, project);
  const source = await readSource(file, { writers, flags }, io);
  await tell(source, flags, io);
  const { settings, document, secret } = source;
  if (settings === undefined) {
    await tellNothing(flags, io);
    return Exit.findings;
  }
  refuseSource({ ...source, settings }, writers, flags);
  await tellChanges(document, writers, flags, io);
  if (secret && flags.check === undefined) await tellReaders(writers, flags, io);
  // Every file is encoded before the first is written: all or none.
  const identity = identityOf(flags, document, io);
  const files: (readonly ExportedFile[])[] = [];
  for (const writer of writers) {
    await hearSignals(io);
    files.push(writer.files(settings, identity));
  }
  await hearSignals(io);
  if (flags.check !== undefined)
    return checkWritten(
      flags.check,
      { writer: only(writers), files: files.flat(), settings, secrets: source.secrets },
      flags,
      io,
    );
  const context = { secret, sources: sourcesOf(source), flags, io };
  if (flags.all !== undefined) {
    await writeFolder(flags.all, files.flat(), context);
    return Exit.ok;
  }
  return writeOne(only(writers), files.flat(), context);
}

/** To `-o` or to standard output. */
async function writeOne(
  writer: Writer,
  files: readonly ExportedFile[],
  context: WriteContext & { readonly flags: ExportFlags },
): Promise<ExitCode> {
  const { flags, io, secret } = context;
  const { output } = flags;
  if (writer.isFolder) {
    if (output === undefined || output === '-')
      throw new UserError(
        `The format ${writer.id} is a folder of ${files.length} files.`,
        'Give the folder with -o.',
      );
    await writeFolder(output, files, context);
    return Exit.ok;
  }
  const bytes = files[0]?.bytes ?? new Uint8Array();
  if (output !== undefined && output !== '-') {
    await writeFile(output, bytes, context);
    return Exit.ok;
  }
  if (io.stdout.isTTY && secret)
    throw new UserError(
      `What ${writer.id} holds of a credential would stay readable in the terminal.`,
      io.platform === 'win32'
        ? 'Write it with -o FILE, or pipe it.'
        : 'Write it with -o FILE, readable by you alone, or pipe it.',
    );
  if (writer.isBinary && io.stdout.isTTY && flags.encoding !== 'utf8')
    throw new UserError(
      'This format is UTF-16 and cannot be shown on a terminal.',
      'Write it with -o FILE, or pipe it. In Windows PowerShell 5.1 use -o: its > re-encodes the bytes.',
    );
  io.stdout.write(io.stdout.isTTY ? forTerminal(Buffer.from(bytes).toString('utf8')) : bytes);
  return Exit.ok;
}

/** The last of several would win without a word. */
function once(value: string, previous: string | undefined): string {
  if (previous !== undefined)
    throw new InvalidArgumentError('It is the second one: give one, or --all FOLDER for every format.');
  return value;
}
