import path from 'node:path';
import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { ExportedFile } from '../../exporters/index.ts';
import type { Io } from '../../io/io.ts';
import { renderDifferences } from '../../report/difference-text.ts';
import { compareSettings, FORMATS, validate } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { hearSignals, writePieces } from '../hear-signals.ts';
import { hideValues } from '../load-config.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { readAlone, type ReadHow } from '../read-alone.ts';
import { styleFor, type CommonFlags } from '../options.ts';
import type { Writer } from './writer.ts';

interface Wanted {
  readonly writer: Writer;
  readonly files: readonly ExportedFile[];
  readonly settings: ReadonlyMap<string, unknown>;
  /** What references put into the settings. */
  readonly secrets: readonly string[];
}

/** Compares what stands at a path, a file or a folder of files, with what would be written there. */
export async function checkWritten(
  place: string,
  { writer, files, settings, secrets }: Wanted,
  flags: CommonFlags,
  io: Io,
): Promise<ExitCode> {
  const style = await styleFor('stdout', flags, io);
  const different: string[] = [];
  for (const { name, bytes } of files) {
    const file = writer.isFolder ? path.join(place, name) : place;
    const existing = await io.readFile(file, MAX_BYTES);
    if (!existing.ok) throw new UserError(`${file} ${existing.failure.message}.`);
    if (Buffer.compare(existing.value, bytes) !== 0) different.push(file);
  }
  const [first] = different;
  if (first === undefined) {
    if (flags.quiet !== true)
      io.stderr.write(`${style.ok('✔')} ${printable(place, 300)} is what would be written\n`);
    return Exit.ok;
  }
  const read = await readAlone(first, io, readFormat(writer.id));
  const before = read.ok ? validate(read.value.document).settings : new Map<string, unknown>();
  await hearSignals(io);
  const differences = hideValues(compareSettings(before, settings), secrets);
  await writePieces(io.stdout, renderDifferences(differences, style), io);
  if (differences.length === 0)
    io.stdout.write('The settings are the same; the bytes differ (envelope, encoding, order or spacing).\n');
  for (const file of different)
    io.stderr.write(`${style.error('✖')} ${printable(file, 300)} is not what would be written\n`);
  return Exit.findings;
}

/** The reader of a written format, where it has the same name; others are found from the bytes. */
function readFormat(id: Writer['id']): ReadHow {
  const inputFormat = FORMATS.find((format) => format === id);
  return inputFormat === undefined ? {} : { inputFormat };
}
