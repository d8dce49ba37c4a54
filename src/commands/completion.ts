import { Argument } from 'commander';
import { Exit } from '../errors.ts';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import { programModel, type ProgramModel } from './completion/model.ts';
import { powershell } from './completion/powershell.ts';
import { zsh } from './completion/zsh.ts';
import { addCommonOptions, type CommandModule } from './options.ts';

/** A shell: its script, and the one line that makes every new shell load it. */
interface Shell {
  readonly script: (model: ProgramModel) => string;
  /** Where the line goes. */
  readonly file: string;
  readonly line: string;
}

// The bash that macOS brings reads nothing from <(…).
const shells = {
  bash: {
    script: bash,
    file: '~/.bashrc (macOS: ~/.bash_profile)',
    line: 'eval "$(cowork-3p completion bash)"',
  },
  zsh: { script: zsh, file: '~/.zshrc, after compinit', line: 'eval "$(cowork-3p completion zsh)"' },
  fish: { script: fish, file: '~/.config/fish/config.fish', line: 'cowork-3p completion fish | source' },
  powershell: {
    script: powershell,
    file: 'the file that $PROFILE names',
    line: 'cowork-3p completion powershell | Out-String | Invoke-Expression',
  },
} as const satisfies Record<string, Shell>;

export const command: CommandModule = {
  register(program, io, finish) {
    addCommonOptions(
      program
        .command('completion')
        .summary('print a script that completes commands in your shell')
        .description(
          'Prints a completion script, made from the commands as they are. To have it in every new shell, put one line into a file:',
        )
        .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
        // Lines to copy are not wrapped.
        .addHelpText(
          'after',
          Object.entries(shells)
            .map(([shell, { file, line }]) => `\n${shell}: in ${file}\n    ${line}`)
            .join('\n'),
        ),
    ).action((shell: keyof typeof shells) => {
      const { script, file, line } = shells[shell];
      io.stdout.write(script(programModel(program)));
      if (io.stdout.isTTY)
        io.stderr.write(`\nTo have it in every new shell, put this line into ${file}:\n    ${line}\n`);
      finish(Exit.ok);
    });
  },
};
