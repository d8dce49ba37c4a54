import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';

/** The credential helper gave no credential. */
export const helperFailed: LogKind = {
  id: 'helper-failed',
  mark: 'credential helper failed',
  pattern: /credential helper failed \(reason=([\w-]{1,60})/,
  repeats: 'replaces',
  read: ([reason = '']) => ({
    text: `the credential helper failed: ${printable(reason, 60)}`,
    isFault: true,
  }),
};
