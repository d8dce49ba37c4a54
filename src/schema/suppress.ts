import { diagnostic, sortDiagnostics, type Diagnostic } from '../diagnostics.ts';
import { codes, isCode } from '../codes/index.ts';
import { MASK } from '../text/mask.ts';
import type { Document } from './document.ts';
import { nearest } from './nearest.ts';

/**
 * Drops findings that the command line (`codes`) or a `// cowork-3p-ignore CODE: reason` comment silences:
 * a comment silences its code on the next key and inside its value.
 */
export function suppress(
  document: Document,
  diagnostics: readonly Diagnostic[],
  options: { readonly codes: readonly string[]; readonly reportUnused: boolean },
): Diagnostic[] {
  const ignores = document.ignores ?? [];
  if (ignores.length === 0 && options.codes.length === 0) return sortDiagnostics(diagnostics);
  // Found by code, line and file: a file may hold as many comments as findings.
  const places = new Map<string, number>();
  for (const [index, { code, target, file = '' }] of ignores.entries()) {
    const place = `${code} ${target} ${file}`;
    if (!places.has(place)) places.set(place, index);
  }
  const used = new Set<number>();
  const kept = diagnostics.filter((finding) => {
    if (options.codes.includes(finding.code)) return false;
    if (ignores.length === 0) return true;
    const keyLine = document.entries.get(finding.key)?.position?.line;
    const index =
      places.get(`${finding.code} ${finding.line ?? 0} ${finding.file ?? ''}`) ??
      places.get(`${finding.code} ${keyLine ?? 0} ${finding.file ?? ''}`);
    if (index === undefined) return true;
    used.add(index);
    return false;
  });
  if (!options.reportUnused) return sortDiagnostics(kept);
  const unused = ignores
    .filter((_, index) => !used.has(index))
    .map(({ code, line, file }) =>
      diagnostic(
        'unused-ignore',
        { path: [], line, column: 1, ...(file === undefined ? {} : { file }) },
        { code: shownCode(code) },
      ),
    );
  return sortDiagnostics([...kept, ...unused]);
}

/** What was written in place of a code: a code, a slip of one, or anything at all. */
function shownCode(text: string): string {
  return isCode(text) || nearest(text, codes) !== undefined ? text : MASK;
}
