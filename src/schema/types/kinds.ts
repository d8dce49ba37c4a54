import type { FieldType } from '../key-spec.ts';
import { any } from './any.ts';
import { array } from './array.ts';
import { boolean } from './boolean.ts';
import { either } from './either.ts';
import { choice } from './enum.ts';
import type { Kind, Types, Wire } from './kind.ts';
import { map } from './map.ts';
import { number } from './number.ts';
import { object } from './object.ts';
import { string } from './string.ts';
import { safeParse, type $ZodIssue, type $ZodType } from './zod.ts';

export type { Wire } from './kind.ts';

type TypeOf<K extends FieldType['kind'], T = FieldType> = T extends FieldType
  ? K extends T['kind']
    ? T
    : never
  : never;

/** Every kind of type. `fold.ts` has the order in which a type is gone through, `visit.ts` that of a value. */
const KINDS: { readonly [K in FieldType['kind']]: Kind<TypeOf<K>> } = {
  string,
  boolean,
  integer: number,
  number,
  enum: choice,
  array,
  map,
  object,
  either,
  any,
};

function kindOf(type: FieldType): Kind<FieldType> {
  return KINDS[type.kind];
}

const types: Types = {
  fits,
  isRight,
  schema,
  issues: issuesOf,
  words: expectation,
  asItem: (type) => kindOf(type).asItem ?? '',
  wire: wireOf,
};

/** Whether a value has the JSON type that a type asks for; what it holds is not looked at. */
export function fits(type: FieldType, value: unknown): boolean {
  return kindOf(type).fits(type, value, types);
}

/**
 * Whether zod would have nothing against a value. Most values of most files are right, and to make a schema for each
 * type costs a run of one file more than everything else that is asked of it; zod says what is wrong with the others.
 */
export function isRight(type: FieldType, value: unknown): boolean {
  return kindOf(type).isRight(type, value, types);
}

/** What is wrong with a value of that type. Problems of our own are custom issues with `params: Problem`. */
export function issuesOf(type: FieldType, value: unknown): readonly $ZodIssue[] {
  return isRight(type, value) ? [] : zodIssuesOf(type, value);
}

/** What zod has against a value. */
export function zodIssuesOf(type: FieldType, value: unknown): readonly $ZodIssue[] {
  const result = safeParse(schema(type), value);
  return result.success ? [] : result.error.issues;
}

const made = new WeakMap<FieldType, $ZodType>();

/** The zod schema of a row's type, made at the first question: a file uses a dozen of 180 keys. */
function schema(type: FieldType): $ZodType {
  let found = made.get(type);
  if (found === undefined) {
    found = kindOf(type).schema(type, types);
    made.set(type, found);
  }
  return found;
}

/** What a type asks for, in words with an article. */
export function expectation(type: FieldType): string {
  return kindOf(type).words(type, types);
}

/** Whether a text, whatever it says, can be what a row asks for; where no row asks for anything it can. */
export function takesText(type: FieldType | undefined): boolean {
  return type === undefined || kindOf(type).takesText;
}

/** What a text in a managed source stands for under a key of that type. */
export function wireOf(type: FieldType): Wire {
  return kindOf(type).wire(type, types);
}
