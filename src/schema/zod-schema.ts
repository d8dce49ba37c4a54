import * as z from 'zod/mini';
import type { FieldType, StringType } from './key-spec.ts';
import { judgeFormat, type Problem } from './formats.ts';
import { hasReference } from './references.ts';
import { judgeHeader } from './headers.ts';

/*
 * Rows become zod schemas when a key is met, not before: a file uses a dozen of 180 keys.
 * zod's code generation is off: it costs more than it saves on values this small.
 */
z.config({ jitless: true });

const made = new WeakMap<FieldType, z.ZodMiniType>();

/** The zod schema of a row's type. Problems of our own travel as custom issues with `params: Problem`. */
export function zodSchema(type: FieldType, name: string): z.ZodMiniType {
  let schema = made.get(type);
  if (schema === undefined) {
    schema = build(type, name);
    made.set(type, schema);
  }
  return schema;
}

function build(type: FieldType, name: string): z.ZodMiniType {
  switch (type.kind) {
    case 'string':
      return checked(z.string(), (text) => judgeText(type, text, name));
    case 'boolean':
      return z.boolean();
    case 'integer':
    case 'number':
      return checked(z.number(), (value) => judgeNumber(type, value));
    case 'enum':
      return z.enum(type.values);
    case 'array':
      return checked(z.array(zodSchema(type.items, name)), (items) =>
        type.maxItems !== undefined && items.length > type.maxItems
          ? [outOfRange(`${items.length} entries long`, `at most ${type.maxItems} entries`)]
          : [],
      );
    case 'map': {
      const record = z.record(z.string(), zodSchema(type.values, name));
      return type.of === 'headers' ? checked(record, judgeHeaders) : record;
    }
    case 'object':
      return z.strictObject(
        Object.fromEntries(
          Object.entries(type.fields).map(([field, spec]) => {
            const schema = zodSchema(spec.type, field);
            return [field, spec.required === true ? schema : z.optional(schema)];
          }),
        ),
      );
    case 'either':
      return chosen(type.of, name);
    case 'any':
      return z.unknown();
  }
}

/** The first type whose JSON type fits judges the value, so that its own problems are told and not "no union member fits". */
function chosen(types: readonly FieldType[], name: string): z.ZodMiniType {
  return z.unknown().check((payload) => {
    const type = types.find((one) => fits(one, payload.value));
    if (type === undefined) {
      payload.issues.push({
        code: 'custom',
        input: payload.value,
        params: {
          code: 'wrong-type',
          args: { expected: types.map(expectation).join(' or ') },
        } satisfies Problem,
      });
      return;
    }
    const result = zodSchema(type, name).safeParse(payload.value, { reportInput: true });
    for (const issue of result.error?.issues ?? [])
      payload.issues.push({ ...issue, continue: true } as never);
  });
}

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
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'either':
      return type.of.some((one) => fits(one, value));
    case 'any':
      return true;
  }
}

function checked<T>(
  schema: z.ZodMiniType<T>,
  judge: (value: T) => readonly (Problem & { path?: PropertyKey[] })[],
): z.ZodMiniType<T> {
  return schema.check((payload) => {
    for (const { path, ...params } of judge(payload.value))
      payload.issues.push({
        code: 'custom',
        input: payload.value,
        params,
        ...(path === undefined ? {} : { path }),
        continue: true,
      });
  });
}

function judgeText(type: StringType, text: string, name: string): readonly Problem[] {
  if (hasReference(text)) return [];
  const length = text.trim().length;
  if (text === '') return [{ code: 'empty-value', args: {} }];
  if (type.minLength !== undefined && length < type.minLength)
    return [outOfRange(`${length} characters long`, `at least ${type.minLength} characters`)];
  if (type.maxLength !== undefined && length > type.maxLength)
    return [outOfRange(`${length} characters long`, `at most ${type.maxLength} characters`)];
  if (type.pattern !== undefined && !new RegExp(type.pattern, 'u').test(text))
    return [
      { code: 'bad-format', args: { problem: `does not match ${type.pattern}`, fix: 'Mend the text.' } },
    ];
  return type.format === undefined ? [] : judgeFormat(type.format, text, name);
}

function judgeNumber(
  type: { kind: 'integer' | 'number'; min?: number; max?: number; above?: number },
  value: number,
): readonly Problem[] {
  if (type.kind === 'integer' && !Number.isInteger(value))
    return [{ code: 'wrong-type', args: { expected: expectation(type) } }];
  if (type.kind === 'integer' && !Number.isSafeInteger(value))
    return [{ code: 'number-too-large', args: {} }];
  const { min, max, above } = type;
  const tooSmall = (min !== undefined && value < min) || (above !== undefined && value <= above);
  if (!tooSmall && (max === undefined || value <= max)) return [];
  return [outOfRange(undefined, rangeText({ min, max, above }))];
}

/** `from 1 to 720`, `above 0 and at most 1`, `at least 0`. */
export function rangeText(bounds: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly above?: number | undefined;
}): string {
  const { min, max, above } = bounds;
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  const lower = above !== undefined ? `above ${above}` : min !== undefined ? `at least ${min}` : '';
  const upper = max !== undefined ? `at most ${max}` : '';
  return [lower, upper].filter((one) => one !== '').join(' and ');
}

function judgeHeaders(
  record: Readonly<Record<string, unknown>>,
): readonly (Problem & { path?: PropertyKey[] })[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const problem = judgeHeader(name, typeof value === 'string' && !hasReference(value) ? value : 'x');
    return problem === undefined
      ? []
      : [{ code: 'header-invalid' as const, args: { problem }, path: [name] }];
  });
}

function outOfRange(got: string | undefined, bound: string): Problem {
  return { code: 'out-of-range', args: { bound, ...(got === undefined ? {} : { got }) } };
}

/** What a type asks for, in words with an article. */
export function expectation(type: FieldType): string {
  switch (type.kind) {
    case 'string':
      return type.format === 'url' || type.format === 'https-url' || type.format === 'issuer'
        ? 'a URL'
        : 'a string';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'an integer';
    case 'number':
      return 'a number';
    case 'enum':
      return `one of ${type.values.map((value) => `"${value}"`).join(', ')}`;
    case 'array':
      return `a list${itemsText(type.items)}`;
    case 'map':
      return type.of === 'headers' ? 'an object of header names and values' : 'an object';
    case 'object':
      return 'an object';
    case 'either':
      return type.of.map(expectation).join(' or ');
    case 'any':
      return 'a value';
  }
}

function itemsText(type: FieldType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return ' of strings';
    case 'object':
      return ' of objects';
    case 'either':
      return ' of strings or objects';
    default:
      return '';
  }
}
