import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import process from 'node:process';
import { fail, ok, type Outcome } from '../errors.ts';
import { runProgram } from '../programs/run.ts';
import { describe, type FileFailure } from './file-failure.ts';
import { keepHeapSmall } from './heap.ts';

/*
 * Looks at files that nobody vouches for: links are told and never followed, pipes and devices never opened, and no
 * more than a bounded part of a file is read.
 */

/** What stands at a path, a link itself and not what it leads to. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Number of the owner; 0 is root, and on Windows everybody. */
  readonly owner: number;
}

/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: FileFacts['kind'];
}

/** What was read of a file, and whether its beginning was left out. */
export interface Portion {
  readonly bytes: Uint8Array;
  readonly cut: boolean;
}

/** The outside world as far as the reading of devices needs it. Tests hand in another. */
export interface Inspector {
  facts(file: string): Outcome<FileFacts, FileFailure>;
  /** The names in a folder, sorted; `followed`: the folder may be reached by a link. */
  entries(folder: string, followed?: boolean): Outcome<readonly FolderEntry[], FileFailure>;
  /**
   * A plain file: whole, which is a failure when it has more than `limit` bytes, or that many from its beginning or end.
   * Anything but a plain file is a failure.
   */
  read(file: string, limit: number, part?: 'whole' | 'head' | 'tail'): Outcome<Portion, FileFailure>;
  /** The output of a program: its path and arguments, no shell. A failure when it cannot be run or ends with an error. */
  run(program: string, args: readonly string[], limits: RunLimits): Promise<Outcome<Uint8Array, FileFailure>>;
}

/** How long a program may run, in milliseconds, and how many bytes it may print. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Windows has neither. */
const SAFE_OPEN =
  constants.O_RDONLY |
  ((constants.O_NONBLOCK as number | undefined) ?? 0) |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/** Why the output of a program counts for nothing. */
const STOPPED = {
  timeout: 'did not end in time',
  cancelled: 'was cancelled',
  'too-large': 'printed more than it may',
  failed: 'ended with an error',
} as const;

/** The real world. */
export const inspector: Inspector = {
  facts(file) {
    try {
      const stats = lstatSync(file);
      return ok({
        kind: kindOf(stats),
        size: stats.size,
        mode: stats.mode & 0o7777,
        owner: stats.uid,
      });
    } catch (error) {
      return fail(describe(error));
    }
  },
  entries(folder, followed = false) {
    try {
      const stats = followed ? statSync(folder) : lstatSync(folder);
      if (!stats.isDirectory())
        return fail({
          message: stats.isSymbolicLink() ? 'is a symbolic link' : 'is no folder',
          code: 'ENOTDIR',
        });
      return ok(
        readdirSync(folder, { withFileTypes: true })
          .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    } catch (error) {
      return fail(describe(error));
    }
  },
  read(file, limit, part = 'whole') {
    let descriptor: number | undefined;
    try {
      const before = lstatSync(file);
      if (!before.isFile()) return fail(notPlain(kindOf(before)));
      descriptor = openSync(file, SAFE_OPEN);
      const { size } = fstatSync(descriptor);
      if (!fstatSync(descriptor).isFile()) return fail(notPlain('other'));
      if (size > limit && part === 'whole')
        return fail({ message: `is larger than ${String(Math.round(limit / 1_000_000))} MB`, code: 'EFBIG' });
      const length = Math.min(size, limit);
      keepHeapSmall(length);
      const buffer = Buffer.alloc(length);
      const start = part === 'tail' ? size - length : 0;
      let read = 0;
      while (read < length) {
        const more = readSync(descriptor, buffer, read, length - read, start + read);
        if (more === 0) break;
        read += more;
      }
      return ok({ bytes: buffer.subarray(0, read), cut: size > limit });
    } catch (error) {
      return fail(describe(error));
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  },
  async run(program, args, limits) {
    try {
      const { env, platform } = process;
      const { stdout, code, stopped } = await runProgram(program, { args, ...limits, env, platform });
      if (code === 0 && stopped === undefined) return ok(new Uint8Array(stdout));
      return fail({ message: STOPPED[stopped ?? 'failed'] });
    } catch (error) {
      return fail(describe(error));
    }
  },
};

function kindOf(entry: {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}): FileFacts['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

function notPlain(kind: FileFacts['kind']): FileFailure {
  const what = { link: 'a symbolic link', folder: 'a folder', other: 'no regular file', file: 'a file' };
  return { message: `is ${what[kind]}`, code: 'EINVAL' };
}
