import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Cancelled } from '../errors.ts';

/*
 * Pipes and devices, which keep one waiting: they are opened without waiting and asked again and again, so that a
 * cancel ends the wait. A thread of the pool that waits inside open() or read() would keep the process from ending.
 */

/** Undefined on Windows, whose named pipes are not opened by a path like these. */
const NONBLOCK = (constants.O_NONBLOCK as number | undefined) ?? 0;
const PIECE = 64 * 1024;
const SHORTEST_MS = 1;
const LONGEST_MS = 50;

/** Whether the error says that there is nothing to read, or no space to write, right now. */
function isBusy(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK';
}

/** Waits a little, longer from time to time; a cancel ends it with `Cancelled`. */
async function waitFor(attempt: () => boolean, signal: AbortSignal): Promise<void> {
  for (let delay = SHORTEST_MS; !attempt(); delay = Math.min(delay * 2, LONGEST_MS)) {
    if (signal.aborted) throw new Cancelled();
    await pause(delay, undefined, { signal }).catch(() => undefined);
  }
}

/** An open descriptor of a shell's `<(…)`, which has a writer from the start or never. */
const INHERITED = /^\/(?:dev|proc\/(?:self|\d+))\/fd\/\d+$|^\/dev\/stdin$/;

/**
 * All bytes of a pipe or device up to its end; at most `limit` + 1 of them. A pipe that nobody has opened for writing
 * yet is waited for.
 */
export async function readPipe(file: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  const descriptor = openSync(file, constants.O_RDONLY | NONBLOCK);
  try {
    // An end before the first byte is that of a pipe without a writer; elsewhere it is the end.
    let begun: boolean = !fstatSync(descriptor).isFIFO() || INHERITED.test(file);
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false as boolean;
    while (!ended && size <= limit) {
      await waitFor(() => {
        const buffer = Buffer.allocUnsafe(Math.min(PIECE, limit + 1 - size));
        let count: number;
        try {
          count = readSync(descriptor, buffer, 0, buffer.length, null);
        } catch (error) {
          if (!isBusy(error)) throw error;
          begun = true;
          return false;
        }
        if (count === 0 && !begun) return false;
        begun = true;
        ended = count === 0;
        size += count;
        if (count > 0) chunks.push(buffer.subarray(0, count));
        return true;
      }, signal);
      // Whoever writes without end does not keep a signal from being heard.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new Cancelled();
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes all bytes into a pipe or device. A pipe that nobody reads yet is waited for. */
export async function writePipe(file: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  let descriptor = -1;
  await waitFor(() => {
    try {
      descriptor = openSync(file, constants.O_WRONLY | NONBLOCK);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENXIO') return false;
      throw error;
    }
  }, signal);
  try {
    let done = 0;
    await waitFor(() => {
      try {
        while (done < bytes.length) done += writeSync(descriptor, bytes, done);
        return true;
      } catch (error) {
        if (isBusy(error)) return false;
        throw error;
      }
    }, signal);
  } finally {
    closeSync(descriptor);
  }
}
