import type { CheckResult } from '../types.ts';

/** The checks that ask for turns; the verdict is theirs. */
export const TURN_CHECKS: readonly string[] = ['rich-request', 'tool-stream', 'tool-roundtrip'];

/** What only explains why turns fail is a warning when every kind of turn was asked for and works. */
export function weighed(results: readonly CheckResult[]): readonly CheckResult[] {
  const turns = results.filter(({ id }) => TURN_CHECKS.includes(id));
  const work =
    turns.length === TURN_CHECKS.length &&
    turns.every(
      ({ status, inconclusive, whenBroken }) =>
        inconclusive !== true &&
        (status === 'pass' || status === 'warn' || (status === 'fail' && whenBroken === 'partly')),
    );
  if (!work) return results;
  return results.map((result) =>
    result.status === 'fail' && result.whenBroken === 'explains'
      ? { ...result, status: 'warn', detail: `${result.detail} Turns work all the same.` }
      : result,
  );
}

/** A prerequisite nobody asked for is shown when it failed. */
export function isObstacle({ status, inconclusive, crashed, blockedBy }: CheckResult): boolean {
  return blockedBy === undefined && (status === 'fail' || inconclusive === true || crashed === true);
}
