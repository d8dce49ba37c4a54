import type { StatusReporterName } from '../../report/status/index.ts';
import type { Platform, ReleaseRange } from '../../schema/index.ts';
import type { CommonFlags } from '../options.ts';

/** Flags of `status`. */
export interface StatusFlags extends CommonFlags {
  readonly expect?: string;
  readonly collect?: boolean;
  readonly detect?: boolean;
  readonly root?: string;
  readonly user?: string;
  readonly platform?: Platform;
  readonly target?: ReleaseRange;
  readonly format: StatusReporterName;
}
