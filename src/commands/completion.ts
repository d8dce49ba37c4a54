import { Argument } from 'commander';
import { Exit } from '../errors.ts';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import { programModel, type ProgramModel } from './completion/model.ts';
import { powershell } from './completion/powershell.ts';
import { zsh } from './completion/zsh.ts';
import { addCommonOptions, type CommandModule } from './options.ts';

const shells = { bash, zsh, fish, powershell } as const satisfies Record<
  string,
  (model: ProgramModel) => string
>;
type Shell = keyof typeof shells;

export const command: CommandModule = {
  register(program, io, finish) {
    addCommonOptions(
      program
        .command('completion')
        .summary('print a script that completes commands in your shell')
        .description(
          'Prints a completion script, made from the commands as they are.\n ' +
            '  bash        source <(cowork-3p completion bash) ' +
            '  zsh         source <(cowork-3p completion zsh) ' +
            '  fish        cowork-3p completion fish | source ' +
            '  powershell  cowork-3p completion powershell | Out-String | Invoke-Expression\n ' +
            'Put that line into the start-up file of the shell.',
        )
        .addArgument(new Argument('<shell>', 'whose syntax').choices(Object.keys(shells))),
    ).action((shell: Shell) => {
      io.stdout.write(shells[shell](programModel(program)));
      finish(Exit.ok);
    });
  },
};
