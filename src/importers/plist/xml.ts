import type { Position, Range } from '../../schema/index.ts';
import { MAX_DEPTH, MAX_VALUES, PlistFault, type DictNode, type Member, type PlistNode } from './node.ts';
import { PlistTags } from './tags.ts';

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
const INTEGER = /^[ \t\r\n]{0,20}[+-]?\d{1,40}[ \t\r\n]{0,20}$/;
const REAL =
  /^[ \t\r\n]{0,20}[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?[ \t\r\n]{0,20}$/;

/** Throws PlistFault with a position. */
export function parseXmlPlist(text: string): XmlPlist {
  return new PlistReader(text).document();
}

/** A range whose end is filled in when it is met. */
type Place = { -readonly [Member in keyof Range]: Range[Member] };

class PlistReader {
  readonly #tags: PlistTags;
  #values = 0;

  constructor(text: string) {
    this.#tags = new PlistTags(text);
  }

  document(): XmlPlist {
    this.#tags.prolog();
    const whole = this.#tags.peekName() === 'plist';
    const root = whole ? this.#plist() : this.#tags.peekName() === 'key' ? this.#fragment() : this.#value(0);
    this.#tags.misc();
    if (!this.#tags.atEnd) this.#tags.fail('something follows the end of the property list');
    return { root, whole };
  }

  #plist(): PlistNode {
    const start = this.#tags.offset;
    const { name, empty } = this.#tags.open();
    if (empty) this.#tags.fail('the property list is empty', start);
    this.#tags.misc();
    if (this.#tags.peekName() === '/plist') this.#tags.fail('the property list is empty', start);
    const root = this.#value(0);
    this.#tags.misc();
    this.#tags.close(name);
    return root;
  }

  /** Bare `<key>` and value pairs, as Intune takes them in a preference file. */
  #fragment(): DictNode {
    const position = this.#tags.at();
    return { kind: 'dict', position, members: this.#members('', 1) };
  }

  #value(depth: number): PlistNode {
    const start = this.#tags.offset;
    if (depth > MAX_DEPTH) this.#tags.fail(`values nest deeper than ${MAX_DEPTH} levels`);
    if ((this.#values += 1) > MAX_VALUES) this.#tags.fail(`there are more than ${MAX_VALUES} values`);
    const position: Place = this.#tags.at(start);
    const node = this.#element(depth, start, position);
    const end = this.#tags.at();
    position.endLine = end.line;
    position.endColumn = end.column;
    return node;
  }

  #element(depth: number, start: number, position: Position): PlistNode {
    const { name, empty } = this.#tags.open();
    if (!KINDS.has(name))
      this.#tags.fail(
        name === 'key' ? 'a <key> stands where a value must stand' : `<${name}> is no property list element`,
        start,
      );
    switch (name) {
      case 'true':
      case 'false':
        if (!empty) {
          this.#tags.misc();
          this.#tags.close(name);
        }
        return { kind: 'boolean', value: name === 'true', position };
      case 'array':
        return { kind: 'array', items: empty ? [] : this.#items(depth), position };
      case 'dict':
        return { kind: 'dict', members: empty ? [] : this.#members(name, depth + 1), position };
      default: {
        const from = this.#tags.offset;
        const text = empty ? '' : this.#tags.content(name);
        const marked = !empty && !this.#tags.standsAt(from, text);
        const node = this.#scalar(name, text, position, marked);
        return node.kind === 'string' && marked && this.#tags.hasReturn(from)
          ? { ...node, returns: true }
          : node;
      }
    }
  }

  #items(depth: number): PlistNode[] {
    const items: PlistNode[] = [];
    this.#tags.misc();
    while (this.#tags.peekName() !== '/array') {
      items.push(this.#value(depth + 1));
      this.#tags.misc();
    }
    this.#tags.close('array');
    return items;
  }

  /** Keys and values up to `</name>`, or to the end of the text when there is none. */
  #members(name: string, depth: number): Member[] {
    const members: Member[] = [];
    this.#tags.misc();
    while (name === '' ? !this.#tags.atEnd : this.#tags.peekName() !== `/${name}`) {
      const start = this.#tags.offset;
      if (this.#tags.peekName() !== 'key')
        this.#tags.fail(`a <key> must stand here, not ${this.#tags.found()}`);
      const key = this.#tags.open().empty ? '' : this.#tags.content('key');
      const keyPosition = this.#tags.from(start);
      this.#tags.misc();
      const next = this.#tags.peekName();
      if (next === 'key') this.#tags.fail('a second <key> follows a <key> without a value between them');
      if (next === `/${name}`) this.#tags.fail('the last <key> has no value');
      members.push({ key, keyPosition, node: this.#value(depth) });
      this.#tags.misc();
    }
    if (name !== '') this.#tags.close(name);
    return members;
  }

  /** `marked`: a reference, a section, a comment or a carriage return stands in it. */
  #scalar(name: string, text: string, position: Position, marked: boolean): PlistNode {
    switch (name) {
      case 'integer':
        // Readers that take digits only make another number of a reference.
        if (marked || !INTEGER.test(text))
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
}
