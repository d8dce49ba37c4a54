import {
  declarationOf,
  NOT_XML,
  REFERENCE_OR_LINE_END,
  resolveReference,
  withLineFeeds,
} from './xml-characters.ts';
import { XmlFault, type XmlAttribute, type XmlElement, type XmlPosition, type XmlText } from './xml-tree.ts';

/*
 * A strict, bounded reader of XML 1.0 documents: elements, attributes, text, CDATA, comments, processing
 * instructions, and a DOCTYPE that declares nothing. So there are no entities but the five predefined ones:
 * the documents we read have none, and entities are how small files become large.
 */

/** Deepest nesting and largest number of elements and attributes that are read. */
const MAX_DEPTH = 100;
const MAX_NODES = 500_000;

/** Production 28 without an internal subset. */
const DOCTYPE =
  /<!DOCTYPE[ \t\r\n]+[A-Za-z_:][\w:.-]*(?:[ \t\r\n]+(?:PUBLIC[ \t\r\n]+"[^"<>&]*"[ \t\r\n]+|SYSTEM[ \t\r\n]+)"[^"<>]*")?[ \t\r\n]*>/y;
const NAME = /[A-Za-z_:\u00C0-\uFFFD][\w:.\-\u00B7-\uFFFD]*/y;
const BLANK = /[ \t\r\n]+/y;

/** The root element of a document. Throws XmlFault, and nothing else. The text has no byte order mark. */
export function parseXml(text: string): XmlElement {
  return new XmlReader(text).document();
}

/** An element under construction. */
interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: (XmlElement | XmlText)[];
  readonly position: XmlPosition;
}

