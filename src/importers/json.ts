import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import { fail, ok } from '../errors.ts';
import {
  type Document,
  type Entry,
  type Ignore,
  isObject,
  type Part,
  type Path,
  type Position,
  type Range,
  typeName,
} from '../schema/index.ts';
import { Findings } from './findings.ts';
import type { Importer } from './importer.ts';
import { flattened } from './json-nested.ts';
import { foreignJson } from './json-foreign.ts';
import { decodeText } from './text.ts';

/** Deeper than any configuration; beyond it a parser would only be exercised. */
const MAX_DEPTH = 100;
/** More values than any configuration holds. */
const MAX_VALUES = 150_000;

/** JSON with comments and trailing commas: the authoring format, Linux managed files, configLibrary entries. */
export const json: Importer = {
  id: 'json',
  matches: (bytes) =>
    /^\s*(?:[[{"/]|-?\d|true\b|false\b|null\b)/.test(decodeText(bytes.subarray(0, 4096)).text),
  decode(bytes) {
    const document = flattened(readJson(bytes));
    const foreign = foreignJson(document);
    return foreign === undefined ? ok(document) : fail(foreign);
  },
};

/** JSON as it stands, whatever it is for. */
export function readJson(bytes: Uint8Array): Document {
  const { text, encoding, bom } = decodeText(bytes);
  return { ...decode(text), json: { bom, encoding, strict: () => isStrict(text) } };
}

function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function decode(text: string): Document {
  const lines = new LineMap(text);
  const { depth, members, values } = outline(text);
  if (depth > MAX_DEPTH)
    return broken(text, lines, [syntax(lines, undefined, `it is nested deeper than ${MAX_DEPTH} levels`)]);
  if (values > MAX_VALUES)
    return broken(text, lines, [syntax(lines, undefined, `it holds more than ${MAX_VALUES} values`)]);
  return plainDocument(text, members, lines) ?? commentedDocument(text, lines);
}

/**
 * Strict JSON in which nothing stands twice, as most files are: the engine's own parser reads it in a tenth of the
 * time, and where things stand is found out when somebody asks. Undefined for any other text.
 */
function plainDocument(text: string, members: number, lines: LineMap): Document | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A name that stands twice is one member of the value. Names that are numbers lose their place in the order.
  if (!isObject(value) || membersIn(value) !== members || Object.keys(value).some((key) => /^\d/.test(key)))
    return undefined;
  const entries = new Map<string, Entry>();
  for (const [key, member] of Object.entries(value))
    entries.set(key, { key, value: member, encoding: 'JSON' });
  let offsets: ReadonlyMap<string, { name: number; value: number }> | undefined;
  let nodes: Nodes | undefined;
  // Most findings are about a whole value.
  return documentOf(text, lines, entries, [], [], (path, part) => {
    if (path.length !== 1) return spanIn((nodes ??= nodesOf(parseTree(text))), path, part);
    const start = (offsets ??= offsetsIn(text)).get(String(path[0]))?.[part];
    return start === undefined ? undefined : { start, end: endOfValue(text, start) };
  });
}

/** JSON with comments, trailing commas, names that stand twice, or faults. */
function commentedDocument(text: string, lines: LineMap): Document {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined || root === undefined)
    return broken(text, lines, [
      syntax(
        lines,
        first,
        first === undefined || text.trim() === '' ? 'it is empty' : problemOf(first, text),
      ),
    ]);
  if (root.type !== 'object')
    return broken(text, lines, [
      diagnostic(
        'wrong-shape',
        { path: [], ...lines.at(root.offset) },
        { expected: 'one JSON object', got: typeName(valueOf(root)) },
      ),
    ]);
  const nodes = nodesOf(root);
  const entries = new Map<string, Entry>();
  for (const [key, { name, value }] of nodes)
    entries.set(key, { key, value: valueOf(value), position: lines.at(name.offset), encoding: 'JSON' });
  const findings = new Findings();
  duplicates(root, [], lines, findings);
  return documentOf(text, lines, entries, findings.all, ignoresIn(text, lines), (path, part) =>
    spanIn(nodes, path, part),
  );
}

/** From one offset to another, which is behind the last character. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const spanOfNode = ({ offset, length }: Node): Span => ({ start: offset, end: offset + length });

/** The settings of a file by name: the last one counts where a name stands twice. */
type Nodes = ReadonlyMap<string, { readonly name: Node; readonly value: Node }>;

function nodesOf(root: Node | undefined): Nodes {
  const nodes = new Map<string, { name: Node; value: Node }>();
  for (const property of root?.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name !== undefined && value !== undefined) nodes.set(String(name.value), { name, value });
  }
  return nodes;
}

function documentOf(
  text: string,
  lines: LineMap,
  entries: ReadonlyMap<string, Entry>,
  findings: readonly Diagnostic[],
  ignores: readonly Ignore[],
  spanOf: (path: Path, part: Part) => Span | undefined,
): Document {
  return {
    format: 'json',
    entries,
    findings,
    text,
    ignores,
    locate: (path, part = 'value') => {
      const span = spanOf(path, part);
      return span === undefined ? undefined : lines.range(span);
    },
  };
}

/**
 * How many members the objects in a value have. Not a number where a name holds a backslash: V8 13.6 (Node 24) takes
 * a quote or a line end that is escaped in a name for that name, once it has met it: {"\\":1} and then {"\"":1}.
 */
function membersIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersIn(item);
  else
    for (const [name, member] of Object.entries(value))
      members += name.includes('\\') ? NaN : 1 + membersIn(member);
  return members;
}

