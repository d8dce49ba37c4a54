import { Exit, type ExitCode } from '../errors.ts';
import { TURN_CHECKS } from './run/weigh.ts';
import type { CheckResult } from './types.ts';

/** Whether Claude Desktop works with a gateway; `unproven` where a required check could not be made. */
export type Works = 'yes' | 'partly' | 'no' | 'unproven';

/** What a whole run comes to. */
export interface Verdict {
  readonly works: Works;
  /** One sentence for the end of the report. */
  readonly sentence: string;
  /** What to change, most important first; each once. */
  readonly changes: readonly string[];
}

/** Would Claude Desktop work with this gateway, and what is to be changed? */
export function verdict(results: readonly CheckResult[], { partial = false } = {}): Verdict {
  const failed = results.filter(({ status, required }) => status === 'fail' && required);
  const missing = results.filter(isUnproven);
  const warned = results.filter((result) => isWarning(result) && !isUnproven(result));
  const changes = [...new Set([...failed, ...missing, ...warned].flatMap(({ hint }) => hint ?? []))];
  const fatal = failed.filter(({ whenBroken }) => whenBroken !== 'partly');
  const say = (works: Works, sentence: string): Verdict => ({ works, sentence, changes });
  if (fatal.length > 0) {
    return say('no', `${notWorking(fatal)}: ${names(failed)} ${failed.length === 1 ? 'fails' : 'fail'}.`);
  }
  if (missing.length > 0) {
    const also = failed.length === 0 ? '' : `; ${names(failed)} ${failed.length === 1 ? 'fails' : 'fail'}`;
    return say(
      'unproven',
      `It could not be shown that Claude Desktop works with this gateway: ${reasonOf(missing)}${also}.`,
    );
  }
  if (failed.length > 0) {
    const turns = failed.some(({ id }) => TURN_CHECKS.includes(id));
    // What is wrong with streams is said of turns where these are concerned.
    const told = failed.filter(({ id }) => !turns || id !== 'stream-basic');
    const clauses = [...new Set(told.flatMap(({ says }) => says ?? []))];
    const why = clauses.length === 0 ? '' : ` (${clauses.join('; ')})`;
    return say(
      'partly',
      `Claude Desktop would work with this gateway only in part${why}: ${names(failed)} ${failed.length === 1 ? 'fails' : 'fail'}.`,
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

/** Where these fail, no turn of another model was asked for. */
const BEFORE_TURNS = ['auth-accepted', 'health'];

/** Some models alone: these are named, because the app works with the others. */
function notWorking(fatal: readonly CheckResult[]): string {
  // What only explains why turns fail was asked of one model.
  const turns = fatal.filter(({ whenBroken }) => whenBroken !== 'explains');
  const told = turns.length === 0 ? fatal : turns;
  const models = told.every(({ models: some }) => some !== undefined)
    ? [...new Set(told.flatMap(({ models: some = [] }) => some))]
    : [];
  if (models.length === 0) return 'Claude Desktop would not work with this gateway';
  const shown =
    models.length > 4 ? `${models.slice(0, 4).join(', ')} and ${models.length - 4} more` : models.join(', ');
  const others = fatal.some(({ id }) => BEFORE_TURNS.includes(id)) ? '' : '; with the other models it would';
  return `Claude Desktop would not work with ${shown} through this gateway${others}`;
}

/** Errors of the configuration are no check that could not be made. */
function reasonOf(missing: readonly CheckResult[]): string {
  const checks = missing.filter(({ id }) => id !== 'configuration');
  const errors = checks.length < missing.length ? ['the configuration has errors'] : [];
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
  if (results.some(({ crashed }) => crashed === true)) return Exit.internal;
  if (results.some(isUnproven)) return Exit.findings;
  return strict && results.some(isWarning) ? Exit.findings : Exit.ok;
}
