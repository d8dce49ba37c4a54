import { nearest } from '../schema/index.ts';
import { withoutKnownCredentials } from '../text/credentials.ts';
import { MASK } from '../text/mask.ts';
import { printable } from '../text/printable.ts';

/**
 * What the parser of the command line has found wrong, as every other error is told: what, and below it what can be
 * given. The parser quotes arguments as they are. `command` is the one that was called, when it is known.
 */
export function usageText(error: string, command: string | undefined): string {
  const { what, instead } = explained(error.replace(/^error: /, '').trim());
  const help = `See "cowork-3p ${command === undefined ? '' : `${command} `}--help".`;
  return `cowork-3p: ${printable(what, 300)}\n  ${instead === '' ? '' : `${printable(instead, 600)} `}${help}\n`;
}

interface Explained {
  readonly what: string;
  /** What can be given; empty when only the help can say. */
  readonly instead: string;
}

function explained(error: string): Explained {
  // A value that is refused: of an option, or of an argument.
  const [, option, value, rest] =
    /^option '(?:-\w, )?([^ ']+)[^']*' argument '(.*)' is invalid\.(.*)$/s.exec(error) ?? [];
  if (option !== undefined) return refused(`${option} ${shownValue(value ?? '')}`, value ?? '', rest ?? '');
  const [, argument, , choices] =
    /^command-argument value '(.*)' is invalid for argument '([^']*)'\.(.*)$/s.exec(error) ?? [];
  if (argument !== undefined) return refused(shownValue(argument), argument, choices ?? '');
  // "(Did you mean --only?)" stands behind it, in a line of its own for options.
  const [, what = error, suggestion = ''] = /^(.*?)\s*(?:\((Did you mean .*\?)\))?$/s.exec(error) ?? [];
  // The value of an option that does not exist may be a key.
  const bare = what.replace(/(unknown option '--?[\w-]{1,40}=)[^]*(?=')/, `$1${MASK}`);
  return { what: sentence(withoutKnownCredentials(bare)), instead: suggestion };
}

/** A value that was refused: a word or a number, or the mask, for it may be a credential in the wrong place. */
function shownValue(value: string): string {
  if (value === '') return '""';
  return /^[\w.,:/+-]{1,24}$/.test(value) ? withoutKnownCredentials(value) : MASK;
}

function refused(what: string, value: string, rest: string): Explained {
  const [, choices] = /^ Allowed choices are (.*)\.$/.exec(rest) ?? [];
  const meant = choices === undefined ? undefined : nearest(value, choices.split(', '));
  return {
    what: `${what} is invalid.`,
    instead: `${rest.trim()}${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
