import { Exit, isCancel, type ExitCode } from '../errors.ts';

/**
 * The exit code of a result: a file that could not be read weighs more than a finding in one that could. `errors`
 * are the findings that fail a run: with `--strict` warnings are among them.
 */
export function exitCode(counts: { readonly errors: number; readonly unreadable: number }): ExitCode {
  if (counts.unreadable > 0) return Exit.usage;
  return counts.errors > 0 ? Exit.findings : Exit.ok;
}

/** Of several exit codes the one that says most: cancelled, an internal error, a file that cannot be read, a failed check. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  const order = [Exit.internal, Exit.usage, Exit.findings];
  return codes.find(isCancel) ?? order.find((code) => codes.includes(code)) ?? Exit.ok;
}
