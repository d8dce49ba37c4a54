import { fail, type Outcome } from '../errors.ts';
import type { Document, ReadFormat } from '../schema/index.ts';
import { MAX_BYTES } from './text.ts';

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

/** An importer that refuses unread what is larger than any configuration. */
export function bounded(importer: Importer): Importer {
  return {
    ...importer,
    decode(bytes) {
      const large = tooLarge(bytes);
      return large === undefined ? importer.decode(bytes) : fail(large);
    },
  };
}

/** Why so many bytes are not read; undefined when they are few enough. */
export function tooLarge(bytes: Uint8Array): Unreadable | undefined {
  if (bytes.length <= MAX_BYTES) return undefined;
  return {
    message: `The file has ${bytes.length} bytes; no configuration is larger than ${MAX_BYTES}.`,
    hint: 'Give the file that holds the settings only.',
  };
}
