import type { FieldType } from '../key-spec.ts';
import type { $ZodIssue, $ZodType } from './zod.ts';

/**
 * What a text in a managed source stands for: itself, `true` or `1`, a number, JSON, either JSON or itself, or what
 * nobody knows (vendor page "Value types").
 */
export type Wire = 'text' | 'boolean' | 'number' | 'json' | 'json-or-text' | 'unknown';

/** One kind of type: all that deciding needs to know of it. One file a kind; `kinds.ts` lists them. */
export interface Kind<T extends FieldType> {
  /** Whether a value has the JSON type that a type asks for; what it holds is not looked at. */
  fits(type: T, value: unknown, types: Types): boolean;
  /** Whether zod would have nothing against the value: the same answer as `schema` gives, without making one. */
  isRight(type: T, value: unknown, types: Types): boolean;
  /** The zod schema, which says what is wrong. */
  schema(type: T, types: Types): $ZodType;
  /** What the type asks for, in words with an article. */
  words(type: T, types: Types): string;
  /** What it is called as the item of a list, such as ` of strings`; nothing when it is not said. */
  readonly asItem?: string;
  wire(type: T, types: Types): Wire;
  /** A text, whatever it says, can be what the row asks for. */
  readonly takesText: boolean;
}

/** The same questions for a type of any kind: how a kind asks about the types inside it. */
export interface Types {
  fits(type: FieldType, value: unknown): boolean;
  isRight(type: FieldType, value: unknown): boolean;
  schema(type: FieldType): $ZodType;
  issues(type: FieldType, value: unknown): readonly $ZodIssue[];
  words(type: FieldType): string;
  /** ` of strings`, or nothing. */
  asItem(type: FieldType): string;
  wire(type: FieldType): Wire;
}
