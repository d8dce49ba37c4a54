import { constants, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { platform } from 'node:process';
import type { WriteStream } from 'node:tty';

/** A stream that is written to. */
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
  let written = 0;
  let target: number | undefined;
  const plainTarget = (): number => (target ??= plainDescriptor(descriptor));
  const goesPlain = (): boolean => plainTarget() !== NOT_PLAIN;
  return {
    get isTTY() {
      return !goesPlain() && made().isTTY;
    },
    get columns() {
      return this.isTTY && made().columns > 0 ? made().columns : 80;
    },
    get colorDepth() {
      // With both of them set Node would print a warning. FORCE_COLOR is for whoever decides on colours.
      return this.isTTY ? made().getColorDepth({ ...env, FORCE_COLOR: undefined }) : 1;
    },
    get isPending() {
      return asked !== undefined;
    },
    write(chunk) {
      if (closed) return;
      written += chunk.length;
      if (asked !== undefined || !goesPlain() || (written > MOST_AT_ONCE && isSocket(descriptor))) {
        made().write(chunk);
        return;
      }
      const rest = writeAll(plainTarget(), chunk, fail);
      // The pipe is full: the stream waits until there is space, and a signal is heard meanwhile.
      if (rest !== undefined) made().write(rest);
    },
  };
}

const NOT_PLAIN = -1;
/** A socket takes this much before anybody reads; it cannot be opened once more, as a pipe can. */
const MOST_AT_ONCE = 64 * 1024;

function isSocket(descriptor: number): boolean {
  return fstatSync(descriptor).isSocket();
}

/**
 * The descriptor to write to in the same breath when it is surely no terminal: a file, nowhere, or a pipe that can be
 * opened once more without waiting, for itself: a full pipe that nobody reads would keep every signal from being
 * heard. What others hold open is left as it is.
 */
function plainDescriptor(descriptor: number): number {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile() || stats.isSocket()) return descriptor;
    if (stats.isFIFO() && platform === 'linux')
      return openSync(`/proc/self/fd/${String(descriptor)}`, constants.O_WRONLY | constants.O_NONBLOCK);
    return stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev ? descriptor : NOT_PLAIN;
  } catch {
    return NOT_PLAIN;
  }
}

/** Writes it all and answers nothing; or what is left when there is no space now. */
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
