import { Option } from 'commander';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import { sortDiagnostics, type Diagnostic } from '../diagnostics.ts';
import type { ExportedFile, Identity } from '../exporters/exporter.ts';
import { MAIN_FORMATS, WRITE_FORMATS, type WriteFormat } from '../exporters/formats.ts';
import type { Io } from '../io/io.ts';
import { forTerminal } from '../text/printable.ts';
import { count } from '../report/wrap.ts';
import { text as textReporter } from '../report/text.ts';
import {
  holdsSecret,
  keySpec,
  replacementOf,
  respell,
  settingsOf,
  validate,
  type Document,
} from '../schema/index.ts';
import { checkWritten } from './export/check.ts';
import { chooseFormats } from './export/choose.ts';
import { durationArgument } from './export/duration.ts';
import { loadWriters, only, type Writer } from './export/writer.ts';
import { refuseSecrets } from './export/secrets.ts';
import { writeFile, writeFolder } from './export/write.ts';
import { hide, loadDocument, resolved } from './load-config.ts';
import {
  addOverrideOptions,
  addReadOptions,
  addTargetOption,
  styleFor,
  type CommandModule,
  type ReadFlags,
} from './options.ts';

export interface ExportFlags extends ReadFlags {
  readonly format?: WriteFormat;
  readonly output?: string;
  readonly all?: string;
  readonly check?: string;
  readonly identifier?: string;
  readonly organization?: string;
  readonly displayName?: string;
  readonly scope?: 'system' | 'user';
  readonly hive?: 'machine' | 'user';
  readonly encoding?: 'utf16le' | 'utf8';
  readonly replace?: boolean;
  /** Leave out keys that the catalogue does not know. */
  readonly dropUnknown?: boolean;
  /** Replace a file that is no earlier export. */
  readonly force?: boolean;
  readonly nativeTypes?: boolean;
  readonly allowSecret?: boolean;
  /** Milliseconds. */
  readonly expiresIn?: number;
}

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
        .argument('[file]', 'the configuration in any format; - is standard input (default: cowork-3p.json)')
        .addOption(
          new Option('--format <format>', 'what to write (default: by the ending of --output)').choices(
            WRITE_FORMATS,
          ),
        )
        .option('-o, --output <file>', 'write to this file, or this folder (default: standard output)')
        .option('--all <folder>', `write ${MAIN_FORMATS.join(', ')} into this folder`)
        .option(
          '--check <file>',
          'write nothing; exit 1 with the differences when this file is not what would be written',
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
        .option('--replace', 'reg, pol, intune-remediation: delete what else the key holds')
        .option('--drop-unknown', 'leave out keys that this version does not know')
        .option('--force', 'replace a file that is no earlier export; never the source itself')
        .option('--allow-secret', 'intune-remediation: write credentials into the scripts all the same')
        .addOption(
          new Option(
            '--expires-in <duration>',
            'bootstrap: until when the answer counts, such as 90m, 8h or 7d',
          ).argParser(durationArgument),
        ),
    );
    addTargetOption(addOverrideOptions(exportCommand)).action(
      async (file: string | undefined, flags: ExportFlags) => {
        finish(await runExport(file, flags, io));
      },
    );
  },
};

export async function runExport(file: string | undefined, flags: ExportFlags, io: Io): Promise<ExitCode> {
  const writers = await loadWriters(chooseFormats(flags));
  const loaded = await loadDocument(file, io, flags);
  const looked = await resolved(loaded.document, io);
  const { findings, secrets } = looked;
  // With a target, its spelling is written: one file in git serves releases that differ.
  const document = flags.target === undefined ? looked.document : respell(looked.document, flags.target);
  const prepared = prepare(document, writers, findings, flags);
  await tell(loaded.file, hide(prepared.diagnostics, secrets), flags, io);
  if (prepared.settings === undefined) return Exit.findings;

  const { settings } = prepared;
  if (settings.size === 0)
    throw new UserError(
      `${loaded.file} holds no settings, so there is nothing to export.`,
      'An empty export would remove what devices have. Give the file that holds the settings.',
    );
  refuseLosses(document, writers, flags);
  await tellChanges(document, writers, flags, io);
  const secret = secrets.length > 0 || holdsSecret(settings);
  for (const writer of writers) refuseSecrets(writer, settings, secrets, flags.allowSecret === true);
  if (secret && flags.check === undefined) await tellReaders(writers, flags, io);
  // Every file is encoded before the first is written: all or none.
  const identity = identityOf(flags, document, io);
  const files = writers.map((writer) => writer.files(settings, identity));
  if (flags.check !== undefined)
    return checkWritten(flags.check, { writer: only(writers), files: files.flat(), settings }, flags, io);
  if (flags.all !== undefined) {
    await writeFolder(flags.all, files.flat(), { secret, source: loaded.file, flags, io });
    return Exit.ok;
  }
  return writeOne(only(writers), files.flat(), { secret, source: loaded.file, flags, io });
}

/** A word of who can read a credential, where that is more than the device it is for. */
async function tellReaders(writers: readonly Writer[], flags: ExportFlags, io: Io): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  for (const { id, readers } of writers) {
    if (readers !== undefined)
      io.stderr.write(`${style.warning('!')} ${id} carries a credential: ${readers}.\n`);
  }
}

