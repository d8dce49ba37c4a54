import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cancelled, fail, ok, UserError, type Outcome } from '../errors.ts';
import { describe, type FileFailure } from './file-failure.ts';
import { keepHeapSmall } from './heap.ts';
import { readPipe, writePipe } from './pipes.ts';
import { printable } from '../text/printable.ts';

/*
 * Everything done to files but the plain reading of one, which io.ts has at hand: loaded when something is written,
 * looked for, or cannot be read. What plain files take is done in the same breath; only pipes and devices, which may
 * keep one waiting, are waited for.
 */

/** How a file is written. */
export interface WriteOptions {
  /** Readable by the owner alone (0600): for files that hold a secret. */
  readonly secret?: boolean;
  /** Refuse when the file exists, in one step with the creation. */
  readonly create?: boolean;
  /** The name itself is replaced, also when a link stands there by now: it was looked at before, and was none. */
  readonly exact?: boolean;
}

/** Whatever comes from a stream; more than `limit` bytes is a failure. */
export async function readStream(
  stream: AsyncIterable<unknown> & { destroy(): unknown },
  limit: number,
  signal: AbortSignal,
): Promise<Outcome<Uint8Array, FileFailure>> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => void stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > limit) return fail(tooLarge(limit));
      chunks.push(bytes);
    }
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    return fail(describe(error));
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (signal.aborted) throw new Cancelled();
  keepHeapSmall(size);
  return ok(Buffer.concat(chunks));
}

/** Any file: a pipe, a device, one that is not there. More than `limit` bytes is a failure. */
export async function readFile(
  file: string,
  limit: number,
  signal: AbortSignal,
): Promise<Outcome<Uint8Array, FileFailure>> {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return fail({ message: 'is a folder', code: 'EISDIR' });
    if (stats.isFile() && stats.size > limit) return fail(tooLarge(limit));
    // Pipes have no size, and a file may grow: never more than limit + 1 bytes are read.
    const bytes = await readPipe(file, limit, signal);
    keepHeapSmall(bytes.length);
    return bytes.length > limit ? fail(tooLarge(limit)) : ok(bytes);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return fail(missingBehindLink(file) ?? describe(error));
  }
}

/** A link that leads to nothing, or into a circle, is told as what it is. */
function missingBehindLink(file: string): FileFailure | undefined {
  try {
    if (!lstatSync(file).isSymbolicLink() || statSync(file, { throwIfNoEntry: false }) !== undefined)
      return undefined;
  } catch {
    return undefined;
  }
  return {
    message: `is a link to ${printable(readlinkSync(file), 200)}, which does not exist`,
    code: 'ENOENT',
  };
}

/** Writes all or nothing: a temporary file beside the target, flushed to disk, then renamed over it. */
export async function writeFile(
  file: string,
  bytes: Uint8Array,
  { secret = false, create = false, exact = false }: WriteOptions,
  signal: AbortSignal,
): Promise<Outcome<void, FileFailure>> {
  try {
    const met = exact
      ? lstatSync(file, { throwIfNoEntry: false })
      : statSync(file, { throwIfNoEntry: false });
    // A link, a pipe or a device that has been put there since is replaced like a plain file, and never written into.
    const existing = exact && met?.isFile() === false && !met.isDirectory() ? undefined : met;
    if (existing?.isDirectory() === true) return fail({ message: 'is a folder', code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) {
      // A device or a pipe, such as /dev/stdout, cannot be replaced.
      await writePipe(file, bytes, signal);
      return ok(undefined);
    }
    // A link is kept: the file it names is replaced.
    const target = exact || existing === undefined ? file : realpathSync(file);
    const mode = secret ? 0o600 : existing === undefined ? undefined : existing.mode & 0o777;
    replaceFile(target, bytes, mode, create);
    return ok(undefined);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return fail(folderFailure(file, error) ?? describe(error));
  }
}

/** A file cannot be made in a folder that is not there; saying that the file does not exist would help nobody. */
function folderFailure(file: string, error: unknown): FileFailure | undefined {
  const folder = path.dirname(file);
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' || exists(folder)) return undefined;
  return { message: `cannot be written: the folder ${printable(folder, 200)} does not exist`, code };
}

/** `mode` undefined: as the umask has it. */
function replaceFile(target: string, bytes: Uint8Array, mode: number | undefined, create: boolean): void {
  // Created only where nothing stands, so the name need not be secret, only another one each time.
  // A short name of its own: the name of the target may be as long as a name can be.
  const name = `.cowork-3p-${Math.random().toString(36).slice(2)}.tmp`;
  const temporary = path.join(path.dirname(target), name);
  const descriptor = openSync(temporary, 'wx', mode === 0o600 ? mode : 0o666);
  try {
    try {
      if (mode !== undefined) fchmodSync(descriptor, mode);
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (create) {
      // link() fails when the name is taken, so nothing can slip in between check and creation.
      linkSync(temporary, target);
      unlinkSync(temporary);
    } else renameSync(temporary, target);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // Gone already, or no longer ours to remove: the first error says more.
    }
    throw error;
  }
}

function tooLarge(limit: number): FileFailure {
  return { message: `is larger than ${Math.round(limit / 1_000_000)} MB`, code: 'EFBIG' };
}

/** Whether anything stands at that path. */
export function exists(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch {
    return false;
  }
}

/** Makes a folder and those above it. */
export function makeFolder(folder: string): Outcome<void, FileFailure> {
  try {
    mkdirSync(folder, { recursive: true });
    return ok(undefined);
  } catch (error) {
    return fail(describe(error));
  }
}

/** A new, empty folder for this run, readable by its owner alone; nobody removes it. */
export function temporaryFolder(prefix: string): string {
  try {
    return mkdtempSync(path.join(tmpdir(), prefix));
  } catch (error) {
    throw new UserError(
      `The folder for temporary files, ${tmpdir()}, ${describe(error).message}.`,
      'Set TMPDIR (on Windows: TEMP) to a folder that exists and can be written.',
    );
  }
}
