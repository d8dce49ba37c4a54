import { constants } from 'node:fs';
import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  realpath,
  rename,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';
import type { WriteStream } from 'node:tty';
import { Exit, fail, ok, type Outcome } from './errors.ts';
import type { Prompter } from './prompter.ts';

/** Why a file could not be read or written: one clause that follows its name, such as `does not exist`. */
export interface FileFailure {
  readonly message: string;
  readonly code?: string;
}

export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal in columns; 80 when unknown. */
  readonly columns: number;
  /** Bits of colour the stream can show: 1 is none, 4 is 16 colours, 8 is 256, 24 is all. */
  readonly colorDepth: number;
  write(chunk: string | Uint8Array): void;
}

export interface WriteOptions {
  /** Readable by the owner alone (0600): for files that hold a secret. */
  readonly secret?: boolean;
  /** Refuse when the file exists, in one step with the creation. */
  readonly create?: boolean;
}

/** The world, as far as the program may touch it. Tests hand in another. */
export interface Io {
  readonly stdin: {
    readonly isTTY: boolean;
    /** All of standard input; more than `limit` bytes is a failure. */
    read(limit: number): Promise<Outcome<Uint8Array, FileFailure>>;
  };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts on Ctrl-C and on a request to terminate. */
  readonly signal: AbortSignal;
  readFile(file: string, limit: number): Promise<Outcome<Uint8Array, FileFailure>>;
  /** Writes all or nothing: a temporary file beside the target, flushed to disk, then renamed over it. */
  writeFile(file: string, bytes: Uint8Array, options?: WriteOptions): Promise<Outcome<void, FileFailure>>;
  /** Whether anything stands at that path. */
  exists(file: string): Promise<boolean>;
  makeFolder(folder: string): Promise<Outcome<void, FileFailure>>;
  /** A new, empty folder for this run, readable by its owner alone; nobody removes it. */
  temporaryFolder(prefix: string): Promise<string>;
  /** Files that match quoted globs, sorted. */
  glob(patterns: readonly string[]): Promise<string[]>;
  /** Asks the person at the terminal; undefined where there is none. */
  prompter(): Promise<Prompter | undefined>;
}

/** What `nodeIo` needs of `process`. */
type Process = Pick<
  NodeJS.Process,
  'stdin' | 'stdout' | 'stderr' | 'env' | 'platform' | 'cwd' | 'on' | 'once' | 'exit' | 'exitCode'
>;

/** The real world. */
export function nodeIo(process: Process): Io {
  const cancel = new AbortController();
  const onSignal = (): void => {
    // The second time there is no waiting for anybody.
    if (cancel.signal.aborted) process.exit(130);
    cancel.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const cwd = process.cwd();
  const at = (file: string): string => path.resolve(cwd, file);
  return {
    stdin: {
      get isTTY() {
        return process.stdin.isTTY;
      },
      read: (limit) => readStream(process.stdin, limit),
    },
    stdout: output(process.stdout, process.env, (error) => {
      process.stderr.write(`cowork-3p: standard output ${describe(error).message}.\n`);
      // By now the run may be over: whatever it came to, its result did not arrive.
      process.once('exit', () => {
        process.exitCode = Exit.usage;
      });
    }),
    // Nobody is left to tell.
    stderr: output(process.stderr, process.env, () => undefined),
    env: process.env,
    cwd,
    platform: process.platform,
    now: () => Date.now(),
    signal: cancel.signal,
    readFile: (file, limit) => readFile(at(file), limit),
    writeFile: (file, bytes, options) => writeFile(at(file), bytes, options ?? {}),
    exists: async (file) => {
      try {
        await lstat(at(file));
        return true;
      } catch {
        return false;
      }
    },
    makeFolder: async (folder) => {
      try {
        await mkdir(at(folder), { recursive: true });
        return ok(undefined);
      } catch (error) {
        return fail(describe(error));
      }
    },
    temporaryFolder: async (prefix) => {
      const { tmpdir } = await import('node:os');
      return mkdtemp(path.join(tmpdir(), prefix));
    },
    glob: async (patterns) => {
      const { glob } = await import('tinyglobby');
      const found = await glob([...patterns], { cwd, dot: true, onlyFiles: true, expandDirectories: false });
      return found.sort();
    },
    prompter: async () => {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
      const { terminalPrompter } = await import('./prompter.ts');
      return terminalPrompter({ input: process.stdin, output: process.stderr, signal: cancel.signal });
    },
  };
}

function output(
  stream: WriteStream & { fd: number },
  env: NodeJS.ProcessEnv,
  lost: (error: Error) => void,
): Output {
  let closed = false;
  // A reader that went away (`| head -1`) is no fault of ours: the rest is dropped, the exit code stays. A disk
  // that is full under `> file` is one, and half a file must not pass for a whole.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!closed && error.code !== 'EPIPE') lost(error);
    closed = true;
  });
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : 80;
    },
    get colorDepth() {
      return stream.isTTY ? stream.getColorDepth(env) : 1;
    },
    write(chunk) {
      if (!closed) stream.write(chunk);
    },
  };
}

