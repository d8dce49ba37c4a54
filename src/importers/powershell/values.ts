import type { Statement } from './nodes.ts';

/*
 * What an expression of a script is known to be without running anything. `unknown` is everything else; it says where
 * the value comes from, by the name of a command or variable, never by a text of the script that may be a secret.
 */

/** What an expression comes to, as far as it is known without running anything. */
export type Value =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly at?: number;
      /** The text is the name of a member of a table, and this its value. */
      readonly wanted?: Value;
    }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly members: ReadonlyMap<string, Member> }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'base'; readonly hive: string; readonly view: View }
  | { readonly kind: 'regkey'; readonly path: string; readonly view: View }
  | { readonly kind: 'unknown'; readonly from: string };

/** The view of the registry that a 32-bit or 64-bit program sees. */
export type View = 'default' | '32' | '64';

/** A member of a table or object. */
export interface Member {
  /** As written; names ignore case. */
  readonly name: string;
  readonly value: Value;
  /** Where the member stands: an offset in the script. */
  readonly at?: number;
}

/** A text; `at` is where it stands in the script. */
export const text = (value: string, at?: number): Value => ({
  kind: 'text',
  text: value,
  ...(at !== undefined && { at }),
});
/** What only a run would know; `from` says where it comes from. */
export const unknown = (from: string): Value => ({ kind: 'unknown', from });
export const NULL: Value = { kind: 'null' };

/** A map of members, later ones first where a name stands twice. */
export function mapOf(members: readonly Member[]): Value {
  return { kind: 'map', members: new Map(members.map((member) => [member.name.toLowerCase(), member])) };
}

/** As `[string]` makes a text of it; undefined when it is not known or has no text of use. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return String(value.number);
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'null':
      return '';
    case 'list': {
      const items = value.items.map(textOf);
      return items.includes(undefined) ? undefined : items.join(' ');
    }
    default:
      return undefined;
  }
}

/** Where a value comes from that holds, somewhere inside, something unknown; undefined when all is known. */
export function unknownIn(value: Value): string | undefined {
  if (value.kind === 'unknown') return value.from;
  if (value.kind === 'list') return firstOf(value.items);
  if (value.kind === 'map') return firstOf([...value.members.values()].map((member) => member.value));
  return undefined;
}

/** A value of which a condition decides whether it is set. */
export function maybe(value: Value): Value {
  return unknownIn(value) === undefined ? unknown('a condition') : value;
}

function firstOf(values: readonly Value[]): string | undefined {
  for (const value of values) {
    const from = unknownIn(value);
    if (from !== undefined) return from;
  }
  return undefined;
}

/**
 * The value as JSON would hold it; undefined when it is not known. What is nested deeper than `depth` levels becomes a
 * text, as ConvertTo-Json makes one of it.
 */
export function jsonOf(value: Value, depth = Infinity): unknown {
  if (depth < 0 && value.kind === 'map') return 'System.Collections.Hashtable';
  if (depth < 0 && value.kind === 'list') return textOf(value) ?? 'System.Object[]';

  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'list':
      return value.items.map((item) => jsonOf(item, depth - 1));
    case 'map':
      return Object.fromEntries(
        [...value.members.values()].map(({ name, value: member }) => [name, jsonOf(member, depth - 1)]),
      );
    default:
      return undefined;
  }
}

/** A JSON value as `ConvertFrom-Json` gives it. */
export function fromJson(value: unknown, at?: number): Value {
  if (value === null || value === undefined) return NULL;
  if (typeof value === 'string') return text(value, at);
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => fromJson(item, at)) };
  return mapOf(
    Object.entries(value).map(([name, member]) => ({
      name,
      value: fromJson(member, at),
      ...(at !== undefined && { at }),
    })),
  );
}

/** A name of the script for a message: short, and nothing but a name. */
export function word(name: string): string {
  return /^[\w.:-]{1,60}$/.test(name) ? name : '…';
}
