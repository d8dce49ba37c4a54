import type { Envelope, Platform, Hive } from '../schema/index.ts';

/** Everything an exporter may know besides the values. No clock, no randomness: same input, same bytes. */
export interface Identity {
  /** Outer PayloadIdentifier; the inner one is derived from it unless `envelope` says otherwise. */
  readonly identifier?: string;
  readonly organization?: string;
  readonly displayName?: string;
  /** The group of devices the file is for: stands behind the display name, and changes no identifier. */
  readonly ring?: string;
  /** mobileconfig: PayloadScope. */
  readonly scope?: 'system' | 'user';
  /** reg: which hive. */
  readonly hive?: Hive;
  /** reg: delete the whole key first. */
  readonly replace?: boolean;
  readonly encoding?: 'utf16le' | 'utf8';
  /** plist and mobileconfig: write booleans and integers natively, as the app's own export does. */
  readonly nativeTypes?: boolean;
  /** bootstrap: until when the answer counts, in seconds since the epoch. */
  readonly expiresAt?: number;
  /** The envelope of the profile the configuration was read from; explicit flags above win over it. */
  readonly envelope?: Envelope;
}

/** What is known of a format whether it is a file or a folder. */
interface Written {
  /** Who can read what it carries, where that is more than the device: a clause. */
  readonly readers?: string;
  /** `refused`: a credential is written only when the caller insists. */
  readonly secrets?: 'refused';
}

/** A format that is one file. */
export interface Exporter extends Written {
  /** Where the file is meant for; absent where it is for every platform. */
  readonly platform?: Platform;
  /** Not text that a terminal can show. */
  readonly binary?: true;
  /** File name used by `export --all`. */
  readonly fileName: string;
  /** `settings`: native values by key, in the order to write them, already validated and resolved. */
  encode(settings: ReadonlyMap<string, unknown>, identity: Identity): Uint8Array;
}

/** A format that is a folder of files. */
export interface FolderExporter extends Written {
  readonly platform: Platform;
  /** As `encode` of Exporter; the files in the order in which they are written. */
  files(settings: ReadonlyMap<string, unknown>, identity: Identity): readonly ExportedFile[];
}

/** One file as it will be written. */
export interface ExportedFile {
  /** Name within the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Who can read the files of a policy object. */
export const SYSVOL_READERS = 'every user of the domain can read what Group Policy keeps in SYSVOL';
