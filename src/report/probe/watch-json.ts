import { worst } from '../exit-code.ts';
import { encodeJson } from '../json.ts';
import { causesOf, changesOf } from './changes.ts';
import { probeJson } from './json.ts';
import type { ProbedRun } from './report.ts';

/*
 * `probe --watch` for scripts: an object a line, the first with all results, each further one with what changed.
 * `time` is RFC 3339, in UTC.
 */

/** The line of the first run. */
export function firstLine(time: string, runs: readonly ProbedRun[]): string {
  return `${encodeJson({ time, ...probeJson(runs) })}\n`;
}

/** The line of a later run; empty when nothing is different. */
export function changesLine(time: string, before: readonly ProbedRun[], now: readonly ProbedRun[]): string {
  const changes = now.flatMap((each, at) => changesOf(before[at], each));
  if (changes.length === 0) return '';
  const line = {
    time,
    version: 1,
    command: 'probe',
    exitCode: worst(now.map(({ exitCode }) => exitCode)),
    changes: changes.map(({ hint, file, ...change }) => ({
      ...(file === '' ? {} : { file }),
      ...change,
      hint: hint ?? null,
    })),
    causes: now.flatMap((each, at) => causeRows(before[at], each)),
  };
  return `${encodeJson(line)}\n`;
}

function causeRows(before: ProbedRun | undefined, now: ProbedRun): readonly object[] {
  const { came = [], went = [] } = causesOf(before, now) ?? {};
  const states = [
    ...came.map((cause) => ['new', cause] as const),
    ...went.map((cause) => ['over', cause] as const),
  ];
  return states.map(
    ([
      state,
      {
        ids,
        worst: { detail, hint },
      },
    ]) => ({
      ...(now.file === '' ? {} : { file: now.file }),
      state,
      checks: ids,
      detail,
      hint: hint ?? null,
    }),
  );
}
