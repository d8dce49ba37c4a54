import { pause } from '../../net/pause.ts';

/** Thrown out of a check when the run as a whole was stopped; the runner alone catches it. */
export class Stopped extends Error {
  constructor() {
    super('the run was stopped');
    this.name = 'Stopped';
  }
}

/** Ends with the work, or with `Stopped`: what cannot be called back, such as a handshake that hangs, is not waited for. */
export function orStop<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Stopped());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits so many milliseconds; throws `Stopped` as soon as the run is stopped. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal);
  throwIfStopped(signal);
}

/** Throws `Stopped` when the run is stopped. */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped();
}
