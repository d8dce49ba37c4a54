import type { OptionModel, PositionalModel, ProgramModel, Value } from './model.ts';

/**
 * Works without the bash-completion package and on the bash 3.2 of macOS. Where nothing is offered, bash falls
 * back to file names (`-o default`); `compopt`, where there is one, switches that off for plain texts.
 */
export function bash({ name, commands, options }: ProgramModel): string {
  const id = functionName(name);
  const names = commands.map((command) => command.name);
  return `# bash completion for ${name}, made by "${name} completion bash"
${id}() {
  local current previous before command valued count position word
  COMPREPLY=()
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  # --option=value arrives as three words
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ] && [ "$COMP_CWORD" -ge 2 ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  command=''
  valued=''
  count=0
  before='-'
  for ((position = 1; position < COMP_CWORD; position++)); do
    word="\${COMP_WORDS[position]}"
    if [ -z "$command" ]; then
      case "$word" in
${commands.map((command) => `        ${command.name}) command="$word"; valued=' ${valuedFlags(command.options)} ' ;;\n`).join('')}      esac
    else
      # What stands alone is counted; options and their values are not
      case "$valued" in
        *" $before "*) ;;
        *)
          case "$word" in
            -?* | =) ;;
            *) count=$((count + 1)) ;;
          esac
          ;;
      esac
      [ "$word" = '=' ] || before="$word"
    fi
  done
  case "$command" in
    '')
      COMPREPLY=($(compgen -W '${[...names, ...flagsOf(options)].join(' ')}' -- "$current"))
      return
      ;;
${commands.map((command) => branch(command.name, command.options, command.positionals)).join('')}  esac
}
complete -o default -o bashdefault -F ${id} ${name}
`;
}

function branch(
  name: string,
  options: readonly OptionModel[],
  positionals: readonly PositionalModel[],
): string {
  const valued = options
    .filter((option) => option.value !== undefined)
    .map(({ flags, value }) => `        ${flags.join('|')}) ${offer(value ?? 'text')} ;;\n`);
  const last = positionals.at(-1);
  const places = positionals.map(
    ({ value, variadic }, index) => `        ${variadic ? '*' : String(index)}) ${offer(value)} ;;\n`,
  );
  if (last?.variadic !== true) places.push(`        *) ${offer('text')} ;;\n`);
  return `    ${name})
      case "$previous" in
${valued.join('')}      esac
      case "$current" in
        -*)
          COMPREPLY=($(compgen -W '${flagsOf(options).join(' ')}' -- "$current"))
          return
          ;;
      esac
      case "$count" in
${places.join('')}      esac
      ;;
`;
}

function offer(value: Value): string {
  if (value === 'file') return 'return';
  if (value === 'folder') return 'COMPREPLY=($(compgen -d -- "$current")); return';
  const noFiles = 'compopt +o default +o bashdefault 2>/dev/null';
  if (value === 'text') return `${noFiles}; return`;
  return `${noFiles}; COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$current")); return`;
}

function valuedFlags(options: readonly OptionModel[]): string {
  return flagsOf(options.filter(({ value }) => value !== undefined)).join(' ');
}

function flagsOf(options: readonly OptionModel[]): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

/** The name as a part of the name of a shell function. */
export function functionName(name: string): string {
  return `_${name.replace(/\W/g, '_')}`;
}
