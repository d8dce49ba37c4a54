import type { CommandModel, OptionModel, PositionalModel, ProgramModel, Value } from './model.ts';

/** For ~/.config/fish/completions/cowork-3p.fish, and for `cowork-3p completion fish | source`. */
export function fish({ name, commands, options }: ProgramModel): string {
  const line = (condition: string, rest: string): string =>
    `complete -c ${name} -n ${quote(condition)} ${rest}\n`;
  const none = '__fish_use_subcommand';
  const top = [
    ...commands.map((command) => line(none, `-a ${command.name} -d ${quote(command.description)}`)),
    ...options.map((option) => line(none, optionText(option))),
  ];
  const each = commands.flatMap((command) => [
    ...command.options.map((option) => line(within(command), optionText(option))),
    ...command.positionals.map((positional) => line(within(command), positionalText(positional))),
  ]);
  return (
    `# fish completion for ${name}, made by "${name} completion fish"\n` +
    `complete -c ${name} -f\n${top.join('')}${each.join('')}`
  );
}

function within({ name }: CommandModel): string {
  return `__fish_seen_subcommand_from ${name}`;
}

function optionText({ flags, description, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const argument = value === undefined ? '' : ` ${valueText(value)}`;
  return `${names.join(' ')}${argument} -d ${quote(description)}`;
}

function positionalText({ value }: PositionalModel): string {
  return value === 'text' ? '-f' : valueText(value).replace('-x', '-f').replace('-r ', '');
}

function valueText(value: Value): string {
  if (value === 'file') return '-r -F';
  if (value === 'folder') return "-x -a '(__fish_complete_directories)'";
  if (value === 'text') return '-x';
  return `-x -a ${quote(value.join(' '))}`;
}

/** Single quotes keep everything but themselves and the backslash. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
