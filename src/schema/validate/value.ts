import type { ReadFormat, Path } from '../document.ts';
import type { KeySpec } from '../key-spec.ts';
import { isUnresolved } from '../effective/reading.ts';
import type { Leaf } from '../leaves.ts';
import { pathId, pathText, valueAt } from '../path.ts';
import { mayBeUnfilled, mdmVariableIn, placeholderIn } from '../placeholder.ts';
import { oldHeaderProblems } from '../retirements/headers.ts';
import type { Report } from '../rules/rule.ts';
import { isSecretPath } from '../show.ts';
import { issuesOf } from '../types/kinds.ts';
import { problemsOf, type PlacedProblem } from './problems.ts';
import { textType } from '../types/visit.ts';

/** Checks one value: its own zod schema, each issue told in the words of the findings table. */
export function checkValue(
  key: string,
  spec: KeySpec,
  value: unknown,
  inside: readonly Leaf[],
  format: ReadFormat,
  report: Report,
): void {
  if (value === '') {
    report('empty-value', [key], { what: key });
    return;
  }
  const unfilled = new Set<string>();
  for (const leaf of inside) if (checkUnfilled(leaf, format, report)) unfilled.add(pathId(leaf.path));
  if (isUnresolved(value)) return;
  const old = oldHeaderProblems(spec.type, value);
  for (const { path, ...args } of old) report('header-invalid', [key, ...path], { ...args, what: `${key}:` });
  if (old.length > 0) return;
  for (const issue of issuesOf(spec.type, value)) {
    const path: Path = [key, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    const at = valueAt({ [key]: value }, path);
    for (const problem of problemsOf(issue, at, path, spec.type)) {
      const what = pathText(problem.path);
      if (unfilled.has(pathId(problem.path))) continue;
      reportProblem(report, problem, { what, key: what, ...problem.args });
    }
  }
}

/** Reports a text that waits to be filled in, by a person or by an MDM; its form is then not checked. */
function checkUnfilled({ text, path, type }: Leaf, format: ReadFormat, report: Report): boolean {
  const variable = mdmVariableIn(text, format);
  if (variable !== undefined) {
    report('mdm-variable', path, { what: pathText(path), ...variable });
    return true;
  }
  if (!mayBeUnfilled(text)) return false;
  const asked = textType(type);
  const { role, tokens = [], pattern } = asked ?? {};
  const placeholder = placeholderIn(text, {
    secret: isSecretPath(path),
    prose: role === 'prose',
    argument: role === 'argument',
    known: tokens,
  });
  if (placeholder === undefined) return false;
  const checked =
    type !== undefined && (asked === undefined || asked.format !== undefined || pattern !== undefined);
  // A text of the right form, such as your-project-id for a project, is refused by nobody.
  const wellFormed = pattern !== undefined && new RegExp(pattern, 'u').test(text);
  const severity =
    !wellFormed && ((checked && type.kind !== 'any') || role === 'identifier') ? 'error' : 'warning';
  report(
    'placeholder',
    path,
    { what: pathText(path), text: placeholder, ...(format !== 'json' && { deployed: true }) },
    severity,
  );
  return true;
}

/** The arguments were made for this code by `problemsOf` and `checkFormat`; the table's types end at this seam. */
function reportProblem(
  report: Report,
  { code, path, severity }: PlacedProblem,
  args: Readonly<Record<string, unknown>>,
): void {
  report(code, path, args as never, severity);
}
