import path from 'node:path';
import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { ExportedFile } from '../../exporters/exporter.ts';
import type { Io } from '../../io/io.ts';
import { count } from '../../report/wrap.ts';
import type { Document } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { leavesOf } from '../leaves.ts';
import { chainMemory } from '../chain-memory.ts';
import { readDocument } from '../load-config.ts';
import { styleFor } from '../options.ts';
import { filesOf, type Named } from '../validate/files.ts';
import { isOthers } from '../validate/others.ts';
import { aimed, projects } from '../validate/project.ts';
import { checkWritten } from './check.ts';
import { chooseForSeveral } from './choose.ts';
import type { ExportFlags } from './flags.ts';
import { hearSignals } from '../hear-signals.ts';
import { meetings } from './meet.ts';
import { ringNames } from './ring-names.ts';
import { identityOf, readSource, refuseSource, sourcesOf, type Source } from './source.ts';
import { tell, tellChanges, tellNothing, tellReaders } from './tell.ts';
import { guardFolder, writeFolder } from './write.ts';
import { forPlatform, loadWriters, type Writer } from './writer.ts';

/** More configurations than any fleet has groups. */
const MAX_RINGS = 1000;
/** All files are held until the last one is checked: this much, and no more. */
const MAX_BYTES = 100_000_000;

/** What is kept of a configuration that was read, checked and told: a fleet has many, and a document is ten times its text. */
interface Read extends Pick<Source, 'file' | 'secret' | 'secrets'> {
  readonly settings: ReadonlyMap<string, unknown>;
  /** Every file that it was read from. */
  readonly sources: readonly string[];
  readonly envelope: Document['envelope'];
  /** Formats of its platform. */
  readonly writers: readonly Writer[];
}

/** A configuration with the name of its folder. */
interface Ring extends Read {
  readonly name: string;
}

