import type { SelectionFlags } from '../probe-run.ts';

/** Flags of `report`. */
export interface ReportFlags extends SelectionFlags {
  readonly output?: string;
  readonly offline?: boolean;
  readonly results?: readonly string[];
  readonly title?: string;
  readonly force?: boolean;
}
