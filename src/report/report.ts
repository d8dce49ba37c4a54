import type { Document } from '../schema/index.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { ExitCode } from '../errors.ts';
import type { Style } from './style.ts';

/** What validate says of one file. */
export interface FileReport {
  readonly file: string;
  /** Null when the bytes are of no known format. */
  readonly format: string | null;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** What was read, references as they stand: for the lines that findings point at. */
  readonly document?: Document;
  /** How many findings `--fix` has done away with before. */
  readonly fixed?: number;
  /** The file could not be read at all: a usage error, told among the others. */
  readonly unreadable?: { readonly message: string; readonly hint?: string };
}

/** Counts over all files of a run. */
export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that `--fix` would do away with, and those that it has. */
  readonly fixable: number;
  readonly fixed: number;
  /** Files that could not be read at all. */
  readonly unreadable: number;
  readonly exitCode: ExitCode;
}

/** How a report is to look. */
export interface ReporterOptions {
  readonly style: Style;
  /** Width to wrap at. */
  readonly columns: number;
  /** Errors only, and no closing line. */
  readonly quiet: boolean;
}

/** One output format. Called as files end, in a stable order, so that ten thousand need no memory. Returns text, prints nothing. */
export interface Reporter {
  begin(): string;
  file(report: FileReport): string;
  end(summary: Summary): string;
}

/** A report format: made once a run, with how it is to look. */
export type ReporterFactory = (options: ReporterOptions) => Reporter;
