import type { Position, Range } from '../../schema/index.ts';

/** From one offset to another, which is behind the last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Offsets to lines and columns; the table is made at the first question. */
export class LineMap {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  range({ start, end }: Span): Range {
    const { line, column } = this.at(start);
    const { line: endLine, column: endColumn } = this.at(end);
    return { line, column, endLine, endColumn };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}
