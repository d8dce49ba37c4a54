/*
 * The part of the shell's language (POSIX, chapter 2) that scripts need which write a configuration: words with their
 * quotes and variables, operators, here-documents. Nothing is expanded that the script does not say itself.
 */

/** A word of a command; `from` says what computes it when it is not known. */
export interface ShellWord {
  readonly text: string;
  readonly at: number;
  readonly from?: string;
}

/** A here-document: its lines, and whether variables in it are expanded. */
export interface HereDocument {
  readonly text: string;
  readonly at: number;
  readonly expands: boolean;
}

/** One simple command, its words as far as they are literal. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** Files that output goes to, by `>` and `>>`. */
  readonly outputs: readonly ShellWord[];
  readonly input?: HereDocument;
  /** The command before it in the pipe. */
  readonly piped?: ShellCommand;
  readonly at: number;
}

/** What a text in the script stands for where variables are expanded. */
type Expand = (name: string) => string | undefined;

/** Thrown for a text that is not shell; caught by the importer. */
export class ShellFault extends Error {
  readonly offset: number;
  constructor(problem: string, offset: number) {
    super(problem);
    this.offset = offset;
  }
}

/** The simple commands of a script one after the other; `expand` is asked when a word is read. */
export class ShellReader {
  readonly #text: string;
  readonly #expand: Expand;
  #at = 0;
  /** Here-documents that are announced on this line and begin on the next. */
  #awaited: { end: string; strip: boolean; expands: boolean; give: (document: HereDocument) => void }[] = [];

  constructor(text: string, expand: Expand) {
    this.#text = text;
    this.#expand = expand;
  }

