import type { Expr, Statement } from './nodes.ts';
import { DOUBLE, Reader, SINGLE } from './reader.ts';

/** Deeper than any script that a person wrote. */
const MAX_DEPTH = 100;
/** More values than any script that a person wrote; a statement counts for four. */
const MAX_VALUES = 400_000;

export const VARIABLE = /\$(?:\{[^}\r\n]{1,200}\}|(?:\w{1,40}:)?\w{1,200}|[$?^])/y;
const CHAR_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  f: '\f',
  v: '\v',
};

const PLAIN = /[^`$"\u201C\u201D\u201E]+/y;

/** Texts in quotes, here-strings and the variables in them. The first of four layers of one parser. */
export abstract class Texts {
  protected readonly r: Reader;
  #depth = 0;
  #values = 0;

  constructor(text: string) {
    this.r = new Reader(text);
  }

  protected abstract parenthesised(): Statement[];

  protected enter(): void {
    if ((this.#depth += 1) > MAX_DEPTH) this.r.fail(`it is nested deeper than ${MAX_DEPTH} levels`);
  }

  /** One more value, or statement, to be kept. */
  protected count(weight: number): void {
    if ((this.#values += weight) > MAX_VALUES) this.r.fail('the script is longer than is followed');
  }

  protected leave(): void {
    this.#depth -= 1;
  }

  protected variable(): Expr {
    const { at } = this.r;
    if (this.r.peek(1) === '(') {
      this.r.at += 1;
      return { kind: 'sub', at, body: this.parenthesised(), list: false };
    }
    const name = this.r.take(VARIABLE);
    if (name !== undefined) return { kind: 'variable', at, name: variableName(name) };
    this.r.at += 1;
    return { kind: 'string', at, parts: ['$'] };
  }

  protected string(): Expr {
    const { at } = this.r;
    if (DOUBLE.test(this.r.next)) {
      this.r.at += 1;
      return { kind: 'string', at, parts: this.expandable(this.r.text.length, false, at) };
    }
    let from = at + 1;
    let text = '';
    let doubled = false;
    for (let i = from; ; i += 1) {
      if (i >= this.r.text.length) this.r.fail('a text in quotes begins here and has no end', at);
      if (!SINGLE.test(this.r.text.charAt(i))) continue;
      text += this.r.text.slice(from, i);
      if (!SINGLE.test(this.r.text.charAt(i + 1))) {
        this.r.at = i + 1;
        return { kind: 'string', at, parts: [text], ...(!doubled && { body: at + 1 }) };
      }
      doubled = true;
      text += this.r.text.charAt(i);
      i += 1;
      from = i + 1;
    }
  }

  protected hereString(): Expr {
    const { at } = this.r;
    const single = SINGLE.test(this.r.peek(1));
    this.r.at += 2;
    this.r.take(/[ \t]+/y);
    if (this.r.take(/\r\n|\r|\n/y) === undefined)
      this.r.fail('nothing may stand on the line after the opening of a here-string', at);
    const start = this.r.at;
    // The line end before the closing mark is no part of the text.
    const close = single ? /(?:\r\n|\r|\n)['\u2018-\u201B]@/g : /(?:\r\n|\r|\n)["\u201C-\u201E]@/g;
    // An empty text ends in the line end with which it begins.
    close.lastIndex = start - 1;
    const found = close.exec(this.r.text);
    if (found === null)
      this.r.fail(
        'a here-string begins here and has no end; its closing mark must stand first on a line',
        at,
      );
    const end = Math.max(found.index, start);
    const past = found.index + found[0].length;
    if (single) {
      this.r.at = past;
      return { kind: 'string', at, parts: [this.r.text.slice(start, end)], body: start };
    }
    const parts = this.expandable(end, true, at);
    this.r.at = past;
    const [only] = parts;
    const plain = parts.length === 1 && typeof only === 'string' && only.length === end - start;
    return { kind: 'string', at, parts, ...(plain && { body: start }) };
  }

  /** The inside of a text in double quotes, or of a here-string up to `limit`. */
  protected expandable(limit: number, here: boolean, open: number): (string | Expr)[] {
    const parts: (string | Expr)[] = [];
    const pieces: string[] = [];
    const flush = (): void => {
      if (pieces.length > 0) parts.push(pieces.splice(0).join(''));
    };
    for (;;) {
      if (this.r.at >= limit) {
        if (!here) this.r.fail('a text in quotes begins here and has no end', open);
        break;
      }
      const piece = here ? this.r.plainUpTo(limit) : (this.r.take(PLAIN) ?? '');
      if (piece !== '') {
        pieces.push(piece);
        continue;
      }
      const { next } = this.r;
      if (next === '`') {
        const escaped = this.r.peek(1);
        pieces.push(CHAR_ESCAPES[escaped] ?? escaped);
        this.r.at += 2;
      } else if (next === '$') {
        if (this.r.peek(1) !== '(' && !this.r.sees(VARIABLE)) {
          pieces.push('$');
          this.r.at += 1;
          continue;
        }
        flush();
        parts.push(this.variable());
      } else if (DOUBLE.test(this.r.peek(1))) {
        pieces.push(next);
        this.r.at += 2;
      } else {
        this.r.at += 1;
        break;
      }
    }
    flush();
    return parts.length === 0 ? [''] : parts;
  }
}

/** `$script:Name` and `${Name}` are `name`; of the environment, `env:name`. */
export function variableName(text: string): string {
  const name = text.replace(/^\$\{?|\}$/g, '').toLowerCase();
  return name.replace(/^(?:script|global|local|private|using|variable):/, '');
}
