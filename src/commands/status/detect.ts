import { extensionAttribute } from '../../device/collect/extension-attribute.ts';
import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { StatusFlags } from './flags.ts';

/** Prints what a console runs on every device to learn the digest of its settings. */
export function detect(captures: readonly string[], { platform = 'macos' }: StatusFlags, io: Io): ExitCode {
  if (captures.length > 0) throw new UserError('--detect prints a script and takes no captures.');
  if (platform === 'windows')
    throw new UserError(
      'For Windows the detection script belongs to the configuration that it looks for.',
      'Write it with "cowork-3p export --format intune-remediation".',
    );
  if (platform === 'linux')
    throw new UserError(
      'There is no console for Linux whose scripts are known here.',
      'Take captures with "cowork-3p status --collect --platform linux".',
    );
  io.stdout.write(extensionAttribute());
  return Exit.ok;
}
