import type { SetData } from './statement.ts';
import { decodeAnsi } from '../text.ts';

/** Registry types, by number (winnt.h). */
const TYPES: Readonly<Record<number, string>> = {
  0: 'REG_NONE',
  2: 'REG_EXPAND_SZ',
  3: 'REG_BINARY',
  5: 'REG_DWORD_BIG_ENDIAN',
  6: 'REG_LINK',
  7: 'REG_MULTI_SZ',
  11: 'REG_QWORD',
};

/**
 * The value as the app would find it; without one when the type is never read. `ansiBytes`: texts written as bytes are
 * in the ANSI code page.
 */
export function readData(
  data: SetData,
  ansiBytes: boolean,
): { readonly value?: string | number; readonly encoding: string } {
  if (data.type === 'text') return { value: data.text, encoding: 'REG_SZ' };
  if (data.type === 'dword') return { value: data.number, encoding: 'REG_DWORD' };
  const bytes = Buffer.from(data.bytes);
  if (data.registryType === 4 && bytes.length === 4)
    return { value: bytes.readUInt32LE(), encoding: 'REG_DWORD' };
  if (data.registryType !== 1)
    return {
      encoding:
        TYPES[data.registryType] ??
        (data.registryType === 4
          ? 'a REG_DWORD of another length than four bytes'
          : 'of an unknown registry type'),
    };
  const text = ansiBytes ? decodeAnsi(bytes) : bytes.toString('utf16le');
  const end = text.indexOf('\0');
  return { value: end === -1 ? text : text.slice(0, end), encoding: 'REG_SZ' };
}

/** Types that make a hive count as configured, readable or not. */
export function countsAsPolicy(data: SetData): boolean {
  return data.type !== 'bytes' || [1, 2, 4].includes(data.registryType);
}
