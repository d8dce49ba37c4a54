import type { Release } from '../../schema/index.ts';
import type { DeviceKey, SourceState } from '../setting.ts';

/** What the captures say of a device, for a line of the log to be held against. */
export interface Expected {
  readonly source: SourceState;
  readonly release: Release;
  /** In force, by key. */
  readonly keys: ReadonlyMap<string, DeviceKey>;
  /** The address that inference goes to, when it can be told. */
  readonly address: string | undefined;
  /** The names of the models that are configured. */
  readonly models: readonly string[];
  /** Every key that some source holds, read or not. */
  readonly held: ReadonlySet<string>;
}

/** What one line of the log says. */
export interface Said {
  /** For people, in our words; texts of the line have passed `printable()`. */
  readonly text: string;
  /** A fault that the app has told, and not only a fact. */
  readonly isFault?: true;
  /** Where the line and the captures cannot both be right: a sentence. */
  readonly contradicts?: (expected: Expected) => string | undefined;
}

/** One kind of line. */
export interface LogKind {
  readonly id: string;
  /** Only lines that hold this are looked at. */
  readonly mark: string;
  /** Linear in the line, which is bounded. */
  readonly pattern: RegExp;
  /** Whether a later line of the kind stands for the earlier ones, or adds to them. */
  readonly repeats: 'replaces' | 'adds';
  read(groups: readonly string[]): Said;
}
