/*
 * What the file of a code is written with. A code has one file, `<code>.ts`, named as it is everywhere: in source,
 * JSON, docs, fixtures and `--ignore`. It exports `row`, what a finding says, and `docs`, what explains it (see
 * example.ts). Call sites give the code, the path and the arguments; the words are in the row.
 */

/** How much a finding weighs: an error makes the exit code 1, a warning does so with `--strict`. */
export type Severity = 'error' | 'warning' | 'info';

/** Leads from the settings to a value: names of members and places in lists. */
export type Path = readonly (string | number)[];

/**
 * One step of a rewrite. A value is written at a path (`undefined` removes what stands there), or the last
 * member of a path gets another name and keeps its place and value.
 */
export type Edit =
  { readonly path: Path; readonly value: unknown } | { readonly path: Path; readonly rename: string };

/** What the edit of a code may ask. */
export interface Faulty<A> {
  readonly args: A;
  /** Where the finding stands, in the spelling of the file. */
  readonly path: Path;
  /** The value at a path, in the spelling of the file; undefined where nothing stands. */
  readonly at: (path: Path) => unknown;
}

/** What a finding says; `A` are the arguments that its call sites give. */
export interface CodeRow<A> {
  /** The usual severity; a call site may give another one, such as for an unknown key on Linux. */
  readonly severity: Severity;
  /** What a finding points at where the container tells them apart: the value unless it is about the name itself. */
  readonly at?: 'name';
  /** The fault in a few words: heading of reports and docs. */
  readonly title: string;
  /** One present-tense sentence: what is wrong, where. */
  readonly message: (args: A) => string;
  /** One imperative: what to do. */
  readonly hint?: (args: A) => string | undefined;
  /**
   * What does it, where that needs no decision: the edits that `validate --fix` makes in the file. Undefined where a
   * person must decide after all. Tests try it on the wrong example, or on `fixable`.
   */
  readonly edit?: (fault: Faulty<A>) => readonly Edit[] | undefined;
}

/** A message that needs no argument. */
export type Nothing = Readonly<Record<string, never>>;

/** For faults that come in many shapes: the rule words the fault and its fix. */
interface Worded {
  readonly fault: string;
  readonly fix?: string;
}

/**
 * The row of a code whose rules word fault and fix themselves.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function worded(severity: Severity, title: string): CodeRow<Worded> {
  return { severity, title, message: ({ fault }) => fault, hint: ({ fix }) => fix };
}

/** Whether two names differ in nothing but the case of letters, blanks, signs between words, and what nobody sees. */
export function sameName(a: string, b: string): boolean {
  const bare = (name: string): string => name.replace(/[-_\s\p{DI}]/gu, '').toLowerCase();
  return bare(a) === bare(b);
}

/** A character of a name that only looks right, or that nobody sees. */
export interface OddCharacter {
  /** `U+200B`. */
  readonly character: string;
  readonly hidden: boolean;
}

/** What to add to a sentence about such a name: printed, it looks like the right one. */
export function oddClause(odd: OddCharacter | undefined): string {
  if (odd === undefined) return '';
  return odd.hidden
    ? `: it holds the invisible character ${odd.character}`
    : `: it holds ${odd.character}, a character beyond ASCII`;
}

/** Names as they stand in a sentence. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
