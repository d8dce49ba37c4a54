import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { ExportedFile } from '../../exporters/index.ts';
import type { Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import { styleFor, type CommonFlags } from '../options.ts';
import { guardReplacement } from './guard.ts';

/** How files are written. */
export interface WriteContext {
  readonly secret: boolean;
  /** What the configuration was read from, bases included; `<stdin>` for standard input. */
  readonly sources: readonly string[];
  readonly flags: CommonFlags & { readonly force?: boolean };
  readonly io: Io;
}

/** Writes files into a folder, which is made where it is missing. */
export async function writeFolder(
  folder: string,
  files: readonly ExportedFile[],
  context: WriteContext,
): Promise<void> {
  // All or none: what may not be replaced is found before the first is written.
  await guardFolder(folder, files, context);
  const made = await context.io.makeFolder(folder);
  if (!made.ok) throw new UserError(`${folder} ${made.failure.message}.`);
  for (const { name, bytes } of files) await writeFile(path.join(folder, name), bytes, context);
}

/** Refuses when one of the files may not be replaced. */
export async function guardFolder(
  folder: string,
  files: readonly ExportedFile[],
  context: WriteContext,
): Promise<void> {
  for (const { name, bytes } of files) await guard(path.join(folder, name), bytes, context);
}

function guard(
  file: string,
  bytes: Uint8Array,
  { sources, flags, io }: WriteContext,
): Promise<string | undefined> {
  return guardReplacement({ file, bytes, sources, force: flags.force === true }, io);
}

/** Writes one file, for its owner alone where it holds a credential, and says so. */
export async function writeFile(file: string, bytes: Uint8Array, context: WriteContext): Promise<void> {
  const { secret, flags, io } = context;
  const looked = await guard(file, bytes, context);
  // A link that has been put there since is not followed.
  const written = await io.writeFile(looked ?? file, bytes, { secret, exact: looked !== undefined });
  if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
  if (flags.quiet === true) return;
  const isKept = looked !== undefined || io.identify(file)?.isFile === true;
  const mode =
    !secret || !isKept
      ? ''
      : io.platform === 'win32'
        ? ' (it holds a credential, and Windows lets others read it as the folder allows)'
        : ' (it holds a credential: readable by you alone)';
  io.stderr.write(`${(await styleFor('stderr', flags, io)).ok('✔')} wrote ${printable(file, 300)}${mode}\n`);
}
