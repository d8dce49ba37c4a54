import { inert, printable } from './text/printable.ts';
import { shownName, withoutCredentials } from './text/credentials.ts';
import { CODES, type Code, type CodeRow, type Severity } from './codes/index.ts';

export type { Code, Severity } from './codes/index.ts';

/** One finding: plain, readonly data. Texts are printable: they hold no control characters and no secret. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** The configuration key, or '' for a finding about the file. */
  readonly key: string;
  readonly path: readonly (string | number)[];
  /** One present-tense sentence: what is wrong, where. */
  readonly message: string;
  /** One imperative: what to do. */
  readonly hint?: string;
  /** Where the code is explained. */
  readonly docs: string;
  /** The file it is in, when that is a base of the one that is checked (`extends`). */
  readonly file?: string;
  /** 1-based; columns count UTF-16 code units. */
  readonly line?: number;
  readonly column?: number;
  /** Behind the last character of what the finding is about; absent where only its beginning is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
  /** `validate --fix` knows what to do about it. */
  readonly fixable?: true;
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly file?: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly fixable?: boolean;
  /** When the finding weighs differently here, such as an unknown key on Linux. */
  readonly severity?: Severity;
}

/** What the message of a code is made from. */
export type ArgsOf<C extends Code> = (typeof CODES)[C] extends CodeRow<infer A> ? A : never;

/** Makes the finding `code` about the value at `path`. The words come from the table; only arguments are given here. */
export function diagnostic<C extends Code>(
  code: C,
  place: Place | readonly (string | number)[],
  args: ArgsOf<C>,
): Diagnostic {
  const at: Place = isPath(place) ? { path: place } : place;
  const row: CodeRow<never> = CODES[code];
  const clean = cleanArgs(args as Record<string, unknown>) as never;
  const hint = row.hint?.(clean);
  const finding: { -readonly [Name in keyof Diagnostic]: Diagnostic[Name] } = {
    code,
    severity: at.severity ?? row.severity,
    key: shownName(printable(String(at.path[0] ?? ''), 100)),
    path: at.path.map((step) => (typeof step === 'string' ? shownName(step) : step)),
    message: inert(row.message(clean)),
    ...(hint === undefined ? {} : { hint: inert(hint) }),
    docs: `docs/codes.md#${code}`,
  };
  if (at.file !== undefined) finding.file = at.file;
  if (at.line !== undefined) finding.line = at.line;
  if (at.column !== undefined) finding.column = at.column;
  if (at.endLine !== undefined && at.endColumn !== undefined) {
    finding.endLine = at.endLine;
    finding.endColumn = at.endColumn;
  }
  if (at.fixable === true) finding.fixable = true;
  return finding;
}

function isPath(place: Place | readonly (string | number)[]): place is readonly (string | number)[] {
  return Array.isArray(place);
}

/** Arguments that are names as a file has them: no more of them is shown than of a name. */
const NAMES: ReadonlySet<string> = new Set(['key', 'keys', 'field', 'parent', 'name', 'model']);

function argument(name: string, value: string, limit: number): string {
  const text = printable(value, limit);
  return NAMES.has(name) ? shownName(text) : withoutCredentials(text);
}

function cleanArgs(args: Record<string, unknown>): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args))
    clean[name] =
      typeof value === 'string'
        ? argument(name, value, 400)
        : Array.isArray(value)
          ? value.map((item: unknown) => (typeof item === 'string' ? argument(name, item, 100) : item))
          : value;
  return clean;
}

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Order of a report: the file itself, then its bases by name; by place, then weight, then code; stable whatever order the rules ran in. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  if (diagnostics.length < 2) return [...diagnostics];
  return [...diagnostics].sort(
    (a, b) =>
      compareTexts(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      (a.column ?? 0) - (b.column ?? 0) ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
      (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
