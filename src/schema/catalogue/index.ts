import type { KeySpec, ValueOf } from '../key-spec.ts';
import { limits } from './limits.ts';

/** The sections of the app's own configuration window, in its order. Adding a key touches only its section's file. */
export const sections = {
  Limits: limits,
} as const satisfies Record<string, Readonly<Record<string, KeySpec>>>;

export const catalogue = {
  ...limits,
} as const;

export type KeyName = keyof typeof catalogue;

/** A configuration that passed validation: native values by key name, in the order of the source document. */
export type Config = { readonly [K in KeyName]?: ValueOf<(typeof catalogue)[K]['type']> };

/** The row of a key, or undefined for a name Claude Desktop does not read. Safe for any text, `__proto__` included. */
export function keySpec(name: string): KeySpec | undefined {
  return Object.hasOwn(catalogue, name) ? catalogue[name as KeyName] : undefined;
}

export const keyNames = Object.keys(catalogue) as readonly KeyName[];
