import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { ExportedFile } from '../../exporters/index.ts';
import type { Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import { styleFor, type CommonFlags } from '../options.ts';

interface WriteContext {
  readonly secret: boolean;
  readonly flags: CommonFlags;
  readonly io: Io;
}

/** Writes files into a folder, which is made where it is missing. */
export async function writeFolder(
  folder: string,
  files: readonly ExportedFile[],
  context: WriteContext,
): Promise<void> {
  const made = await context.io.makeFolder(folder);
  if (!made.ok) throw new UserError(`${folder} ${made.failure.message}.`);
  for (const { name, bytes } of files) await writeFile(path.join(folder, name), bytes, context);
}

/** Writes one file, for its owner alone where it holds a credential, and says so. */
export async function writeFile(
  file: string,
  bytes: Uint8Array,
  { secret, flags, io }: WriteContext,
): Promise<void> {
  const written = await io.writeFile(file, bytes, { secret });
  if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
  if (flags.quiet === true) return;
  const mode = secret ? ' (it holds a credential: readable by you alone)' : '';
  io.stderr.write(`${(await styleFor('stderr', flags, io)).ok('✔')} wrote ${printable(file, 300)}${mode}\n`);
}
