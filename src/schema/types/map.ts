import { fieldProblem } from '../../text/http-field.ts';
import type { MapType } from '../key-spec.ts';
import { hasReference } from '../references.ts';
import type { Kind } from './kind.ts';
import { $ZodRecord, $ZodString, check, type InnerProblem } from './zod.ts';
import { isObject } from '../../text/json.ts';

/** Free names with values of one type. */
export const map: Kind<MapType> = {
  fits: (_, value) => isObject(value),
  isRight: ({ values, of }, value, types) =>
    isObject(value) &&
    Object.values(value).every((item) => types.isRight(values, item)) &&
    (of !== 'headers' || headerProblems(value).length === 0),
  schema: ({ values, of }, types) =>
    new $ZodRecord({
      type: 'record',
      keyType: new $ZodString({ type: 'string' }),
      valueType: types.schema(values),
      checks: of === 'headers' ? [check(headerProblems)] : [],
    }),
  words: ({ of }) => (of === 'headers' ? 'an object of header names and values' : 'an object'),
  wire: () => 'json',
  takesText: false,
};

function headerProblems(record: Readonly<Record<string, unknown>>): readonly InnerProblem[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const problem = fieldProblem(name, typeof value === 'string' && !hasReference(value) ? value : 'x');
    return problem === undefined
      ? []
      : [{ code: 'header-invalid' as const, args: { problem }, path: [name] }];
  });
}
