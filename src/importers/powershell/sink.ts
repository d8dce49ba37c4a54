import type { View } from './values.ts';
import type { SetData } from '../registry/statement.ts';

/** One value that a script writes into the registry. */
export interface Write {
  /** The key in full, hive first. */
  readonly path: string;
  readonly name: string;
  readonly data: SetData;
  /** Offset in the script. */
  readonly at: number;
  readonly view: View;
  /** It stands in a body that may or may not run. */
  readonly conditional: boolean;
  /** The statement fails where the key does not exist. */
  readonly needsKey?: boolean;
}

/** Takes what a script does to the registry, in its order. */
export interface ScriptSink {
  write(write: Write): void;
  /** A value of which the name, the key or the data is computed; what is known is given. */
  computed(known: { path?: string | undefined; name?: string | undefined }, from: string, at: number): void;
  /** A value that a detection script compares with the registry. */
  compare(write: Write): void;
  createKey(path: string): void;
  /** reg.exe refuses the statement, so nothing is written. */
  refused(name: string, problem: string, at: number): void;
  /** The statement asks before it overwrites. */
  asks(path: string, at: number): void;
  remove(path: string, name: string | undefined, at: number): void;
  /** A whole file that the script writes, such as a registry file in a here-string. */
  embed(text: string, offset: number, path: string): void;
}
