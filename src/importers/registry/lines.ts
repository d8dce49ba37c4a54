import type { Data, Statement } from './statement.ts';

/*
 * The lines of a registry file, as statements. Grammar: Microsoft KB 310516, made exact by the tests that Wine
 * runs against real Windows (programs/reg/tests/import.c, programs/regedit/tests/regedit.c).
 */

/** The statements of a file after its header. `lines` is the whole file, so that line numbers hold. */
export function* readStatements(lines: readonly string[]): Generator<Statement> {
  // The rest of a text that is not closed, or of bytes that went wrong, is one fault with their beginning.
  let inside = false;
  for (let index = 1; index < lines.length; index += 1) {
    const raw = lines[index] ?? '';
    const text = raw.replace(/^[ \t]+/, '');
    const start = raw.length - text.length;
    const line = index + 1;
    const column = start + 1;
    // Blank is a space or a tab to Windows, and nothing else.
    if (text === '' || text.startsWith(';')) continue;
    if (raw.includes('\0')) {
      yield { kind: 'dropped', line, column, problem: NUL, ...(text.startsWith('[') && { ofKey: true }) };
    } else if (text.startsWith('[')) {
      inside = false;
      yield readKey(text, line, start);
    } else if (text.startsWith('"') || text.startsWith('@')) {
      const reader = new ValueReader(lines, index, start);
      const statement = reader.read();
      index = reader.lastLine;
      inside = statement.kind === 'dropped' && statement.runsOn === true;
      yield statement;
    } else if (text.startsWith('#')) yield { kind: 'hash-comment', line, column };
    else if (!inside)
      yield { kind: 'dropped', line, column, problem: 'it is neither a key, a value nor a comment' };
  }
}

function readKey(text: string, line: number, start: number): Statement {
  // Members are listed one by one: V8 is ten times slower with a spread, and a file may hold 100,000 lines.
  const column = start + 1;
  // Everything up to the last bracket is the key, a comment with a bracket included.
  const end = text.lastIndexOf(']');
  if (end === -1)
    return { kind: 'dropped', line, column, problem: 'the key has no closing bracket', ofKey: true };
  const deletes = text.startsWith('[-');
  const path = text.slice(deletes ? 2 : 1, end);
  if (path.startsWith(' ') || path.startsWith('\t'))
    return {
      kind: 'dropped',
      line,
      column,
      problem: 'a blank stands after the bracket of the key',
      ofKey: true,
    };
  return { kind: 'key', line, column, path, deletes, indented: start > 0 };
}

const CAPITALS = 'the name of its type must be written in small letters';
const NUL = 'a NUL character stands in it, where readers end the line';
const UNCLOSED = 'its text is not closed on the same line';

class ValueReader {
  readonly #lines: readonly string[];
  #index: number;
  #offset: number;
  readonly #first: number;
  readonly #start: number;
  #name = '';

  constructor(lines: readonly string[], index: number, start: number) {
    this.#lines = lines;
    this.#index = index;
    this.#first = index;
    this.#offset = start;
    this.#start = start;
  }

  /** The index of the last line that belongs to the value. */
  get lastLine(): number {
    return this.#index;
  }