class XmlReader {
  readonly #text: string;
  #offset = 0;
  #nodes = 0;
  /** The last place a position was asked for: positions are asked for in order. */
  #line = 1;
  #lineStart = 0;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    const forbidden = NOT_XML.exec(this.#text);
    if (forbidden !== null) this.#fail('a character that XML cannot hold', forbidden.index);
    this.#offset = declarationOf(this.#text).length;
    if (this.#offset === 0 && this.#text.startsWith('<?xml'))
      this.#fail('the XML declaration is not well formed');
    this.#misc();
    if (this.#text.startsWith('<!DOCTYPE', this.#offset)) this.#doctype();
    this.#misc();
    if (this.#text[this.#offset] !== '<') this.#fail('the document does not begin with an element');
    const root = this.#elements();
    this.#misc();
    if (this.#offset < this.#text.length) this.#fail('something follows the end of the document');
    return root;
  }

  #fail(problem: string, offset = this.#offset): never {
    throw new XmlFault(problem, this.#position(offset));
  }

  #position(offset: number): XmlPosition {
    if (offset < this.#counted) {
      this.#line = 1;
      this.#lineStart = 0;
      this.#counted = 0;
    }
    for (let at = this.#counted; at < offset; at += 1) {
      if (this.#text[at] === '\n' || (this.#text[at] === '\r' && this.#text[at + 1] !== '\n')) {
        this.#line += 1;
        this.#lineStart = at + 1;
      }
    }
    this.#counted = offset;
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#offset += found.length;
    return found;
  }

  /** What may stand outside the root: blanks, comments and processing instructions. */
  #misc(): void {
    for (;;) {
      this.#match(BLANK);
      if (!this.#skipComment() && !this.#skipInstruction()) return;
    }
  }

  #doctype(): void {
    if (this.#match(DOCTYPE) !== undefined) return;
    const declares = this.#text.slice(this.#offset, this.#offset + 1000).includes('[');
    this.#fail(
      declares
        ? 'the DOCTYPE declares entities of its own, which are never read'
        : 'the DOCTYPE is not well formed',
    );
  }

  #skipComment(): boolean {
    if (!this.#text.startsWith('<!--', this.#offset)) return false;
    const end = this.#text.indexOf('--', this.#offset + 4);
    if (end === -1) this.#fail('a comment does not end');
    if (this.#text[end + 2] !== '>') this.#fail('a comment holds "--"', end);
    this.#offset = end + 3;
    return true;
  }

  #skipInstruction(): boolean {
    if (!this.#text.startsWith('<?', this.#offset)) return false;
    if (/^<\?xml[ \t\r\n?]/i.test(this.#text.slice(this.#offset, this.#offset + 6)))
      this.#fail('the XML declaration must stand at the very beginning');
    const end = this.#text.indexOf('?>', this.#offset);
    if (end === -1) this.#fail('a processing instruction does not end');
    this.#offset = end + 2;
    return true;
  }

  /** The root with all it holds; a loop with a stack, so that depth costs no recursion. */
  #elements(): XmlElement {
    const open: Open[] = [];
    for (;;) {
      const parent = open.at(-1);
      if (parent !== undefined) this.#textInto(parent);
      if (parent !== undefined && this.#text.startsWith('</', this.#offset)) {
        const closed = this.#close(parent);
        open.pop();
        const outer = open.at(-1);
        if (outer === undefined) return closed;
        outer.children.push(closed);
        continue;
      }
      const { element, empty } = this.#open();
      if (!empty) {
        if (open.length >= MAX_DEPTH) this.#fail(`elements nest deeper than ${MAX_DEPTH} levels`);
        open.push(element);
      } else if (parent === undefined) return { kind: 'element', ...element };
      else parent.children.push({ kind: 'element', ...element });
    }
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) this.#fail(`there are more than ${MAX_NODES} elements and attributes`);
  }

  #open(): { readonly element: Open; readonly empty: boolean } {
    this.#count();
    const position = this.#position(this.#offset);
    this.#offset += 1;
    const name = this.#match(NAME);
    if (name === undefined) this.#fail('"<" is followed by no name; in text write &lt;', this.#offset - 1);
    const attributes = new Map<string, XmlAttribute>();
    for (;;) {
      const blank = this.#match(BLANK);
      const empty = this.#text.startsWith('/>', this.#offset);
      if (empty || this.#text[this.#offset] === '>') {
        this.#offset += empty ? 2 : 1;
        return { element: { name, attributes, children: [], position }, empty };
      }
      if (this.#offset >= this.#text.length) this.#fail('a tag does not end');
      if (blank === undefined) this.#fail('a tag holds something that is no attribute');
      this.#attribute(attributes);
    }
  }

  #attribute(attributes: Map<string, XmlAttribute>): void {
    this.#count();
    const at = this.#offset;
    const position = this.#position(at);
    const name = this.#match(NAME);
    if (name === undefined) this.#fail('a tag holds something that is no attribute');
    this.#match(BLANK);
    if (this.#text[this.#offset] !== '=') this.#fail('an attribute has no value');
    this.#offset += 1;
    this.#match(BLANK);
    const quote = this.#text[this.#offset];
    if (quote !== '"' && quote !== "'") this.#fail('the value of an attribute stands in no quotes');
    const start = this.#offset + 1;
    const end = this.#text.indexOf(quote, start);
    if (end === -1) this.#fail('the value of an attribute does not end');
    const raw = this.#text.slice(start, end);
    const bracket = raw.indexOf('<');
    if (bracket !== -1) this.#fail('the value of an attribute holds "<"; write &lt;', start + bracket);
    if (attributes.has(name)) this.#fail('an attribute stands twice', at);
    attributes.set(name, { value: this.#resolve(raw, start, true), position });
    this.#offset = end + 1;
  }

  #close(element: Open): XmlElement {
    const start = this.#offset;
    this.#offset += 2;
    const name = this.#match(NAME);
    this.#match(BLANK);
    if (name !== element.name) this.#fail('an end tag does not belong to the element before it', start);
    if (this.#text[this.#offset] !== '>') this.#fail('an end tag does not end');
    this.#offset += 1;
    return { kind: 'element', ...element };
  }

  /** Text, CDATA, comments and instructions up to the next tag. */
  #textInto(element: Open): void {
    const pieces: string[] = [];
    let start: number | undefined;
    for (;;) {
      const next = this.#text.indexOf('<', this.#offset);
      if (next === -1) this.#fail('an element does not end');
      if (next > this.#offset) {
        start ??= this.#offset;
        const raw = this.#text.slice(this.#offset, next);
        const marked = raw.indexOf(']]>');
        if (marked !== -1) this.#fail('text holds "]]>"', this.#offset + marked);
        pieces.push(this.#resolve(raw, this.#offset, false));
        this.#offset = next;
      }
      if (this.#text.startsWith('<![CDATA[', this.#offset)) {
        const end = this.#text.indexOf(']]>', this.#offset);
        if (end === -1) this.#fail('a CDATA section does not end');
        start ??= this.#offset;
        pieces.push(withLineFeeds(this.#text.slice(this.#offset + 9, end)));
        this.#offset = end + 3;
      } else if (!this.#skipComment() && !this.#skipInstruction()) break;
    }
    const text = pieces.join('');
    if (start !== undefined && text !== '')
      element.children.push({ kind: 'text', text, position: this.#position(start) });
  }

  /** Line ends and references as XML 1.0 reads them; in an attribute each raw blank becomes a space (section 3.3.3). */
  #resolve(raw: string, offset: number, attribute: boolean): string {
    if (!/[&\r\n\t]/.test(raw)) return raw;
    const spaced = attribute ? raw.replace(/\r\n|[\r\n\t]/g, ' ') : raw;
    return spaced.replace(REFERENCE_OR_LINE_END, (found, name: string | undefined, at: number) => {
      if (found.startsWith('\r')) return '\n';
      const character = name === undefined ? undefined : resolveReference(name);
      if (character === undefined)
        this.#fail('an "&" begins no reference that XML knows; in text write &amp;', offset + at);
      return character;
    });
  }
}
