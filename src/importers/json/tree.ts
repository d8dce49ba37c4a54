import { joinPath } from '../../schema/index.ts';
import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Part, Path } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { LineMap, Span } from './lines.ts';

/*
 * JSON with comments as jsonc-parser reads it: its tree, what stands where in it, and its faults in words for an
 * admin. Nothing else of the importers knows that library.
 */

/** The first fault of a text: where it is, and what, in a clause that quotes none of the text. */
interface JsonFault extends Span {
  readonly problem: string;
}

/** The tree of a text, comments and trailing commas taken, or its first fault. */
export function treeOf(
  text: string,
):
  | { readonly root: Node; readonly fault?: undefined }
  | { readonly root?: undefined; readonly fault: JsonFault } {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (first !== undefined) {
    const problem = text.trim() === '' ? 'it is empty' : problemOf(first, text);
    return { fault: { start: first.offset, end: first.offset + first.length, problem } };
  }
  return root === undefined ? { fault: { start: 0, end: 0, problem: 'it is empty' } } : { root };
}

/** From the first character of a node to behind its last. */
const spanOfNode = ({ offset, length }: Node): Span => ({ start: offset, end: offset + length });

/** The settings of a file by name: the last one counts where a name stands twice. */
type Nodes = ReadonlyMap<string, { readonly name: Node; readonly value: Node }>;

/** The settings of the outermost object. */
export function nodesOf(root: Node | undefined): Nodes {
  const nodes = new Map<string, { name: Node; value: Node }>();
  for (const property of root?.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name !== undefined && value !== undefined) nodes.set(String(name.value), { name, value });
  }
  return nodes;
}

/** A node's value; members are defined, never assigned, so that `__proto__` stays a name like any other. */
export function valueOf(node: Node): unknown {
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

/** Adds a finding for each name that stands twice in one object, however deep. */
export function duplicates(node: Node, path: Path, lines: LineMap, findings: Findings): void {
  if (node.type === 'array')
    for (const [index, item] of (node.children ?? []).entries())
      duplicates(item, joinPath(path, index), lines, findings);
  if (node.type !== 'object') return;
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    if (name === undefined || value === undefined) continue;
    const key = String(name.value);
    if (seen.has(key))
      findings.add('duplicate-key', { path: joinPath(path, key), ...lines.range(spanOfNode(name)) }, { key });
    seen.add(key);
    duplicates(value, joinPath(path, key), lines, findings);
  }
}

/** Where the value at a path or its name stands; when nothing stands there, the bracket of the nearest value around it. */
export function spanIn(nodes: Nodes, [key, ...rest]: Path, part: Part): Span | undefined {
  const found = nodes.get(String(key));
  if (found === undefined) return undefined;
  const { node, whole } = descend(found.value, rest);
  if (!whole) return { start: node.offset, end: node.offset + 1 };
  const property = node.parent?.type === 'property' ? node.parent : undefined;
  return spanOfNode((part === 'name' ? property?.children?.[0] : undefined) ?? node);
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

/** The kinds of token we look at, by jsonc-parser's numbers (its enum is a constant one, which bundlers cannot read). */
const Token = { text: 10, lineComment: 12, blockComment: 13, end: 17 } as const;

/** A comment or a string of the text, in order; jsonc-parser hands over the blank before a comment as well. */
interface JsonToken {
  readonly kind: 'comment' | 'text';
  readonly text: string;
  readonly offset: number;
}

/** Every comment, name and string value; all else is passed over. */
export function* tokensIn(text: string): Generator<JsonToken> {
  const scanner = createScanner(text, false);
  for (let kind: number = scanner.scan(); kind !== Token.end; kind = scanner.scan()) {
    const comment = kind === Token.lineComment || kind === Token.blockComment;
    if (!comment && kind !== Token.text) continue;
    yield {
      kind: comment ? 'comment' : 'text',
      text: scanner.getTokenValue(),
      offset: scanner.getTokenOffset(),
    };
  }
}
