import type { Range } from '../../schema/index.ts';

/** Deeper than any configuration nests. */
export const MAX_DEPTH = 100;
/** More values than any configuration holds; a small binary file can refer to the same list a million times. */
export const MAX_VALUES = 200_000;

interface At {
  readonly position?: Range;
}
/** One member of a dictionary. */
export interface Member {
  readonly key: string;
  readonly keyPosition?: Range;
  readonly node: PlistNode;
}
/** One value of a property list, XML or binary. Members of a dictionary stay a list: a key may stand twice. */
export type PlistNode = At &
  (
    | {
        readonly kind: 'string';
        readonly value: string;
        /** A carriage return stands in it as it is: XML makes a line feed of it, not every reader does. */
        readonly returns?: true;
      }
    | { readonly kind: 'integer' | 'real'; readonly value: number }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'array'; readonly items: readonly PlistNode[] }
    | { readonly kind: 'dict'; readonly members: readonly Member[] }
    | { readonly kind: 'date' | 'data' | 'uid' | 'null' | 'set' }
  );
/** A dictionary of a property list. */
export type DictNode = PlistNode & { readonly kind: 'dict' };

/** A property list that is none: thrown inside the two parsers, caught where they are called. */
export class PlistFault extends Error {
  readonly position: Range | undefined;
  constructor(problem: string, position?: Range) {
    super(problem);
    this.position = position;
  }
}

/** The value of a key in a dictionary. */
export function member(dict: DictNode, key: string): PlistNode | undefined {
  return dict.members.find((one) => one.key === key)?.node;
}

/** The text under a key, when it is text. */
export function textOf(dict: DictNode, key: string): string | undefined {
  const node = member(dict, key);
  return node?.kind === 'string' ? node.value : undefined;
}

/** A value as an element name, for messages and `diff`. */
export function elementName(node: PlistNode): string {
  return node.kind === 'boolean' ? `<${String(node.value)}/>` : `<${node.kind}>`;
}

/** The same with its article. */
export function anElement(node: PlistNode): string {
  return `${node.kind === 'array' || node.kind === 'integer' ? 'an' : 'a'} ${elementName(node)}`;
}

/** The JSON value a node stands for; undefined when it, or something inside it, has none. */
export function toJson(node: PlistNode): unknown {
  if (node.kind === 'real') return Number.isFinite(node.value) ? node.value : undefined;
  if ('value' in node) return node.value;
  if (node.kind === 'array') {
    const items = node.items.map(toJson);
    return items.includes(undefined) ? undefined : items;
  }
  if (node.kind !== 'dict') return undefined;
  const members = node.members.map(({ key, node: value }) => [key, toJson(value)] as const);
  // fromEntries defines members; it never sets a prototype, whatever the key is called.
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}
