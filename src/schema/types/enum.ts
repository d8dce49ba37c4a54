import type { EnumType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodEnum } from './zod.ts';

/** One of a few texts. */
export const choice: Kind<EnumType> = {
  fits: (_, value) => typeof value === 'string',
  isRight: ({ values }, value) => values.some((one) => one === value),
  schema: ({ values }) =>
    new $ZodEnum({ type: 'enum', entries: Object.fromEntries(values.map((value) => [value, value])) }),
  words: ({ values }) => `one of ${values.map((value) => `"${value}"`).join(', ')}`,
  asItem: ' of strings',
  wire: () => 'text',
  takesText: false,
};
