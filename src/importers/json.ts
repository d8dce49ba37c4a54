import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import { ok } from '../errors.ts';
import type { Document, Entry, Ignore, Path, Position } from '../schema/document.ts';
import { typeName } from '../schema/show.ts';
import type { Importer } from './importer.ts';
import { decodeText } from './text.ts';

/** Deeper than any configuration; beyond it a parser would only be exercised. */
const MAX_DEPTH = 100;

/** JSON with comments and trailing commas: the authoring format, Linux managed files, configLibrary entries. */
export const json: Importer = {
  id: 'json',
  matches: (bytes) =>
    /^\s*(?:[[{"/]|-?\d|true\b|false\b|null\b)/.test(decodeText(bytes.subarray(0, 4096)).text),
  decode: (bytes) => ok(decode(decodeText(bytes).text)),
};

function decode(text: string): Document {
  const lines = new LineMap(text);
  const depth = nesting(text);
  if (depth > MAX_DEPTH)
    return broken(text, lines, [syntax(lines, 0, `it is nested deeper than ${MAX_DEPTH} levels`)]);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined || root === undefined)
    return broken(text, lines, [
      syntax(lines, first?.offset ?? 0, first === undefined ? 'it is empty' : problemOf(first, text)),
    ]);
  if (root.type !== 'object')
    return broken(text, lines, [
      diagnostic(
        'wrong-shape',
        { path: [], ...lines.at(root.offset) },
        { expected: 'one JSON object', got: typeName(valueOf(root)) },
      ),
    ]);
  return documentOf(text, root, lines);
}

function documentOf(text: string, root: Node, lines: LineMap): Document {
  const entries = new Map<string, Entry>();
  const findings: Diagnostic[] = [];
  const nodes = new Map<string, { name: Node; value: Node }>();
  for (const property of root.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    const key = String(name.value);
    const position = lines.at(name.offset);
    if (nodes.has(key)) findings.push(diagnostic('duplicate-key', { path: [key], ...position }, { key }));
    nodes.set(key, { name, value });
    duplicates(value, [key], lines, findings);
    entries.set(key, { key, value: valueOf(value), position, encoding: 'JSON' });
  }
  const document: Document = {
    format: 'json',
    entries,
    findings,
    text,
    ignores: ignoresIn(text, lines),
    locate(path) {
      const found = nodes.get(String(path[0]));
      if (found === undefined) return undefined;
      const node = path.length === 1 ? found.value : descend(found.value, path.slice(1));
      return lines.at(node.offset);
    },
  };
  if (isLibraryIndex(entries)) return { ...document, variant: 'configLibrary index', inert: true };
  return document;
}

/** `_meta.json` of a configLibrary: which entry is applied. Nothing in it is a setting. */
function isLibraryIndex(entries: ReadonlyMap<string, Entry>): boolean {
  return typeof entries.get('appliedId')?.value === 'string' && Array.isArray(entries.get('entries')?.value);
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

function syntax(lines: LineMap, offset: number, problem: string): Diagnostic {
  return diagnostic('syntax', { path: [], ...lines.at(offset) }, { format: 'JSON', problem });
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

function duplicates(node: Node, path: Path, lines: LineMap, findings: Diagnostic[]): void {
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
      findings.push(diagnostic('duplicate-key', { path: [...path, key], ...lines.at(name.offset) }, { key }));
    seen.add(key);
    duplicates(value, [...path, key], lines, findings);
  }
}

/** The node at a path, or the nearest one that encloses it. */
function descend(node: Node, path: Path): Node {
  let current = node;
  for (const step of path) {
    const next: Node | undefined =
      typeof step === 'number'
        ? current.type === 'array'
          ? current.children?.[step]
          : undefined
        : current.children?.find((property) => property.children?.[0]?.value === step)?.children?.[1];
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

/**
 * How deep brackets nest, found without recursion. Texts and comments are skipped exactly where jsonc-parser skips
 * them: a bracket hidden here would be one that it recurses into.
 */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index + 1);
    else if (character === 0x2f) index = endOfComment(text, index);
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return deepest;
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

const IGNORE = /^\s*(?:\/\/|\/\*)\s*cowork-3p-ignore\s+([a-z0-9-]+)\s*(?::\s*(.*?))?\s*(?:\*\/)?\s*$/;

function ignoresIn(text: string, lines: LineMap): readonly Ignore[] {
  if (!text.includes('cowork-3p-ignore')) return [];
  const ignores: { code: string; reason: string; line: number }[] = [];
  const waiting: Ignore[] = [];
  const scanner = createScanner(text, false);
  for (let kind: number = scanner.scan(); kind !== Token.end; kind = scanner.scan()) {
    const line = lines.at(scanner.getTokenOffset()).line;
    if (kind === Token.lineComment || kind === Token.blockComment) {
      const [, code, reason = ''] = IGNORE.exec(scanner.getTokenValue()) ?? [];
      if (code !== undefined) ignores.push({ code, reason, line });
    } else if (kind === Token.text && ignores.length > 0) {
      waiting.push(...ignores.splice(0).map((one) => ({ ...one, target: line })));
    }
  }
  return waiting;
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
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}
