import type { ObjectType } from '../key-spec.ts';
import type { Kind } from './kind.ts';
import { $ZodNever, $ZodObject, $ZodOptional } from './zod.ts';
import { isObject } from '../../text/json.ts';

/** Members that are known by name. */
export const object: Kind<ObjectType> = {
  fits: (_, value) => isObject(value),
  isRight: ({ fields }, value, types) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(fields, name)) &&
    Object.entries(fields).every(([name, field]) =>
      Object.hasOwn(value, name) ? types.isRight(field.type, value[name]) : field.required !== true,
    ),
  schema: ({ fields }, types) =>
    new $ZodObject({
      type: 'object',
      shape: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          const innerType = types.schema(field.type);
          return [
            name,
            field.required === true ? innerType : new $ZodOptional({ type: 'optional', innerType }),
          ];
        }),
      ),
      catchall: new $ZodNever({ type: 'never' }),
    }),
  words: () => 'an object',
  asItem: ' of objects',
  wire: () => 'json',
  takesText: false,
};