  /** Hands over each command when it is complete, so that an assignment counts for what follows. */
  read(take: (command: ShellCommand) => void): void {
    let pending: Draft | undefined;
    let piped: ShellCommand | undefined;
    const finish = (): void => {
      if (pending !== undefined && pending.words.length + pending.outputs.length > 0) take(pending);
      pending = undefined;
      piped = undefined;
    };
    while (this.#at < this.#text.length) {
      this.#blanks();
      const character = this.#text.charAt(this.#at);
      if (character === '\n' || character === '\r') {
        this.#at += 1;
        if (character === '\n') this.#hereDocuments();
        finish();
      } else if (character === '#') this.#comment();
      else if (/[;&()|]/.test(character)) {
        const double = this.#text.charAt(this.#at + 1) === character;
        this.#at += double ? 2 : 1;
        if (character === '|' && !double && pending !== undefined) {
          // A here-document of this line belongs to the command in front all the same.
          piped = pending;
          take(pending);
          pending = undefined;
          this.#continued();
        } else finish();
      } else if (character === '') break;
      else {
        pending ??= { words: [], outputs: [], at: this.#at, ...(piped !== undefined && { piped }) };
        if (!this.#redirection(pending)) pending.words.push(this.#word());
      }
    }
    this.#hereDocuments();
    finish();
  }

  #blanks(): void {
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === ' ' || character === '\t') this.#at += 1;
      else if (character === '\\' && this.#text.charAt(this.#at + 1) === '\n') this.#at += 2;
      else if (this.#text.startsWith('\\\r\n', this.#at)) this.#at += 3;
      else return;
    }
  }

  #continued(): void {
    this.#blanks();
    if (this.#awaited.length > 0) return;
    while (/[ \t\r\n]/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #redirection(command: Draft): boolean {
    const [whole, operator] = take(/(?:\d{0,2}|&)(<<-?|<<<|>>?\|?|<)/y, this.#text, this.#at) ?? [];
    if (whole === undefined || operator === undefined) return false;
    const number = whole.slice(0, whole.length - operator.length);
    this.#at += whole.length;
    if (this.#text.charAt(this.#at) === '&') this.#at += 1;
    this.#blanks();
    if (operator === '<<' || operator === '<<-') {
      const start = this.#at;
      const end = this.#word(true);
      const raw = this.#text.slice(start, this.#at);
      this.#awaited.push({
        end: end.text,
        strip: operator === '<<-',
        expands: !/['"\\]/.test(raw),
        give: (document) => {
          command.input = document;
        },
      });
      return true;
    }
    const target = this.#word();
    if (operator.startsWith('>') && (number === '' || number === '1' || number === '&'))
      command.outputs.push(target);
    return true;
  }

  #hereDocuments(): void {
    for (const { end, strip, expands, give } of this.#awaited.splice(0)) {
      const at = this.#at;
      const lines: string[] = [];
      let closed = false;
      while (this.#at < this.#text.length) {
        let stop = this.#text.indexOf('\n', this.#at);
        if (stop === -1) stop = this.#text.length;
        const raw = this.#text.slice(this.#at, stop).replace(/\r$/, '');
        const line = strip ? raw.replace(/^\t+/, '') : raw;
        this.#at = Math.min(stop + 1, this.#text.length);
        if (line === end) {
          closed = true;
          break;
        }
        lines.push(line);
      }
      if (!closed && end !== '')
        throw new ShellFault('a here-document begins here and has no end', Math.max(0, at - 1));
      give({ text: lines.join('\n'), at, expands });
    }
  }

  /** One word; `plain` leaves variables as they stand. */
  #word(plain = false): ShellWord {
    const at = this.#at;
    const parts: string[] = [];
    let from: string | undefined;
    const computed = (what: string): void => {
      from ??= what;
    };
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '' || /[\s;&()|<>]/.test(character)) break;
      if (character === "'") {
        const end = this.#text.indexOf("'", this.#at + 1);
        if (end === -1) throw new ShellFault('a text in quotes begins here and has no end', this.#at);
        parts.push(this.#text.slice(this.#at + 1, end));
        this.#at = end + 1;
      } else if (character === '"') this.#double(parts, computed);
      else if (character === '\\') {
        parts.push(this.#text.charAt(this.#at + 1).replace('\n', ''));
        this.#at += 2;
      } else if ((character === '$' || character === '`') && !plain) this.#dollar(parts, computed);
      else {
        const [piece] = take(/[^\s;&()|<>'"\\$`]+|[$`]/y, this.#text, this.#at) ?? [character];
        parts.push(piece);
        this.#at += piece.length;
      }
    }
    // Nothing is passed over twice, whatever stands here.
    if (this.#at === at) this.#at += 1;
    return { text: parts.join(''), at, ...(from !== undefined && { from }) };
  }

  #double(parts: string[], computed: (what: string) => void): void {
    const open = this.#at;
    this.#at += 1;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '') throw new ShellFault('a text in quotes begins here and has no end', open);
      if (character === '"') {
        this.#at += 1;
        return;
      }
      if (character === '\\') {
        const next = this.#text.charAt(this.#at + 1);
        if (next !== '\n') parts.push(/["\\$`]/.test(next) ? next : `\\${next}`);
        this.#at += 2;
      } else if (character === '$' || character === '`') this.#dollar(parts, computed);
      else {
        const [piece = character] = take(/[^"\\$`]+/y, this.#text, this.#at) ?? [];
        parts.push(piece);
        this.#at += piece.length;
      }
    }
  }

  /** `$name`, `${name}`, `${name:-text}`, `$(…)` and backticks. */
  #dollar(parts: string[], computed: (what: string) => void): void {
    const substitution = substitutionAt(this.#text, this.#at);
    if (substitution !== undefined) {
      this.#at = substitution.end;
      computed(substitution.from);
      return;
    }
    const [whole, braced, name] = take(/\$(?:\{(\w{1,100})\}|(\w{1,100}))/y, this.#text, this.#at) ?? [];
    const variable = braced ?? name;
    if (whole !== undefined && variable !== undefined) {
      this.#at += whole.length;
      const value = this.#expand(variable);
      if (value === undefined) computed(`$${variable}`);
      else parts.push(value);
      return;
    }
    const [parameter] = take(/\$(?:\{[^}\n]{0,200}\}|[@*#?$!-])/y, this.#text, this.#at) ?? [];
    if (parameter !== undefined) {
      this.#at += parameter.length;
      computed('a variable');
      return;
    }
    parts.push(this.#text.charAt(this.#at));
    this.#at += 1;
  }
}

interface Draft {
  readonly words: ShellWord[];
  readonly outputs: ShellWord[];
  input?: HereDocument;
  readonly piped?: ShellCommand;
  readonly at: number;
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** A command whose output is put in here: where it ends, and its name. */
export function substitutionAt(text: string, at: number): { end: number; from: string } | undefined {
  const tick = text.charAt(at) === '`';
  if (!tick && !text.startsWith('$(', at)) return undefined;
  const [, name = 'a command'] = take(/(?:\$\(|`)\s{0,20}(?:sudo\s{1,5})?([\w./-]{1,60})/y, text, at) ?? [];
  if (tick) {
    const end = text.indexOf('`', at + 1);
    return { end: end === -1 ? text.length : end + 1, from: name };
  }
  let depth = 0;
  for (let i = at + 1; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (character === '\\') i += 1;
    else if (character === "'") {
      const end = text.indexOf("'", i + 1);
      i = end === -1 ? text.length : end;
    } else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return { end: i + 1, from: name };
    }
  }
  throw new ShellFault('a "$(" begins here and has no end', at);
}
