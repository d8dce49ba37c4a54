import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';

/** What the user chose at the login screen. */
export const mode: LogKind = {
  id: 'mode',
  mark: 'deploymentMode written',
  pattern: /deploymentMode written \{ mode: '([^']{0,40})'/,
  repeats: 'replaces',
  read: ([chosen = '']) =>
    chosen === '1p'
      ? { text: 'the deployment mode was set to 1p, standard (claude.ai)', isFault: true }
      : { text: `the deployment mode was set to ${printable(chosen, 20)}` },
};
