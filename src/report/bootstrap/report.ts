import type { BootstrapReport } from '../../bootstrap/types.ts';
import type { ExitCode } from '../../errors.ts';
import type { Style } from '../style.ts';

/** How a report on a bootstrap server is written. */
export interface BootstrapReporterOptions {
  readonly style: Style;
  /** Width to wrap at. */
  readonly columns: number;
  /** What failed, and nothing else. */
  readonly quiet: boolean;
  readonly exitCode: ExitCode;
}

/** One output format of `bootstrap check`: a report in, text out. Pure; prints nothing. */
export type BootstrapReporter = (report: BootstrapReport, options: BootstrapReporterOptions) => string;
