import { createScanner, parseTree, type Node } from 'jsonc-parser';
import type { Path } from '../schema/index.ts';

export type { Node } from 'jsonc-parser';

/** A stretch of a text and what takes its place. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A JSONC text that is looked at many times: its tree, its lines, the places around its members. */
export class JsoncText {
  readonly text: string;
  /** Undefined when there is no value. */
  readonly root: Node | undefined;
  readonly eol: string;
  /** One step of indentation. */
  readonly unit: string;
  readonly #lineStarts: number[] = [0];
  readonly #members = new Map<Node, ReadonlyMap<string, Node>>();

  constructor(text: string) {
    this.text = text;
    this.root = parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      this.#lineStarts.push(at + 1);
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    const first = this.root?.children?.[0];
    const indent = first === undefined ? undefined : this.indentOf(first.offset);
    this.unit = indent === undefined || indent === '' ? '  ' : indent;
  }

  /** A property of an object or an item of a list. */
  memberAt(container: Node, step: Path[number]): Node | undefined {
    if (container.type === 'array') return container.children?.[Number(step)];
    return this.#membersOf(container).get(String(step));
  }

  /** The value of a member, when the step is of the container's kind. */
  valueAt(container: Node, step: Path[number]): Node | undefined {
    if (container.type === 'array') return typeof step === 'number' ? container.children?.[step] : undefined;
    if (container.type !== 'object' || typeof step !== 'string') return undefined;
    return this.memberAt(container, step)?.children?.[1];
  }

  /** The white space before a place when nothing else stands before it on its line. */
  indentOf(offset: number): string | undefined {
    const start = this.#blanksBefore(offset);
    return this.#beginsLine(start) ? this.text.slice(start, offset) : undefined;
  }

  /** The white space that begins the line of a place. */
  indentOfLine(offset: number): string {
    const start = this.#lineStarts[this.#line(offset)] ?? 0;
    return this.text.slice(start, this.#blanksAfter(start));
  }

  isOneLine(node: Node): boolean {
    return this.#line(node.offset) === this.#line(endOf(node) - 1);
  }

  /** A stretch, with the white space that is left over without it: its line when nothing else is on that. */
  withWhiteSpace(start: number, end: number): Replacement {
    const before = this.#blanksBefore(start);
    const after = this.#blanksAfter(end);
    const lineBreak = /^\r?\n/.exec(this.text.slice(after, after + 2))?.[0].length ?? 0;
    const ends = lineBreak > 0 || after === this.text.length;
    if (ends && this.#beginsLine(before)) return { start: before, end: after + lineBreak, text: '' };
    return !ends || this.#beginsLine(before)
      ? { start, end: after, text: '' }
      : { start: before, end, text: '' };
  }

  commaAfter(start: number, end: number): number | undefined {
    for (const token of tokens(this.text, start, end)) if (token.kind === COMMA) return token.start;
    return undefined;
  }

  commentsIn(start: number, end: number): string[] {
    return [...tokens(this.text, start, end)]
      .filter(({ kind }) => kind === LINE_COMMENT || kind === BLOCK_COMMENT)
      .map((token) => this.text.slice(token.start, token.end));
  }

  /** The end of the comments that follow a place on its line. */
  afterComments(start: number): number {
    let end = start;
    for (const token of tokens(this.text, start, this.text.length)) {
      if (token.kind === LINE_COMMENT || token.kind === BLOCK_COMMENT) end = token.end;
      else if (token.kind !== WHITE_SPACE) break;
    }
    return end;
  }

  /** The text after the replacements. What two of them take away may overlap, nothing else. */
  replaced(replacements: readonly Replacement[]): string {
    const parts: string[] = [];
    let done = 0;
    // At one place what is put before a value comes before its change.
    for (const { start, end, text } of [...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
      parts.push(this.text.slice(done, Math.max(start, done)), text);
      done = Math.max(done, end);
    }
    return parts.join('') + this.text.slice(done);
  }

  #membersOf(object: Node): ReadonlyMap<string, Node> {
    const known = this.#members.get(object);
    if (known !== undefined) return known;
    const members = new Map<string, Node>();
    for (const property of object.children ?? []) {
      // Of a name that stands twice the last is meant: that is the one whose value is read.
      members.set(String(property.children?.[0]?.value), property);
    }
    this.#members.set(object, members);
    return members;
  }

  #line(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #blanksBefore(offset: number): number {
    let start = offset;
    while (isBlank(this.text.charCodeAt(start - 1))) start -= 1;
    return start;
  }

  #blanksAfter(offset: number): number {
    let end = offset;
    while (isBlank(this.text.charCodeAt(end))) end += 1;
    return end;
  }

  #beginsLine(offset: number): boolean {
    return offset === 0 || this.text[offset - 1] === '\n';
  }
}

/** The offset behind the last character of a node. */
export const endOf = (node: Node): number => node.offset + node.length;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/* Tokens: the numbers are jsonc-parser's SyntaxKind, a const enum that isolated modules cannot read. */
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const WHITE_SPACE = 15;

interface Token {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

function* tokens(text: string, start: number, end: number): Generator<Token> {
  const scanner = createScanner(text.slice(start, end));
  while (scanner.getPosition() < end - start) {
    const kind: number = scanner.scan();
    const offset = start + scanner.getTokenOffset();
    yield { kind, start: offset, end: offset + scanner.getTokenLength() };
  }
}
