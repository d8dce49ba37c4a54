import { spawn, type ChildProcess } from 'node:child_process';
import process, { kill } from 'node:process';
import { childrenIn } from './process-list.ts';

/** How a program is run. */
interface RunOptions {
  readonly args?: readonly string[];
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Of standard output. */
  readonly maxBytes: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal?: AbortSignal;
}

/** What a program did. */
export interface ProgramRun {
  readonly stdout: Buffer;
  /** Of its exit; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly wroteErrors: boolean;
  /** A process of its own held the output open after it had ended. */
  readonly leftover: boolean;
  /** Why it was ended before its time. */
  readonly stopped: 'timeout' | 'cancelled' | 'too-large' | undefined;
}

/** From SIGTERM to SIGKILL. */
const GRACE_MS = 800;
/** How long a background process may hold the output open after the program ended. */
const LEFTOVER_MS = 1000;

/**
 * Runs a program to its end: the file itself and no shell, nothing on its standard input, standard error thrown away.
 * When the time, the output or the caller's patience is over, it ends with all its children. Rejects with the error of
 * the operating system when the program cannot be started, and with nothing else.
 */
export function runProgram(
  program: string,
  { args = [], timeoutMs, maxBytes, env, platform, signal }: RunOptions,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const windows = platform === 'win32';
    const child = spawn(program, [...args], {
      shell: false,
      // A process group of its own, so that a timeout ends its children too.
      detached: !windows,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env },
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let wroteErrors = false;
    let stopped: ProgramRun['stopped'];
    let ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
    let settled = false;
    let forced: NodeJS.Timeout | undefined;
    let leftover: NodeJS.Timeout | undefined;
    let below: readonly number[] = [];

    // Should the whole tool end now, nothing of the program goes on.
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
    const stop = (why: NonNullable<ProgramRun['stopped']>): void => {
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
      if (bytes > maxBytes) stop('too-large');
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

/** Ends the program and all its children. */
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
const LIST_MS = 800;

/** The program's children, their children and so on, whatever group they are in, by the list that ps(1) of POSIX gives. */
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
