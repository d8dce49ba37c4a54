import type { BooleanType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodBoolean } from './zod.ts';

const is = (_: BooleanType, value: unknown): boolean => typeof value === 'boolean';

export const boolean: Kind<BooleanType> = {
  fits: is,
  isRight: is,
  schema: () => new $ZodBoolean({ type: 'boolean' }),
  words: () => 'true or false',
  wire: () => 'boolean',
  takesText: false,
};
