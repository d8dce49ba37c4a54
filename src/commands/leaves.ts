import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import type { CommonFlags } from './options.ts';
import type { ReadHow } from './read-alone.ts';
import type { Named } from './validate/files.ts';

/**
 * Without the files that another one given here extends: a base alone need not be a whole configuration. What is
 * skipped is told.
 */
export async function leavesOf(
  files: readonly Named[],
  flags: CommonFlags & ReadHow,
  io: Io,
): Promise<readonly Named[]> {
  if (files.length < 2) return files;
  const { basesAmong } = await import('./load-chain.ts');
  const bases = await basesAmong(
    files.flatMap(({ file }) => (file === undefined ? [] : [file])),
    flags,
    io,
  );
  if (bases.length > 0 && flags.quiet !== true) {
    const names = bases.slice(0, 5).map((file) => printable(file, 200));
    const more = bases.length > names.length ? ` and ${bases.length - names.length} more` : '';
    io.stderr.write(
      `cowork-3p: skipped ${names.join(', ')}${more}: only a base of other files, taken with each of them.\n`,
    );
  }
  const skipped = new Set<string | undefined>(bases);
  return files.filter(({ file }) => !skipped.has(file));
}
