import type { ExitCode } from '../errors.ts';
import type { FormFault } from '../templates/check/fault.ts';
import type { FormComparison } from '../templates/compare.ts';
import type { TemplateKind } from '../templates/template.ts';
import { encodeJson } from './json.ts';

/** `template KIND --check FILE` for scripts: every fault of the form. */
export function faultsJson(
  kind: TemplateKind,
  file: string,
  faults: readonly FormFault[],
  exitCode: ExitCode,
): string {
  return document({ exitCode, kind, file, faults });
}

/** `template KIND --compare OLD` for scripts: what the form of today adds, retires, orphans and changes. */
export function comparisonJson(
  kind: TemplateKind,
  old: string,
  comparison: FormComparison,
  exitCode: ExitCode,
): string {
  return document({ exitCode, kind, old, ...comparison });
}

function document(members: object): string {
  return `${encodeJson({ version: 1, command: 'template', ...members }, 2)}\n`;
}
