import { verdict } from '../../src/probe/verdict.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import type { ProbedRun } from '../../src/report/probe/index.ts';
import { Exit } from '../../src/errors.ts';

/** A result with words of its own. */
export function result(id: string, rest: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: `title of ${id}`,
    required: true,
    status: 'pass',
    ms: 1234,
    detail: `detail of ${id}`,
    ...rest,
  };
}

/** A run with these results. */
export function runOf(
  results: readonly CheckResult[],
  gateway = 'https://gw.example.com',
  more = 0,
): ProbedRun {
  return {
    file: 'cowork-3p.json',
    exitCode: Exit.ok,
    run: {
      gateway,
      results,
      tokens: { input: 310, output: 60 },
      requests: 12,
      ms: 3456,
      seen: { products: [], known: [] },
      partial: false,
      verdict: verdict(results),
      announced: results.length + more,
    },
  };
}
