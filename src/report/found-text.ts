import type { ReleaseExplained, SearchExplained } from '../schema/reference.ts';
import { twoColumns } from './explain-text.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

interface Options {
  readonly style: Style;
  readonly columns: number;
}

/** What words or a release number have brought to light, for people. */
export function renderFoundText(found: SearchExplained | ReleaseExplained, options: Options): string {
  return found.kind === 'search' ? searchText(found, options) : releaseText(found, options);
}

function searchText({ words, keys, codes, more }: SearchExplained, options: Options): string {
  const lines = [
    block(
      'Keys',
      keys.map(({ key, summary }) => [key, summary]),
      options,
    ),
    block(
      'Findings',
      codes.map(({ code, severity, title }) => [code, `${severity.padEnd(7)}  ${title}`]),
      options,
    ),
  ].filter((text) => text !== '');
  const rest = more === 0 ? '' : `${count(more, 'more')} not listed; add a word to "${words.join(' ')}".\n`;
  return `${lines.join('\n')}\n${rest}Ask about one: cowork-3p explain NAME.\n`;
}

function releaseText({ releases, adds, retires, ends }: ReleaseExplained, options: Options): string {
  const known = releases.map(({ version, date, notBefore, notAfter, note }): readonly [string, string] => {
    const when = date ?? (notBefore === undefined ? '' : `between ${notBefore} and ${notAfter ?? 'today'}`);
    return [version, [when, note ?? ''].filter((text) => text !== '').join('; ')];
  });
  const lines = [
    known.length === 0
      ? `${wrap('This release is not in the table; it is placed by its number.', options.columns)}\n`
      : block('Releases', known, options),
    block(
      'Keys that are read from here on',
      adds.map(({ key, summary }) => [key, summary]),
      options,
    ),
    block(
      'Spellings retired here',
      retires.map(({ subject, fix }) => [subject, fix]),
      options,
    ),
    block(
      'Spellings no longer read from here on',
      ends.map(({ subject, effect }) => [subject, effect]),
      options,
    ),
  ].filter((text) => text !== '');
  const nothing =
    adds.length + retires.length + ends.length === 0
      ? 'Nothing is known that it changed about the configuration.\n'
      : '';
  return [...lines, nothing].filter((text) => text !== '').join('\n');
}

function block(
  title: string,
  rows: readonly (readonly [string, string])[],
  { style, columns }: Options,
): string {
  if (rows.length === 0) return '';
  return `${style.strong(title)}\n${rows.map(([left, right]) => twoColumns(left, right, 34, columns)).join('')}`;
}
