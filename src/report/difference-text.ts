import { pathText, type Difference, type NotCompared } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { inPieces } from './pieces.ts';
import type { Style } from './style.ts';
import { valueText } from './value-text.ts';

/** One line a difference, as diffs are read: `-` only in the first, `+` only in the second, `~` changed. Secrets are masked. */
export function renderDifferences(differences: readonly Difference[], style: Style): Iterable<string> {
  return inPieces(lines(differences, style));
}

function* lines(differences: readonly Difference[], style: Style): Generator<string> {
  for (const { path, kind, left, right } of differences) {
    const name = printable(pathText(path), 200);
    const before = left === undefined ? '' : valueText(left, path);
    const after = right === undefined ? '' : valueText(right, path);
    if (kind === 'added') yield style.ok(`+ ${name}: ${after}\n`);
    else if (kind === 'removed') yield style.error(`- ${name}: ${before}\n`);
    else {
      const same = before === after ? ' (both masked; the values differ)' : '';
      yield `${style.warning(`~ ${name}`)}: ${before} → ${after}${same}\n`;
    }
  }
}

/** Places that could not be compared, each with the reason. No difference. */
export function renderNotCompared(places: readonly NotCompared[], style: Style): Iterable<string> {
  return inPieces(namesOf(places, style));
}

const REASONS: Readonly<Record<NotCompared['reason'], string>> = {
  reference: 'it holds a reference',
  computed: 'a script computes it',
  rounded: 'a number beyond 2^53 is not read exactly',
};

function* namesOf(places: readonly NotCompared[], style: Style): Generator<string> {
  for (const { path, reason } of places)
    yield style.faint(`? ${printable(pathText(path), 200)}: not compared, ${REASONS[reason]}\n`);
}
