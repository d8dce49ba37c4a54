import type { AnyType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodUnknown } from './zod.ts';

/** What nobody knows: accepted, not checked. */
export const any: Kind<AnyType> = {
  fits: () => true,
  isRight: () => true,
  schema: () => new $ZodUnknown({ type: 'unknown' }),
  words: () => 'a value',
  wire: () => 'unknown',
  takesText: true,
};
