import type { Held, Provenance } from '../schema/reference.ts';
import { shownName } from '../text/credentials.ts';
import { printable } from '../text/printable.ts';
import { inPieces } from './pieces.ts';
import type { Style } from './style.ts';
import { valueText } from './value-text.ts';

/** The settings in force, for people: each with its value masked, where it came from, and what it replaced. */
export function renderEffectiveText(
  settings: readonly Provenance[],
  { style }: { style: Style },
): Iterable<string> {
  return inPieces(blocks(settings, style));
}

function* blocks(settings: readonly Provenance[], style: Style): Generator<string> {
  for (const { key, now, replaced } of settings) {
    const name = printable(shownName(key), 200);
    const head = isSet(now)
      ? `${style.strong(name)}: ${valueText(now.value, [key])}\n    ${style.faint(`from ${placeText(now)}`)}\n`
      : `${style.strong(name)}: ${style.warning('not set')}\n    ${style.faint(`taken away by ${placeText(now, '--unset')}`)}\n`;
    yield head + replaced.map((one) => `    ${style.faint(replacedText(key, one))}\n`).join('');
  }
}

function replacedText(key: string, one: Held): string {
  return isSet(one)
    ? `was ${valueText(one.value, [key])} in ${placeText(one)}${nameText(one)}`
    : `was taken away by ${placeText(one)}${nameText(one)}`;
}

/** The other name of the same setting that stands there. */
function nameText({ as }: Held): string {
  return as === undefined ? '' : ` as ${printable(shownName(as), 200)}`;
}

function isSet({ value }: Held): boolean {
  return value !== undefined;
}

/** `rings/base.json:7`, or the flag of the command line. */
function placeText({ file, line }: Held, flag = '--set'): string {
  if (file === undefined) return flag;
  return `${printable(file, 300)}${line === undefined ? '' : `:${String(line)}`}`;
}
