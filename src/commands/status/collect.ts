import { collectScripts } from '../../device/collect/index.ts';
import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { StatusFlags } from './flags.ts';

/** Prints the script for one platform as a file; without a platform all three, each under a line with its name. */
export function collect(captures: readonly string[], flags: StatusFlags, io: Io): ExitCode {
  if (captures.length > 0) throw new UserError('--collect prints a script and takes no captures.');
  const { platform } = flags;
  const wanted = collectScripts.filter((one) => platform === undefined || one.platform === platform);
  for (const script of wanted) {
    if (platform === undefined)
      io.stdout.write(
        `########## ${script.fileName}   (alone: cowork-3p status --collect --platform ${script.platform})\n`,
      );
    io.stdout.write(script.text());
  }
  return Exit.ok;
}