async function readStream(
  stream: AsyncIterable<unknown>,
  limit: number,
): Promise<Outcome<Uint8Array, FileFailure>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > limit) return fail(tooLarge(limit));
      chunks.push(bytes);
    }
  } catch (error) {
    return fail(describe(error));
  }
  return ok(Buffer.concat(chunks));
}

async function readFile(file: string, limit: number): Promise<Outcome<Uint8Array, FileFailure>> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY);
    const stats = await handle.stat();
    if (stats.isDirectory()) return fail({ message: 'is a folder', code: 'EISDIR' });
    if (stats.isFile() && stats.size > limit) return fail(tooLarge(limit));
    // Pipes have no size, and a file may grow: never more than limit + 1 bytes are read.
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafe(Math.min(64 * 1024, limit + 1 - size));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      size += bytesRead;
      if (size > limit) return fail(tooLarge(limit));
    }
    return ok(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  } catch (error) {
    return fail(describe(error));
  } finally {
    await handle?.close();
  }
}

async function writeFile(
  file: string,
  bytes: Uint8Array,
  { secret = false, create = false }: WriteOptions,
): Promise<Outcome<void, FileFailure>> {
  let temporary: string | undefined;
  try {
    const existing = await stat(file).catch(() => undefined);
    if (existing?.isDirectory() === true) return fail({ message: 'is a folder', code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) {
      // A device or a pipe, such as /dev/stdout, cannot be replaced.
      const handle = await open(file, constants.O_WRONLY);
      await handle.writeFile(bytes);
      await handle.close();
      return ok(undefined);
    }
    // Loaded when something is written: at start-up it would cost every run.
    const { randomBytes } = await import('node:crypto');
    // A link is kept: the file it names is replaced.
    const target = existing === undefined ? file : await realpath(file);
    const mode = secret ? 0o600 : existing === undefined ? 0o666 : existing.mode & 0o777;
    temporary = path.join(
      path.dirname(target),
      `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    const handle = await open(temporary, 'wx', secret ? 0o600 : 0o666);
    try {
      if (secret || existing !== undefined) await handle.chmod(mode);
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (create) {
      // link() fails when the name is taken, so nothing can slip in between check and creation.
      await link(temporary, target);
      await unlink(temporary);
    } else await rename(temporary, target);
    temporary = undefined;
    return ok(undefined);
  } catch (error) {
    return fail(describe(error));
  } finally {
    if (temporary !== undefined) await unlink(temporary).catch(() => undefined);
  }
}

function tooLarge(limit: number): FileFailure {
  return { message: `is larger than ${Math.round(limit / 1_000_000)} MB`, code: 'EFBIG' };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be accessed (permission denied)',
  EPERM: 'may not be accessed (operation not permitted)',
  EISDIR: 'is a folder',
  ENOTDIR: 'lies below something that is not a folder',
  EEXIST: 'exists already',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  EROFS: 'cannot be written: the file system is read-only',
  ELOOP: 'is a link that leads in a circle',
  ENAMETOOLONG: 'has a name that is too long',
  EMFILE: 'cannot be opened: too many files are open',
};

function describe(error: unknown): FileFailure {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const message =
    (code === undefined ? undefined : REASONS[code]) ??
    `cannot be used${code === undefined ? '' : ` (${code})`}`;
  return code === undefined ? { message } : { message, code };
}
