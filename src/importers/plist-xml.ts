import type { Position, Range } from '../schema/index.ts';
import {
  MAX_DEPTH,
  MAX_VALUES,
  PlistFault,
  type DictNode,
  type Member,
  type PlistNode,
} from './plist-node.ts';
import { Lines } from './text.ts';

/*
 * A strict reader of XML property lists. The library we write them with reads raw ampersands, control
 * characters, unknown entities and two roots without a word, knows no positions and prints to the console;
 * a device does not. Grammar: Apple's PropertyList-1.0.dtd over XML 1.0, without entities of one's own.
 */

interface XmlPlist {
  readonly root: PlistNode;
  /** Whether the `<plist>` around the value is there. */
  readonly whole: boolean;
}

const KINDS = new Set(['string', 'integer', 'real', 'true', 'false', 'date', 'data', 'array', 'dict']);
/* eslint-disable no-control-regex -- naming control characters is the purpose here */
/** What production 2 of XML 1.0 leaves out. */
const NOT_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
/* eslint-enable no-control-regex */
/** Production 3: fewer characters than a regular expression calls blank. */
const BLANK = /^[ \t\r\n]*$/;
/** Production 23 of XML 1.0. */
const DECLARATION =
  /^<\?xml[ \t\r\n]+version=(["'])1\.\d\1(?:[ \t\r\n]+encoding=(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\r\n]+standalone=(["'])(?:yes|no)\3)?[ \t\r\n]*\?>/;
/** Productions 12 and 28, without an internal subset. */
const DOCTYPE =
  /^<!DOCTYPE[ \t\r\n]+plist(?:[ \t\r\n]+(?:PUBLIC[ \t\r\n]+"[-'()+,./:=?;!*#@$_%A-Za-z0-9 \r\n]*"|SYSTEM)[ \t\r\n]+"[^"<>]*")?[ \t\r\n]*>$/;
/** Production 41, each after a blank. */
const ATTRIBUTES =
  /^(?:[ \t\r\n]+[A-Za-z_:][\w:.-]*[ \t\r\n]*=[ \t\r\n]*(?:"[^"<&]*"|'[^'<&]*'))*[ \t\r\n]*$/;
const INTEGER = /^[ \t\r\n]{0,20}[+-]?\d{1,40}[ \t\r\n]{0,20}$/;
const REAL =
  /^[ \t\r\n]{0,20}[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?[ \t\r\n]{0,20}$/;
const REFERENCE_OR_LINE_END = /\r\n?|&(?:([A-Za-z]{1,30}|#[0-9]{1,8}|#x[0-9A-Fa-f]{1,8});)?/g;
const UNDEFINED = 'a reference names no character that a property list can hold';
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Throws PlistFault with a position. */
export function parseXmlPlist(text: string): XmlPlist {
  const forbidden = NOT_XML.exec(text);
  const reader = new XmlReader(text);
  if (forbidden !== null)
    reader.fail(`a character that XML cannot hold (${codePoint(forbidden[0])})`, forbidden.index);
  return reader.document();
}

/** A range whose end is filled in when it is met. */
type Place = { -readonly [Member in keyof Range]: Range[Member] };

class XmlReader {
  readonly #text: string;
  readonly #lines: Lines;
  #offset = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Lines(text);
  }

  document(): XmlPlist {
    this.#prolog();
    const whole = this.#peekName() === 'plist';
    const root = whole ? this.#plist() : this.#peekName() === 'key' ? this.#fragment() : this.#value(0);
    this.#misc();
    if (this.#offset < this.#text.length) this.fail('something follows the end of the property list');
    return { root, whole };
  }

  fail(problem: string, offset = this.#offset): never {
    throw new PlistFault(problem, this.#lines.at(offset));
  }

  #prolog(): void {
    const declaration = DECLARATION.exec(this.#text.slice(0, 400))?.[0];
    if (declaration !== undefined) this.#offset = declaration.length;
    this.#misc();
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
    this.#misc();
  }

  #plist(): PlistNode {
    const start = this.#offset;
    const { name, empty } = this.#open();
    if (empty) this.fail('the property list is empty', start);
    this.#misc();
    if (this.#peekName() === '/plist') this.fail('the property list is empty', start);
    const root = this.#value(0);
    this.#misc();
    this.#close(name);
    return root;
  }

  /** Bare `<key>` and value pairs, as Intune takes them in a preference file. */
  #fragment(): DictNode {
    const position = this.#lines.at(this.#offset);
    return { kind: 'dict', position, members: this.#members('', 1) };
  }

  #value(depth: number): PlistNode {
    const start = this.#offset;
    if (depth > MAX_DEPTH) this.fail(`values nest deeper than ${MAX_DEPTH} levels`);
    if ((this.#values += 1) > MAX_VALUES) this.fail(`there are more than ${MAX_VALUES} values`);
    const position: Place = this.#lines.at(start);
    const node = this.#element(depth, start, position);
    const end = this.#lines.at(this.#offset);
    position.endLine = end.line;
    position.endColumn = end.column;
    return node;
  }

  #element(depth: number, start: number, position: Position): PlistNode {
    const { name, empty } = this.#open();
    if (!KINDS.has(name))
      this.fail(
        name === 'key' ? 'a <key> stands where a value must stand' : `<${name}> is no property list element`,
        start,
      );
    switch (name) {
      case 'true':
      case 'false':
        if (!empty) {
          this.#misc();
          this.#close(name);
        }
        return { kind: 'boolean', value: name === 'true', position };
      case 'array':
        return { kind: 'array', items: empty ? [] : this.#items(depth), position };
      case 'dict':
        return { kind: 'dict', members: empty ? [] : this.#members(name, depth + 1), position };
      default:
        return this.#scalar(name, empty ? '' : this.#content(name), position);
    }
  }

  #items(depth: number): PlistNode[] {
    const items: PlistNode[] = [];
    this.#misc();
    while (this.#peekName() !== '/array') {
      items.push(this.#value(depth + 1));
      this.#misc();
    }
    this.#close('array');
    return items;
  }

  /** Keys and values up to `</name>`, or to the end of the text when there is none. */
  #members(name: string, depth: number): Member[] {
    const members: Member[] = [];
    this.#misc();
    while (name === '' ? this.#offset < this.#text.length : this.#peekName() !== `/${name}`) {
      const start = this.#offset;
      if (this.#peekName() !== 'key') this.fail(`a <key> must stand here, not ${this.#found()}`);
      const key = this.#open().empty ? '' : this.#content('key');
      const keyPosition = this.#lines.range(start, this.#offset);
      this.#misc();
      const next = this.#peekName();
      if (next === 'key') this.fail('a second <key> follows a <key> without a value between them');
      if (next === `/${name}`) this.fail('the last <key> has no value');
      members.push({ key, keyPosition, node: this.#value(depth) });
      this.#misc();
    }
    if (name !== '') this.#close(name);
    return members;
  }

  #scalar(name: string, text: string, position: Position): PlistNode {
    switch (name) {
      case 'integer':
        if (!INTEGER.test(text))
          throw new PlistFault('the <integer> holds something else than decimal digits', position);
        return { kind: 'integer', value: Number(text), position };
      case 'real':
        if (!REAL.test(text) || !Number.isFinite(Number(text)))
          throw new PlistFault('the <real> holds something else than a number', position);
        return { kind: 'real', value: Number(text), position };
      case 'date':
      case 'data':
        return { kind: name, position };
      default:
        return { kind: 'string', value: text, position };
    }
  }

  /** Text up to `</name>`: references resolved, CDATA taken as it is, comments dropped, CR and CRLF read as LF. */
  #content(name: string): string {
    const parts: string[] = [];
    for (;;) {
      const stop = this.#text.indexOf('<', this.#offset);
      if (stop === -1) this.#truncated(`<${name}>`);
      parts.push(this.#unescape(this.#offset, stop));
      this.#offset = stop;
      if (this.#text.startsWith('<![CDATA[', stop)) {
        const end = this.#find(']]>', 'the CDATA section');
        parts.push(lineEnds(this.#text.slice(stop + 9, end)));
        this.#offset = end + 3;
      } else if (!this.#skip()) break;
    }
    if (this.#peekName() !== `/${name}`)
      this.fail(`<${name}> may hold text only; a "<" in text is written "&lt;"`);
    this.#close(name);
    return parts.join('');
  }

  #unescape(start: number, end: number): string {
    const raw = this.#text.slice(start, end);
    const bad = raw.indexOf(']]>');
    if (bad !== -1) this.fail('"]]>" must not stand in text; write "]]&gt;"', start + bad);
    if (!/[&\r]/.test(raw)) return raw;
    return raw.replace(REFERENCE_OR_LINE_END, (whole: string, name: string | undefined, index: number) => {
      if (whole.startsWith('\r')) return '\n';
      const character = name === undefined ? undefined : referenced(name);
      if (character !== undefined) return character;
      // The reference itself is part of a value, which may be a secret: it is not told.
      const problem = name === undefined ? 'a bare "&" must not stand in text; write "&amp;"' : UNDEFINED;
      return this.fail(problem, start + index);
    });
  }

  /** A start tag. Property lists give attributes no meaning but the version; readers pass over them. */
  #open(): { name: string; empty: boolean } {
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
    if (!BLANK.test(rest) && !ATTRIBUTES.test(rest))
      this.fail(`the attributes of <${name}> do not parse`, start);
    this.#offset = end + 1;
    return { name, empty };
  }

  #close(name: string): void {
    if (this.#offset >= this.#text.length) this.#truncated(`<${name}>`);
    const tag = /^<\/([\w.:-]+)[ \t\r\n]*>/.exec(this.#text.slice(this.#offset, this.#offset + 200));
    if (tag?.[1] !== name) this.fail(`</${name}> must stand here, not ${this.#found()}`);
    this.#offset += tag[0].length;
  }

  /** Blanks, comments and processing instructions. */
  #misc(): void {
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
  #peekName(): string {
    return /^<(\/?[A-Za-z][\w.:-]*)/.exec(this.#text.slice(this.#offset, this.#offset + 100))?.[1] ?? '';
  }

  /** What stands here, in words that hold none of the file's values. */
  #found(): string {
    const name = this.#peekName();
    if (name !== '') return `<${name}>`;
    return this.#offset >= this.#text.length ? 'the end of the file' : 'text';
  }
}

function lineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function referenced(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? undefined : character;
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
