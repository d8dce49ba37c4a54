import type { ReporterName } from '../../report/index.ts';
import type { Place } from '../../schema/index.ts';
import type { ReadFlags } from '../options.ts';

/** What `validate` is asked for beside the files. */
export interface ValidateFlags extends ReadFlags {
  readonly format: ReporterName;
  readonly as?: Place;
  /** The managed source that leads to the bootstrap server. */
  readonly managed?: string;
  readonly strict?: boolean;
  readonly resolve?: boolean;
  readonly ignore?: readonly string[];
  readonly fix?: boolean;
  readonly output?: readonly string[];
  /** Replaces files that are no reports. */
  readonly force?: boolean;
}
