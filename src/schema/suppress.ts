import { diagnostic, sortDiagnostics, type Diagnostic } from '../diagnostics.ts';
import type { Document } from './document.ts';

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
  const used = new Set<number>();
  const kept = diagnostics.filter((finding) => {
    if (options.codes.includes(finding.code)) return false;
    const keyLine = document.entries.get(finding.key)?.position?.line;
    const index = ignores.findIndex(
      ({ code, target }) => code === finding.code && (target === finding.line || target === keyLine),
    );
    if (index === -1) return true;
    used.add(index);
    return false;
  });
  if (!options.reportUnused) return sortDiagnostics(kept);
  const unused = ignores
    .filter((_, index) => !used.has(index))
    .map(({ code, line }) => diagnostic('unused-ignore', { path: [], line, column: 1 }, { code }));
  return sortDiagnostics([...kept, ...unused]);
}
