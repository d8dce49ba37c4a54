import path from 'node:path';
import { fail, ok, type Outcome } from '../errors.ts';
import { runProgram, type ProgramRun } from '../programs/run.ts';
import { printable } from '../text/printable.ts';
import { span } from '../net/failure.ts';
import { withoutResolverLimit } from '../net/resolver.ts';
import { readOutput, type OutputFault, type ReadCredential } from './helper-output.ts';

/*
 * The credential helper, run as Claude Desktop runs it (claude.com, third-party "Configuration reference"): the
 * program itself and no shell, exit 0, standard output trimmed is a bare token or {"token","headers"}. What it
 * prints is a secret from its first byte on: no message ever holds any of it, nor of its standard error.
 */

/** How the helper is run. */
export interface HelperOptions {
  /** `inferenceCredentialHelperArgs`. */
  readonly args?: readonly string[];
  /** `inferenceCredentialHelperTimeoutSec` in milliseconds; the app's default is 60 s. */
  readonly timeoutMs: number;
  /** The helper's environment; CLAUDE_HELPER_CONTEXT is added. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal?: AbortSignal;
}

interface HelperCredential extends ReadCredential {
  readonly ms: number;
}

/** Why a helper gave no credential. */
export type HelperFailureKind =
  | 'path' // not one the app can start
  | 'not-found'
  | 'not-executable'
  | 'start'
  | 'exit'
  | 'timeout'
  | 'cancelled'
  | 'too-large'
  | OutputFault;

interface HelperFailure {
  readonly kind: HelperFailureKind;
  /** One sentence that holds nothing the helper printed. */
  readonly message: string;
  readonly ms: number;
}

/** Far more than any token; a helper that prints more prints something else. */
const MAX_OUTPUT = 64 * 1024;
const SLOW_MS = 5000;
/** What Windows starts only through a shell or an interpreter. Node refuses .bat and .cmd outright (CVE-2024-27980). */
const WINDOWS_SCRIPTS = /\.(?:bat|cmd|ps1|vbs|js|py|sh)$/i;

/** Runs the helper once, for a test of the setup, and reads what it printed. Never throws for what a helper can do. */
export async function runHelper(
  program: string,
  options: HelperOptions,
): Promise<Outcome<HelperCredential, HelperFailure>> {
  const begun = performance.now();
  const since = (): number => Math.round(performance.now() - begun);
  const failed = (kind: HelperFailureKind, what: string): Outcome<HelperCredential, HelperFailure> =>
    fail({ kind, message: `The credential helper ${what}`, ms: since() });

  const refused = pathProblem(program, options.platform);
  if (refused !== undefined) return failed('path', refused);
  if (options.signal?.aborted === true) return failed('cancelled', 'was cancelled');
  let run: ProgramRun;
  try {
    run = await runProgram(program, {
      ...options,
      maxBytes: MAX_OUTPUT,
      env: { ...withoutResolverLimit(options.env), CLAUDE_HELPER_CONTEXT: 'setup-test' },
    });
  } catch (error) {
    return failed(...startFailure(error, program));
  }
  const { stdout, code, signal, stopped } = run;
  if (stopped === 'timeout') return failed('timeout', `did not end within ${span(options.timeoutMs)}`);
  if (stopped === 'cancelled') return failed('cancelled', 'was cancelled');
  if (stopped === 'too-large') return failed('too-large', 'printed more than 64 KB');
  if (code !== 0) {
    return failed('exit', signal === null ? `exited with code ${String(code)}` : `was ended by ${signal}`);
  }
  const read = readOutput(stdout);
  if (!read.ok) return failed(...read.failure);
  const ms = since();
  const warnings = [
    ...read.value.warnings,
    ...(run.wroteErrors ? ['The credential helper wrote to standard error, which the app ignores.'] : []),
    ...(run.leftover ? ['The credential helper left a process behind that kept its output open.'] : []),
    ...(ms > SLOW_MS ? [`The credential helper took ${span(ms)}.`] : []),
  ];
  return ok({ ...read.value, ms, warnings });
}

function pathProblem(program: string, platform: NodeJS.Platform): string | undefined {
  const windows = platform === 'win32';
  if (program.includes('\0')) return 'has a path with a NUL character';
  const absolute = windows ? path.win32.isAbsolute(program) : path.posix.isAbsolute(program);
  if (!absolute) return 'must be given by an absolute path';
  const script = windows ? WINDOWS_SCRIPTS.exec(program)?.[0] : undefined;
  return script === undefined
    ? undefined
    : `is a ${script.toLowerCase()} file, which Windows cannot start without a shell: give it an .exe`;
}

function startFailure(error: unknown, program: string): [HelperFailureKind, string] {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const where = printable(program, 120);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return ['not-found', `was not found: ${where} does not exist, or the interpreter its first line names`];
    case 'EACCES':
    case 'EPERM':
      return ['not-executable', `may not be run: ${where} is not an executable file (${code})`];
    case 'ENOEXEC':
    case 'UNKNOWN':
    case 'EFTYPE':
      return ['not-executable', `cannot be run: ${where} is not a program (${code})`];
    case undefined:
    default:
      return ['start', `could not be started (${typeof code === 'string' ? code : 'no reason given'})`];
  }
}
