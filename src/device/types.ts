import type { Platform, Release } from '../schema/index.ts';
import type { LogReading } from './log/read.ts';
import type { Note } from './notes.ts';
import type { DeviceKey, SourceId, SourceState } from './setting.ts';

/** Bytes of one file of a device, and the name that messages give it. */
export interface Captured {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file of one user of the device; the name of the user is '' where nobody has said it. */
export interface UserFile extends Captured {
  readonly user: string;
}

/** The local library of the app: its index, and the entry that the index names. */
export interface CapturedLibrary {
  /** `plain`: where the app keeps it. `package`: where Windows once put what a packaged app wrote. */
  readonly place: 'plain' | 'package';
  readonly meta: Captured | undefined;
  /** The entry that the index applies, when it could be read. */
  readonly entry: Captured | undefined;
  /** Files beside the index: how many. */
  readonly entries: number;
}

/** What is known of an owner and a mode: one line of `stat`, or what the system says. */
export interface FileState {
  /** `unknown`: stat has named it in a language that is not read. */
  readonly kind: 'file' | 'folder' | 'link' | 'other' | 'unknown';
  readonly owner: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** Everything read from a device or from its captures. Nothing of it is trusted. */
export interface Captures {
  readonly machine?: Captured | undefined;
  readonly users: readonly UserFile[];
  readonly profiles?: Captured | undefined;
  readonly registry: readonly Captured[];
  readonly settings?: Captured | undefined;
  /** Output of `stat`, or undefined when nobody has taken it. */
  readonly stat?: Captured | undefined;
  /** Live: the folder and the file as they are; undefined entries are absent. */
  readonly owners?: { readonly folder: FileState | undefined; readonly file: FileState | undefined };
  readonly libraries: readonly CapturedLibrary[];
  readonly bootstrap?: Captured | undefined;
  readonly log?: (Captured & { readonly cut?: boolean }) | undefined;
  readonly setupLog?: (Captured & { readonly cut?: boolean }) | undefined;
  /** A text that holds nothing but the version of the app. */
  readonly version?: Captured | undefined;
  readonly desktopConfig?: Captured | undefined;
  /** What reading already found: files that are no evidence, links, files too large. */
  readonly notes: readonly Note[];
  /** Nothing was captured at all. */
  readonly empty: boolean;
  /** Something that decides is there and could not be read, or is no evidence: nothing can be said then. */
  readonly incomplete: boolean;
}

/** One place where settings were looked for. */
export interface DeviceSource {
  readonly id: SourceId;
  /** Path or key, as an administrator would look for it. */
  readonly place: string;
  /** The user it belongs to, when there are several. */
  readonly user?: string;
  /** How many settings it holds, whether or not they are read. */
  readonly values: number;
  readonly counts: boolean;
  /** Why it counts or not: a clause. */
  readonly reason: string;
}

/** Where the release of the app was read. */
export type ReleaseFrom = 'target' | 'log' | 'version' | 'newest';

/** What a device really has, and why. */
export interface DeviceStatus {
  readonly platform: Platform | undefined;
  readonly user: string | undefined;
  readonly release: Release;
  readonly releaseFrom: ReleaseFrom;
  readonly source: SourceState;
  /** One sentence that sums it up. */
  readonly sentence: string;
  readonly keys: readonly DeviceKey[];
  /** What a bootstrap server does not replace: settings of the device that keep counting beside its answer. */
  readonly beside: readonly DeviceKey[];
  /** What management or the user has set on the device, before a bootstrap server replaces it. */
  readonly base: readonly DeviceKey[];
  readonly sources: readonly DeviceSource[];
  readonly notes: readonly Note[];
  readonly log: LogReading | undefined;
  /** Of the settings in force; undefined when a value is masked or nothing is in force. */
  readonly digest: string | undefined;
}
