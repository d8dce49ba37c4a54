import type { Outcome } from '../errors.ts';
import type { Document, ReadFormat } from '../schema/index.ts';

/** Why bytes could not be read at all: a usage error (exit 2), unlike a `syntax` finding. */
export interface Unreadable {
  readonly message: string;
  readonly hint?: string;
  /** It describes settings and sets none, as a schema does that lies beside configurations. */
  readonly form?: true;
}

/**
 * One container format. `decode` reads hostile bytes in bounded time and memory, prints nothing and never
 * throws for what bytes can do. When the format is clear but the text does not parse, the outcome is a
 * Document whose findings hold `syntax` (and the entries that could be read, or none).
 */
export interface Importer {
  readonly id: ReadFormat;
  /** What an administrator calls it, for a list of what is read. */
  readonly title: string;
  /** Whether the bytes look like this format; by content, never by name. */
  matches(bytes: Uint8Array): boolean;
  decode(bytes: Uint8Array): Outcome<Document, Unreadable>;
}
