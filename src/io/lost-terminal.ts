import { isatty } from 'node:tty';

/**
 * Once the terminal of a question has gone away, the process ends by SIGHUP, whatever it ends for: Node aborts when it
 * cannot put a terminal in order, and leaves an image of the memory.
 */
export function endWithTerminal(
  process: Pick<NodeJS.Process, 'once' | 'emit' | 'removeAllListeners' | 'kill' | 'pid'>,
): void {
  const onExit = (code: number): void => {
    if (isatty(0)) return;
    // Those that come after this one are heard all the same.
    process.emit('exit', code);
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  };
  process.once('exit', onExit);
}
