import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import process, { kill } from 'node:process';
import { fail, ok, type Outcome } from '../errors.ts';
import { childrenIn } from './process-list.ts';
import { printable } from '../text/printable.ts';
import { span } from '../net/failure.ts';
import { fieldProblem, fieldValueProblem, isFieldName } from '../text/http-field.ts';

/*
 * The credential helper, run as Claude Desktop runs it (claude.com, third-party "Configuration reference"): the
 * program itself and no shell, exit 0, standard output trimmed is a bare token or {"token","headers"}. What it
 * prints is a secret from its first byte on: no message ever holds any of it, nor of its standard error.
 */

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

interface HelperCredential {
  readonly token: string;
  /** Names as printed; they win over configured headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly ms: number;
  /** Sentences on what works but should be fixed. */
  readonly warnings: readonly string[];
}

export type HelperFailureKind =
  | 'path' // not one the app can start
  | 'not-found'
  | 'not-executable'
  | 'start'
  | 'exit'
  | 'timeout'
  | 'cancelled'
  | 'too-large'
  | 'empty'
  | 'not-a-token'
  | 'bad-json'
  | 'bad-headers';

interface HelperFailure {
  readonly kind: HelperFailureKind;
  /** One sentence that holds nothing the helper printed. */
  readonly message: string;
  readonly ms: number;
}

/** Far more than any token; a helper that prints more prints something else. */
const MAX_OUTPUT = 64 * 1024;
const SLOW_MS = 5000;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 800;
/** How long a background process of the helper may hold its output open after it ended. */
const LEFTOVER_MS = 1000;
/** What Windows starts only through a shell or an interpreter. Node refuses .bat and .cmd outright (CVE-2024-27980). */
const WINDOWS_SCRIPTS = /\.(?:bat|cmd|ps1|vbs|js|py|sh)$/i;

interface Run {
  readonly stdout: Buffer;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly wroteErrors: boolean;
  readonly leftover: boolean;
  readonly stopped: 'timeout' | 'cancelled' | 'too-large' | undefined;
}

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
  let run: Run;
  try {
    run = await start(program, options);
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

function start(
  program: string,
  { args = [], timeoutMs, env, platform, signal }: HelperOptions,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const windows = platform === 'win32';
    const child = spawn(program, [...args], {
      shell: false,
      // A process group of its own, so that a timeout ends the helper's children too.
      detached: !windows,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, CLAUDE_HELPER_CONTEXT: 'setup-test' },
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let wroteErrors = false;
    let stopped: Run['stopped'];
    let ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
    let settled = false;
    let forced: NodeJS.Timeout | undefined;
    let leftover: NodeJS.Timeout | undefined;
    let below: readonly number[] = [];

    // Should the whole tool end now, nothing of the helper goes on.
    const onExit = (): void => endGroup(child, windows, 'SIGKILL');
    process.once('exit', onExit);
    const settle = (): void => {
      if (settled) return;
      settled = true;
      process.removeListener('exit', onExit);
      clearTimeout(limit);
      clearTimeout(leftover);
      signal?.removeEventListener('abort', cancel);
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const finish = (open: boolean): void => {
      if (settled) return;
      settle();
      resolve({
        stdout: Buffer.concat(chunks),
        code: ended?.code ?? null,
        signal: ended?.signal ?? null,
        wroteErrors,
        leftover: open,
        stopped,
      });
    };
    const stop = (why: NonNullable<Run['stopped']>): void => {
      if (stopped !== undefined || settled) return;
      stopped = why;
      // The leader may end at once and leave a child that ignores SIGTERM: the group is killed in any case.
      forced = setTimeout(() => {
        endGroup(child, windows, 'SIGKILL');
        endEach(below, 'SIGKILL');
        finish(false);
      }, GRACE_MS);
      // Found while their parents live: a child in a group of its own is nobody's afterwards.
      void descendantsOf(child, windows).then((found) => {
        below = found;
        endGroup(child, windows, 'SIGTERM');
        endEach(found, 'SIGTERM');
      });
    };
    const cancel = (): void => stop('cancelled');
    const limit = setTimeout(() => stop('timeout'), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });

    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT) stop('too-large');
      else chunks.push(chunk);
    });
    child.stderr.on('data', () => (wroteErrors = true));
    child.on('error', (error) => {
      clearTimeout(forced);
      settle();
      reject(error);
    });
    child.on('exit', (code, by) => {
      ended = { code, signal: by };
      if (stopped !== undefined) return;
      leftover = setTimeout(() => {
        endGroup(child, windows, 'SIGTERM');
        finish(true);
      }, LEFTOVER_MS);
    });
    // After a stop the leader's end is not enough: nothing of its group may be left when we report.
    child.on('close', () => {
      if (stopped !== undefined && !windows && (groupLives(child) || below.some(lives))) return;
      clearTimeout(forced);
      finish(false);
    });
  });
}

