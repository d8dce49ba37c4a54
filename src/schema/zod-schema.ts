import {
  $ZodArray,
  $ZodBoolean,
  $ZodEnum,
  $ZodNever,
  $ZodNumber,
  $ZodObject,
  $ZodOptional,
  $ZodRecord,
  $ZodString,
  $ZodUnknown,
  safeParse,
  type $ZodCheck,
  type $ZodIssue,
  type $ZodType,
} from 'zod/v4/core';
import type { FieldType, StringType } from './key-spec.ts';
import type { Problem } from './formats.ts';
import { isObject } from './path.ts';
import { fits } from './types/fits.ts';
import { stringFormats } from './string-formats.ts';
import { hasReference } from './references.ts';
import { fieldProblem } from '../text/http-field.ts';

/*
 * Rows become zod schemas when a key is met, not before: a file uses a dozen of 180 keys. They are made from zod's
 * core, without the methods for chaining, which nobody calls here and which make every schema twice.
 */

const made = new WeakMap<FieldType, $ZodType>();

/** What is wrong with a value of that type. Problems of our own are custom issues with `params: Problem`. */
export function issuesOf(type: FieldType, value: unknown): readonly $ZodIssue[] {
  return isRight(type, value) ? [] : zodIssuesOf(type, value);
}

/**
 * Whether zod would have nothing against a value. Most values of most files are right, and to make a schema for each
 * type costs a run of one file more than everything else that is asked of it; zod says what is wrong with the others.
 */
export function isRight(type: FieldType, value: unknown): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string' && checkText(type, value).length === 0;
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'number':
      return Number.isFinite(value) && checkNumber(type, value as number).length === 0;
    case 'enum':
      return type.values.some((one) => one === value);
    case 'array':
      return (
        Array.isArray(value) &&
        value.length <= (type.maxItems ?? Infinity) &&
        value.every((item) => isRight(type.items, item))
      );
    case 'map':
      return (
        isObject(value) &&
        Object.values(value).every((item) => isRight(type.values, item)) &&
        (type.of !== 'headers' || checkHeaders(value).length === 0)
      );
    case 'object':
      return (
        isObject(value) &&
        Object.keys(value).every((name) => Object.hasOwn(type.fields, name)) &&
        Object.entries(type.fields).every(([name, field]) =>
          Object.hasOwn(value, name) ? isRight(field.type, value[name]) : field.required !== true,
        )
      );
    case 'either': {
      const one = type.of.find((alternative) => fits(alternative, value));
      return one !== undefined && isRight(one, value);
    }
    case 'any':
      return true;
  }
}

/** What zod has against a value. */
export function zodIssuesOf(type: FieldType, value: unknown): readonly $ZodIssue[] {
  const result = safeParse(schemaOf(type), value);
  return result.success ? [] : result.error.issues;
}

/** The zod schema of a row's type, made at the first question. */
function schemaOf(type: FieldType): $ZodType {
  let schema = made.get(type);
  if (schema === undefined) {
    schema = build(type);
    made.set(type, schema);
  }
  return schema;
}

function build(type: FieldType): $ZodType {
  switch (type.kind) {
    case 'string':
      return new $ZodString({
        type: 'string',
        checks: [check((text: string) => checkText(type, text))],
      });
    case 'boolean':
      return new $ZodBoolean({ type: 'boolean' });
    case 'integer':
    case 'number':
      return new $ZodNumber({ type: 'number', checks: [check((value: number) => checkNumber(type, value))] });
    case 'enum':
      return new $ZodEnum({
        type: 'enum',
        entries: Object.fromEntries(type.values.map((value) => [value, value])),
      });
    case 'array': {
      const element = schemaOf(type.items);
      const { maxItems } = type;
      if (maxItems === undefined) return new $ZodArray({ type: 'array', element });
      const tooLong = (items: readonly unknown[]): readonly Problem[] =>
        items.length > maxItems
          ? [outOfRange(`${items.length} entries long`, `at most ${maxItems} entries`)]
          : [];
      return new $ZodArray({ type: 'array', element, checks: [check(tooLong)] });
    }
    case 'map':
      return new $ZodRecord({
        type: 'record',
        keyType: new $ZodString({ type: 'string' }),
        valueType: schemaOf(type.values),
        checks: type.of === 'headers' ? [check(checkHeaders)] : [],
      });
    case 'object':
      return new $ZodObject({
        type: 'object',
        shape: Object.fromEntries(
          Object.entries(type.fields).map(([field, spec]) => {
            const innerType = schemaOf(spec.type);
            return [
              field,
              spec.required === true ? innerType : new $ZodOptional({ type: 'optional', innerType }),
            ];
          }),
        ),
        catchall: new $ZodNever({ type: 'never' }),
      });
    case 'either':
      return new $ZodUnknown({ type: 'unknown', checks: [chosen(type.of)] });
    case 'any':
      return new $ZodUnknown({ type: 'unknown' });
  }
}

/** The first type whose JSON type fits checks the value, so that its own problems are told and not "no union member fits". */
function chosen(types: readonly FieldType[]): $ZodCheck<unknown> {
  return custom((payload) => {
    const { value } = payload;
    const type = types.find((one) => fits(one, value));
    if (type === undefined) {
      const args = { expected: types.map(expectation).join(' or ') };
      const params = { code: 'wrong-type', args } satisfies Problem;
      payload.issues.push({ code: 'custom', input: value, params });
      return;
    }
    for (const issue of issuesOf(type, value)) payload.issues.push({ ...issue, continue: true } as never);
  });
}

/** A test of ours; its problems never keep zod from going on. */
function check<T>(validate: (value: T) => readonly (Problem & { path?: PropertyKey[] })[]): $ZodCheck<T> {
  return custom((payload) => {
    for (const { path, ...params } of validate(payload.value))
      payload.issues.push({
        code: 'custom',
        input: payload.value,
        params,
        ...(path === undefined ? {} : { path }),
        continue: true,
      });
  });
}

function custom<T>(check: $ZodCheck<T>['_zod']['check']): $ZodCheck<T> {
  return { _zod: { def: { check: 'custom' }, check, onattach: [] } };
}

function checkText(type: StringType, text: string): readonly Problem[] {
  if (hasReference(text)) return [];
  const length = text.trim().length;
  if (text === '') return [{ code: 'empty-value', args: {} }];
  if (type.minLength !== undefined && length < type.minLength)
    return [outOfRange(`${length} characters long`, `at least ${type.minLength} characters`)];
  if (type.maxLength !== undefined && length > type.maxLength)
    return [outOfRange(`${length} characters long`, `at most ${type.maxLength} characters`)];
  if (type.pattern !== undefined && !new RegExp(type.pattern, 'u').test(text))
    return [
      {
        code: 'bad-format',
        args: type.words ?? { problem: `does not match ${type.pattern}`, fix: 'Fix the text.' },
      },
    ];
  return type.format === undefined ? [] : stringFormats[type.format].check(text, type.role);
}

function checkNumber(
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

function checkHeaders(
  record: Readonly<Record<string, unknown>>,
): readonly (Problem & { path?: PropertyKey[] })[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const problem = fieldProblem(name, typeof value === 'string' && !hasReference(value) ? value : 'x');
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
      return type.format !== undefined && stringFormats[type.format].isUrl === true ? 'a URL' : 'a string';
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
