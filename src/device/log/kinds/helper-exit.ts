import type { LogKind } from '../kind.ts';

/** How the credential helper ended. */
export const helperExit: LogKind = {
  id: 'helper-exit',
  mark: 'helper exited',
  pattern: /helper exited code=(-?\d{1,10}) \(elapsed=(\d{1,10})ms stdoutBytes=(\d{1,12})/,
  repeats: 'replaces',
  read: ([code = '', elapsed = '', bytes = '']) => ({
    text: `the credential helper ended with ${code} after ${elapsed} ms and printed ${bytes} bytes`,
    ...(code === '0' && bytes !== '0' ? {} : { isFault: true }),
  }),
};
