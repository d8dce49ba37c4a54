import type { SetData } from '../registry/statement.ts';
import { REGISTRY_TYPES } from '../registry/types.ts';
import { textOf, type Value } from './values.ts';

/**
 * What arrives in the registry. Without a type the .NET rule counts: a whole number is a REG_DWORD, a list of texts a
 * REG_MULTI_SZ, everything else the text that it makes.
 */
export function registryData(value: Value, type: string | undefined): SetData | undefined {
  const registryType =
    type === undefined || type.toLowerCase() === 'unknown'
      ? inferred(value)
      : REGISTRY_TYPES[type.toLowerCase()];
  if (registryType === undefined) return undefined;
  if (registryType === 1) {
    const text = textOf(value);
    return text === undefined ? undefined : { type: 'text', text };
  }
  if (registryType === 4) {
    const number = value.kind === 'boolean' ? Number(value.value) : Number(textOf(value) ?? NaN);
    return Number.isInteger(number) && number >= -(2 ** 31) && number < 2 ** 32
      ? { type: 'dword', number: number >>> 0 }
      : undefined;
  }
  return { type: 'bytes', registryType, bytes: new Uint8Array() };
}

function inferred(value: Value): number {
  if (value.kind === 'list') return 7;
  if (value.kind !== 'number' || !Number.isInteger(value.number)) return 1;
  return value.number >= -(2 ** 31) && value.number < 2 ** 31 ? 4 : 11;
}
