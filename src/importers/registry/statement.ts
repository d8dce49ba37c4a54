/*
 * What a registry file, or another source of registry values, says: one statement after the other.
 */

interface At {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}
/** A key that is opened, a value that is set, or what is neither. */
export type Statement = At &
  (
    | { readonly kind: 'key'; readonly path: string; readonly deletes: boolean; readonly indented: boolean }
    | {
        readonly kind: 'value';
        /** '' is the default value, `@`. */
        readonly name: string;
        readonly data: Data;
        /** The name or the text holds a backslash that escapes nothing. */
        readonly badEscape: boolean;
        /** Blanks stand where only some readers allow them. */
        readonly indented: boolean;
      }
    | { readonly kind: 'hash-comment' }
    /** What readers drop, mostly without a word. */
    | {
        readonly kind: 'dropped';
        readonly problem: string;
        readonly name?: string;
        /** The line is a key: the values below it go nowhere. */
        readonly ofKey?: true;
        /** What follows on lines of its own may be the rest of this. */
        readonly runsOn?: boolean;
      }
  );

/** What a value is set to. */
export type SetData =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'dword'; readonly number: number }
  | { readonly type: 'bytes'; readonly registryType: number; readonly bytes: Uint8Array };
/** What becomes of a value: it is set, or deleted. */
export type Data = SetData | { readonly type: 'delete' };
