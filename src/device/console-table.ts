/*
 * A table as consoles export it (RFC 4180), with commas, semicolons or tabs between its cells. It is read row by row, and
 * of a row no more is kept than anybody looks at: a table may be 50 MB of nothing but quotes, commas or line breaks.
 */

/** More columns than any console exports. */
const MAX_CELLS = 500;
/** More characters than any cell of a console has, as they stand in the file. */
const MAX_CELL = 8192;

const QUOTE = 0x22;
const LF = 0x0a;

/** The rows of a table, blank ones among them; each is gone when the next one is asked for. */
export function* tableRows(text: string): Generator<readonly string[]> {
  const separator = separatorOf(text).charCodeAt(0);
  /** The end of the cell that begins there: at a separator, a line break, or the end of the text. */
  const endOfPlain = (start: number): number => {
    let at = start;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === separator || code === LF) break;
    }
    return at;
  };
  let row: string[] = [];
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at += 1) {
    const start = at;
    if (text.charCodeAt(start) === QUOTE) {
      const end = endOfQuoted(text, start + 1);
      if (row.length < MAX_CELLS)
        row.push(text.slice(start + 1, Math.min(end, start + MAX_CELL)).replaceAll('""', '"'));
      // What stands behind the closing quote belongs to nothing.
      at = endOfPlain(end + 1);
    } else {
      at = endOfPlain(start);
      if (row.length < MAX_CELLS)
        row.push(text.slice(start, Math.min(at, start + MAX_CELL)).replace(/\r$/, ''));
    }
    if (at >= text.length || text.charCodeAt(at) === LF) {
      yield row;
      row = [];
    }
  }
  // A separator ends the text: an empty cell is behind it.
  if (row.length > 0) yield row;
}

/** Where the closing quote stands: one that no second follows. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1) return text.length;
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
}

/** What stands between the cells of the first row. */
function separatorOf(text: string): string {
  const first = text.slice(0, 4096).split(/\r?\n/, 1)[0] ?? '';
  let best = ',';
  let most = 0;
  for (const one of [',', ';', '\t']) {
    const number = first.split(one).length;
    if (number > most) [best, most] = [one, number];
  }
  return best;
}
