import { decodeWire, NOT_JSON } from '../decode.ts';
import type { Severity } from '../../diagnostics.ts';
import { oddIn, withoutHidden } from '../../text/hidden.ts';
import type { Path } from '../document.ts';
import { guessedMember } from '../elsewhere.ts';
import type { Problem } from '../formats.ts';
import type { FieldType } from '../key-spec.ts';
import { nearest } from '../nearest.ts';
import { pathText, joinPath } from '../path.ts';
import { hasReference } from '../references.ts';
import { show, typeName } from '../show.ts';
import { expectation } from '../types/kinds.ts';
import { alternatives, isStructure, typeAt } from '../types/visit.ts';

/** The members that an object there may have, also where a text may stand instead. */
function fieldsOf(type: FieldType): readonly string[] {
  return alternatives(type).flatMap((one) => (one.kind === 'object' ? Object.keys(one.fields) : []));
}

/** What zod says of a value, as far as it is read here. */
interface Issue {
  readonly code: string;
  readonly params?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
}

/** A problem of a value, with where inside the setting it is. */
export interface PlacedProblem extends Problem {
  readonly path: Path;
  readonly severity?: Severity;
}

/** A zod issue as problems of ours. */
export function problemsOf(
  issue: Issue,
  value: unknown,
  path: Path,
  type: FieldType,
): readonly PlacedProblem[] {
  const expected = typeAt(type, path.slice(1));
  const got =
    typeof value === 'string' && expected.kind !== 'string' && expected.kind !== 'enum' && path.length === 1
      ? isStructure(expected)
        ? insteadOfJson(value, expected)
        : show(value, path)
      : typeName(value);
  const wrongType: PlacedProblem = {
    code: 'wrong-type',
    path,
    args: { expected: expectation(expected), got },
  };
  switch (issue.code) {
    case 'custom': {
      const problem = issue.params as Problem;
      if (problem.code === 'wrong-type') return [{ ...problem, path, args: { got, ...problem.args } }];
      return [{ ...problem, path, args: { got: show(value, path), ...problem.args } }];
    }
    case 'unrecognized_keys': {
      const fields = fieldsOf(expected);
      return (issue.keys ?? []).map((field) => ({
        code: 'unknown-field' as const,
        path: joinPath(path, field),
        args: {
          what: pathText(path),
          field,
          nearest: guessedMember(String(path[0]), field) ?? nearest(withoutHidden(field), fields),
          odd: oddIn(field),
        },
      }));
    }
    case 'invalid_value': {
      if (value === undefined) return [missing(path, type)];
      if (typeof value !== 'string') return [wrongType];
      if (value === '') return [{ code: 'empty-value', path, args: {} }];
      if (hasReference(value)) return [];
      const values = (issue.values ?? []).map(String);
      const otherwise = expected.kind === 'enum' ? expected.otherwise : undefined;
      return [
        {
          code: 'not-in-enum',
          path,
          ...(otherwise !== undefined && { severity: 'warning' }),
          args: {
            got: show(value, path),
            values,
            nearest: nearest(withoutHidden(value), values),
            otherwise,
            odd: oddIn(value),
          },
        },
      ];
    }
    case 'invalid_type':
      if (value === undefined) return [missing(path, type)];
      if (typeof value === 'string' && hasReference(value)) return [];
      return [wrongType];
    default:
      return [wrongType];
  }
}

function missing(path: Path, type: FieldType): PlacedProblem {
  const parent = path.slice(0, -1);
  if (path.length === 2 && type.kind === 'object' && type.of === 'oidc-client')
    return { code: 'oidc-incomplete', path: parent, args: { problem: `lacks ${String(path[1])}` } };
  return {
    code: 'missing-field',
    path: parent,
    args: { what: pathText(parent), field: String(path.at(-1)) },
  };
}

function insteadOfJson(text: string, type: FieldType): string {
  const decoded = decodeWire(text, type);
  return decoded.ok ? NOT_JSON : decoded.failure.problem;
}
