import type { Path } from './document.ts';
import type { FieldType } from './key-spec.ts';
import { fits } from './zod-schema.ts';

/** A text inside a value, with what its row says about it. */
export interface Leaf {
  readonly text: string;
  readonly path: Path;
  /** The type asked for there; undefined inside a member that the row does not have. */
  readonly type: FieldType | undefined;
  /** The name of the HTTP header whose value this is. */
  readonly header?: string;
}

/** Every text of a value, in order, whether or not the value is of the type its row asks for. */
export function leaves(type: FieldType | undefined, value: unknown, path: Path): readonly Leaf[] {
  const found: Leaf[] = [];
  collect(type, value, path, found);
  return found;
}

function collect(type: FieldType | undefined, value: unknown, path: Path, found: Leaf[]): void {
  if (typeof value === 'string') {
    found.push({ text: value, path, type: narrowed(type, value) });
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const here = narrowed(type, value);
  if (Array.isArray(value)) {
    const items = here?.kind === 'array' ? here.items : undefined;
    for (let index = 0; index < value.length; index++) collect(items, value[index], [...path, index], found);
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    const at = [...path, name];
    if (here?.kind === 'map' && here.of === 'headers' && typeof item === 'string')
      found.push({ text: item, path: at, type: here.values, header: name });
    else collect(memberType(here, name), item, at, found);
  }
}

function narrowed(type: FieldType | undefined, value: unknown): FieldType | undefined {
  return type?.kind === 'either' ? (type.of.find((one) => fits(one, value)) ?? type) : type;
}

function memberType(type: FieldType | undefined, name: string): FieldType | undefined {
  if (type?.kind === 'map') return type.values;
  if (type?.kind === 'object' && Object.hasOwn(type.fields, name)) return type.fields[name]?.type;
  return type?.kind === 'any' ? type : undefined;
}
