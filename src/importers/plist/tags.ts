import type { Position, Range } from '../../schema/index.ts';
import {
  declarationOf,
  NOT_XML,
  REFERENCE_OR_LINE_END,
  resolveReference,
  withLineFeeds,
} from '../../text/xml-characters.ts';
import { PlistFault } from './node.ts';
import { Lines } from '../text.ts';

/*
 * The tags and texts of an XML property list, one after the other: what XML 1.0 says of them, and what a property list
 * leaves out. What they mean is the matter of plist-xml.ts.
 */

/** Production 3: fewer characters than a regular expression calls blank. */
const BLANK = /^[ \t\r\n]*$/;
/** Productions 12 and 28, without an internal subset. */
const DOCTYPE =
  /^<!DOCTYPE[ \t\r\n]+plist(?:[ \t\r\n]+(?:PUBLIC[ \t\r\n]+(?:"[-'()+,./:=?;!*#@$_%A-Za-z0-9 \r\n]*"|'[-()+,./:=?;!*#@$_%A-Za-z0-9 \r\n]*')|SYSTEM)[ \t\r\n]+(?:"[^"<>]*"|'[^'<>]*'))?[ \t\r\n]*>$/;
/** Production 41, after a blank. */
const ATTRIBUTE =
  /[ \t\r\n]+([A-Za-z_:][\w:.-]*)[ \t\r\n]*=[ \t\r\n]*(?:"(?:[^"<&]|&[a-z#][\da-zA-Z]*;)*"|'(?:[^'<&]|&[a-z#][\da-zA-Z]*;)*')/y;
const UNDEFINED = 'a reference names no character that a property list can hold';

/** A place in the text, which moves on. Faults are PlistFault, with a position; they hold no value of the text. */
export class PlistTags {
  readonly #text: string;
  readonly #lines: Lines;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Lines(text);
    const forbidden = NOT_XML.exec(text);
    if (forbidden !== null)
      this.fail(`a character that XML cannot hold (${codePoint(forbidden[0])})`, forbidden.index);
  }

  get offset(): number {
    return this.#offset;
  }

  /** Whether a carriage return stands between an offset and here. */
  hasReturn(offset: number): boolean {
    return this.#text.slice(offset, this.#offset).includes('\r');
  }

  /** Whether a text stands at an offset as it is, up to the next tag. */
  standsAt(offset: number, text: string): boolean {
    return this.#text.startsWith(`${text}</`, offset);
  }

  get atEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  /** Where an offset is; here, when none is given. */
  at(offset = this.#offset): Position {
    return this.#lines.at(offset);
  }

  /** From an offset to here. */
  from(offset: number): Range {
    return this.#lines.range(offset, this.#offset);
  }

  /** Throws the fault at an offset; here, when none is given. */
  fail(problem: string, offset = this.#offset): never {
    throw new PlistFault(problem, this.#lines.at(offset));
  }

  /** XML declaration and DOCTYPE, where they stand. */
  prolog(): void {
    this.#offset = declarationOf(this.#text).length;
    this.misc();
    if (this.#text.startsWith('<?xml', this.#offset))
      this.fail('the XML declaration must stand at the very beginning and be well formed');
    if (!this.#text.startsWith('<!DOCTYPE', this.#offset)) return;
    const start = this.#offset;
    const end = this.#text.indexOf('>', start);
    const doctype = this.#text.slice(start, Math.min(end + 1, start + 1000));
    if (!DOCTYPE.test(doctype))
      this.fail(
        doctype.includes('[')
          ? 'the DOCTYPE declares entities of its own, which are never read'
          : 'the DOCTYPE is not that of a property list',
        start,
      );
    this.#offset = end + 1;
    this.misc();
  }

  /** A start tag. Property lists give attributes no meaning but the version; readers pass over them. */
  open(): { name: string; empty: boolean } {
    const start = this.#offset;
    if (this.#text[start] !== '<') {
      if (start >= this.#text.length) this.#truncated('the file');
      this.fail('text stands between the elements');
    }
    const end = this.#find('>', 'a tag');
    const tag = this.#text.slice(start + 1, Math.min(end, start + 500));
    const empty = tag.endsWith('/');
    const name = /^[A-Za-z][\w.:-]*/.exec(tag)?.[0];
    if (name === undefined) this.fail('a start tag must stand here', start);
    const rest = tag.slice(name.length, empty ? -1 : undefined);
    if (!BLANK.test(rest) && !areAttributes(rest))
      this.fail(`the attributes of <${name}> do not parse`, start);
    this.#offset = end + 1;
    return { name, empty };
  }

  /** The end tag of an element. */
  close(name: string): void {
    if (this.#offset >= this.#text.length) this.#truncated(`<${name}>`);
    const tag = /^<\/([\w.:-]+)[ \t\r\n]*>/.exec(this.#text.slice(this.#offset, this.#offset + 200));
    if (tag?.[1] !== name) this.fail(`</${name}> must stand here, not ${this.found()}`);
    this.#offset += tag[0].length;
  }

  /** Text up to `</name>`: references resolved, CDATA taken as it is, comments dropped, CR and CRLF read as LF. */
  content(name: string): string {
    const parts: string[] = [];
    for (;;) {
      const stop = this.#text.indexOf('<', this.#offset);
      if (stop === -1) this.#truncated(`<${name}>`);
      parts.push(this.#unescape(this.#offset, stop));
      this.#offset = stop;
      if (this.#text.startsWith('<![CDATA[', stop)) {
        const end = this.#find(']]>', 'the CDATA section');
        parts.push(withLineFeeds(this.#text.slice(stop + 9, end)));
        this.#offset = end + 3;
      } else if (!this.#skip()) break;
    }
    if (this.peekName() !== `/${name}`)
      this.fail(`<${name}> may hold text only; a "<" in text is written "&lt;"`);
    this.close(name);
    return parts.join('');
  }

  #unescape(start: number, end: number): string {
    const raw = this.#text.slice(start, end);
    const bad = raw.indexOf(']]>');
    if (bad !== -1) this.fail('"]]>" must not stand in text; write "]]&gt;"', start + bad);
    if (!/[&\r]/.test(raw)) return raw;
    return raw.replace(REFERENCE_OR_LINE_END, (whole: string, name: string | undefined, index: number) => {
      if (whole.startsWith('\r')) return '\n';
      const character = name === undefined ? undefined : resolveReference(name);
      if (character !== undefined) return character;
      // The reference itself is part of a value, which may be a secret: it is not told.
      const problem = name === undefined ? 'a bare "&" must not stand in text; write "&amp;"' : UNDEFINED;
      return this.fail(problem, start + index);
    });
  }

  /** Blanks, comments and processing instructions. */
  misc(): void {
    for (;;) {
      while (/[ \t\r\n]/.test(this.#text.charAt(this.#offset))) this.#offset += 1;
      if (!this.#skip()) return;
    }
  }

  /** One comment or processing instruction, if one stands here. */
  #skip(): boolean {
    if (this.#text.startsWith('<!--', this.#offset)) {
      const end = this.#find('--', 'a comment', this.#offset + 4);
      if (!this.#text.startsWith('-->', end)) this.fail('"--" must not stand in a comment', end);
      this.#offset = end + 3;
      return true;
    }
    if (
      !/^<\?(?!xml[ \t\r\n?])[A-Za-z_:][\w.:-]*(?:[ \t\r\n]|\?>)/i.test(
        this.#text.slice(this.#offset, this.#offset + 200),
      )
    )
      return false;
    this.#offset = this.#find('?>', 'a processing instruction') + 2;
    return true;
  }

  #find(what: string, inside: string, from = this.#offset): number {
    const found = this.#text.indexOf(what, from);
    if (found === -1) this.fail(`the file ends inside ${inside}`);
    return found;
  }

  #truncated(inside: string): never {
    this.fail(`the file ends inside ${inside}`, this.#text.length);
  }

  /** The name of the tag that stands here, `/name` for an end tag; `''` when there is none. */
  peekName(): string {
    return /^<(\/?[A-Za-z][\w.:-]*)/.exec(this.#text.slice(this.#offset, this.#offset + 100))?.[1] ?? '';
  }

  /** What stands here, in words that hold none of the file's values. */
  found(): string {
    const name = this.peekName();
    if (name !== '') return `<${name}>`;
    return this.#offset >= this.#text.length ? 'the end of the file' : 'text';
  }
}

/** Whether a text is attributes, each of another name. */
function areAttributes(text: string): boolean {
  const names = new Set<string>();
  for (let at = 0; ; at = ATTRIBUTE.lastIndex) {
    ATTRIBUTE.lastIndex = at;
    const name = ATTRIBUTE.exec(text)?.[1];
    if (name === undefined) return BLANK.test(text.slice(at));
    if (names.has(name)) return false;
    names.add(name);
  }
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
