import type { Io, Output } from '../io/io.ts';

/** Bytes from which on a step of a run takes so long that a signal is listened for after it. */
const LARGE_BYTES = 100_000;

/**
 * Lets the world in between two steps, which no wait of their own does: Ctrl-C, a request to terminate, a reader that
 * went away. Throws `Cancelled` when somebody wants the run to end. With the size of what is worked on, only where that
 * is large.
 */
export async function hearSignals(io: Pick<Io, 'signal'>, bytes = LARGE_BYTES): Promise<void> {
  if (bytes < LARGE_BYTES) return;
  await new Promise((resolve) => setImmediate(resolve));
  io.signal.throwIfAborted();
}

/** Writes a text in its pieces, each made when the one before is written. */
export async function writePieces(
  output: Output,
  pieces: Iterable<string>,
  io: Pick<Io, 'signal'>,
): Promise<void> {
  let written = 0;
  for (const piece of pieces) {
    if (written > 0) await hearSignals(io);
    output.write(piece);
    written += piece.length;
  }
}
