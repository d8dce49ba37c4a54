import { Cancelled, cancelledCode } from '../errors.ts';

/** What the end of a run needs of `process`. */
type Process = Pick<NodeJS.Process, 'exit' | 'kill' | 'pid' | 'removeAllListeners' | 'emit' | 'platform'> & {
  /** Since Node 17.3. */
  getActiveResourcesInfo(): readonly string[];
};

/** What the end of a run that nobody cancelled needs of `process`. */
type Ending = Pick<
  NodeJS.Process,
  'exit' | 'exitCode' | 'emit' | 'removeAllListeners' | 'env' | 'execPath' | 'argv'
> &
  Pick<Process, 'getActiveResourcesInfo'> & {
    /** Since Node 22.15, but for Windows. */
    execve?(file: string, argv: readonly string[], env: NodeJS.ProcessEnv): void;
  };

/** Requests that a thread of the pool is busy with, which process.exit() would wait for: names, open pipes. */
const IN_A_THREAD = /^(?:FSReq|GetAddrInfo|GetNameInfo)/;

/**
 * Ends the process at once after a cancel. What a thread waits for inside the operating system, such as a name
 * server that does not answer, is not waited for: then the process ends by the signal, of which a shell reports the
 * same code. So it does when its terminal went away, which Node cannot put in order any more.
 */
export function endNow(process: Process, signal: AbortSignal): void {
  const waits = process.getActiveResourcesInfo().some((name) => IN_A_THREAD.test(name));
  const reason: unknown = signal.reason;
  const code = cancelledCode(reason);
  const told = reason instanceof Cancelled ? reason.by : undefined;
  // SIGQUIT would leave an image of the memory on the disk, with whatever secret is in it.
  const by = told === undefined || told === 'SIGQUIT' ? 'SIGINT' : told;
  if ((!waits && by !== 'SIGHUP') || process.platform === 'win32') process.exit(code);
  // Nobody emits it on the way out by a signal; children are ended by its listeners.
  process.emit('exit', code);
  process.removeAllListeners(by);
  process.kill(process.pid, by);
}

/** Questions to the system's resolver, which takes no time limit. */
const ASKS_FOR_A_NAME = /^(?:GetAddrInfo|GetNameInfo)/;

/**
 * Ends the process with `process.exitCode` once all is said. A name server that does not answer would hold it for as
 * long as the system asks, 10 seconds or more: where Node can, the process becomes one that does nothing but end with
 * that code. An executable of its own could not run such a program.
 */
export function leave(process: Ending): void {
  const waits = process.getActiveResourcesInfo().some((name) => ASKS_FOR_A_NAME.test(name));
  if (!waits || process.execve === undefined || process.argv[1] === process.execPath) process.exit();
  process.emit('exit', Number(process.exitCode));
  // Node would tell that the function is new.
  process.removeAllListeners('warning');
  const end = `process.exitCode = ${Number(process.exitCode)}`;
  process.execve(process.execPath, [process.execPath, '-e', end], { ...process.env, NODE_OPTIONS: '' });
}

/** What was said last may still be on its way to a reader; one that does not read is not waited for. */
const LAST_WORDS_MS = 200;

/** As `endNow`, after a moment for output that has not arrived yet. */
export function endSoon(
  process: Process,
  io: { readonly signal: AbortSignal; readonly stdout: { readonly isPending: boolean } },
): void {
  setTimeout(() => endNow(process, io.signal), io.stdout.isPending ? LAST_WORDS_MS : 0);
}
