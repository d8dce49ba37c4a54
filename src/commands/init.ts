import { Option } from 'commander';
import { Cancelled, Exit, UserError, type ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { wrap } from '../report/wrap.ts';
import { shownUrl } from '../text/shown-url.ts';
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
          'Asks for the settings that a configuration needs, checks each answer as validate would, tests the ' +
            'gateway, shows all other settings with their defaults, which you can change, and writes the file, ' +
            'readable by you alone. What flags set is not asked for; with --yes nothing is asked.',
        )
        .argument('[url]', 'the base URL of your gateway: then only what is still missing is asked for')
        .argument('[file]', `the file to write; - is standard output (default: ${DEFAULT_FILE})`)
        .option('-y, --yes', 'ask nothing')
        .option('--set <key=value>', 'set a key; lists and objects as JSON (repeatable)', collect)
        .option('--from <file>', 'start from this configuration, in any format')
        .addOption(
          new Option('--preset <name>', 'restrict users as this preset does; --set wins over it').choices(
            Object.keys(presets),
          ),
        )
        .option('--ask-all', 'ask every question, including those whose default usually fits')
        .option('--force', 'replace the file when it exists'),
    );
    addTargetOption(init).action(
      async (first: string | undefined, second: string | undefined, flags: InitFlags) => {
        finish(await runInit([first, second], flags, io));
      },
    );
  },
};

/** Writes a configuration: asks for it, or takes it from flags with `--yes`. */
export async function runInit(
  given: readonly (string | undefined)[],
  flags: InitFlags,
  io: Io,
): Promise<ExitCode> {
  // The modules behind the questions are loaded when they are needed: other commands register this one too.
  const [{ jobOf }, { placesOf }] = await Promise.all([
    import('./init/job.ts'),
    import('./init/arguments.ts'),
  ]);
  const places = placesOf(given.filter((one) => one !== undefined));
  if (flags.yes === true) {
    const { unattended } = await import('./init/unattended.ts');
    return unattended(await jobOf(places, flags, io));
  }
  const prompter = await io.prompter();
  if (prompter === undefined)
    throw new UserError(
      'init asks questions, and there is no terminal to ask them at.',
      `For example: cowork-3p init ${places.url === undefined ? 'https://llm-gateway.example.com' : shownUrl(places.url)} --yes. ` +
        'The key is then looked up in INFERENCE_GATEWAY_API_KEY; --set KEY=VALUE, --from FILE and --preset NAME say more.',
    );
  const { attended } = await import('./init/attended.ts');
  const job = await jobOf(places, flags, io);
  const style = await styleFor('stderr', flags, io);
  try {
    return await attended(job, prompter.styledAs?.({ ...style, wrap }) ?? prompter);
  } catch (error) {
    if (!(error instanceof Cancelled) && !io.signal.aborted) throw error;
    io.stderr.write('Cancelled: nothing was written.\n');
    return Exit.cancelled;
  }
}
