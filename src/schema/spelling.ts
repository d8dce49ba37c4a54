import type { Path } from './document.ts';
import { neighbours, isBefore, rangeText, releaseOf, type ReleaseRange } from './releases.ts';
import { retirements } from './retirements/index.ts';
import type { RetirementRow, Settings } from './retirements/row.ts';

/** How the two spellings of a retirement stand to the releases of a fleet. */
interface Standing {
  /** Every release reads the spelling of today. */
  readonly now: boolean;
  /** The newest release still reads the old spelling. */
  readonly old: boolean;
  /** The oldest release reads the old spelling already. */
  readonly begun: boolean;
}

/** What the releases of a range make of the spellings of a row. What was removed has its absence for a spelling. */
export function standing(row: RetirementRow, { oldest, newest }: ReleaseRange): Standing {
  const { code, replacedSince, readSince, stopsAt } = row;
  return {
    now: code === 'removed-key' || replacedSince === undefined || !isBefore(oldest, replacedSince),
    old: stopsAt === undefined || isBefore(newest, stopsAt),
    begun: readSince === undefined || !isBefore(oldest, readSince),
  };
}

/** The fleet has releases that read the old spelling alone, and others that read today's alone. */
export function isTorn(row: RetirementRow, range: ReleaseRange): boolean {
  const { now, old, begun } = standing(row, range);
  return row.code !== undefined && !now && !old && begun;
}

/** A setting that no spelling says for the whole fleet. */
interface Torn {
  /** In the spelling of the settings. */
  readonly path: Path;
  readonly args: TornArgs;
}

/** The arguments of `no-common-spelling`. */
export interface TornArgs {
  readonly old: string;
  readonly replacement: string;
  readonly replacedSince: string;
  readonly stopsAt: string;
  /** The two halves as `--target` takes them. */
  readonly halves: readonly [older: string, newer: string];
}

/** Every place that is read in one half of the fleet only, whichever spelling stands there. */
export function tornPlaces(settings: Settings, range: ReleaseRange): readonly Torn[] {
  return retirements
    .filter((row) => isTorn(row, range))
    .flatMap((row) =>
      [...row.find(settings), ...(row.findNewer?.(settings) ?? [])].map(({ path }) => ({
        path,
        args: tornArgs(row, range),
      })),
    );
}

/** The words for a row that tears the fleet apart. */
function tornArgs(row: RetirementRow, { oldest, newest }: ReleaseRange): TornArgs {
  const { subject, replacement = '', replacedSince = '', stopsAt = '' } = row;
  const since = releaseOf(replacedSince);
  const before = neighbours(since).before?.version;
  return {
    old: subject,
    replacement,
    replacedSince,
    stopsAt,
    halves: [
      rangeText({ oldest, newest: before === undefined ? oldest : releaseOf(before) }),
      rangeText({ oldest: since, newest }),
    ],
  };
}

/** Whether today's spelling is right for the fleet. */
export function isDue(row: RetirementRow, target: ReleaseRange | undefined): boolean {
  if (row.straddles !== undefined)
    return (
      target !== undefined &&
      isBefore(target.oldest, row.straddles) &&
      !isBefore(target.newest, row.straddles)
    );
  if (target === undefined) return row.superseded !== true;
  const { now, old } = standing(row, target);
  return row.code === 'removed-key' ? !old : now;
}
