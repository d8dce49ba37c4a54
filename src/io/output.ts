import { fstatSync, statSync, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';

export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal in columns; 80 when unknown. */
  readonly columns: number;
  /** Bits of colour the stream can show: 1 is none, 4 is 16 colours, 8 is 256, 24 is all. */
  readonly colorDepth: number;
  /** Something that was written may not have arrived yet: the process must not be ended, it ends by itself. */
  readonly isPending: boolean;
  write(chunk: string | Uint8Array): void;
}

/**
 * An output of the process. `stream` is asked for when there is no way around it: making one costs a run a
 * twentieth of its time, and a file or a pipe is written to as well without. `lost` is told once of output that
 * did not arrive, for whatever reason but a reader that went away (`| head -1`): that is no fault of ours.
 */
export function output(
  descriptor: number,
  stream: () => WriteStream,
  env: NodeJS.ProcessEnv,
  lost: (error: Error) => void,
): Output {
  let closed = false;
  let asked: WriteStream | undefined;
  const fail = (error: NodeJS.ErrnoException): void => {
    if (!closed && error.code !== 'EPIPE') lost(error);
    closed = true;
  };
  const made = (): WriteStream => {
    if (asked === undefined) {
      asked = stream();
      asked.on('error', fail);
    }
    return asked;
  };
  let plain: boolean | undefined;
  const goesPlain = (): boolean => (plain ??= isPlain(descriptor));
  return {
    get isTTY() {
      return !goesPlain() && made().isTTY;
    },
    get columns() {
      return this.isTTY && made().columns > 0 ? made().columns : 80;
    },
    get colorDepth() {
      return this.isTTY ? made().getColorDepth(env) : 1;
    },
    get isPending() {
      return asked !== undefined;
    },
    write(chunk) {
      if (closed) return;
      if (asked !== undefined || !goesPlain()) {
        made().write(chunk);
        return;
      }
      const rest = writeAll(descriptor, chunk, fail);
      // A pipe that somebody made non-blocking is full: the stream waits until there is room.
      if (rest !== undefined) made().write(rest);
    },
  };
}

/** Whether it is surely no terminal: a file, a pipe, a socket, or nowhere. */
function isPlain(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile() || stats.isFIFO() || stats.isSocket()) return true;
    return stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}

/** Writes it all and answers nothing; or what is left when there is no room now. */
function writeAll(
  descriptor: number,
  chunk: string | Uint8Array,
  fail: (error: NodeJS.ErrnoException) => void,
): Uint8Array | undefined {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(descriptor, bytes, done);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return bytes.subarray(done);
    fail(error as NodeJS.ErrnoException);
    return undefined;
  }
}
