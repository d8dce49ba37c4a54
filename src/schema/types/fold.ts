import type {
  AnyType,
  ArrayType,
  BooleanType,
  EitherType,
  EnumType,
  FieldSpec,
  FieldType,
  MapType,
  NumberType,
  ObjectType,
  StringType,
} from '../key-spec.ts';

/** Where a type stands inside the type of a key: names of members, `[]` for an item, `*` for a value of a map. */
export type TypePath = readonly string[];

/** What each kind of type comes to. What is inside is given as what it came to itself. */
export interface Kinds<T> {
  string(type: StringType, path: TypePath): T;
  boolean(type: BooleanType, path: TypePath): T;
  number(type: NumberType, path: TypePath): T;
  enum(type: EnumType, path: TypePath): T;
  any(type: AnyType, path: TypePath): T;
  array(type: ArrayType, items: T, path: TypePath): T;
  map(type: MapType, values: T, path: TypePath): T;
  object(type: ObjectType, members: readonly Member<T>[], path: TypePath): T;
  either(type: EitherType, alternatives: readonly T[], path: TypePath): T;
}

interface Member<T> {
  readonly name: string;
  readonly field: FieldSpec;
  readonly came: T;
}

/** The one walk over a type by itself, inside out: `visit.ts` has the one over a type and a value. */
export function fold<T>(type: FieldType, kinds: Kinds<T>, path: TypePath = []): T {
  switch (type.kind) {
    case 'string':
      return kinds.string(type, path);
    case 'boolean':
      return kinds.boolean(type, path);
    case 'integer':
    case 'number':
      return kinds.number(type, path);
    case 'enum':
      return kinds.enum(type, path);
    case 'any':
      return kinds.any(type, path);
    case 'array':
      return kinds.array(type, fold(type.items, kinds, [...path, '[]']), path);
    case 'map':
      return kinds.map(type, fold(type.values, kinds, [...path, '*']), path);
    case 'object': {
      const members = Object.entries(type.fields).map(([name, field]) => ({
        name,
        field,
        came: fold(field.type, kinds, [...path, name]),
      }));
      return kinds.object(type, members, path);
    }
    case 'either':
      return kinds.either(
        type,
        type.of.map((one) => fold(one, kinds, path)),
        path,
      );
  }
}
