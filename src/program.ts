import { Command, CommanderError } from 'commander';
import type { CommandModule, ReadFlags } from './commands/options.ts';
import { Exit, type ExitCode } from './errors.ts';
import type { Io } from './io/io.ts';
import { printable } from './text/printable.ts';
import { VERSION } from './version.ts';

/** Every command, in the order of `--help`. Only the one that is called gets loaded. */
const commands: Readonly<Record<string, () => Promise<{ command: CommandModule }>>> = {
  init: () => import('./commands/init.ts'),
  validate: () => import('./commands/validate.ts'),
  probe: () => import('./commands/probe.ts'),
  models: () => import('./commands/models.ts'),
  report: () => import('./commands/report.ts'),
  export: () => import('./commands/export.ts'),
  template: () => import('./commands/template.ts'),
  status: () => import('./commands/status.ts'),
  bootstrap: () => import('./commands/bootstrap.ts'),
  migrate: () => import('./commands/migrate.ts'),
  diff: () => import('./commands/diff.ts'),
  egress: () => import('./commands/egress.ts'),
  explain: () => import('./commands/explain.ts'),
  demo: () => import('./commands/demo.ts'),
  completion: () => import('./commands/completion.ts'),
};

/** Parses the arguments and runs the command they name. Wrong usage is told on stderr with exit code 2. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  if (asksForFacts(argv)) {
    const { versionWithFacts } = await import('./commands/version.ts');
    io.stdout.write(versionWithFacts(io));
    return Exit.ok;
  }
  const program = new Command('cowork-3p')
    .description(
      'Author, validate, test and deploy the managed configuration of Claude Desktop on third-party inference.\n' +
        'Unofficial: not made, reviewed or endorsed by Anthropic.',
    )
    .version(
      VERSION,
      '-V, --version',
      'print the version; with --verbose also Node, the system, and the date of the facts',
    )
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('(add --help for what can be given)')
    .showSuggestionAfterError(true)
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      '\nStart with "cowork-3p init" for a file of your own, or "cowork-3p demo" to see the whole job.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // The library quotes arguments as they are, and a suggestion stands on a line of its own.
      outputError: (text, write) => write(`${printable(text, 1000)}\n`),
      getOutHelpWidth: () => io.stdout.columns,
      getErrHelpWidth: () => io.stderr.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  let code: ExitCode = Exit.ok;
  const finish = (result: ExitCode): void => {
    code = result;
  };
  // One place for every command that takes a target.
  program.hook('preAction', async (_, command) => {
    const { target, quiet } = command.opts<ReadFlags>();
    if (target === undefined) return;
    const { noteTarget } = await import('./commands/target-note.ts');
    noteTarget(target, quiet === true, io);
  });
  // `help validate`, `completion` and an unknown name need them all.
  const named = argv.find((argument) => !argument.startsWith('-'));
  const alone = named !== undefined && named !== 'completion' && Object.hasOwn(commands, named);
  const wanted = alone ? [named] : Object.keys(commands);
  for (const name of wanted) {
    const module = await commands[name]?.();
    module?.command.register(program, io, finish);
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.ok : Exit.usage;
    throw error;
  }
  return code;
}

/** `--version --verbose`: the version with everything that belongs to it. */
function asksForFacts(argv: readonly string[]): boolean {
  return (
    argv.length === 2 && argv.includes('--verbose') && (argv.includes('--version') || argv.includes('-V'))
  );
}
