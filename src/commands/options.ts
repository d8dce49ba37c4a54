import { InvalidArgumentError, Option, type Argument, type Command } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { colorLevel, style, type Style } from '../report/style.ts';
import {
  READ_FORMATS,
  PLATFORMS,
  parseTarget,
  type ReadFormat,
  type Platform,
  type ReleaseRange,
} from '../schema/index.ts';

/** One command: its flags and what it runs. `register` loads nothing heavy; `run…` does the work. */
export interface CommandModule {
  register(program: Command, io: Io, finish: (code: ExitCode) => void): void;
}

/** Flags that every command takes. */
export interface CommonFlags {
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly verbose?: boolean;
}

/** Flags of every command that reads a configuration. */
export interface ReadFlags extends CommonFlags {
  readonly inputFormat?: ReadFormat;
  /** `KEY=VALUE` over all that files say. */
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly target?: ReleaseRange;
  readonly platform?: Platform;
}

/** Heading of the options that every command takes. */
export const OUTPUT_HEADING = 'Output:';

/** Adds options that stand under a heading of their own in the help, so that what a command alone takes comes first. */
export function underHeading(
  command: Command,
  heading: 'Configuration:' | 'Gateway:' | typeof OUTPUT_HEADING,
  add: (command: Command) => Command,
): Command {
  return add(command.optionsGroup(heading)).optionsGroup('Options:');
}

/** Flags of every command. */
export function addCommonOptions(command: Command): Command {
  return underHeading(command, OUTPUT_HEADING, (one) =>
    one
      .option('--quiet', 'print results and errors only')
      .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are honoured too)')
      .option('--verbose', 'after an internal error: print where it happened'),
  );
}

/** Flags of commands that read a configuration. */
export function addReadOptions(command: Command): Command {
  const reads = underHeading(command, 'Configuration:', (one) =>
    one.addOption(
      new Option('--input-format <format>', 'read the file as this format instead of detecting it').choices(
        READ_FORMATS,
      ),
    ),
  );
  return addCommonOptions(reads);
}

/** Settings given on the command line, for commands that read a configuration and change no file. */
export function addOverrideOptions(command: Command): Command {
  return underHeading(command, 'Configuration:', (one) =>
    one
      .option('--set <key=value>', 'set this key, whatever the files say (repeatable)', collect)
      .option('--unset <key>', 'remove this key, whatever the files say (repeatable)', collect),
  );
}

/** Words that a shell may offer; only "completion" asks for them. */
type Words = () => readonly string[];

const offered = new WeakMap<Option | Argument, Words>();

/** Says which words an option or an argument without fixed choices takes, for completion in a shell. */
export function offering<T extends Option | Argument>(asked: T, words: Words): T {
  offered.set(asked, words);
  return asked;
}

/** What `offering` has said of it. */
export function wordsFor(asked: Option | Argument): Words | undefined {
  return offered.get(asked);
}

/** `--target`: the releases of the fleet. */
export function addTargetOption(command: Command): Command {
  return underHeading(command, 'Configuration:', (one) =>
    one.addOption(
      offering(
        new Option(
          '--target <release>',
          'desktop releases in the fleet: the oldest, such as 1.46388, or both ends, 1.46388..2.7032, or "latest"; what one of them cannot read is an error',
        ).argParser(releaseArgument),
        () => ['latest'],
      ),
    ),
  );
}

/** `--platform`: where it is deployed. */
export function addPlatformOption(command: Command): Command {
  return underHeading(command, 'Configuration:', (one) =>
    one.addOption(new Option('--platform <platform>', 'validate as deployed there').choices(PLATFORMS)),
  );
}

/** Flags of the commands that can follow a policy to its bootstrap server. */
export function addBootstrapOptions(command: Command): Command {
  return underHeading(command, 'Configuration:', (one) =>
    one
      .option(
        '--bootstrap',
        'with a policy that sets bootstrapUrl: fetch the answer of that server and use it',
      )
      .option('--bootstrap-token-env <name>', 'the bearer token for the bootstrap server, from this variable')
      .option('--bootstrap-sign-in', 'sign in to the bootstrap server first, as a user of the app does'),
  );
}

function releaseArgument(text: string): ReleaseRange {
  const release = parseTarget(text);
  if (release === undefined)
    throw new InvalidArgumentError(
      'Give the oldest desktop release of the fleet, such as 1.46388.1, or both ends, such as 1.46388..2.7032, or "latest".',
    );
  return release;
}

/** Argument parser for numbers within bounds. */
export function numberArgument(
  minimum: number,
  maximum: number,
  what = 'whole number',
): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < minimum || number > maximum)
      throw new InvalidArgumentError(`Give a ${what} from ${minimum} to ${maximum}.`);
    return number;
  };
}

/** Adds to a repeatable option. */
export function collect(value: string, previous: string[] | undefined): string[] {
  const list = previous ?? [];
  list.push(value);
  return list;
}

/** The colours of a stream, after flag, environment and terminal. */
export function styleFor(stream: 'stdout' | 'stderr', flags: CommonFlags, io: Io): Promise<Style> {
  const { isTTY, colorDepth } = io[stream];
  return style(
    colorLevel({ flag: flags.color === false ? false : undefined, env: io.env, isTTY, colorDepth }),
  );
}
