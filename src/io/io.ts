import { setMaxListeners } from 'node:events';
import { closeSync, constants, openSync, readSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { Cancelled, Exit, fail, ok, type Outcome } from '../errors.ts';
import { endNow } from './end.ts';
import { describe, type FileFailure } from './file-failure.ts';
import type { WriteOptions } from './files.ts';
import type { Inspector } from './inspect.ts';
import { output, type Output } from './output.ts';
import type { Prompter } from './prompter.ts';

export type { FileFailure } from './file-failure.ts';
export type { WriteOptions } from './files.ts';
export type { Output } from './output.ts';

/** What runs the program. */
export interface Host {
  /** Version of Node. */
  readonly node: string;
  /** The processor, such as `arm64`. */
  readonly arch: string;
  /** Node and the program are one executable. */
  readonly single: boolean;
}

/** A file whatever name it is given. */
export interface FileIdentity {
  /** Its full path, in which no link is left. */
  readonly real: string;
  /** A plain file: neither a folder nor a pipe nor a device. */
  readonly isFile: boolean;
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
  /** What runs the program. */
  readonly host: Host;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts on Ctrl-C and on a request to terminate. */
  readonly signal: AbortSignal;
  readFile(file: string, limit: number): Promise<Outcome<Uint8Array, FileFailure>>;
  /** Writes all or nothing: a temporary file beside the target, flushed to disk, then renamed over it. */
  writeFile(file: string, bytes: Uint8Array, options?: WriteOptions): Promise<Outcome<void, FileFailure>>;
  /** Whether anything stands at that path. */
  exists(file: string): Promise<boolean>;
  /** Whether anything stands there, told at once. */
  stands(file: string): boolean;
  /** What a path leads to behind all links; undefined where there is nothing, or a circle of links. */
  identify(file: string): FileIdentity | undefined;
  /** The files in a folder and below it, sorted, but for those of hidden folders and of packages; undefined when it is no folder. */
  folder(name: string): Promise<readonly string[] | undefined>;
  makeFolder(folder: string): Promise<Outcome<void, FileFailure>>;
  /** A new, empty folder for this run, readable by its owner alone; nobody removes it. */
  temporaryFolder(prefix: string): Promise<string>;
  /** Files that match quoted globs, sorted. */
  glob(patterns: readonly string[]): Promise<string[]>;
  /** Looks at files that nobody vouches for, and runs the programs that say what a device has. */
  inspector(): Promise<Inspector>;
  /** From now on no text that is written shows these values, or a part of them; `main` sees to it. */
  conceal(secrets: readonly string[]): void;
  /** Asks the person at the terminal; undefined where there is none. */
  prompter(): Promise<Prompter | undefined>;
}

/** What `nodeIo` needs of `process`. */
type Process = Pick<
  NodeJS.Process,
  | 'stdin'
  | 'stdout'
  | 'stderr'
  | 'env'
  | 'cwd'
  | 'on'
  | 'once'
  | 'exitCode'
  | 'versions'
  | 'arch'
  | 'argv'
  | 'execPath'
> &
  Parameters<typeof endNow>[0];

/** The real world. */
export function nodeIo(process: Process): Io {
  const cancel = new AbortController();
  // Whatever runs at once listens, such as the probes of twenty gateways; Node would take that for a leak.
  setMaxListeners(0, cancel.signal);
  const onSignal = (by: NodeJS.Signals): void => {
    // The second time there is no waiting for anybody.
    if (cancel.signal.aborted) endNow(process, cancel.signal);
    cancel.abort(new Cancelled(by));
    // Whatever does not hear of it is not waited for. The timer alone keeps nothing running.
    setTimeout(() => endNow(process, cancel.signal), LONGEST_END_MS).unref();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, onSignal);
  const cwd = workingFolder(process);
  /** An absolute path; undefined for a relative one when the working directory is gone. */
  const at = (file: string): string =>
    cwd === undefined && !path.isAbsolute(file) ? GONE : path.resolve(cwd ?? path.sep, file);
  const files = () => import('./files.ts');
  // Nobody is left to tell when the second is lost.
  const stderr = output(
    2,
    () => process.stderr,
    process.env,
    () => undefined,
  );
  const onLost = (error: Error): void => {
    // By now the run may be over: whatever it came to, its result did not arrive.
    process.once('exit', () => {
      process.exitCode = Exit.usage;
    });
    stderr.write(`cowork-3p: standard output ${describe(error).message}.\n`);
  };
  return {
    stdin: {
      get isTTY() {
        return process.stdin.isTTY;
      },
      read: async (limit) => (await files()).readStream(process.stdin, limit, cancel.signal),
    },
    stdout: output(1, () => process.stdout, process.env, onLost),
    stderr,
    env: process.env,
    cwd: cwd ?? path.sep,
    platform: process.platform,
    // An executable that is its own program names itself where others name the file they run.
    host: {
      node: process.versions.node,
      arch: process.arch,
      single: process.argv[1] === process.execPath,
    },
    now: () => Date.now(),
    signal: cancel.signal,
    readFile: async (file, limit) => {
      const name = at(file);
      if (name === GONE) return fail(NO_FOLDER);
      const bytes = readAtOnce(name, limit);
      return bytes === undefined ? (await files()).readFile(name, limit, cancel.signal) : ok(bytes);
    },
    writeFile: async (file, bytes, options) =>
      at(file) === GONE
        ? fail(NO_FOLDER)
        : (await files()).writeFile(at(file), bytes, options ?? {}, cancel.signal),
    exists: async (file) => (await files()).exists(at(file)),
    stands: (file) => statsOf(at(file)) !== undefined,
    identify: (file) => {
      try {
        const real = realpathSync.native(at(file));
        return { real, isFile: statsOf(real)?.isFile() === true };
      } catch {
        // The pipe of a shell's >(…) stands there and has no path of its own.
        return statsOf(at(file)) === undefined ? undefined : { real: at(file), isFile: false };
      }
    },
    folder: async (name) => {
      if (statsOf(at(name))?.isDirectory() !== true) return undefined;
      const { glob } = await import('tinyglobby');
      const found = await glob(['**'], {
        cwd: at(name),
        dot: false,
        onlyFiles: true,
        followSymbolicLinks: false,
        ignore: ['**/node_modules/**'],
      });
      const prefix = /[\\/]$/.test(name) ? name : `${name}/`;
      return found.sort().map((file) => (name === '.' ? file : prefix + file));
    },
    makeFolder: async (folder) =>
      at(folder) === GONE ? fail(NO_FOLDER) : (await files()).makeFolder(at(folder)),
    temporaryFolder: async (prefix) => (await files()).temporaryFolder(prefix),
    glob: async (patterns) => {
      const { glob } = await import('tinyglobby');
      const found = await glob([...patterns], {
        cwd: cwd ?? path.sep,
        dot: true,
        onlyFiles: true,
        expandDirectories: false,
        signal: cancel.signal,
      });
      return found.sort();
    },
    inspector: async () => (await import('./inspect.ts')).inspector,
    conceal: () => undefined,
    prompter: async () => {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
      if (process.platform !== 'win32') (await import('./lost-terminal.ts')).endWithTerminal(process);
      const streams = { input: process.stdin, output: process.stderr, signal: cancel.signal };
      if (process.env.TERM === 'dumb') {
        const { plainPrompter } = await import('./plain-prompter.ts');
        return plainPrompter(streams);
      }
      const { terminalPrompter } = await import('./prompter.ts');
      return terminalPrompter(streams);
    },
  };
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Bytes of a file that is read in one piece. */
const MOST_AT_ONCE = 500_000;
/** Longest time from a signal to the end: a helper gets most of it to end by itself. */
const LONGEST_END_MS = 1300;
/** Stands for a relative path that is relative to nothing. */
const GONE = '';
const NO_FOLDER: FileFailure = {
  message: 'cannot be found: the working directory does not exist any more',
  code: 'ENOENT',
};

/** Undefined when the folder was removed while somebody stood in it. */
function workingFolder(process: Pick<Process, 'cwd'>): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/**
 * The bytes of a plain file, read in the same breath: a thousand small files cost a third of what they cost when
 * each is waited for. Undefined for whatever else: a pipe, a file that is missing, large or growing.
 */
function readAtOnce(file: string, limit: number): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    // Asked before it is opened: whoever writes into a pipe would take that for a reader.
    const stats = statSync(file);
    // A large file is read in pieces, between which a signal is heard.
    if (!stats.isFile() || stats.size > Math.min(limit, MOST_AT_ONCE)) return undefined;
    // Should it have become a pipe meanwhile, it does not hold us up. Windows has neither.
    descriptor = openSync(file, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    const buffer = Buffer.allocUnsafe(stats.size + 1);
    const size = readSync(descriptor, buffer, 0, buffer.length, 0);
    return size === stats.size ? buffer.subarray(0, size) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
