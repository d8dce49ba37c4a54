import { createScanner, findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { Edit, Path } from '../schema/index.ts';

/*
 * Edits in a JSONC text that keep comments where they belong and everything else as it was. jsonc-parser
 * finds the places; its own `modify` is not used, for it moves the comment of one member to another, and
 * drops comments with the member before them.
 */

/**
 * The text after the edits, made one after the other. Comments stay; those inside a value that is replaced
 * move above it. A text without an object becomes one.
 */
export function editJsonc(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + edits.reduce(editOnce, text.slice(mark.length));
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function editOnce(text: string, edit: Edit): string {
  const root = parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
  if (root === undefined) {
    const before = text.trim() === '' ? '' : `${text.trimEnd()}${endOfLine(text)}`;
    return 'rename' in edit || edit.value === undefined
      ? text
      : editOnce(`${before}{}${endOfLine(text)}`, edit);
  }
  const last = edit.path.at(-1);
  if (last === undefined) return text;
  const container = findNodeAtLocation(root, edit.path.slice(0, -1));
  if (container === undefined) {
    // Nothing to rename or remove there; a value brings the objects that hold it.
    if ('rename' in edit || edit.value === undefined) return text;
    return editOnce(text, { path: edit.path.slice(0, -1), value: { [last]: edit.value } });
  }
  if (container.type !== 'object' && container.type !== 'array') return text;
  const layout = layoutOf(text, root);
  const member = memberAt(container, last);
  if ('rename' in edit) return member === undefined ? text : rename(text, container, member, edit, layout);
  if (member === undefined)
    return edit.value === undefined ? text : insert(text, container, last, edit.value, layout);
  if (edit.value === undefined) return replaced(text, removal(text, container, member));
  return setValue(text, member, edit.value, layout);
}

/** A property of an object or an item of a list. */
function memberAt(container: Node, step: Path[number]): Node | undefined {
  if (container.type === 'array') return container.children?.[Number(step)];
  return container.children?.find((property) => property.children?.[0]?.value === step);
}

const endOf = (node: Node): number => node.offset + node.length;

interface Layout {
  readonly unit: string;
  readonly eol: string;
}

const endOfLine = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function layoutOf(text: string, root: Node): Layout {
  const first = root.children?.[0];
  const indent = first === undefined ? undefined : indentOf(text, first.offset);
  return { unit: indent === undefined || indent === '' ? '  ' : indent, eol: endOfLine(text) };
}

/** The white space before a place when nothing else stands before it on its line. */
function indentOf(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line ends, before its line break. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  if (found === -1) return text.length;
  return text[found - 1] === '\r' && found > offset ? found - 1 : found;
}

function isOneLine(text: string, node: Node): boolean {
  return !text.slice(node.offset, endOf(node)).includes('\n');
}

function rename(
  text: string,
  container: Node,
  member: Node,
  edit: Edit & { readonly rename: string },
  layout: Layout,
): string {
  const name = member.children?.[0];
  if (container.type !== 'object' || name === undefined) return text;
  const other = memberAt(container, edit.rename);
  if (other !== undefined && other !== member)
    return editOnce(replaced(text, removal(text, container, other)), edit);
  return replaced(text, [
    { start: name.offset, end: endOf(name), text: json(edit.rename, layout, '', true) },
  ]);
}

function setValue(text: string, member: Node, value: unknown, layout: Layout): string {
  const node = member.type === 'property' ? member.children?.[1] : member;
  if (node === undefined) return text;
  const indent = indentOf(text, member.offset);
  const edits: Replacement[] = [
    { start: node.offset, end: endOf(node), text: json(value, layout, indent ?? '', indent === undefined) },
  ];
  for (const comment of commentsIn(text, node.offset, endOf(node))) {
    const words = comment.startsWith('//') ? comment.slice(2).trim() : comment.slice(2, -2).trim();
    const moved =
      indent === undefined ? `/* ${words.replaceAll('*/', '* /')} */ ` : `${comment}${layout.eol}${indent}`;
    edits.push({ start: member.offset, end: member.offset, text: moved });
  }
  return replaced(text, edits);
}

function insert(text: string, container: Node, step: Path[number], value: unknown, layout: Layout): string {
  const children = container.children ?? [];
  const oneLine = children.length > 0 && isOneLine(text, container);
  const outer = indentOf(text, lineStart(text, container.offset) + leading(text, container.offset)) ?? '';
  const lastChild = children.at(-1);
  const indent =
    (lastChild === undefined ? undefined : indentOf(text, lastChild.offset)) ?? `${outer}${layout.unit}`;
  const written = json(value, layout, indent, oneLine);
  const member = container.type === 'array' ? written : `${json(String(step), layout, '', true)}: ${written}`;
  if (lastChild === undefined) return insertFirst(text, container, member, indent, outer, layout);

  const comma = commaAfter(text, endOf(lastChild), endOf(container));
  const end = comma === undefined ? endOf(lastChild) : comma + 1;
  const trailing = comma === undefined ? '' : ',';
  if (oneLine) {
    const added = `${comma === undefined ? ',' : ''} ${member}${trailing}`;
    return replaced(text, [{ start: end, end, text: added }]);
  }
  const place = afterComments(text, end);
  return replaced(text, [
    ...(comma === undefined ? [{ start: end, end, text: ',' }] : []),
    { start: place, end: place, text: `${layout.eol}${indent}${member}${trailing}` },
  ]);
}

function insertFirst(
  text: string,
  container: Node,
  member: string,
  indent: string,
  outer: string,
  { eol }: Layout,
): string {
  const close = endOf(container) - 1;
  const inside = text.slice(container.offset + 1, close);
  const kept = inside.trim() === '' ? '' : inside.trimEnd();
  const added = `${kept}${eol}${indent}${member}${eol}${outer}`;
  return replaced(text, [{ start: container.offset + 1, end: close, text: added }]);
}

/** How much white space begins the line of a place. */
function leading(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0].length ?? 0;
}

/** What must go so that a member is gone: itself, one comma, and its line when nothing is left on it. */
function removal(text: string, container: Node, member: Node): Replacement[] {
  const children = container.children ?? [];
  const at = children.indexOf(member);
  const next = children[at + 1];
  const gone: Replacement[] = [];
  const start = member.offset;
  let end = endOf(member);
  const following = commaAfter(text, end, next?.offset ?? endOf(container));
  if (following !== undefined) {
    if (text.slice(end, following).trim() === '') end = following + 1;
    else gone.push({ start: following, end: following + 1, text: '' });
  } else {
    const previous = children[at - 1];
    const comma = previous === undefined ? undefined : commaAfter(text, endOf(previous), start);
    if (comma !== undefined) {
      // `["a", "b"]`: the blank before goes with the comma, unless there is one behind to take instead.
      const blank = /^[ \t]*$/.test(text.slice(comma + 1, start)) && !/[ \t]/.test(text[end] ?? '');
      gone.push({ start: comma, end: blank ? start : comma + 1, text: '' });
    }
  }
  return [...gone, withWhiteSpace(text, start, end)];
}

function withWhiteSpace(text: string, start: number, end: number): Replacement {
  const first = lineStart(text, start);
  const last = lineEnd(text, end);
  const before = text.slice(first, start);
  const after = text.slice(end, last);
  if (before.trim() === '' && after.trim() === '') {
    const lineBreak = /^\r?\n/.exec(text.slice(last))?.[0].length ?? 0;
    return { start: first, end: last + lineBreak, text: '' };
  }
  const spaces = /^[ \t]*/.exec(after)?.[0].length ?? 0;
  if (spaces < after.length || before.trim() === '') return { start, end: end + spaces, text: '' };
  return { start: start - (/[ \t]*$/.exec(before)?.[0].length ?? 0), end, text: '' };
}

function replaced(text: string, edits: readonly Replacement[]): string {
  // From the end, so that places stay true; at one place what is put before a value comes after its change.
  return edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.start - a.start || b.end - a.end || b.order - a.order)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

function json(value: unknown, { unit, eol }: Layout, indent: string, oneLine: boolean): string {
  // A text inside JSON holds no line break of its own: each one here is layout.
  const lines = JSON.stringify(value, null, unit).split('\n');
  return oneLine ? lines.map((line) => line.trim()).join(' ') : lines.join(`${eol}${indent}`);
}

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

function commaAfter(text: string, start: number, end: number): number | undefined {
  for (const token of tokens(text, start, end)) if (token.kind === COMMA) return token.start;
  return undefined;
}

function commentsIn(text: string, start: number, end: number): string[] {
  return [...tokens(text, start, end)]
    .filter(({ kind }) => kind === LINE_COMMENT || kind === BLOCK_COMMENT)
    .map((token) => text.slice(token.start, token.end));
}

/** The end of the comments that follow a place on its line. */
function afterComments(text: string, start: number): number {
  let end = start;
  for (const token of tokens(text, start, text.length)) {
    if (token.kind === LINE_COMMENT || token.kind === BLOCK_COMMENT) end = token.end;
    else if (token.kind !== WHITE_SPACE) break;
  }
  return end;
}