function broken(text: string, lines: LineMap, findings: readonly Diagnostic[]): Document {
  return {
    format: 'json',
    entries: new Map(),
    findings,
    text,
    inert: true,
    ignores: [],
    locate: () => lines.at(0),
  };
}

function syntax(lines: LineMap, at: ParseError | undefined, problem: string): Diagnostic {
  const { offset, length } = at ?? { offset: 0, length: 0 };
  const place = length > 0 ? lines.range({ start: offset, end: offset + length }) : lines.at(offset);
  return diagnostic('syntax', { path: [], ...place }, { format: 'JSON', problem });
}

/** Own names of jsonc-parser's error numbers (ParseErrorCode), worded for an admin. The text itself is not quoted: it may be a secret. */
const PROBLEMS: Readonly<Record<number, string>> = {
  1: 'a symbol is not allowed here',
  2: 'a number is malformed',
  3: 'a name in double quotes is expected',
  4: 'a value is expected',
  5: 'a colon is expected',
  6: 'a comma is expected',
  7: 'a closing brace is expected',
  8: 'a closing bracket is expected',
  9: 'the file goes on after its end',
  11: 'a comment has no end',
  12: 'a string has no closing quote',
  13: 'a number has no end',
  14: 'a \\u escape is malformed',
  15: 'an escape is not one of JSON',
  16: 'a control character stands in a string unescaped',
};

function problemOf(error: ParseError, text: string): string {
  if (/^\s*<(?:!doctype html|html\b)/i.test(text.slice(0, 1000))) return 'this is an HTML page';
  if (/^\s*</.test(text.slice(0, 1000))) return 'this is XML or HTML';
  if (error.offset >= text.trimEnd().length) return 'the file ends too early';
  return PROBLEMS[error.error] ?? 'it is not JSON';
}

/** A node's value; members are defined, never assigned, so that `__proto__` stays a name like any other. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value as unknown;
  const object: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    const key = String(name.value);
    if (key === '__proto__')
      Object.defineProperty(object, key, {
        value: valueOf(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else object[key] = valueOf(value);
  }
  return object;
}

function duplicates(node: Node, path: Path, lines: LineMap, findings: Findings): void {
  if (node.type === 'array')
    for (const [index, item] of (node.children ?? []).entries())
      duplicates(item, [...path, index], lines, findings);
  if (node.type !== 'object') return;
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    const key = String(name.value);
    if (seen.has(key))
      findings.add('duplicate-key', { path: [...path, key], ...lines.range(spanOfNode(name)) }, { key });
    seen.add(key);
    duplicates(value, [...path, key], lines, findings);
  }
}

/** Where the value at a path or its name stands; when nothing stands there, the bracket of the nearest value around it. */
function spanIn(nodes: Nodes, [key, ...rest]: Path, part: Part): Span | undefined {
  const found = nodes.get(String(key));
  if (found === undefined) return undefined;
  const { node, whole } = descend(found.value, rest);
  if (!whole) return { start: node.offset, end: node.offset + 1 };
  const property = node.parent?.type === 'property' ? node.parent : undefined;
  return spanOfNode((part === 'name' ? property?.children?.[0] : undefined) ?? node);
}

/** Where the names and values of the outermost object begin, by name. The text is strict JSON. */
function offsetsIn(text: string): ReadonlyMap<string, { name: number; value: number }> {
  const offsets = new Map<string, { name: number; value: number }>();
  let depth = 0;
  let name = '';
  let nameAt = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) {
      const end = endOfString(text, index + 1);
      if (depth === 1) {
        name = text.slice(index, end + 1);
        nameAt = index;
      }
      index = end;
    } else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) depth -= 1;
    else if (character === 0x3a && depth === 1) {
      while (/\s/.test(text.charAt(index + 1))) index += 1;
      offsets.set(JSON.parse(name) as string, { name: nameAt, value: index + 1 });
    }
  }
  return offsets;
}

