import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/schema/catalogue/index.ts';
import type { FieldType } from '../../src/schema/key-spec.ts';
import { formatRows as stringFormats } from '../../src/schema/rows.ts';
import { isRight, issuesOf, zodIssuesOf } from '../../src/schema/types/kinds.ts';

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(NaN, Infinity, '', ' ', '${env:A}', 2 ** 60, -1, 0.5, 'x\u0000', 'a'.repeat(300)),
);

/** Values that are nearly always of the type, and now and then are something else at any place. */
function valuesOf(type: FieldType): fc.Arbitrary<unknown> {
  const some = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ arbitrary: right, weight: 12 }, { arbitrary: anything, weight: 1 });
  switch (type.kind) {
    case 'string':
      return some(
        fc.constantFrom(
          'example',
          ...(type.format === undefined ? [] : [stringFormats[type.format].example]),
        ),
      );
    case 'boolean':
      return some(fc.boolean());
    case 'integer':
    case 'number':
      return some(fc.integer({ min: type.min ?? 0, max: type.max ?? 1000 }));
    case 'enum':
      return some(fc.constantFrom(...type.values));
    case 'array':
      return some(fc.array(valuesOf(type.items), { maxLength: 4 }));
    case 'map':
      return some(
        fc.dictionary(fc.constantFrom('x-one', 'two', 'Host', '__proto__', 'a b'), valuesOf(type.values), {
          maxKeys: 3,
        }),
      );
    case 'object': {
      const members: Record<string, fc.Arbitrary<unknown>> = { other: fc.constant(1) };
      for (const [name, field] of Object.entries(type.fields)) members[name] = valuesOf(field.type);
      const requiredKeys = Object.keys(type.fields).filter((name) => type.fields[name]?.required === true);
      return some(fc.record(members, { requiredKeys }));
    }
    case 'either':
      return fc.oneof(...type.of.map(valuesOf), anything);
    case 'any':
      return anything;
  }
}

test.for(Object.entries(catalogue))(
  '%s: what is right by the quick look is right for zod, and the other way round',
  ([, { type }]) => {
    fc.assert(
      fc.property(valuesOf(type), (value) => {
        const issues = zodIssuesOf(type, value);
        expect(isRight(type, value)).toBe(issues.length === 0);
        expect(issuesOf(type, value)).toEqual(issues);
      }),
      { numRuns: 60, seed: 13 },
    );
  },
);
