/**
 * Breaks one line of prose at spaces so that it fits `width` columns, each further line indented by `indent`, which is not
 * counted; `further` is the width of those where the first line starts further left. Words longer than a line stay whole.
 */
export function wrap(text: string, width: number, indent = '', further = width): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= (lines.length === 0 ? width : further)) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
