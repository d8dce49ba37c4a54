/** A script that does not parse: thrown inside the parser, caught by the importer. */
export class ScriptFault extends Error {
  readonly offset: number;
  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

/** Quotes as PowerShell takes them: the typographic ones count as well. */
export const SINGLE = /['\u2018\u2019\u201A\u201B]/;
export const DOUBLE = /["\u201C\u201D\u201E]/;

const BLANK = /[ \t\u00A0\f\v]+|`\r?\n/y;
const LINE_END = /\r\n|\r|\n/y;
const COMMENT = /#[^\r\n]*/y;

/** A place in a text, moved forward only: what has been read is never read again. */
export class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(problem: string, offset = this.at): never {
    throw new ScriptFault(problem, offset);
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  /** Whether one character stands here. */
  is(character: string): boolean {
    return this.text.charAt(this.at) === character;
  }

  peek(ahead: number): string {
    return this.text.charAt(this.at + ahead);
  }

  starts(what: string): boolean {
    return this.text.startsWith(what, this.at);
  }

  /** The text up to a backtick, a dollar sign or a limit; moves past it. */
  plainUpTo(limit: number): string {
    const start = this.at;
    while (this.at < limit && !this.is('`') && !this.is('$')) this.at += 1;
    return this.text.slice(start, this.at);
  }

  /** The match of a sticky expression here, or undefined; moves past it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Whether a sticky expression matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** Blanks, continued lines and comments; with `lines` also line ends. */
  skip(lines: boolean): void {
    for (;;) {
      if (this.take(BLANK) !== undefined) continue;
      if (this.starts('<#')) {
        const end = this.text.indexOf('#>', this.at + 2);
        if (end === -1) this.fail('a comment has no end');
        this.at = end + 2;
        continue;
      }
      if (this.next === '#' && this.take(COMMENT) !== undefined) continue;
      if (lines && this.take(LINE_END) !== undefined) continue;
      return;
    }
  }
}
