import { shellWord } from '../../text/shell-word.ts';
import { functionName } from './bash.ts';
import type { CommandModel, OptionModel, PositionalModel, ProgramModel, Value } from './model.ts';

/** For a file `_cowork-3p` in $fpath, and for `source <(cowork-3p completion zsh)`. */
export function zsh({ name, commands, options }: ProgramModel): string {
  const id = functionName(name);
  const described = commands.map(
    (command) => `      ${shellWord(`${command.name}:${command.description}`)}\n`,
  );
  return `#compdef ${name}
# zsh completion for ${name}, made by "${name} completion zsh"
${id}() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${options.map((option) => `    ${optionSpec(option)} \\\n`).join('')}    '1: :->command' \\
    '*:: :->arguments'
  case "$state" in
  command)
    local -a commands
    commands=(
${described.join('')}    )
    _describe -t commands 'command' commands
    ;;
  arguments)
    case "\${words[1]}" in
${commands.map(branch).join('')}    esac
    ;;
  esac
}
if [ "\${funcstack[1]}" = "${id}" ]; then
  ${id} "$@"
else
  compdef ${id} ${name}
fi
`;
}

function branch({ name, options, positionals }: CommandModel): string {
  const specs = [...options.map(optionSpec), ...positionals.map(positionalSpec)];
  return `    ${name})
      _arguments \\
${specs.map((spec) => `        ${spec}`).join(' \\\n')}
      ;;
`;
}

function optionSpec({ flags, description, value, repeatable }: OptionModel): string {
  const label = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
  const action = value === undefined ? '' : `:${valueName(value)}:${actionOf(value)}`;
  const [long = '', short] = flags;
  if (short === undefined) return shellWord(`${repeatable ? '*' : ''}${long}${label}${action}`);
  return `${shellWord(`(${flags.join(' ')})`)}{${flags.join(',')}}${shellWord(`${label}${action}`)}`;
}

function positionalSpec({ name, value, variadic }: PositionalModel, index: number): string {
  return shellWord(`${variadic ? '*' : String(index + 1)}:${name}:${actionOf(value)}`);
}

function valueName(value: Value): string {
  return typeof value === 'string' ? value : 'value';
}

function actionOf(value: Value): string {
  if (value === 'file') return '_files';
  if (value === 'folder') return '_files -/';
  if (value === 'text') return ' ';
  return `(${value.join(' ')})`;
}
