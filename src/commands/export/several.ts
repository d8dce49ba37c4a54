import type { Io } from '../../io/io.ts';
import { isGlob } from '../validate/files.ts';

/** Whether the command line names more than one configuration: several files, a folder, or a glob that no shell expanded. */
export async function isSeveral(patterns: readonly string[], io: Io): Promise<boolean> {
  const [first] = patterns;
  if (patterns.length > 1) return true;
  if (first === undefined || first === '-') return false;
  if ((await io.folder(first)) !== undefined) return true;
  return isGlob(first) && !(await io.exists(first));
}
