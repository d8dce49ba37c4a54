import { Exit, type ExitCode } from '../errors.ts';
import type { CheckResult } from './types.ts';

export type Works = 'yes' | 'partly' | 'no' | 'unproven';

export interface Verdict {
  readonly works: Works;
  /** One sentence for the end of the report. */
  readonly sentence: string;
  /** What to change, most important first; each once. */
  readonly changes: readonly string[];
}

/** What goes wrong here does not keep the app from working; it works badly, or for too many. */
const SURVIVABLE = new Set([
  'auth-rejects-bad',
  'secret-echo',
  'sso-aud',
  'model-unknown',
  'models-hygiene',
  'stream-incremental',
  'stream-keepalive',
  'model-routes',
]);

/** Would Claude Desktop work with this gateway, and what is to be changed? */
export function verdict(results: readonly CheckResult[], { partial = false } = {}): Verdict {
  const failed = results.filter(({ status, required }) => status === 'fail' && required);
  const unproven = results.filter(isUnproven);
  const warned = results.filter((result) => isWarning(result) && !isUnproven(result));
  const changes = [...new Set([...failed, ...unproven, ...warned].flatMap(({ hint }) => hint ?? []))];
  const fatal = failed.filter(({ id }) => !SURVIVABLE.has(id));
  const say = (works: Works, sentence: string): Verdict => ({ works, sentence, changes });
  if (fatal.length > 0) {
    return say(
      'no',
      `Claude Desktop would not work with this gateway: ${names(fatal)} ${fatal.length === 1 ? 'fails' : 'fail'}.`,
    );
  }
  if (failed.length > 0) {
    return say(
      'partly',
      `Claude Desktop would work with this gateway, but not as it should: ${names(failed)} ${failed.length === 1 ? 'fails' : 'fail'}.`,
    );
  }
  if (unproven.length > 0) {
    return say(
      'unproven',
      `It could not be shown that Claude Desktop works with this gateway: ${reasonOf(unproven)}.`,
    );
  }
  const made = results.filter(({ status }) => status !== 'skip').length;
  if (made === 0) return say('unproven', 'No check was made, so nothing is known.');
  const but =
    warned.length === 0 ? '' : `, with ${warned.length === 1 ? 'one warning' : `${warned.length} warnings`}`;
  return say(
    'yes',
    partial
      ? `${made === 1 ? 'The check that was asked for passes' : `The ${made} checks that were asked for pass`}${but}.`
      : `Claude Desktop would work with this gateway${but}.`,
  );
}

/** Errors of the configuration are no check that could not be made. */
function reasonOf(unproven: readonly CheckResult[]): string {
  const checks = unproven.filter(({ id }) => id !== 'configuration');
  const errors = checks.length < unproven.length ? ['the configuration has errors'] : [];
  return [...errors, ...(checks.length > 0 ? [`${names(checks)} could not be made`] : [])].join(', and ');
}

function names(results: readonly CheckResult[]): string {
  return results
    .map(({ id }) => id)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}

/** A required check that could not be made. What is blocked by another is told by that one. */
function isUnproven({ required, inconclusive, blockedBy }: CheckResult): boolean {
  return required && inconclusive === true && blockedBy === undefined;
}

function isWarning({ status, required }: CheckResult): boolean {
  return status === 'warn' || (status === 'fail' && !required);
}

/** 1: a required check failed or could not be made, or, if strict, a warning. 3: one of our own checks broke. */
export function probeExitCode(results: readonly CheckResult[], { strict = false } = {}): ExitCode {
  if (results.some(({ status, required }) => status === 'fail' && required)) return Exit.findings;
  if (results.some(({ crashed }) => crashed === true)) return Exit.bug;
  if (results.some(isUnproven)) return Exit.findings;
  return strict && results.some(isWarning) ? Exit.findings : Exit.ok;
}
