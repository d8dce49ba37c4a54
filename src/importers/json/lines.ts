import type { Position, Range } from '../../schema/index.ts';
import { positionIn } from '../text.ts';

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
    return positionIn((this.#starts ??= lineStarts(this.#text)), offset);
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
