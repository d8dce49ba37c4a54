import { joinPath } from '../path.ts';
import type { Path } from '../document.ts';
import type { FieldSpec, FieldType, StringType } from '../key-spec.ts';
import { fits } from './kinds.ts';

/** A value inside a setting, with what its row says about it. */
interface Spot {
  /** The type asked for there, of several the one that the value fits; undefined inside a member that the row does not have. */
  readonly type: FieldType | undefined;
  readonly value: unknown;
  readonly path: Path;
  /** The row of the member, when the value is one. */
  readonly field?: FieldSpec | undefined;
  /** The name of the HTTP header whose value this is. */
  readonly header?: string | undefined;
}

/**
 * The one walk over a value and its type, outside in and in the order of the document, whether or not the value is of
 * the type its row asks for. `enter` sees every value; false leaves out what is inside it.
 */
export function visit(
  type: FieldType | undefined,
  value: unknown,
  path: Path,
  enter: (spot: Spot) => boolean,
): void {
  walk({ type: narrowed(type, value), value, path }, enter);
}

function walk(spot: Spot, enter: (spot: Spot) => boolean): void {
  if (!enter(spot)) return;
  const { type, value, path } = spot;
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    const items = type?.kind === 'array' ? type.items : undefined;
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      walk({ type: narrowed(items, item), value: item, path: joinPath(path, index) }, enter);
    }
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    const field = fieldOf(type, name);
    const header = type?.kind === 'map' && type.of === 'headers' && typeof item === 'string';
    walk(
      {
        type: narrowed(memberType(type, name), item),
        value: item,
        path: joinPath(path, name),
        field,
        header: header ? name : undefined,
      },
      enter,
    );
  }
}

/** The types that a value may be of: several, or the one. */
export function alternatives(type: FieldType): readonly FieldType[] {
  return type.kind === 'either' ? type.of.flatMap(alternatives) : [type];
}

/** What a row says of a text; undefined where it asks for something else. */
export function textType(type: FieldType | undefined): StringType | undefined {
  return type?.kind === 'string' ? type : undefined;
}

/** Of several types the first that fits the value. */
function narrowed(type: FieldType | undefined, value: unknown): FieldType | undefined {
  return type?.kind === 'either' ? (type.of.find((one) => fits(one, value)) ?? type) : type;
}

/** The row of a member. Own names only. */
function fieldOf(type: FieldType | undefined, name: string): FieldSpec | undefined {
  return type?.kind === 'object' && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
}

function memberType(type: FieldType | undefined, name: string): FieldType | undefined {
  if (type?.kind === 'map') return type.values;
  return type?.kind === 'any' ? type : fieldOf(type, name)?.type;
}

/** The type that a row asks for at a path inside its value: as far as the row goes along. */
export function typeAt(type: FieldType, path: Path): FieldType {
  let current = type;
  for (const step of path) {
    if (current.kind === 'either') current = current.of.find((one) => takes(one, step)) ?? current;
    if (current.kind === 'array') current = current.items;
    else if (current.kind === 'map') current = current.values;
    else {
      const member = fieldOf(current, String(step));
      if (member === undefined) return current;
      current = member.type;
    }
  }
  return current;
}

/** What stands behind a step of a path into a type: of several types, behind each that goes along. */
export function stepInto(
  type: FieldType,
  step: string | number,
): readonly { readonly type: FieldType; readonly field?: FieldSpec; readonly of: FieldType }[] {
  if (type.kind === 'either') return type.of.flatMap((one) => stepInto(one, step));
  if (type.kind === 'array') return typeof step === 'number' ? [{ type: type.items, of: type }] : [];
  if (typeof step !== 'string') return [];
  if (type.kind === 'map') return [{ type: type.values, of: type }];
  const field = fieldOf(type, step);
  return field === undefined ? [] : [{ type: field.type, field, of: type }];
}

/** Whether a type has something behind a step of a path: an item behind a number, a member behind a name. */
function takes(type: FieldType, step: string | number): boolean {
  return (typeof step === 'number') === (type.kind === 'array') && isStructure(type);
}

/** Lists, maps and objects, also as one of several types. */
export function isStructure({ kind }: FieldType): boolean {
  return kind === 'array' || kind === 'map' || kind === 'object' || kind === 'either';
}
