import type { $ZodCheck } from 'zod/v4/core';
import type { Problem } from '../formats.ts';

/*
 * zod's core, without the methods for chaining, which nobody calls here and which make every schema twice. This is the
 * one file that imports it.
 */

export {
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
  type $ZodIssue,
  type $ZodType,
} from 'zod/v4/core';

/** A problem at a place inside the value that is looked at. */
export type InnerProblem = Problem & { readonly path?: PropertyKey[] };

/** A check of ours; its problems are custom issues with `params: Problem`, and never keep zod from going on. */
export function check<T>(validate: (value: T) => readonly InnerProblem[]): $ZodCheck<T> {
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

/** A check that adds what issues it likes. */
export function custom<T>(run: $ZodCheck<T>['_zod']['check']): $ZodCheck<T> {
  return { _zod: { def: { check: 'custom' }, check: run, onattach: [] } };
}

/** The problem of a value beyond a bound; `got` is left out where the value must not be shown. */
export function outOfRange(got: string | undefined, bound: string): Problem {
  return { code: 'out-of-range', args: { bound, ...(got === undefined ? {} : { got }) } };
}
