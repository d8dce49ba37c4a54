import { regCommand, splitCommandLine, type Word } from '../registry/command.ts';
import type { ScriptSink } from '../powershell/sink.ts';

/*
 * The part of cmd's language that batch files need which write a policy: variables, carets, quotes, the operators
 * between commands, continued lines. Loops and conditions are passed through: what stands in them may or may not run.
 */

/** Marks where a text is computed; the number is the place in the list of what computes it. */
const HOLE = '\uE000';
/** More than all lines of a batch file grow to with variables in them. */
const MAX_EXPANDED = 5_000_000;

/**
 * Tells the sink what the commands of a batch file write. Linear in its length. False where its variables make more of
 * it than is followed: the rest was not read.
 */
export function readBatch(text: string, sink: ScriptSink): boolean {
  const batch = new Batch(sink);
  for (const line of logicalLines(text)) if (!batch.line(line.text, line.at)) return false;
  return true;
}

/** Lines, joined where one ends in a caret. */
function* logicalLines(text: string): Generator<{ text: string; at: number }> {
  let start = 0;
  let parts: string[] = [];
  let first = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const raw = text.slice(start, end).replace(/\r$/, '');
    if (parts.length === 0) first = start;
    if (raw.endsWith('^') && end < text.length) parts.push(raw.slice(0, -1));
    else {
      yield { text: [...parts, raw].join(''), at: first };
      parts = [];
    }
    start = end + 1;
  }
}

class Batch {
  readonly #sink: ScriptSink;
  readonly #variables = new Map<string, string>();
  /** What computes the holes, in the order they were made. */
  readonly #from: string[] = [];
  #depth = 0;
  #expanded = 0;

  constructor(sink: ScriptSink) {
    this.#sink = sink;
  }

  /** False where the line is more than is followed. */
  line(raw: string, at: number): boolean {
    const trimmed = raw.trimStart();
    if (/^(?:::|@?rem\b|:[^:])/i.test(trimmed)) return true;
    const text = this.#expand(raw);
    if (this.#expanded > MAX_EXPANDED) return false;
    for (const command of commandsIn(text)) this.#command(command, at + (raw.length - trimmed.length));
    this.#depth = Math.max(0, this.#depth + balance(text));
    return true;
  }

  /** `%NAME%` and `!NAME!`: its value, or a hole. */
  #expand(raw: string): string {
    if (!/[%!]/.test(raw)) return raw;
    const text = raw.replace(
      /%%(\w?)|%([^%\s~]{1,100})%|!(\w{1,100})!|%(?:~[\w$:]{0,20}?)?([\d*])/g,
      (_whole, loop?: string, name?: string, late?: string, argument?: string) => {
        if (loop !== undefined) return loop === '' ? '%' : this.#hole('a loop');
        if (argument !== undefined) return this.#hole('an argument');
        const [plain = '', change] = (name ?? late ?? '').split(':');
        const value = this.#variables.get(plain.toLowerCase());
        return value === undefined || change !== undefined ? this.#hole(`%${plain}%`) : value;
      },
    );
    this.#expanded += text.length;
    return text;
  }

  #hole(from: string): string {
    this.#from.push(from);
    return `${HOLE}${this.#from.length - 1}${HOLE}`;
  }

  #command(text: string, at: number): void {
    const [plain = '', ...others] = text
      .trim()
      .replace(/^[@(\s]+/, '')
      .split(/\s\)\s*(?=else\s)/i);
    for (const other of others) this.#command(other, at);
    const [, assigned] = /^set\s+(?!\/[ap]\b)(.*)$/is.exec(plain) ?? [];
    if (assigned !== undefined) {
      this.#set(assigned);
      return;
    }
    const inner =
      /^(?:if\s(?:.*?\s)?|for\s.*?\bdo\s+|else\s+|call\s+|start\s+(?:"[^"]*"\s+)?(?:\/\w+\s+)*)\(?\s*(reg(?:\.exe)?\s.*)$/is.exec(
        plain,
      );
    const command = inner?.[1] ?? plain;
    const [, rest] = /^(?:"?[^"\s]*\\)?reg(?:\.exe)?"?\s+(.*)$/is.exec(command) ?? [];
    if (rest === undefined) {
      if (/^set\s+\/[ap]\b/i.test(plain)) this.#computed(plain);
      return;
    }
    const conditional = this.#depth > 0 || inner !== null;
    const words = splitCommandLine(withoutClosers(rest), at).map((word) => this.#word(word, at));
    regCommand(words, at, conditional, this.#sink);
  }

  #word({ text }: Word, at: number): Word {
    if (!text.includes(HOLE)) return { text, at };
    const [, number = ''] = text.split(HOLE);
    return { text: '', from: this.#from[Number(number)] ?? 'a variable', at };
  }

  #set(assigned: string): void {
    const quoted = /^"([^=]{1,200})=(.*)"\s*$/s.exec(assigned);
    const [, name, value] = quoted ?? /^([^="]{1,200})=(.*)$/s.exec(assigned) ?? [];
    if (name === undefined || value === undefined) return;
    const key = name.trim().toLowerCase();
    const earlier = this.#variables.get(key);
    // Inside a block another value may or may not count.
    this.#variables.set(key, this.#depth > 0 && earlier !== value ? this.#hole(`%${key}%`) : value);
  }

  #computed(plain: string): void {
    const [, name] = /^set\s+\/[ap]\s+"?(\w{1,100})\s*=/i.exec(plain) ?? [];
    if (name !== undefined) this.#variables.delete(name.toLowerCase());
  }
}

/** The commands of a line: `&`, `&&`, `||` and `|` stand between them, outside quotes; carets are taken away. */
function* commandsIn(line: string): Generator<string> {
  let quoted = false;
  let parts: string[] = [];
  for (let i = 0; i < line.length; i += 1) {
    const character = line.charAt(i);
    if (character === '"') quoted = !quoted;
    if (character === '^' && !quoted) {
      i += 1;
      parts.push(line.charAt(i));
    } else if (
      (character === '&' || character === '|' || character === '>' || character === '<') &&
      !quoted
    ) {
      yield parts.join('');
      parts = [];
      // What a redirection names is no command.
      if (character === '>' || character === '<') {
        while (i + 1 < line.length && !/[&|]/.test(line.charAt(i + 1))) i += 1;
      }
    } else parts.push(character);
  }
  yield parts.join('');
}

/** Without the brackets that close a block behind a command. */
function withoutClosers(command: string): string {
  let end = command.length;
  while (end > 0 && /[\s)]/.test(command.charAt(end - 1))) end -= 1;
  return command.slice(0, end);
}

/** How many brackets a line opens and does not close, outside quotes. */
function balance(line: string): number {
  let open = 0;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '(') open += 1;
    else if (!quoted && character === ')') open -= 1;
  }
  return open;
}
