import { execFile } from 'node:child_process';
import { fail, ok, type Outcome } from '../errors.ts';
import { describe, type FileFailure } from './file-failure.ts';

/** How long a program may run, in milliseconds, and how many bytes it may print. */
export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** What a program prints: no shell, no window, and an end by force when it takes too long or prints too much. */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeoutMs, maxBytes }: RunLimits,
): Promise<Outcome<Uint8Array, FileFailure>> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      {
        encoding: 'buffer',
        timeout: timeoutMs,
        maxBuffer: maxBytes,
        killSignal: 'SIGKILL',
        windowsHide: true,
        shell: false,
      },
      (error, stdout) => {
        resolve(error === null ? ok(new Uint8Array(stdout)) : fail(describe(error)));
      },
    );
  });
}
