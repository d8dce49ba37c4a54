import path from 'node:path';
import type { Io } from '../io/io.ts';

/** The full path of a file, whatever name or link leads to it; of one that does not exist, the path it would have. */
export function realPath(file: string, io: Io): string {
  return io.identify(file)?.real ?? path.resolve(io.cwd, file);
}
