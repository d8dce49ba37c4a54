import type { Io } from '../../io/io.ts';
import { migrateText } from '../../report/migrate-text.ts';
import type { Migration } from '../../report/migration.ts';
import { writePieces } from '../hear-signals.ts';
import { styleFor, type ReadFlags } from '../options.ts';

/** Flags of `migrate`. */
export interface MigrateFlags extends ReadFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly format: 'text' | 'json';
}

/** Tells each change and decision on stderr, unless `--quiet`. */
export async function tell(
  file: string,
  migration: Migration,
  flags: MigrateFlags,
  io: Io,
  verb: string,
): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  const { columns } = io.stderr;
  const options = { style, columns, target: flags.target, verb };
  await writePieces(io.stderr, migrateText(file, migration, options), io);
}
