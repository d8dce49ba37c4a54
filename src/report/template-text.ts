import type { FormFault } from '../templates/check/fault.ts';
import type { FormComparison, FormNote } from '../templates/compare.ts';
import { printable } from '../text/printable.ts';
import type { Style } from './style.ts';
import { count } from './wrap.ts';

/** Faults that are shown as text; a form with more is of another kind altogether. */
const MAX_SHOWN = 100;

/** The faults of a form, one a line, and what they come to. */
export function faultsText(file: string, faults: readonly FormFault[], style: Style): string {
  const lines = faults.slice(0, MAX_SHOWN).map(({ severity, part, position, message, rule }) => {
    const place = [part, position === undefined ? undefined : `${position.line}:${position.column}`]
      .filter((one) => one !== undefined)
      .join(' ');
    const word = severity === 'error' ? style.error('error') : style.warning('warning');
    return `  ${place === '' ? '' : `${place} `}${word} ${printable(message, 400)} ${style.faint(rule)}\n`;
  });
  if (faults.length > MAX_SHOWN)
    lines.push(`  … and ${faults.length - MAX_SHOWN} more; --format json lists all\n`);
  const errors = faults.filter((one) => one.severity === 'error').length;
  const warnings = faults.length - errors;
  const mark = errors > 0 ? style.error('✖') : style.warning('!');
  const end =
    faults.length === 0
      ? `${style.ok('✔')} no faults\n`
      : `${mark} ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`;
  return `${printable(file, 300)}\n${lines.join('')}${end}`;
}

/** What a newer form changes, by kind of change. */
export function comparisonText(old: string, comparison: FormComparison, style: Style): string {
  const { added, retired, orphaned, changed } = comparison;
  const parts = [
    section(
      'Added',
      'only the new form offers these',
      added.map((key) => ({ key, why: '' })),
      style,
    ),
    section('Retired', 'still offered, so that they can be unset', retired, style),
    section(
      'Orphaned',
      'what the old form set stays on devices; the new one cannot show it',
      orphaned,
      style,
    ),
    section('Changed', 'asked for in another way', changed, style),
  ].filter((part) => part !== '');
  if (parts.length === 0) return `${style.ok('✔')} ${printable(old, 300)} sets the same, in the same way\n`;
  return parts.join('\n');
}

function section(title: string, words: string, notes: readonly FormNote[], style: Style): string {
  if (notes.length === 0) return '';
  const lines = notes.map(({ key, why }) => {
    const reason = why === '' ? '' : `: ${printable(why, 300)}`;
    return `  ${printable(key, 80)}${reason}\n`;
  });
  return `${style.strong(title)} ${style.faint(`(${notes.length}; ${words})`)}\n${lines.join('')}`;
}
