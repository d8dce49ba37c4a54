import { UserError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';

/** Larger than any form, and than any report that is looked at whole. */
const MOST_BYTES = 50_000_000;

/** What a command writes into a file, so that a file of another kind is told from an earlier run. */
interface Written {
  /** Such as `form`. */
  readonly what: string;
  /** Whether a text is one of an earlier run. */
  readonly isEarlier: (text: string) => boolean;
  readonly force: boolean;
}

/**
 * Refuses to replace a file that no earlier run has written, unless that is forced: it may be what somebody wrote by
 * hand. An empty file holds nothing; what is no plain file keeps nothing.
 */
export async function keepForeign(file: string, { what, isEarlier, force }: Written, io: Io): Promise<void> {
  if (force || io.identify(file)?.isFile !== true) return;
  const existing = await io.readFile(file, MOST_BYTES);
  if (existing.ok && (existing.value.length === 0 || isEarlier(Buffer.from(existing.value).toString('utf8'))))
    return;
  throw new UserError(
    `${printable(file, 300)} exists and is no ${what} of an earlier run.`,
    'Write to another file, or replace it with --force.',
  );
}
