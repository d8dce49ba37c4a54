import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** The bootstrap server did not answer at the launch. */
export const bootstrapFailed: LogKind = {
  id: 'bootstrap-failed',
  mark: 'Eager fetch failed:',
  pattern: /Eager fetch failed: (.{0,300})/,
  repeats: 'replaces',
  read: ([why = '']) => ({ text: `the bootstrap server gave no answer: ${foreign(why)}`, isFault: true }),
};
