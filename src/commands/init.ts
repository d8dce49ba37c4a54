import { Option } from 'commander';
import { Cancelled, Exit, UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { wrap } from '../report/wrap.ts';
import { presets } from '../schema/index.ts';
import type { InitFlags } from './init/job.ts';
import { DEFAULT_FILE } from './read-alone.ts';
import { addReadOptions, addTargetOption, collect, styleFor, type CommandModule } from './options.ts';

export type { InitFlags } from './init/job.ts';

export const command: CommandModule = {
  register(program, io, finish) {
    const init = addReadOptions(
      program
        .command('init')
        .summary('write a configuration, question by question or from flags')
        .description(
          'Asks for what a configuration needs, checks each answer as validate would, ' +
            'tries the gateway, and writes the file, readable by you alone. ' +
            'With --yes nothing is asked: the flags say it all.',
        )
        .argument('[file]', `the file to write; - is standard output (default: ${DEFAULT_FILE})`)
        .option('-y, --yes', 'ask nothing')
        .option('--set <key=value>', 'set a key; lists and objects as JSON (repeatable)', collect)
        .option('--from <file>', 'start from this configuration, in any format')
        .addOption(
          new Option('--preset <name>', 'restrict users as this preset does; --set wins over it').choices(
            Object.keys(presets),
          ),
        )
        .option('--force', 'replace the file when it exists'),
    );
    addTargetOption(init).action(async (file: string | undefined, flags: InitFlags) => {
      finish(await runInit(file, flags, io));
    });
  },
};

export async function runInit(file: string | undefined, flags: InitFlags, io: Io): Promise<ExitCode> {
  // The modules behind the questions are loaded when they are needed: other commands register this one too.
  const { jobOf } = await import('./init/job.ts');
  if (flags.yes === true) {
    const { unattended } = await import('./init/unattended.ts');
    return unattended(await jobOf(file, flags, io));
  }
  const prompter = await io.prompter();
  if (prompter === undefined)
    throw new UserError(
      'init asks questions, and there is no terminal to ask them at.',
      'Add --yes, and say with --set KEY=VALUE, --from FILE or --preset NAME what to write.',
    );
  const { attended } = await import('./init/attended.ts');
  const job = await jobOf(file, flags, io);
  const style = await styleFor('stderr', flags, io);
  try {
    return await attended(job, prompter.dressed?.({ ...style, wrap }) ?? prompter);
  } catch (error) {
    if (!(error instanceof Cancelled) && !io.signal.aborted) throw error;
    io.stderr.write('Cancelled: nothing was written.\n');
    return Exit.cancelled;
  }
}
