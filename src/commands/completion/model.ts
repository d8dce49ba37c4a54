import type { Argument, Command, Option } from 'commander';
import { CODES } from '../../codes/index.ts';
import { checks } from '../../probe/checks/index.ts';
import { printable } from '../../text/printable.ts';
import { keyNames } from '../../schema/index.ts';

/** What may follow: one of these words, a file, a folder, or a text that nobody can complete. */
export type Value = readonly string[] | 'file' | 'folder' | 'text';

export interface OptionModel {
  /** As typed: `--format`, `-o`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for a switch. */
  readonly value: Value | undefined;
  readonly repeatable: boolean;
}

export interface PositionalModel {
  readonly name: string;
  readonly value: Value;
  readonly variadic: boolean;
}

export interface CommandModel {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  readonly positionals: readonly PositionalModel[];
}

export interface ProgramModel {
  readonly name: string;
  readonly commands: readonly CommandModel[];
  readonly options: readonly OptionModel[];
}

/** Reads the command line as it is registered, so that no completion is ever written by hand. */
export function programModel(program: Command): ProgramModel {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command) => {
    const name = command.name();
    const options = help.visibleOptions(command).map((option) => optionModel(option, name));
    const names = program.commands.map((one) => one.name());
    const positionals =
      name === 'help'
        ? [{ name: 'command', value: names, variadic: false }]
        : command.registeredArguments.map((argument) => positionalModel(argument, name));
    return { name, description: oneLine(command.summary() || command.description()), options, positionals };
  });
  const options = help.visibleOptions(program).map((option) => optionModel(option, ''));
  return { name: program.name(), commands, options };
}

function optionModel(option: Option, command: string): OptionModel {
  const placeholder = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(option.flags)?.[1];
  return {
    flags: [option.long, option.short].filter((flag) => typeof flag === 'string'),
    description: oneLine(option.description),
    value: option.argChoices ?? (placeholder === undefined ? undefined : valueOf(placeholder, command)),
    repeatable: option.variadic || option.description.includes('(repeatable)'),
  };
}

function positionalModel(argument: Argument, command: string): PositionalModel {
  const name = argument.name();
  return { name, value: argument.argChoices ?? valueOf(name, command), variadic: argument.variadic };
}

/** What a placeholder of the help stands for. */
function valueOf(placeholder: string, command: string): Value {
  switch (placeholder) {
    case 'file':
    case 'a':
    case 'b':
      return 'file';
    case 'folder':
      return 'folder';
    case 'code':
      return Object.keys(CODES);
    case 'release':
      return ['latest'];
    case 'id':
      return command === 'probe' ? checks.map((check) => check.id) : 'text';
    default:
      return command === 'explain' ? [...keyNames, ...Object.keys(CODES)] : 'text';
  }
}

/** The first line, without what it would cost to quote. */
function oneLine(text: string): string {
  return printable(text.split('\n')[0] ?? '', 100);
}
