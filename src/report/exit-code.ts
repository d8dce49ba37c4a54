import { Exit, type ExitCode } from '../errors.ts';

/** The exit code of a result: a file that could not be read weighs more than a finding in one that could. */
export function exitCode(
  counts: { readonly errors: number; readonly warnings: number; readonly unreadable: number },
  strict: boolean,
): ExitCode {
  if (counts.unreadable > 0) return Exit.usage;
  if (counts.errors > 0 || (strict && counts.warnings > 0)) return Exit.findings;
  return Exit.ok;
}
