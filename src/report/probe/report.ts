import type { ExitCode } from '../../errors.ts';
import type { ProbeReport } from '../../probe/probe.ts';
import type { Verdict } from '../../probe/verdict.ts';
import type { Style } from '../style.ts';

/** What came of one configuration: a run with its verdict, or why there was none. */
export interface ProbedRun {
  /** The file, as given; empty for the default one. */
  readonly file: string;
  readonly exitCode: ExitCode;
  readonly run?: ProbeReport & {
    readonly verdict: Verdict;
    /** Checks that were announced; those that had nothing to say are in no result. */
    readonly announced: number;
    /** Who answered, such as `LiteLLM 1.106.12 behind nginx`. */
    readonly answeredBy?: string;
  };
  readonly problem?: { readonly message: string; readonly hint?: string | undefined };
}

/** How a report of probe is to look. */
export interface ProbeReporterOptions {
  readonly style: Style;
  /** Width to wrap at. */
  readonly columns: number;
  /** What failed, and nothing else. */
  readonly quiet: boolean;
}

/** One output format of `probe`: all runs in, text out. Pure; prints nothing. */
export type ProbeReporter = (runs: readonly ProbedRun[], options: ProbeReporterOptions) => string;