/** Ends the helper and all its children. */
function endGroup(child: ChildProcess, windows: boolean, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (windows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
      .on('error', () => child.kill())
      .unref();
    return;
  }
  try {
    kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

/** Longest wait for the list of processes. */
const LIST_MS = 300;

/** The helper's children, their children and so on, whatever group they are in, by the list that ps(1) of POSIX gives. */
function descendantsOf({ pid }: ChildProcess, windows: boolean): Promise<readonly number[]> {
  // taskkill finds them itself.
  if (pid === undefined || windows) return Promise.resolve([]);
  return new Promise((resolve) => {
    const list = spawn('/bin/ps', ['-A', '-o', 'pid=,ppid='], {
      shell: false,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LIST_MS,
    });
    let text = '';
    list.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    list.on('error', () => resolve([]));
    list.on('close', () => resolve(childrenIn(text, pid)));
  });
}

function endEach(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      kill(pid, signal);
    } catch {
      // Ended already.
    }
}

function lives(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
}

function groupLives({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && kill(-pid, 0);
  } catch {
    return false;
  }
}

type ReadCredential = Pick<HelperCredential, 'token' | 'headers' | 'warnings'>;
type Refusal = [HelperFailureKind, string];

/** Reads what a helper printed; pure. */
export function readOutput(stdout: Uint8Array): Outcome<ReadCredential, Refusal> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(stdout);
  } catch {
    return fail(['not-a-token', 'printed bytes that are not UTF-8']);
  }
  const trimmed = text.trim();
  if (trimmed === '') return fail(['empty', 'printed nothing']);
  // One line end at the end is what every `echo` writes.
  const warnings =
    text.replace(/\r?\n$/, '') === trimmed
      ? []
      : ['The credential helper printed blank space around its output, which the app trims.'];
  if (trimmed.startsWith('{')) return readJson(trimmed, warnings);
  const lines = trimmed.split(/\r\n|\r|\n/).length;
  if (lines > 1) {
    return fail([
      'not-a-token',
      `printed ${String(lines)} lines: standard output must hold the token and nothing else`,
    ]);
  }
  const problem = tokenProblem(trimmed);
  if (problem !== undefined) return fail(['not-a-token', problem]);
  const quoted = /^(["']).*\1$/.test(trimmed)
    ? ['The credential helper printed its token in quotes, which the app sends as part of it.']
    : [];
  return ok({ token: trimmed, warnings: [...warnings, ...quoted] });
}

function tokenProblem(token: string): string | undefined {
  if (/^(?:bearer|basic)\s/i.test(token)) {
    return 'printed an authentication scheme in front of the token: the app adds that itself';
  }
  if (/\s/.test(token)) return 'printed text with spaces instead of a token';
  const problem = fieldValueProblem(token);
  return problem === undefined
    ? undefined
    : `printed a token with ${problem}, which no HTTP header can carry`;
}

function readJson(text: string, warnings: readonly string[]): Outcome<ReadCredential, Refusal> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail(['bad-json', 'printed text that begins like JSON and is not']);
  }
  const { token, headers, ...others } = json as Readonly<Record<string, unknown>>;
  if (typeof token !== 'string' || token.trim() === '')
    return fail(['bad-json', 'printed JSON without a "token" string']);
  const problem = tokenProblem(token.trim());
  if (problem !== undefined) return fail(['not-a-token', problem]);
  const extra =
    Object.keys(others).length > 0
      ? ['The credential helper printed JSON with more than "token" and "headers", which the app ignores.']
      : [];
  const result = { token: token.trim(), warnings: [...warnings, ...extra] };
  if (headers === undefined || headers === null) return ok(result);
  if (typeof headers !== 'object' || Array.isArray(headers))
    return fail(['bad-headers', 'printed "headers" that are not an object']);
  const printed: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!isFieldName(name))
      return fail(['bad-headers', 'printed a header with a name that HTTP does not allow']);
    // A helper that mixes up names and values must not get its token shown: only what looks like a name is.
    const shown = /^[A-Za-z][A-Za-z-]{0,39}$/.test(name) ? `the header "${name}"` : 'a header';
    if (typeof value !== 'string')
      return fail(['bad-headers', `printed ${shown} with a value that is not a string`]);
    const bad = fieldProblem(name, value);
    if (bad !== undefined) return fail(['bad-headers', `printed ${shown} that cannot be sent: it ${bad}`]);
    printed.push([name, value.trim()]);
  }
  return ok({ ...result, headers: Object.fromEntries(printed) });
}
