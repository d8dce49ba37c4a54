import type { Problem } from '../formats.ts';
import type { NumberType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodNumber, check, outOfRange } from './zod.ts';

/** Whole numbers and others. */
export const number: Kind<NumberType> = {
  fits: (_, value) => typeof value === 'number',
  isRight: (type, value) =>
    typeof value === 'number' && Number.isFinite(value) && problemsOf(type, value).length === 0,
  schema: (type) =>
    new $ZodNumber({ type: 'number', checks: [check((value: number) => problemsOf(type, value))] }),
  words: ({ kind }) => (kind === 'integer' ? 'an integer' : 'a number'),
  wire: () => 'number',
  takesText: false,
};

function problemsOf(type: NumberType, value: number): readonly Problem[] {
  if (type.kind === 'integer' && !Number.isInteger(value))
    return [{ code: 'wrong-type', args: { expected: 'an integer' } }];
  if (type.kind === 'integer' && !Number.isSafeInteger(value))
    return [{ code: 'number-too-large', args: {} }];
  const { min, max, above } = type;
  const tooSmall = (min !== undefined && value < min) || (above !== undefined && value <= above);
  if (!tooSmall && (max === undefined || value <= max)) return [];
  return [outOfRange(undefined, boundsText(type))];
}

/** `from 1 to 720`, `above 0 and at most 1`, `at least 0`. */
export function boundsText({ min, max, above }: NumberType): string {
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  const lower = above !== undefined ? `above ${above}` : min !== undefined ? `at least ${min}` : '';
  const upper = max !== undefined ? `at most ${max}` : '';
  return [lower, upper].filter((one) => one !== '').join(' and ');
}