/** Behind the last character of the value that begins at an offset. The text is strict JSON. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index + 1);
    else if (character === 0x7b || character === 0x5b) depth += 1;
    else if (character === 0x7d || character === 0x5d) depth -= 1;
    // A number or a word ends before what follows it.
    else if (depth > 0 || !/[\s,]/.test(text.charAt(index))) continue;
    else return index;
    if (depth === 0) return index + 1;
    if (depth < 0) return index;
  }
  return text.length;
}

/** The node at a path, or the nearest one that encloses it. */
function descend(node: Node, path: Path): { readonly node: Node; readonly whole: boolean } {
  let current = node;
  for (const step of path) {
    const next: Node | undefined =
      typeof step === 'number'
        ? current.type === 'array'
          ? current.children?.[step]
          : undefined
        : memberOf(current, step);
    if (next === undefined) return { node: current, whole: false };
    current = next;
  }
  return { node: current, whole: true };
}

const membersOf = new WeakMap<Node, ReadonlyMap<string, Node>>();

/** The first member of that name; all are put in order once, for many findings may ask. */
function memberOf(node: Node, name: string): Node | undefined {
  let members = membersOf.get(node);
  if (members === undefined) {
    const found = new Map<string, Node>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key !== undefined && value !== undefined && !found.has(String(key.value)))
        found.set(String(key.value), value);
    }
    membersOf.set(node, (members = found));
  }
  return members.get(name);
}

/**
 * How deep brackets nest and how many colons stand between names and values, found without recursion. Texts and
 * comments are skipped exactly where jsonc-parser skips them: a bracket hidden here would be one that it recurses into.
 */
function outline(text: string): {
  readonly depth: number;
  readonly members: number;
  readonly values: number;
} {
  let open = 0;
  let depth = 0;
  let members = 0;
  let commas = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index + 1);
    else if (character === 0x2f) index = endOfComment(text, index);
    else if (character === 0x3a) members += 1;
    else if (character === 0x2c) commas += 1;
    else if (character === 0x7b || character === 0x5b) depth = Math.max(depth, ++open);
    else if (character === 0x7d || character === 0x5d) open -= 1;
  }
  return { depth, members, values: Math.max(members, commas + 1) };
}

/** Where a string ends: at its quote, or before a line end, which it cannot hold. */
function endOfString(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x5c) index += 1;
    else if (character === 0x22 || character === 0x0a || character === 0x0d) return index;
  }
  return text.length;
}

/** Where a comment that begins here ends; the same place when none does. */
function endOfComment(text: string, start: number): number {
  if (text.charCodeAt(start + 1) === 0x2a) {
    const end = text.indexOf('*/', start + 2);
    return end === -1 ? text.length : end + 1;
  }
  if (text.charCodeAt(start + 1) !== 0x2f) return start;
  for (let index = start; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x0a || character === 0x0d) return index;
  }
  return text.length;
}

/** The kinds of token we look at, by jsonc-parser's numbers (its enum is a constant one, which bundlers cannot read). */
const Token = { text: 10, lineComment: 12, blockComment: 13, end: 17 } as const;

const MARK = 'cowork-3p-ignore';
/** More than a code and a reason need. */
const MAX_COMMENT = 1000;
const IGNORE = /^cowork-3p-ignore\s{1,20}([a-z0-9-]{1,100})\s{0,20}(?::(.*))?$/s;

/** The code and the reason in a comment that silences a finding. */
function ignoreIn(comment: string): { code: string; reason: string } | undefined {
  if (!comment.includes(MARK)) return undefined;
  // jsonc-parser hands over the blank before a comment as well.
  const whole = comment.trim();
  const body = whole.startsWith('/*') ? whole.slice(2).replace(/\*\/$/, '') : whole.slice(2);
  const [, code, reason = ''] = IGNORE.exec(body.trim().slice(0, MAX_COMMENT)) ?? [];
  return code === undefined ? undefined : { code, reason: reason.trim() };
}

function ignoresIn(text: string, lines: LineMap): readonly Ignore[] {
  if (!text.includes(MARK)) return [];
  const ignores: Ignore[] = [];
  /** Comments from here on still wait for their key. */
  let waiting = 0;
  const open: { code: string; reason: string; line: number }[] = [];
  const scanner = createScanner(text, false);
  for (let kind: number = scanner.scan(); kind !== Token.end; kind = scanner.scan()) {
    if (kind === Token.lineComment || kind === Token.blockComment) {
      const found = ignoreIn(scanner.getTokenValue());
      if (found !== undefined) open.push({ ...found, line: lines.at(scanner.getTokenOffset()).line });
    } else if (kind === Token.text && waiting < open.length) {
      const target = lines.at(scanner.getTokenOffset()).line;
      for (; waiting < open.length; waiting += 1) {
        const one = open[waiting];
        if (one !== undefined) ignores.push({ ...one, target });
      }
    }
  }
  return ignores;
}

/** Offsets to lines and columns; the table is made at the first question. */
class LineMap {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  range({ start, end }: Span): Range {
    const { line, column } = this.at(start);
    const { line: endLine, column: endColumn } = this.at(end);
    return { line, column, endLine, endColumn };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}