/** What is written of a ring by one format. */
interface Written {
  readonly ring: Omit<Ring, 'settings'>;
  /** What `--check` compares; absent where nothing is compared. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  readonly writer: Writer;
  readonly files: readonly ExportedFile[];
}

/**
 * Writes, or compares, a folder for each configuration: `DIR/<name of its file>/`. Files that others of them extend
 * are no rings of their own. All or none: one with an error keeps every file from being written.
 */
export async function exportRings(
  patterns: readonly string[],
  flags: ExportFlags,
  io: Io,
): Promise<ExitCode> {
  const { formats, folder } = chooseForSeveral(flags);
  if (patterns.includes('-')) throw new UserError('Standard input is exported alone: name files.');
  const named = await ringFiles(patterns, folder, flags, io);
  const writers = await loadWriters(formats);
  const rings = await readRings(named, { writers, flags }, io);
  if (rings === undefined) {
    await tellNothing(flags, io);
    return Exit.findings;
  }
  if (flags.check === undefined) for (const text of meetings(rings, flags)) await warn(text, flags, io);
  const written = await encodeAll(rings, flags, io);
  const gone = await staleFolders(folder, written, io);
  if (flags.check !== undefined) return compare(folder, written, gone, flags, io);
  const used = new Set(written.filter(({ ring }) => ring.secret).map(({ writer }) => writer));
  await tellReaders([...used], flags, io);
  // What may not be replaced, be it the source of another ring, is found before the first file is written.
  const all = written.flatMap(({ ring }) => ring.sources);
  const context = (ring: Written['ring']): Parameters<typeof writeFolder>[2] => ({
    secret: ring.secret,
    sources: all,
    flags,
    io,
  });
  for (const { ring, writer, files } of written) {
    await hearSignals(io);
    await guardFolder(placeOf(folder, ring, writer), files, context(ring));
  }
  for (const { ring, writer, files } of written) {
    await hearSignals(io);
    await writeFolder(placeOf(folder, ring, writer), files, context(ring));
  }
  for (const name of gone)
    await warn(
      `${path.join(folder, name)} is of no ring that was given. Remove it if that ring is gone.`,
      flags,
      io,
    );
  return Exit.ok;
}

/** A format that is a folder itself has one of its own beside the files of the others. */
function placeOf(folder: string, ring: Pick<Ring, 'name'>, { isFolder, id }: Writer): string {
  return isFolder ? path.join(folder, ring.name, id) : path.join(folder, ring.name);
}

/** The files that are rings. What an earlier run has written below the folder is no source. */
async function ringFiles(
  patterns: readonly string[],
  folder: string,
  flags: ExportFlags,
  io: Io,
): Promise<readonly Named[]> {
  const out = path.resolve(io.cwd, folder) + path.sep;
  const files = (await filesOf(patterns, io)).filter(
    ({ file, inFolder }) =>
      !(inFolder || !patterns.includes(file ?? '')) || !path.resolve(io.cwd, file ?? '').startsWith(out),
  );
  const named = await leavesOf(files, flags, io);
  if (named.length > MAX_RINGS)
    throw new UserError(
      `${count(named.length, 'file')} are more than the ${String(MAX_RINGS)} that are exported at once.`,
      'Name fewer files, or a smaller folder.',
    );
  if (named.length === 0) throw new UserError(`${patterns.join(' ')} names no configuration.`);
  return named;
}

/** Every ring with its name; undefined when one of them has an error. */
async function readRings(
  named: readonly Named[],
  what: { readonly writers: readonly Writer[]; readonly flags: ExportFlags },
  io: Io,
): Promise<Ring[] | undefined> {
  const sources = await readAll(named, what, io);
  if (sources === undefined) return undefined;
  const names = ringNames(
    sources.map(({ file }) => file),
    io.cwd,
  );
  return sources.map((source, index) => ({ ...source, name: names[index]?.name ?? '' }));
}

/**
 * Reads each and tells what is found in it; what lies in a folder and holds no setting is somebody else's. Undefined when one
 * has an error.
 */
async function readAll(
  named: readonly Named[],
  { writers, flags }: { readonly writers: readonly Writer[]; readonly flags: ExportFlags },
  io: Io,
): Promise<readonly Read[] | undefined> {
  const projectOf = projects(io);
  const memory = chainMemory();
  const sources: Read[] = [];
  let failed = false;
  for (const { file, inFolder } of named) {
    await hearSignals(io);
    const project = await projectOf(file);
    const platform = flags.platform ?? project.platform;
    const own = forPlatform(writers, platform);
    if (own.length === 0) {
      await warn(`${file ?? ''} is for ${platform ?? ''}, so it is left out.`, flags, io);
      continue;
    }
    if (inFolder && (await isOthers(file, await readDocument(file, io, flags, memory), io))) continue;
    const source = await readSource(file, { writers: own, flags: aimed(flags, project), memory }, io);
    if (inFolder && !source.known && source.document.findings.length === 0) continue;
    await tell(source, flags, io);
    const { settings, document, secret, secrets } = source;
    failed ||= settings === undefined;
    if (settings === undefined || failed) continue;
    refuseSource({ ...source, settings }, own, flags);
    await tellChanges(document, own, flags, io);
    const { envelope } = document;
    sources.push({
      file: source.file,
      secret,
      secrets,
      settings,
      sources: sourcesOf(source),
      envelope,
      writers: own,
    });
  }
  if (failed) return undefined;
  if (sources.length === 0)
    throw new UserError(
      'None of the files holds a setting of Claude Desktop, so there is nothing to export.',
    );
  return sources;
}

/** Takes the rings one by one: what was encoded is let go. */
async function encodeAll(rings: Ring[], flags: ExportFlags, io: Io): Promise<readonly Written[]> {
  const written: Written[] = [];
  let size = 0;
  for (let next = rings.shift(); next !== undefined; next = rings.shift()) {
    await hearSignals(io);
    const { settings, ...ring } = next;
    for (const writer of ring.writers) {
      const files = writer.files(settings, identityOf(flags, ring, io, ring.name));
      for (const { bytes } of files) size += bytes.length;
      if (size > MAX_BYTES)
        throw new UserError('All rings together are larger than 100 MB.', 'Export fewer of them at once.');
      written.push({ ring, writer, files, settings: flags.check === undefined ? undefined : settings });
    }
  }
  return written;
}

/** Folders in which an earlier run has written files of these formats, for a ring that is none any more. */
async function staleFolders(folder: string, written: readonly Written[], io: Io): Promise<readonly string[]> {
  const ours = new Set(written.flatMap(({ files }) => files.map(({ name }) => name)));
  const kept = new Set(written.map(({ ring }) => ring.name));
  const found = new Set<string>();
  const root = path.resolve(io.cwd, folder);
  for (const file of (await io.folder(folder)) ?? []) {
    const below = path.relative(root, path.resolve(io.cwd, file)).split(path.sep);
    const name = below.slice(0, -1).join('/');
    if (name !== '' && ours.has(below.at(-1) ?? '') && !kept.has(name) && !kept.has(below[0] ?? ''))
      found.add(name);
  }
  return [...found].sort();
}

/** Compares what stands in the folder with what would be written: exit 1 for a difference, a missing file, a folder too many. */
async function compare(
  folder: string,
  written: readonly Written[],
  gone: readonly string[],
  flags: ExportFlags,
  io: Io,
): Promise<ExitCode> {
  const style = await styleFor('stderr', flags, io);
  const complain = (text: string): void => {
    io.stderr.write(`${style.error('✖')} ${printable(text, 500)}\n`);
  };
  let code: ExitCode = Exit.ok;
  for (const { ring, writer, files, settings = new Map<string, unknown>() } of written)
    for (const { name, bytes } of files) {
      const place = path.join(placeOf(folder, ring, writer), name);
      if (!(await io.exists(place))) {
        complain(`${place} does not exist`);
        code = Exit.findings;
        continue;
      }
      const wanted = {
        writer: { ...writer, isFolder: false },
        files: [{ name, bytes }],
        settings,
        secrets: ring.secrets,
      };
      if ((await checkWritten(place, wanted, flags, io)) !== Exit.ok) code = Exit.findings;
    }
  for (const name of gone) {
    complain(`${path.join(folder, name)} is of no ring that was given`);
    code = Exit.findings;
  }
  return code;
}

async function warn(text: string, flags: ExportFlags, io: Io): Promise<void> {
  if (flags.quiet === true) return;
  io.stderr.write(`${(await styleFor('stderr', flags, io)).warning('!')} ${printable(text, 600)}\n`);
}
