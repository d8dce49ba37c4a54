import path from 'node:path';
import { Option } from 'commander';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import { sortDiagnostics, type Diagnostic } from '../diagnostics.ts';
import { exporters, formatByExtension, type Exporter, type Identity } from '../exporters/index.ts';
import type { Io } from '../io/io.ts';
import { forTerminal, printable } from '../text/printable.ts';
import { renderDifferences } from '../report/difference.ts';
import { text as textReporter } from '../report/text.ts';
import {
  compareSettings,
  FORMATS,
  holdsSecret,
  respell,
  validate,
  type Document,
  type Format,
  type Platform,
} from '../schema/index.ts';
import { hide, loadDocument, readDocument, resolved } from './load-config.ts';
import { addReadOptions, addTargetOption, styleFor, type CommandModule, type ReadFlags } from './options.ts';

export interface ExportFlags extends ReadFlags {
  readonly format?: Format;
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
  readonly nativeTypes?: boolean;
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
            FORMATS,
          ),
        )
        .option('-o, --output <file>', 'write to this file (default: standard output)')
        .option('--all <folder>', 'write every format into this folder')
        .option(
          '--check <file>',
          'write nothing; exit 1 with the differences when this file is not what would be written',
        )
        .option('--native-types', 'profile and plist: booleans and integers as the app itself exports them')
        .addOption(
          new Option('--scope <scope>', 'profile: whom it is for (default: system)').choices([
            'system',
            'user',
          ]),
        )
        .option('--identifier <id>', 'profile: PayloadIdentifier')
        .option('--organization <name>', 'profile: PayloadOrganization')
        .option('--display-name <name>', 'profile: PayloadDisplayName')
        .addOption(
          new Option('--hive <hive>', 'registry: which hive (default: machine)').choices(['machine', 'user']),
        )
        .addOption(
          new Option('--encoding <encoding>', 'registry: how to encode (default: utf16le)').choices([
            'utf16le',
            'utf8',
          ]),
        )
        .option('--replace', 'registry: delete the key first, with all it holds'),
    );
    addTargetOption(exportCommand).action(async (file: string | undefined, flags: ExportFlags) => {
      finish(await runExport(file, flags, io));
    });
  },
};

/** Where each format is deployed, for the rules that depend on it. */
const PLATFORM_OF: Record<Format, Platform> = {
  mobileconfig: 'macos',
  plist: 'macos',
  reg: 'windows',
  json: 'linux',
};

export async function runExport(file: string | undefined, flags: ExportFlags, io: Io): Promise<ExitCode> {
  const chosen = await Promise.all(chooseFormats(flags).map((format) => exporters[format]()));
  const loaded = await loadDocument(file, io, flags.inputFormat);
  const looked = await resolved(loaded.document, io);
  const { findings, secrets } = looked;
  // With a target, its spelling is written: one file in git serves releases that differ.
  const document = flags.target === undefined ? looked.document : respell(looked.document, flags.target);
  const prepared = prepare(document, chosen, findings, flags);
  await tell(loaded.file, hide(prepared.diagnostics, secrets), flags, io);
  if (prepared.settings === undefined) return Exit.findings;

  const { settings } = prepared;
  const identity = identityOf(flags, document);
  const secret = secrets.length > 0 || holdsSecret(settings);
  if (flags.check !== undefined) return check(flags.check, only(chosen), settings, identity, flags, io);
  if (flags.all !== undefined) {
    const made = await io.makeFolder(flags.all);
    if (!made.ok) throw new UserError(`${flags.all} ${made.failure.message}.`);
    // Every file is encoded before the first is written: all or none.
    const files = chosen.map((exporter) => ({
      file: path.join(flags.all ?? '', exporter.fileName),
      bytes: exporter.encode(settings, identity),
    }));
    for (const { file: name, bytes } of files) await write(name, bytes, secret, flags, io);
    return Exit.ok;
  }
  const exporter = only(chosen);
  const bytes = exporter.encode(settings, identity);
  if (flags.output !== undefined && flags.output !== '-') {
    await write(flags.output, bytes, secret, flags, io);
    return Exit.ok;
  }
  if (exporter.id === 'reg' && io.stdout.isTTY)
    throw new UserError(
      'A registry file is UTF-16 and cannot be shown on a terminal.',
      'Write it with -o FILE, or pipe it. In Windows PowerShell 5.1 use -o: its > re-encodes the bytes.',
    );
  io.stdout.write(io.stdout.isTTY ? forTerminal(Buffer.from(bytes).toString('utf8')) : bytes);
  return Exit.ok;
}

