import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  promises,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, ok, type Outcome } from '../errors.ts';
import { describe, type FileFailure } from './file-failure.ts';

/*
 * Everything done to files but the plain reading of one, which io.ts has at hand: loaded when something is written,
 * looked for, or cannot be read. What plain files take is done in the same breath; only pipes and devices, which may
 * keep one waiting, are waited for.
 */

export interface WriteOptions {
  /** Readable by the owner alone (0600): for files that hold a secret. */
  readonly secret?: boolean;
  /** Refuse when the file exists, in one step with the creation. */
  readonly create?: boolean;
}

/** Whatever comes from a stream; more than `limit` bytes is a failure. */
export async function readStream(
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

/** Any file: a pipe, a device, one that is not there. More than `limit` bytes is a failure. */
export async function readFile(file: string, limit: number): Promise<Outcome<Uint8Array, FileFailure>> {
  let handle: FileHandle | undefined;
  try {
    handle = await promises.open(file, constants.O_RDONLY);
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

/** Writes all or nothing: a temporary file beside the target, flushed to disk, then renamed over it. */
export async function writeFile(
  file: string,
  bytes: Uint8Array,
  { secret = false, create = false }: WriteOptions,
): Promise<Outcome<void, FileFailure>> {
  try {
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing?.isDirectory() === true) return fail({ message: 'is a folder', code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) {
      // A device or a pipe, such as /dev/stdout, cannot be replaced.
      const handle = await promises.open(file, constants.O_WRONLY);
      await handle.writeFile(bytes);
      await handle.close();
      return ok(undefined);
    }
    // A link is kept: the file it names is replaced.
    const target = existing === undefined ? file : realpathSync(file);
    const mode = secret ? 0o600 : existing === undefined ? undefined : existing.mode & 0o777;
    replaceFile(target, bytes, mode, create);
    return ok(undefined);
  } catch (error) {
    return fail(describe(error));
  }
}

/** `mode` undefined: as the umask has it. */
function replaceFile(target: string, bytes: Uint8Array, mode: number | undefined, create: boolean): void {
  // Created only where nothing stands, so the name need not be secret, only another one each time.
  const name = `.${path.basename(target)}.${Math.random().toString(36).slice(2)}.tmp`;
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
  return mkdtempSync(path.join(tmpdir(), prefix));
}
