import { Option } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { statusReporterNames } from '../report/status/index.ts';
import { PLATFORMS } from '../schema/index.ts';
import { addCommonOptions, addTargetOption, type CommandModule } from './options.ts';
import type { StatusFlags } from './status/flags.ts';

export const command: CommandModule = {
  register(program, io, finish) {
    const status = addCommonOptions(
      program
        .command('status')
        .summary('say what configuration a device really has, and why')
        .description(
          'Says which configuration a device really has: every source, which one counts by the rules of its release, ' +
            'each key with its reason, what is hidden, unread or malformed, and what the log says the app believed. ' +
            'Without CAPTURE it looks at this device. Exit code 1: something keeps settings from counting; with ' +
            '--expect: a device differs.',
        )
        .argument(
          '[capture...]',
          'what was taken on a device: a folder, a folder of such folders (a fleet), files, or a table of reported digests',
        )
        .option(
          '--expect <file>',
          'report every device that has another configuration than this one; also a digest in place of a file',
        )
        .option(
          '--collect',
          'print the script that takes captures on a device; each platform, or that of --platform',
        )
        .option(
          '--detect',
          'print an extension attribute for Jamf Pro: it reports the digest of what a Mac has, and no value',
        )
        .option('--root <dir>', 'look below this folder as if it were the root of the device')
        .option('--user <name>', 'which user of the device (default: the one who runs this, or the first)')
        .addOption(
          new Option(
            '--platform <platform>',
            'which system the device has, where captures do not say',
          ).choices(PLATFORMS),
        )
        .addOption(
          new Option('--format <format>', 'how to report').choices(statusReporterNames).default('text'),
        ),
    );
    addTargetOption(status).action(async (captures: string[], flags: StatusFlags) => {
      finish(await runStatus(captures, flags, io));
    });
  },
};

/** Says what is in force on devices by their captures; the exit code is 1 where that is not what is wanted. */
export async function runStatus(captures: readonly string[], flags: StatusFlags, io: Io): Promise<ExitCode> {
  if (flags.collect === true) {
    const { collect } = await import('./status/collect.ts');
    return collect(captures, flags, io);
  }
  if (flags.detect === true) {
    const { detect } = await import('./status/detect.ts');
    return detect(captures, flags, io);
  }
  const { look } = await import('./status/look.ts');
  return look(captures, flags, io);
}
