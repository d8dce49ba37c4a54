import type { KeyRow } from '../schema/descriptions.ts';
import { foldType, type Kinds, type Unit } from '../schema/forms.ts';
import type { FieldType } from '../schema/index.ts';

/** How a console asks for a value. JSON is one line of text; numbers with a fraction are typed as text too. */
export type ControlKind = 'switch' | 'choice' | 'count' | 'text' | 'json';

/** Name of the category that holds what Claude Desktop reads no more, or soon no more. */
export const RETIRED = 'Retired';

/** One key as every kind of form shows it: derived from its row of the catalogue. */
export interface FormRow {
  readonly key: string;
  readonly spec: KeyRow;
  readonly kind: ControlKind;
  /** Label, with a word added where the key is retired. */
  readonly title: string;
  /** Section of the app's own window, or RETIRED. */
  readonly category: string;
  /** Retired: since when and what takes its place, one sentence each. */
  readonly retired?: readonly string[];
  /** Retired: the release or day it was announced with. */
  readonly retiredSince?: string;
  /** choice: what can be chosen, with the release that first reads it where that is later than the key. */
  readonly choices?: readonly Choice[];
  /** text and json: UTF-16 code units; always given, for every console has a short default of its own. */
  readonly maxLength?: number;
  /** count: empty for everything else. */
  readonly bounds: Bounds;
}

/** Bounds and unit of a number, as far as the catalogue knows them. */
interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly unit?: Unit | undefined;
}

/** One value of a choice. */
export interface Choice {
  readonly value: string;
  readonly since?: string;
}

/** Longest JSON: the length that the vendor's own template for Claude Code gives its one JSON box. */
export const JSON_LENGTH = 1_000_000;
/** Longest plain text where the catalogue knows no bound: long enough for a token, and what a registry value should hold at most. */
const TEXT_LENGTH = 16_383;

/** How a value of this type is asked for. */
export function controlKind(type: FieldType): ControlKind {
  return foldType(type, controls);
}

const asJson = (): ControlKind => 'json';

const controls: Kinds<ControlKind> = {
  string: () => 'text',
  boolean: () => 'switch',
  // Consoles count from zero; a key that takes less is typed as text.
  number: ({ kind, min }) => (kind === 'integer' && min !== undefined && min >= 0 ? 'count' : 'text'),
  enum: () => 'choice',
  // What the value of an undocumented key is, nobody knows: a text takes all of it.
  any: asJson,
  array: asJson,
  map: asJson,
  object: asJson,
  either: asJson,
};

/** The longest text a box takes; undefined for what is not typed. */
export function textLength(type: FieldType): number | undefined {
  return foldType(type, longest);
}

const json = (): number => JSON_LENGTH;
const untyped = (): undefined => undefined;

const longest: Kinds<number | undefined> = {
  string: ({ maxLength }) => maxLength ?? TEXT_LENGTH,
  boolean: untyped,
  number: (type) => (controlKind(type) === 'count' ? undefined : 100),
  enum: untyped,
  any: json,
  array: json,
  map: json,
  object: json,
  either: json,
};

/** What a count may be; nothing for what is no number. */
export function boundsOf(type: FieldType): Bounds {
  return foldType(type, bounds);
}

const unbounded = (): Bounds => ({});

const bounds: Kinds<Bounds> = {
  string: unbounded,
  boolean: unbounded,
  number: ({ min, max, unit }) => ({ min, max, unit }),
  enum: unbounded,
  any: unbounded,
  array: unbounded,
  map: unbounded,
  object: unbounded,
  either: unbounded,
};
