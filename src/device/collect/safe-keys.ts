import { keyNames, keySpec } from '../../schema/index.ts';
import { foldType, type Kinds } from '../../schema/forms.ts';

/** Whether a value of the type may hold a credential in some place of it. */
const mayHoldSecret: Kinds<boolean> = {
  string: ({ role }) => role === 'argument',
  boolean: () => false,
  number: () => false,
  enum: () => false,
  // Nobody knows what stands there.
  any: () => true,
  array: (_, items) => items,
  map: ({ of }, values) => of === 'headers' || values,
  object: (_, members) => members.some(({ field, came }) => field.secret === true || came),
  either: (_, alternatives) => alternatives.includes(true),
};

/** Keys whose values can be taken from a device as they are; every other is masked there, unknown ones too. */
export const safeKeys: readonly string[] = keyNames.filter((key) => {
  const spec = keySpec(key);
  return spec !== undefined && spec.secret !== true && !foldType(spec.type, mayHoldSecret);
});

/** Keys that hold a credential, or may, by the catalogue. */
export const secretKeys: readonly string[] = keyNames.filter((key) => !safeKeys.includes(key));
