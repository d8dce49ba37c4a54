import type { WriteFormat } from '../../exporters/index.ts';
import type { ReadFlags } from '../options.ts';
import type { Hive } from '../../schema/index.ts';

/** What `export` takes. */
export interface ExportFlags extends ReadFlags {
  readonly format?: WriteFormat;
  readonly output?: string;
  readonly all?: string;
  readonly check?: string;
  readonly identifier?: string;
  readonly organization?: string;
  readonly displayName?: string;
  readonly scope?: 'system' | 'user';
  readonly hive?: Hive;
  readonly encoding?: 'utf16le' | 'utf8';
  readonly replace?: boolean;
  /** Leave out keys that the catalogue does not know. */
  readonly dropUnknown?: boolean;
  /** Replace a file that is no earlier export. */
  readonly force?: boolean;
  readonly nativeTypes?: boolean;
  readonly allowSecret?: boolean;
  /** Milliseconds. */
  readonly expiresIn?: number;
}
