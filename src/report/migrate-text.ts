import { rangeText, type ReleaseRange } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import type { Migration } from './migration.ts';
import { inPieces } from './pieces.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

interface MigrateTextOptions {
  readonly style: Style;
  readonly columns: number;
  readonly target: ReleaseRange | undefined;
  /** What happens to the places: "changed" or "would change". */
  readonly verb: string;
}

/** For people: each change and decision, those of bases with the name of the base, and a line that counts them. */
export function migrateText(
  file: string,
  migration: Migration,
  options: MigrateTextOptions,
): Iterable<string> {
  return inPieces(ended(lines(file, migration, options)));
}

function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

function* lines(
  file: string,
  { changes, decisions }: Migration,
  { style, columns, target, verb }: MigrateTextOptions,
): Generator<string> {
  const width = Math.max(30, columns - 4);
  let place: string | undefined;
  for (const { from, to, why, file: base } of changes) {
    if (base !== place) yield style.strong(printable(base ?? file, 300));
    place = base;
    yield style.error(`- ${printable(from, 500)}`);
    if (to !== undefined) yield style.ok(`+ ${printable(to, 500)}`);
    yield `    ${style.faint(wrap(printable(why, 500), width, '    '))}`;
  }
  for (const { message, file: base } of decisions) {
    const where = base === undefined ? '' : `${printable(base, 300)}: `;
    yield `${style.warning('?')} ${wrap(where + printable(message, 500), width, '  ')}`;
  }
  const at = target === undefined ? '' : ` for ${rangeText(target)}`;
  if (changes.length + decisions.length === 0)
    yield `${style.ok('✔')} ${printable(file, 200)}: nothing to change${at}`;
  else {
    const decide = decisions.length === 0 ? '' : `, ${count(decisions.length, 'thing')} for you to decide`;
    yield `${printable(file, 200)}: ${count(changes.length, 'place')} ${verb}${at}${decide}`;
  }
}
