import type { Problem } from '../formats.ts';
import type { ArrayType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodArray, check, outOfRange } from './zod.ts';

export const array: Kind<ArrayType> = {
  fits: (_, value) => Array.isArray(value),
  isRight: ({ items, maxItems = Infinity }, value, types) =>
    Array.isArray(value) && value.length <= maxItems && value.every((item) => types.isRight(items, item)),
  schema({ items, maxItems }, types) {
    const element = types.schema(items);
    if (maxItems === undefined) return new $ZodArray({ type: 'array', element });
    const tooLong = (list: readonly unknown[]): readonly Problem[] =>
      list.length > maxItems
        ? [outOfRange(`${list.length} entries long`, `at most ${maxItems} entries`)]
        : [];
    return new $ZodArray({ type: 'array', element, checks: [check(tooLong)] });
  },
  words: ({ items }, types) => `a list${types.asItem(items)}`,
  wire: () => 'json',
  takesText: false,
};