/** To `-o` or to standard output. */
async function writeOne(
  writer: Writer,
  files: readonly ExportedFile[],
  context: {
    readonly secret: boolean;
    readonly source: string;
    readonly flags: ExportFlags;
    readonly io: Io;
  },
): Promise<ExitCode> {
  const { flags, io } = context;
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
  if (writer.isBinary && io.stdout.isTTY)
    throw new UserError(
      'This format is UTF-16 and cannot be shown on a terminal.',
      'Write it with -o FILE, or pipe it. In Windows PowerShell 5.1 use -o: its > re-encodes the bytes.',
    );
  io.stdout.write(io.stdout.isTTY ? forTerminal(Buffer.from(bytes).toString('utf8')) : bytes);
  return Exit.ok;
}

/** The app of tomorrow may read a key that this version does not know: it is kept as it stands, behind the others. */
function withUnknown(
  settings: ReadonlyMap<string, unknown>,
  document: Document,
): ReadonlyMap<string, unknown> {
  return new Map([...settings, ...[...settingsOf(document)].filter(([key]) => !settings.has(key))]);
}

/** What the file that was read holds beside the settings, and a new profile could not hold again. */
function refuseLosses(document: Document, writers: readonly Writer[], { force }: ExportFlags): void {
  if (force === true || !writers.some(({ id }) => id === 'mobileconfig')) return;
  const other = document.findings.find(({ code }) => code === 'profile-other-payload');
  if (other === undefined || document.envelope?.otherPayloads !== undefined) return;
  throw new UserError(
    'The profile also configures other software, in a form that cannot be copied word for word.',
    'Take our settings out with --format plist, or write a profile without the rest with --force.',
  );
}

/** Says on stderr what the new file does otherwise than the one that was read. */
async function tellChanges(
  document: Document,
  writers: readonly Writer[],
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  const say = (text: string): void => io.stderr.write(`${style.warning('!')} ${text}\n`);
  const unknown = [...settingsOf(document).keys()].filter(
    (key) => keySpec(key) === undefined && replacementOf(key) === undefined,
  );
  if (flags.dropUnknown === true && unknown.length > 0)
    say(`left out ${count(unknown.length, 'key')} that this version does not know`);
  for (const key of document.computed ?? [])
    say(`${key} is computed when the script runs, so it is not in what was written`);
  const windows = writers.some(({ platform }) => platform === 'windows');
  if (windows && document.hive === 'user' && flags.hive !== 'user')
    say(
      'the settings stood in HKEY_CURRENT_USER and are written for HKEY_LOCAL_MACHINE; --hive user keeps the hive',
    );
}

interface Prepared {
  /** Absent when an error finding forbids the export. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the document for each platform it is written for, and gives the settings in the order of the document. */
function prepare(
  document: Document,
  writers: readonly Writer[],
  findings: readonly Diagnostic[],
  flags: ExportFlags,
): Prepared {
  const diagnostics = new Map<string, Diagnostic>();
  const isDropped = ({ code }: Diagnostic): boolean => flags.dropUnknown === true && code === 'unknown-key';
  for (const finding of findings) diagnostics.set(JSON.stringify([finding.code, finding.path]), finding);
  let settings: ReadonlyMap<string, unknown> = new Map();
  // The answer of a server takes other keys than a policy, and is written alone.
  const as = writers.some((writer) => writer.id === 'bootstrap') ? 'bootstrap' : undefined;
  for (const platform of new Set(writers.map((writer) => writer.platform))) {
    const checked = validate(document, { target: flags.target, platform, as });
    settings = flags.dropUnknown === true ? checked.settings : withUnknown(checked.settings, document);
    for (const finding of checked.diagnostics) {
      if (isDropped(finding)) continue;
      const id = JSON.stringify([finding.code, finding.path, finding.message]);
      const before = diagnostics.get(id);
      if (before === undefined || finding.severity === 'error') diagnostics.set(id, finding);
    }
  }
  const all = sortDiagnostics([...diagnostics.values()]);
  const valid = all.every((one) => one.severity !== 'error');
  return { settings: valid ? settings : undefined, diagnostics: all };
}

/** Findings go to stderr: stdout is the file. Notes are left out, they are no news for a script. */
async function tell(file: string, all: readonly Diagnostic[], flags: ExportFlags, io: Io): Promise<void> {
  const diagnostics = all.filter((one) => one.severity !== 'info');
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  if (diagnostics.length === 0 || (flags.quiet === true && errors === 0)) return;
  const style = await styleFor('stderr', flags, io);
  const reporter = textReporter({ style, columns: io.stderr.columns, quiet: flags.quiet === true });
  io.stderr.write(reporter.file({ file, format: null, valid: errors === 0, diagnostics }));
  if (errors > 0) io.stderr.write(`${style.error('✖')} Nothing was written: fix the errors first.\n`);
}

function identityOf(flags: ExportFlags, document: Document, io: Io): Identity {
  const { identifier, organization, displayName, scope, hive, encoding, replace, nativeTypes, expiresIn } =
    flags;
  return Object.fromEntries(
    Object.entries({
      identifier,
      organization,
      displayName,
      scope,
      hive,
      encoding,
      replace,
      nativeTypes,
      expiresAt: expiresIn === undefined ? undefined : Math.floor((io.now() + expiresIn) / 1000),
      envelope: document.envelope,
    }).filter(([, value]) => value !== undefined),
  );
}
