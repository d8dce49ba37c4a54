import type { Path } from '../codes/index.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Hive } from './places.ts';

/** The four containers that are both read and written. `json` is also JSONC and a Linux managed file. */
export const FORMATS = ['json', 'mobileconfig', 'plist', 'reg'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Every container that is read: the four, Registry.pol and its text form (LGPO), Group Policy preferences, bodies of
 * Microsoft Graph, and scripts.
 */
export const READ_FORMATS = [
  ...FORMATS,
  'pol',
  'lgpo',
  'gpp',
  'graph',
  'powershell',
  'cmd',
  'shell',
] as const;
export type ReadFormat = (typeof READ_FORMATS)[number];

/** Where the app finds a configuration: a managed source, the answer of a bootstrap server, the local library. */
export const PLACES = ['managed', 'bootstrap', 'library'] as const;
export type Place = (typeof PLACES)[number];

/** A place in a text. */
export interface Position {
  /** The file, when it is a base of the document. */
  readonly file?: string;
  /** 1-based; columns count UTF-16 code units. */
  readonly line: number;
  readonly column: number;
}

/** From the first character of something to behind its last one; only where it begins when the end is not known. */
export interface Range extends Position {
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** What of a setting is meant: the name it is written under, or its value. */
export type Part = 'name' | 'value';

export type { Path } from '../codes/index.ts';

/** One setting as it stood in its container. */
export interface Entry {
  readonly key: string;
  /** What the container held: a JSON value, or the text of a plist string or a registry value. */
  readonly value: unknown;
  /** Where its name stands: for comments that silence a finding, so not in a text without comments. */
  readonly position?: Position;
  /** The file it stands in, when that is a base of the document (`extends`). */
  readonly file?: string;
  /** How it was encoded: `REG_SZ`, `REG_DWORD`, `<string>`, `<true/>`, `JSON` … for messages and `diff`. */
  readonly encoding: string;
}

/** The wrapper of a macOS profile, kept so that import and export of a profile lose nothing. */
export interface Envelope {
  readonly profileIdentifier?: string;
  readonly profileUuid?: string;
  readonly profileName?: string;
  readonly organization?: string;
  readonly description?: string;
  readonly scope?: 'System' | 'User';
  readonly removalDisallowed?: boolean;
  readonly payloadIdentifier?: string;
  readonly payloadUuid?: string;
  readonly payloadName?: string;
  readonly payloadOrganization?: string;
  readonly payloadDescription?: string;
  /** Payloads of other software, each the text of its element, to be kept as they are. */
  readonly otherPayloads?: readonly string[];
  /** Members of the profile itself that say nothing of ours, such as when it is removed: the text of name and value. */
  readonly otherMembers?: readonly string[];
  /** It holds such payloads or members, and they cannot be kept as they are. */
  readonly uncopied?: true;
}

/** What kind of its format a container is, where that matters: as reports name it. */
type Variant =
  | 'nested (v2)'
  | 'managed preferences payload'
  | 'payload dictionary'
  | 'preference file'
  | 'preferences in a body'
  | 'binary property list'
  | 'installed profiles'
  | 'REGEDIT4'
  | 'detection script';

/** A container read but not yet checked. Entries keep their order; the key of the map is the name as written. */
export interface Document {
  readonly format: ReadFormat;
  readonly variant?: Variant;
  readonly entries: ReadonlyMap<string, Entry>;
  /** What the container itself does wrong. */
  readonly findings: readonly Diagnostic[];
  /**
   * Where a value, or the name it is written under, stands; falls back to the beginning of the nearest enclosing
   * value. A container that knows one place for both gives that.
   */
  locate(path: Path, part?: Part): Range | undefined;
  readonly envelope?: Envelope;
  /** Windows: the hive the entries were taken from. */
  readonly hive?: Hive;
  /** How a JSON text stood in its bytes. */
  readonly json?: JsonForm;
  /** The text of a JSONC document, for edits that keep comments. */
  readonly text?: string;
  /** `// cowork-3p-ignore CODE: reason` comments, by the line of the key they silence. */
  readonly ignores?: readonly Ignore[];
  /** The document is nested (v2); entries are named by their flat keys all the same. */
  readonly nested?: Nested;
  /** Something in it may set a key that seems to be missing: a member whose key is not known, or a computed value. */
  readonly incomplete?: boolean;
  /** The path it was read from; absent for standard input. `${file:}` is looked up from its folder. */
  readonly file?: string;
  /** Present when it extends others. */
  readonly chain?: Chain;
  /** What `--set` and `--unset` changed: the entry that stood there before, undefined where there was none. */
  readonly overridden?: ReadonlyMap<string, Entry | undefined>;
  /** Keys that are set, to a value that is known only when a script runs; none of them is an entry. */
  readonly computed?: ReadonlySet<string>;
  /** The container holds no configuration to check, such as the `_meta.json` of a configLibrary: only its findings count. */
  readonly inert?: boolean;
}

/** What a setting was in a file before a later one changed it; without a value where that file took it away. */
export interface Replaced {
  readonly file: string;
  /** The name it had there, where that is another one of the same setting. */
  readonly key?: string;
  readonly value?: unknown;
}

/** Which file gave a setting, or took it away, and what of other files it replaced, nearest first. */
export interface Origin {
  readonly file: string;
  readonly replaced: readonly Replaced[];
}

/** The files a document was composed of. */
export interface Chain {
  /** Every file by the name messages give it, the document itself last. */
  readonly files: ReadonlyMap<string, Document>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** The settings that a file took away with null and none after it set again. */
  readonly unset: ReadonlyMap<string, Origin>;
}

/** How a text stands in its bytes. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What of a JSON text does not show in its values. */
export interface JsonForm {
  readonly bom: boolean;
  readonly encoding: TextEncoding;
  /** It is JSON as RFC 8259 has it, without comments and trailing commas. */
  readonly strict: () => boolean;
}

/** How a nested document says what a flat one would. */
export interface Nested {
  /** `expiresAt` and `$schemaVersion` as they stand; undefined where they do not. */
  readonly expiresAt?: unknown;
  readonly schemaVersion?: unknown;
  /** Where the value of each key stands. */
  readonly places: ReadonlyMap<string, Path>;
  /** Keys at a place that newer releases no longer look at. */
  readonly moved: ReadonlyMap<string, { readonly since: string; readonly now: string }>;
}

/** A comment that silences a finding. */
export interface Ignore {
  readonly code: string;
  readonly reason: string;
  /** The file of the comment, when that is a base of the document. */
  readonly file?: string;
  /** Line of the comment. */
  readonly line: number;
  /** Line it silences: that of the next key. */
  readonly target: number;
}
