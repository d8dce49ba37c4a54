import type { Part, Path } from '../../schema/index.ts';
import type { Span } from './lines.ts';
import { endOfString, endOfValue, isBlank } from '../../text/json-outline.ts';

/*
 * Where things stand in strict JSON, found by going through its characters when somebody asks. A tree of all its nodes
 * would be twenty times as large as the text. Of an object or a list that was asked for, the places of its members are kept.
 */

/** A container of fewer characters is gone through again: a file may hold a hundred thousand of them. */
const MIN_KEPT = 4096;

/** Where the members of one object, or the items of one list, begin. */
interface Members {
  /** Of an object: the place of each name among them. */
  readonly names: ReadonlyMap<string, number> | undefined;
  /** Offsets of the names of an object; of a list nothing. */
  readonly starts: readonly number[];
  /** Offsets of the values. */
  readonly values: readonly number[];
  /** Behind the last of them. */
  readonly end: number;
}

/** The places inside a text that the engine's own parser has read, and in which no name stands twice. */
export class JsonPlaces {
  readonly #text: string;
  readonly #known = new Map<number, Members>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the value at a path or its name stands; when nothing stands there, the bracket of the nearest value around it. */
  spanOf(path: Path, part: Part): Span | undefined {
    let value = this.#skipBlanks(0);
    let name: number | undefined;
    for (const [depth, step] of path.entries()) {
      const members = this.#membersAt(value);
      const index = members === undefined ? undefined : indexOf(members, step);
      const next = index === undefined ? undefined : members?.values[index];
      if (next === undefined) return depth === 0 ? undefined : { start: value, end: value + 1 };
      name = index === undefined ? undefined : members?.starts[index];
      value = next;
    }
    if (part === 'name' && name !== undefined)
      return { start: name, end: endOfString(this.#text, name + 1) + 1 };
    return { start: value, end: endOfValue(this.#text, value) };
  }

  #membersAt(start: number): Members | undefined {
    const code = this.#text.charCodeAt(start);
    if (code !== OBJECT && code !== LIST) return undefined;
    const known = this.#known.get(start);
    if (known !== undefined) return known;
    const members = this.#read(start, code === OBJECT);
    if (members.end - start > MIN_KEPT) this.#known.set(start, members);
    return members;
  }

  #read(open: number, isObject: boolean): Members {
    const text = this.#text;
    const names = isObject ? new Map<string, number>() : undefined;
    const starts: number[] = [];
    const values: number[] = [];
    let at = this.#skipBlanks(open + 1);
    while (at < text.length && text.charCodeAt(at) !== (isObject ? OBJECT_END : LIST_END)) {
      if (names !== undefined) {
        starts.push(at);
        const end = endOfString(text, at + 1) + 1;
        const written = text.slice(at, end);
        names.set(
          written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1),
          values.length,
        );
        // Behind the name a colon, and the value.
        at = this.#skipBlanks(this.#skipBlanks(end) + 1);
      }
      values.push(at);
      at = this.#skipBlanks(endOfValue(text, at));
      if (text.charCodeAt(at) === COMMA) at = this.#skipBlanks(at + 1);
    }
    return { names, starts, values, end: at };
  }

  #skipBlanks(start: number): number {
    let at = start;
    while (isBlank(this.#text.charCodeAt(at))) at += 1;
    return at;
  }
}

function indexOf({ names, values }: Members, step: Path[number]): number | undefined {
  if (names !== undefined) return typeof step === 'string' ? names.get(step) : undefined;
  return typeof step === 'number' && step < values.length ? step : undefined;
}

const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;
const COMMA = 0x2c;
