import type { Envelope, Format } from '../schema/document.ts';
import type { Platform } from '../schema/key-spec.ts';

/** Everything an exporter may know besides the values. No clock, no randomness: same input, same bytes. */
export interface Identity {
  /** Outer PayloadIdentifier; the inner one is derived from it unless `envelope` says otherwise. */
  readonly identifier?: string;
  readonly organization?: string;
  readonly displayName?: string;
  /** mobileconfig: PayloadScope. */
  readonly scope?: 'system' | 'user';
  /** reg: which hive. */
  readonly hive?: 'machine' | 'user';
  /** reg: delete the whole key first. */
  readonly replace?: boolean;
  readonly encoding?: 'utf16le' | 'utf8';
  /** plist and mobileconfig: write booleans and integers natively, as the app's own export does. */
  readonly nativeTypes?: boolean;
  /** The envelope of the profile the configuration was read from; explicit flags above win over it. */
  readonly envelope?: Envelope;
}

export interface Exporter {
  readonly id: Format;
  /** Where the file is meant for; `plist` and `mobileconfig` share macOS. */
  readonly platform: Platform;
  /** File name used by `export --all`. */
  readonly fileName: string;
  /** `settings`: native values by key, in the order to write them, already validated and resolved. */
  encode(settings: ReadonlyMap<string, unknown>, identity: Identity): Uint8Array;
}
