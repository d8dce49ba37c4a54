import { masked } from '../schema/index.ts';
import type { Held, Provenance } from '../schema/reference.ts';
import { shownName } from '../text/credentials.ts';
import { printable } from '../text/printable.ts';
import { encodeJson } from './json.ts';
import type { Style } from './style.ts';

/** The settings in force, for people: each with its value masked, where it came from, and what it replaced. */
export function renderEffectiveText(settings: readonly Provenance[], { style }: { style: Style }): string {
  return settings
    .map(({ key, now, replaced }) => {
      const name = printable(shownName(key), 200);
      const head = isSet(now)
        ? `${style.strong(name)}: ${valueText(key, now)}\n    ${style.faint(`from ${placeText(now)}`)}\n`
        : `${style.strong(name)}: ${style.warning('not set')}\n    ${style.faint(`taken away by ${placeText(now, '--unset')}`)}\n`;
      return head + replaced.map((one) => `    ${style.faint(replacedText(key, one))}\n`).join('');
    })
    .join('');
}

function replacedText(key: string, one: Held): string {
  return isSet(one)
    ? `was ${valueText(key, one)} in ${placeText(one)}${nameText(one)}`
    : `was taken away by ${placeText(one)}${nameText(one)}`;
}

/** The other name of the same setting that stands there. */
function nameText({ as }: Held): string {
  return as === undefined ? '' : ` as ${printable(shownName(as), 200)}`;
}

function isSet({ value }: Held): boolean {
  return value !== undefined;
}

function valueText(key: string, { value }: Held): string {
  return printable(encodeJson(masked(value, [key])), 200);
}

/** `rings/base.json:7`, or the flag of the command line. */
function placeText({ file, line }: Held, flag = '--set'): string {
  if (file === undefined) return flag;
  return `${printable(file, 300)}${line === undefined ? '' : `:${String(line)}`}`;
}

/** The same for scripts; `source` says whether a file or a flag has the last word. */
export function effectiveJson(settings: readonly Provenance[]): readonly object[] {
  return settings.map(({ key, now, replaced }) => ({
    key: shownName(key),
    set: isSet(now),
    ...heldJson(key, now),
    source: now.file !== undefined ? 'file' : isSet(now) ? '--set' : '--unset',
    replaced: replaced.map((one) => ({ set: isSet(one), ...heldJson(key, one) })),
  }));
}

function heldJson(key: string, { file, line, column, value, as }: Held): object {
  return {
    ...(as === undefined ? {} : { as: shownName(as) }),
    ...(value === undefined ? {} : { value: masked(value, [key]) }),
    file: file ?? null,
    line: line ?? null,
    column: column ?? null,
  };
}
