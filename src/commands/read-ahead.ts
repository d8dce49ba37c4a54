import { ok } from '../errors.ts';
import type { Io } from '../io/io.ts';

/** Bytes that are kept at most: ten thousand configurations have about six megabytes. */
const MOST_KEPT = 32_000_000;

/**
 * For files that a run looks through before it takes each in turn: what the first world reads is kept, and handed over
 * when the second reads the same file; after that, and beyond a bound, a file is read anew.
 */
export function readAhead(io: Io): { readonly first: Io; readonly second: Io } {
  const kept = new Map<string, Uint8Array>();
  let size = 0;
  /** Reads a file, unless it is kept and as short as it has to be. */
  const read: Io['readFile'] = (file, limit) => {
    const bytes = kept.get(file);
    return bytes === undefined || bytes.length > limit
      ? io.readFile(file, limit)
      : Promise.resolve(ok(bytes));
  };
  return {
    first: {
      ...io,
      readFile: async (file, limit) => {
        const found = await read(file, limit);
        if (found.ok && !kept.has(file) && size + found.value.length <= MOST_KEPT) {
          size += found.value.length;
          kept.set(file, found.value);
        }
        return found;
      },
    },
    second: {
      ...io,
      readFile: (file, limit) => {
        const found = read(file, limit);
        size -= kept.get(file)?.length ?? 0;
        kept.delete(file);
        return found;
      },
    },
  };
}
