import type { Io } from '../io/io.ts';
import { beyondKnown, type ReleaseRange } from '../schema/index.ts';

/** Says on stderr that a target is beyond every release that is known: what it reads is then taken from the newest. */
export function noteTarget(target: ReleaseRange, quiet: boolean, io: Io): void {
  const note = beyondKnown(target);
  if (note !== undefined && !quiet) io.stderr.write(`cowork-3p: ${note}\n`);
}
