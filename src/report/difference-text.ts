import { pathText, type Difference } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import type { Style } from './style.ts';
import { valueText } from './value-text.ts';

/** One line a difference, as diffs are read: `-` only in the first, `+` only in the second, `~` changed. Secrets are masked. */
export function renderDifferences(differences: readonly Difference[], style: Style): string {
  return differences
    .map(({ path, kind, left, right }) => {
      const name = printable(pathText(path), 200);
      const before = left === undefined ? '' : valueText(left, path);
      const after = right === undefined ? '' : valueText(right, path);
      if (kind === 'added') return style.ok(`+ ${name}: ${after}\n`);
      if (kind === 'removed') return style.error(`- ${name}: ${before}\n`);
      const same = before === after ? ' (both masked; the values differ)' : '';
      return `${style.warning(`~ ${name}`)}: ${before} → ${after}${same}\n`;
    })
    .join('');
}

/** Places that could not be compared, because one side holds a reference there. No difference. */
export function renderNotCompared(places: readonly Difference[], style: Style): string {
  return places
    .map(({ path }) =>
      style.faint(`? ${printable(pathText(path), 200)}: not compared, it holds a reference\n`),
    )
    .join('');
}
