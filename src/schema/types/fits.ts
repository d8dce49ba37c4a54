import type { FieldType } from '../key-spec.ts';
import { isObject } from '../path.ts';

/** Whether a value has the JSON type that a type asks for; what it holds is not looked at. */
export function fits(type: FieldType, value: unknown): boolean {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'map':
    case 'object':
      return isObject(value);
    case 'either':
      return type.of.some((one) => fits(one, value));
    case 'any':
      return true;
  }
}
