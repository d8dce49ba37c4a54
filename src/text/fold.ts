// Colours take no columns; whatever else moves the cursor is drawn by somebody who knows the width.
const ESCAPE = '\u001b';
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
const MOVES = new RegExp(`\\r|${ESCAPE}\\[[0-9;?]*[A-Za-ln-z]`);
const NARROWEST = 20;

/**
 * Breaks lines of prose at spaces so that none is wider than `columns`: a terminal would break them within a word. Each
 * further line is indented as the first, and behind its mark. A word longer than a line stays whole, so that a path
 * or an address can be copied.
 */
export function fold(text: string, columns: number): string {
  if (text.length <= columns || columns < NARROWEST || MOVES.test(text)) return text;
  return text
    .split('\n')
    .map((line) => (widthOf(line) <= columns ? line : foldLine(line, columns)))
    .join('\n');
}

function foldLine(line: string, columns: number): string {
  const start = /^ */.exec(line)?.[0] ?? '';
  const indent =
    start +
    (/^(?:[^\w\s] |\d+\. |cowork-3p: )/.test(line.slice(start.length).replace(COLOUR, '')) ? '  ' : '');
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const word of line.slice(start.length).split(' ')) {
    const left = columns - (lines.length === 0 ? start : indent).length;
    const taken = widthOf(word);
    if (current === '') [current, width] = [word, taken];
    else if (width + 1 + taken <= left) [current, width] = [`${current} ${word}`, width + 1 + taken];
    else {
      lines.push(current);
      [current, width] = [word, taken];
    }
  }
  lines.push(current);
  return start + lines.join(`\n${indent}`);
}

function widthOf(text: string): number {
  return text.replace(COLOUR, '').length;
}
