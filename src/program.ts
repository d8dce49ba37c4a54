import { Command, CommanderError, Help, type Argument } from 'commander';
import { OUTPUT_HEADING, type CommandModule, type ReadFlags } from './commands/options.ts';
import { Exit, type ExitCode } from './errors.ts';
import type { Io } from './io/io.ts';
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
  let wrong: string | undefined;
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
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true)
    .configureHelp({
      sortSubcommands: false,
      // Every command takes options; without saying so there is more space for what it does.
      groupItems: (all, visible, groupOf) => withOutputLast(new Help().groupItems(all, visible, groupOf)),
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(' '),
    })
    .addHelpText(
      'after',
      '\nStart with "cowork-3p init" for a file of your own,\nor with "cowork-3p demo" to see the whole job on this machine.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text) => {
        wrong = text;
      },
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
  const isCommand = named !== undefined && Object.hasOwn(commands, named);
  const wanted = isCommand && named !== 'completion' ? [named] : Object.keys(commands);
  for (const name of wanted) {
    const module = await commands[name]?.();
    module?.command.register(program, io, finish);
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return Exit.ok;
    if (wrong !== undefined) {
      const { usageText } = await import('./commands/usage.ts');
      io.stderr.write(usageText(wrong, isCommand ? named : undefined));
    }
    return Exit.usage;
  }
  return code;
}

/** What every command takes stands below what this one takes. */
function withOutputLast<T>(groups: Map<string, T>): Map<string, T> {
  const output = groups.get(OUTPUT_HEADING);
  if (output === undefined) return groups;
  groups.delete(OUTPUT_HEADING);
  return groups.set(OUTPUT_HEADING, output);
}

/** An argument as the list of commands shows it. */
function termOf(argument: Argument): string {
  const shown = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${shown}>` : `[${shown}]`;
}

/** `--version --verbose`: the version with everything that belongs to it. */
function asksForFacts(argv: readonly string[]): boolean {
  return (
    argv.length === 2 && argv.includes('--verbose') && (argv.includes('--version') || argv.includes('-V'))
  );
}