  read(): Statement {
    const line = this.#line();
    let badEscape = false;
    if (line[this.#offset] === '@') this.#offset += 1;
    else {
      const name = scanQuoted(line, this.#offset);
      if (name === undefined) return this.#dropped('its name has no closing quote');
      this.#name = name.text;
      this.#offset = name.end;
      badEscape = name.badEscape;
    }
    const beforeEquals = this.#offset;
    this.#blanks();
    if (line[this.#offset] !== '=') {
      // So it may be no name at all.
      this.#name = '';
      return this.#dropped('no "=" follows the text in quotes');
    }
    let indented = this.#start > 0 || this.#offset > beforeEquals;
    this.#offset += 1;
    const beforeData = this.#offset;
    this.#blanks();
    indented ||= this.#offset > beforeData;
    const data = this.#data();
    if (typeof data === 'string') return this.#dropped(data, true);
    return {
      kind: 'value',
      line: this.#first + 1,
      column: this.#start + 1,
      endLine: this.#index + 1,
      endColumn: this.#line().trimEnd().length + 1,
      name: this.#name,
      data: data.data,
      badEscape: badEscape || data.badEscape,
      indented,
    };
  }

  /** The data, or in words why readers drop the value. */
  #data(): { data: Data; badEscape: boolean } | string {
    const line = this.#line();
    if (line[this.#offset] === '"') {
      const text = scanQuoted(line, this.#offset);
      if (text === undefined) return UNCLOSED;
      const problem = this.#restProblem(line.slice(text.end));
      return problem ?? { data: { type: 'text', text: text.text }, badEscape: text.badEscape };
    }
    const rest = line.slice(this.#offset);
    if (/^-[ \t]*(?:;|$)/.test(rest)) return { data: { type: 'delete' }, badEscape: false };
    if (/^(?:dword:|hex[:(])/i.test(rest) && !/^(?:dword:|hex[:(])/.test(rest)) return CAPITALS;
    if (rest.startsWith('dword:')) {
      const digits = /^dword:[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;|$)/.exec(rest)?.[1];
      if (digits === undefined) return 'a dword takes one to eight hexadecimal digits';
      return { data: { type: 'dword', number: Number.parseInt(digits, 16) }, badEscape: false };
    }
    const hex = /^hex(?:\(([0-9a-fA-F]{1,8})\))?:/.exec(rest);
    if (hex === null) return 'what follows its "=" is no registry data';
    this.#offset += hex[0].length;
    const bytes = this.#bytes();
    if (typeof bytes === 'string') return bytes;
    const registryType = hex[1] === undefined ? 3 : Number.parseInt(hex[1], 16);
    return { data: { type: 'bytes', registryType, bytes }, badEscape: false };
  }

  /** After the closing quote only a comment may stand. */
  #restProblem(rest: string): string | undefined {
    const after = rest.replace(/^[ \t]+/, '');
    if (after === '' || after.startsWith(';')) return undefined;
    if (/^\s/.test(after))
      return 'a blank follows it that is neither space nor tab, such as a no-break space';
    if (after.startsWith('#')) return 'a "#" comment follows it, where only ";" may stand';
    return 'a quote inside its text is not escaped';
  }

  /** Bytes in hexadecimal, over as many lines as end in a backslash. */
  #bytes(): Uint8Array | string {
    const digits: string[] = [];
    for (;;) {
      const segment = this.#line().slice(this.#offset);
      const stop = segment.search(/[\\;]/);
      const part = withoutBlanks(stop === -1 ? segment : segment.slice(0, stop));
      digits.push(part);
      if (stop === -1 || segment[stop] === ';') break;
      if (!/^[ \t]*(?:;|$)/.test(segment.slice(stop + 1)))
        return 'something follows the backslash at the end of a line';
      if (part !== '' && !part.endsWith(','))
        return 'no comma stands before the backslash at the end of a line';
      if (!/^[ \t]*[0-9a-f]/i.test(this.#lines[this.#index + 1] ?? ''))
        return 'the line after a backslash holds no bytes';
      this.#index += 1;
      this.#offset = 0;
    }
    return parseBytes(digits.join(''));
  }

  #line(): string {
    return this.#lines[this.#index] ?? '';
  }

  #blanks(): void {
    while (/[ \t]/.test(this.#line().charAt(this.#offset))) this.#offset += 1;
  }

  #dropped(problem: string, runsOn = false): Statement {
    return {
      kind: 'dropped',
      line: this.#first + 1,
      column: this.#start + 1,
      problem,
      runsOn,
      ...(this.#name !== '' && { name: this.#name }),
    };
  }
}

/** Without spaces and tabs at both ends: nothing else is blank to Windows. */
export function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

const NOT_PAIRS = 'its bytes are not pairs of hexadecimal digits';

/** `0a,1b,…`, blanks behind the commas allowed; a loop, because a file may hold a million bytes. */
function parseBytes(text: string): Uint8Array | string {
  const bytes: number[] = [];
  let value = 0;
  let digits = 0;
  let blank = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (character === ' ' || character === '\t') {
      blank ||= digits > 0;
      continue;
    }
    if (character === ',' && digits > 0) {
      // Wine drops such a value without a word.
      if (blank) return 'a blank stands between a byte and its comma';
      bytes.push(value);
      value = 0;
      digits = 0;
      blank = false;
      continue;
    }
    const digit = HEX.indexOf(character.toLowerCase());
    if (digit === -1) return NOT_PAIRS;
    if (blank) return 'a blank stands inside a byte';
    if (digits === 2) return NOT_PAIRS;
    value = value * 16 + digit;
    digits += 1;
  }
  if (digits > 0) bytes.push(value);
  return Uint8Array.from(bytes);
}
const HEX = '0123456789abcdef';

/**
 * A quoted text. Only `\\` and `\"` are escapes; readers disagree about every other backslash, so it is kept
 * as it was meant, and told.
 */
function scanQuoted(
  line: string,
  start: number,
): { text: string; end: number; badEscape: boolean } | undefined {
  const parts: string[] = [];
  let badEscape = false;
  let from = start + 1;
  for (let i = from; i < line.length; i += 1) {
    const character = line[i];
    if (character === '"') {
      parts.push(line.slice(from, i));
      return { text: parts.join(''), end: i + 1, badEscape };
    }
    if (character !== '\\') continue;
    const next = line[i + 1];
    if (next === '\\' || next === '"') {
      parts.push(line.slice(from, i));
      from = i + 1;
      i += 1;
    } else badEscape = true;
  }
  return undefined;
}
