import { sortDiagnostics, type Diagnostic } from '../../diagnostics.ts';
import { UserError } from '../../errors.ts';
import type { Identity } from '../../exporters/exporter.ts';
import type { Io } from '../../io/io.ts';
import { holdsSecret, respell, settingsOf, validate, type Document } from '../../schema/index.ts';
import type { validateServed } from '../../schema/served.ts';
import type { ChainMemory } from '../chain-memory.ts';
import { hearSignals } from '../hear-signals.ts';
import { hide, loadDocument, resolved } from '../load-config.ts';
import type { ExportFlags } from './flags.ts';
import { refuseSecrets } from './secrets.ts';
import type { Writer } from './writer.ts';

/** A configuration read, resolved and checked for the formats that are to be written. */
export interface Source {
  /** As given; `<stdin>` for `-`. */
  readonly file: string;
  readonly document: Document;
  /** Absent when an error finding forbids the export. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  /** It sets a key that this version knows. */
  readonly known: boolean;
  /** What references put in is hidden. */
  readonly diagnostics: readonly Diagnostic[];
  /** What references put in. */
  readonly secrets: readonly string[];
  /** Files that references were read from. */
  readonly references: readonly string[];
  /** What is written holds a credential, or what a reference named. */
  readonly secret: boolean;
}

/** Reads a configuration with its bases and flags, in the spelling of the target, and checks it for each platform. */
export async function readSource(
  file: string | undefined,
  { writers, flags, memory }: { writers: readonly Writer[]; flags: ExportFlags; memory?: ChainMemory },
  io: Io,
): Promise<Source> {
  const loaded = await loadDocument(file, io, flags, memory);
  const { document: looked, findings, secrets, files } = await resolved(loaded.document, io);
  // With a target, its spelling is written: one file in git serves releases that differ.
  const document = flags.target === undefined ? looked : respell(looked, flags.target);
  // The answer of a server takes other keys than a policy, and is written alone.
  const served = writers.some(({ id }) => id === 'bootstrap')
    ? (await import('../../schema/served.ts')).validateServed
    : undefined;
  const { settings, known, diagnostics } = await prepare(document, { writers, findings, flags, served }, io);
  return {
    file: loaded.file,
    document,
    settings,
    known,
    diagnostics: hide(diagnostics, secrets),
    secrets,
    references: files,
    secret: secrets.length > 0 || (settings !== undefined && holdsSecret(settings)),
  };
}

/** Every file that the source was read from, bases and references among them; `<stdin>` for standard input. */
export function sourcesOf({
  file,
  document,
  references,
}: Pick<Source, 'file' | 'document' | 'references'>): readonly string[] {
  return [...(document.chain?.files.keys() ?? [file]), ...references];
}

/** Refuses what may not be written from this source: nothing, other software's settings lost, credentials for all to read. */
export function refuseSource(
  { file, document, settings, secrets }: Source & { readonly settings: ReadonlyMap<string, unknown> },
  writers: readonly Writer[],
  flags: ExportFlags,
): void {
  if (settings.size === 0)
    throw new UserError(
      `${file} holds no settings, so there is nothing to export.`,
      'An empty export would remove what devices have. Give the file that holds the settings.',
    );
  refuseLosses(document, writers, flags);
  for (const writer of writers) refuseSecrets(writer, settings, secrets, flags.allowSecret === true);
}

/** What the file that was read holds beside the settings, and a new profile could not hold again. */
function refuseLosses(document: Document, writers: readonly Writer[], { force }: ExportFlags): void {
  if (force === true || !writers.some(({ id }) => id === 'mobileconfig')) return;
  if (document.envelope?.uncopied !== true) return;
  throw new UserError(
    'The profile also holds what is not about this app, in a form that cannot be copied unchanged.',
    'Take our settings out with --format plist, or write a profile without the rest with --force.',
  );
}

/** The app of tomorrow may read a key that this version does not know: it is kept as it stands, behind the others. */
function withUnknown(
  settings: ReadonlyMap<string, unknown>,
  document: Document,
): ReadonlyMap<string, unknown> {
  return new Map([...settings, ...[...settingsOf(document)].filter(([key]) => !settings.has(key))]);
}

interface Prepared {
  /** Absent when an error finding forbids the export. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  readonly known: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a document is checked for. */
interface Preparing {
  readonly writers: readonly Writer[];
  /** About its references. */
  readonly findings: readonly Diagnostic[];
  readonly flags: ExportFlags;
  /** The check of what a server answers, where that is written. */
  readonly served: typeof validateServed | undefined;
}

/** Checks the document for each platform it is written for, and gives the settings in the order of the document. */
async function prepare(
  document: Document,
  { writers, findings, flags, served: check = validate }: Preparing,
  io: Io,
): Promise<Prepared> {
  const diagnostics = new Map<string, Diagnostic>();
  const isDropped = ({ code, path }: Diagnostic, known: ReadonlyMap<string, unknown>): boolean =>
    flags.dropUnknown === true &&
    (code === 'unknown-key' || (code === 'number-too-large' && !known.has(String(path[0]))));
  for (const finding of findings) diagnostics.set(JSON.stringify([finding.code, finding.path]), finding);
  let settings: ReadonlyMap<string, unknown> = new Map();
  let known = false;
  for (const platform of new Set(writers.map((writer) => writer.platform))) {
    const hive = platform === 'windows' ? (flags.hive ?? 'machine') : undefined;
    await hearSignals(io);
    const checked = check(document, { target: flags.target, platform, hive });
    known ||= checked.settings.size > 0;
    settings = flags.dropUnknown === true ? checked.settings : withUnknown(checked.settings, document);
    for (const finding of checked.diagnostics) {
      if (isDropped(finding, checked.settings)) continue;
      const id = JSON.stringify([finding.code, finding.path, finding.message]);
      const before = diagnostics.get(id);
      if (before === undefined || finding.severity === 'error') diagnostics.set(id, finding);
    }
  }
  const all = sortDiagnostics([...diagnostics.values()]);
  const valid = all.every((one) => one.severity !== 'error');
  return { settings: valid ? settings : undefined, known, diagnostics: all };
}

/** What an exporter is told beside the settings. */
export function identityOf(
  flags: ExportFlags,
  { envelope }: { readonly envelope?: Document['envelope'] | undefined },
  io: Io,
  ring?: string,
): Identity {
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
      envelope,
      ring,
    }).filter(([, value]) => value !== undefined),
  );
}
