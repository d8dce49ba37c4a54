/*
 * Text from files, gateways and the environment is hostile: before it reaches a terminal, a log or a
 * report it passes through here. Sources: ECMA-48 (C0, C1, CSI, OSC), Unicode TR9 (bidi controls), and the
 * parsers of build servers (actions/runner, ActionCommand.cs; azure-pipelines-agent, Command.cs).
 */

import { lazily } from './lazily.ts';
import { isPlain } from './plain.ts';

/* eslint-disable no-control-regex -- naming control characters is the purpose of this file */
const ANSI_SEQUENCE =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]/g;
const CONTROL =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const LINE = /[\t\n]+/g;
/* eslint-enable no-control-regex */

/**
 * One line of text that is safe to print: escape sequences and control and bidi characters removed,
 * line breaks and tabs folded to one space, at most `limit` UTF-16 code units, cut with an ellipsis.
 */
export function printable(text: string, limit = 200): string {
  // A bounded slice first: nothing below may take time proportional to a hostile megabyte.
  const head = text.slice(0, limit * 4);
  const clean = isPlain(head)
    ? head
    : head.replace(ANSI_SEQUENCE, '').replace(LINE, ' ').replace(CONTROL, '').toWellFormed();
  return cut(inert(clean.trim()), limit);
}

function cut(clean: string, limit: number): string {
  if (clean.length <= limit) return clean;
  let end = limit - 1;
  const last = clean.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  return `${clean.slice(0, end)}…`;
}

/**
 * Build servers obey lines of a log: GitHub `::name …::` after any indentation and `##[name]` anywhere, Azure
 * `##vso[` and TeamCity `##teamcity[` anywhere. They compare as people read, so characters that are not seen do
 * not count between the signs. `::` before an IPv6 address is left alone: no command has a name of hex digits.
 */
const lineCommand = lazily(() => /(?<![^\s\p{DI}]):(?=\p{DI}*:[\p{DI}a-f-]*[g-z-])/giu);
const anyCommand = lazily(() => /#(?=\p{DI}*#[\p{DI}a-z]*(?:\[|$))/giu);
/** Two of its signs with nothing between them that is seen: most texts have none. */
const TWO_SIGNS = /:[\u0080-\uFFFF]*:|#[\u0080-\uFFFF]*#/;

/** The text with a space put into whatever a build server would take for a command, wherever a line may be broken. */
export function inert(text: string): string {
  if (!TWO_SIGNS.test(text)) return text;
  return text.replace(lineCommand(), ': ').replace(anyCommand(), '# ');
}

/** Text of several lines, such as a whole file, as a terminal may get it: the lines stay, what would drive it goes. */
export function forTerminal(text: string): string {
  return text.replace(ANSI_SEQUENCE, '').replace(CONTROL, '').toWellFormed();
}

/** Whether the text holds a character that no file format can carry: C0 controls but tab and line ends, lone surrogates, U+FFFE, U+FFFF (XML 1.0, production 2). */
export function hasForbiddenCharacter(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text) || !text.isWellFormed();
}