function chooseFormats(flags: ExportFlags): readonly Format[] {
  if (flags.all !== undefined) {
    if (flags.format !== undefined || flags.output !== undefined || flags.check !== undefined)
      throw new UserError(
        '--all writes every format into a folder: it takes no --format, --output or --check.',
      );
    return FORMATS;
  }
  if (flags.check !== undefined && flags.output !== undefined)
    throw new UserError('--check writes nothing: it takes no --output.');
  if (flags.format !== undefined) return [flags.format];
  const named = flags.output ?? flags.check;
  const format = named === undefined ? undefined : formatByExtension(named);
  if (format === undefined)
    throw new UserError(
      named === undefined ? 'Say which format to write.' : `The ending of ${named} names no format.`,
      `Give --format ${FORMATS.join(', ')}, or -o with the ending of one.`,
    );
  return [format];
}

function only(chosen: readonly Exporter[]): Exporter {
  const [exporter] = chosen;
  if (exporter === undefined) throw new Error('no exporter chosen');
  return exporter;
}

interface Prepared {
  /** Absent when an error finding forbids the export. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the document for each platform it is written for, and gives the settings in the order of the document. */
function prepare(
  document: Document,
  chosen: readonly Exporter[],
  findings: readonly Diagnostic[],
  flags: ExportFlags,
): Prepared {
  const diagnostics = new Map<string, Diagnostic>();
  for (const finding of findings) diagnostics.set(JSON.stringify([finding.code, finding.path]), finding);
  let settings: ReadonlyMap<string, unknown> = new Map();
  for (const platform of new Set(chosen.map((exporter) => PLATFORM_OF[exporter.id]))) {
    const checked = validate(document, { target: flags.target, platform });
    settings = checked.settings;
    for (const finding of checked.diagnostics) {
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

function identityOf(flags: ExportFlags, document: Document): Identity {
  const { identifier, organization, displayName, scope, hive, encoding, replace, nativeTypes } = flags;
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
      envelope: document.envelope,
    }).filter(([, value]) => value !== undefined),
  );
}

async function write(
  file: string,
  bytes: Uint8Array,
  secret: boolean,
  flags: ExportFlags,
  io: Io,
): Promise<void> {
  const written = await io.writeFile(file, bytes, { secret });
  if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
  if (flags.quiet === true) return;
  const mode = secret ? ' (it holds a credential: readable by you alone)' : '';
  io.stderr.write(`${(await styleFor('stderr', flags, io)).ok('✔')} wrote ${printable(file, 300)}${mode}\n`);
}

async function check(
  file: string,
  exporter: Exporter,
  settings: ReadonlyMap<string, unknown>,
  identity: Identity,
  flags: ExportFlags,
  io: Io,
): Promise<ExitCode> {
  const existing = await io.readFile(file, 5_000_000);
  if (!existing.ok) throw new UserError(`${file} ${existing.failure.message}.`);
  const bytes = exporter.encode(settings, identity);
  const style = await styleFor('stdout', flags, io);
  if (Buffer.compare(existing.value, bytes) === 0) {
    if (flags.quiet !== true)
      io.stderr.write(`${style.ok('✔')} ${printable(file, 300)} is what would be written\n`);
    return Exit.ok;
  }
  const read = await readDocument(file, io, exporter.id);
  const before = read.ok ? validate(read.value.document).settings : new Map<string, unknown>();
  const differences = compareSettings(before, settings);
  io.stdout.write(renderDifferences(differences, style));
  if (differences.length === 0)
    io.stdout.write('The settings are the same; the bytes differ (envelope, encoding, order or spacing).\n');
  io.stderr.write(`${style.error('✖')} ${printable(file, 300)} is not what would be written\n`);
  return Exit.findings;
}
