import type { CheckResult, CheckStatus } from '../../probe/types.ts';

/** How many checks came out how. */
export function countsOf(results: readonly CheckResult[]): Record<CheckStatus, number> {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
