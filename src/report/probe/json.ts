import type { ExitCode } from '../../errors.ts';
import { worst } from '../exit-code.ts';
import { encodeJson } from '../json.ts';
import { countsOf } from './counts.ts';
import type { ProbedRun, ProbeReporter } from './report.ts';

/** One run as it is, several below `probes`: the shape that docs/probe.md documents. */
export const json: ProbeReporter = (runs) => `${encodeJson(probeJson(runs), 2)}\n`;

/** The same as an object, for `--watch`, which writes one a line. */
export function probeJson(runs: readonly ProbedRun[]): object {
  const [only] = runs;
  if (runs.length === 1 && only?.run !== undefined) return runJson(only.run, only.exitCode);
  return {
    version: 1,
    command: 'probe',
    exitCode: worst(runs.map(({ exitCode }) => exitCode)),
    probes: runs.map(({ file, exitCode, run, problem }) =>
      run === undefined
        ? { file, exitCode, error: { message: problem?.message ?? '', hint: problem?.hint ?? null } }
        : { file, ...runJson(run, exitCode) },
    ),
  };
}

function runJson(run: NonNullable<ProbedRun['run']>, exitCode: ExitCode): object {
  return {
    version: 1,
    command: 'probe',
    exitCode,
    gateway: run.gateway,
    products: run.seen.products.map(({ product, version, evidence }) => ({
      name: product.name,
      ...(version === undefined ? {} : { version }),
      evidence,
    })),
    verdict: run.verdict,
    checks: run.results.map(({ id, title, required, status, ms, detail, hint, blockedBy, inconclusive }) => ({
      id,
      title,
      required,
      status,
      ms,
      detail,
      hint: hint ?? null,
      ...(blockedBy === undefined ? {} : { blockedBy }),
      ...(inconclusive === true ? { inconclusive } : {}),
    })),
    summary: countsOf(run.results),
    tokens: run.tokens,
    requests: run.requests,
    ms: run.ms,
    ...(run.stopped === undefined ? {} : { stopped: run.stopped }),
  };
}
