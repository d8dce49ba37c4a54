import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';

/** What the command line names. */
export interface Named {
  /** Undefined is the default file. */
  readonly file: string | undefined;
  /** It was met in a folder that was named: files of others lie there too. */
  readonly inFolder: boolean;
}

/** As many files are taken in one run. */
const MAX_FILES = 200_000;

/** Endings of the containers that hold settings; in a folder nothing else is looked at. */
const ENDING = /\.(?:jsonc?|mobileconfig|plist|reg|pol|ps1|cmd|bat|sh)$/i;

/**
 * Names as they are, globs and folders as the files they stand for, each file once, in the order given. A glob that
 * matches nothing, and a folder without a file that could hold settings, is wrong usage.
 */
export async function filesOf(patterns: readonly string[], io: Io): Promise<readonly Named[]> {
  if (patterns.length === 0) return [{ file: undefined, inFolder: false }];
  const files = new Map<string, Named>();
  const add = (names: readonly string[], inFolder: boolean): void => {
    if (files.size + names.length > MAX_FILES)
      throw new UserError(
        `More than ${MAX_FILES.toLocaleString('en')} files are named.`,
        'Name a smaller folder, or a glob that fits fewer files.',
      );
    for (const file of names) if (!files.has(file)) files.set(file, { file, inFolder });
  };
  for (const pattern of patterns) {
    if (pattern === '-') {
      add([pattern], false);
      continue;
    }
    const inside = await io.folder(pattern);
    if (inside !== undefined) {
      const found = inside.filter((file) => ENDING.test(file));
      if (found.length === 0)
        throw new UserError(
          `${pattern} is a folder without a configuration.`,
          'A folder is searched for .json, .jsonc, .mobileconfig, .plist, .reg and .pol files, and for scripts.',
        );
      add(found, true);
    } else if (!isGlob(pattern) || (await io.exists(pattern))) add([pattern], false);
    else {
      // On Windows people write `rings\*.json`, which in a glob would be an escaped star.
      const found = await io.glob([io.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern]);
      if (found.length === 0) throw new UserError(`${pattern} matches no file.`);
      add(found, false);
    }
  }
  return [...files.values()];
}

/** Whether a name may stand for several files. */
export function isGlob(pattern: string): boolean {
  return /[*?[\]{}]/.test(pattern);
}
