import type { Argument, Command, Option } from 'commander';
import { printable } from '../../text/printable.ts';
import { wordsFor } from '../options.ts';

/** What may follow: one of these words, a file, a folder, or a text that nobody can complete. */
export type Value = readonly string[] | 'file' | 'folder' | 'text';

/** One option, as completion needs it. */
export interface OptionModel {
  /** As typed: `--format`, `-o`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for a switch. */
  readonly value: Value | undefined;
  readonly repeatable: boolean;
}

/** One argument that is no option. */
export interface PositionalModel {
  readonly name: string;
  readonly value: Value;
  readonly variadic: boolean;
}

/** One command with what it takes. */
export interface CommandModel {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionModel[];
  readonly positionals: readonly PositionalModel[];
}

/** The whole command line. */
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
    const options = help.visibleOptions(command).map(optionModel);
    const names = program.commands.map((one) => one.name());
    const positionals =
      name === 'help'
        ? [{ name: 'command', value: names, variadic: false }]
        : command.registeredArguments.map(positionalModel);
    return { name, description: oneLine(command.summary() || command.description()), options, positionals };
  });
  const options = help.visibleOptions(program).map(optionModel);
  return { name: program.name(), commands, options };
}

function optionModel(option: Option): OptionModel {
  const placeholder = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(option.flags)?.[1];
  return {
    flags: [option.long, option.short].filter((flag) => typeof flag === 'string'),
    description: oneLine(option.description),
    value: placeholder === undefined ? undefined : valueOf(option, placeholder),
    repeatable: option.variadic || option.description.includes('(repeatable)'),
  };
}

function positionalModel(argument: Argument): PositionalModel {
  const name = argument.name();
  return { name, value: valueOf(argument, name), variadic: argument.variadic };
}

/** What stands for its value: words that it offers, else a file or a folder where the help says so. */
function valueOf(asked: Option | Argument, placeholder: string): Value {
  const words = asked.argChoices ?? wordsFor(asked)?.();
  if (words !== undefined) return words;
  if (placeholder === 'folder') return 'folder';
  return ['file', 'a', 'b'].includes(placeholder) ? 'file' : 'text';
}

/** The first line, without what it would cost to quote. */
function oneLine(text: string): string {
  return printable(text.split('\n')[0] ?? '', 100);
}
