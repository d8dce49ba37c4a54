import { keyNames, keySpec, type FieldType } from '../../schema/index.ts';

/** Whether a value of the type may hold a credential in some place of it. */
function mayHoldSecret(type: FieldType, name: string): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'array':
      return /args$/i.test(name) || mayHoldSecret(type.items, name);
    case 'map':
      return type.of === 'headers' || mayHoldSecret(type.values, name);
    case 'object':
      return Object.entries(type.fields).some(
        ([field, spec]) => spec.secret === true || mayHoldSecret(spec.type, field),
      );
    case 'either':
      return type.of.some((one) => mayHoldSecret(one, name));
    default:
      return false;
  }
}

/** Keys whose values can be taken from a device as they are; every other is masked there, unknown ones too. */
export const safeKeys: readonly string[] = keyNames.filter((key) => {
  const spec = keySpec(key);
  return spec !== undefined && spec.secret !== true && !mayHoldSecret(spec.type, key);
});

/** Keys that hold a credential, or may, by the catalogue. */
export const secretKeys: readonly string[] = keyNames.filter((key) => !safeKeys.includes(key));
