import { printable } from '../../../text/printable.ts';
import type { LogKind } from '../kind.ts';

/** The app's own verdict. */
export const health: LogKind = {
  id: 'health',
  mark: 'ConfigHealth recomputed',
  pattern: /ConfigHealth recomputed \{ state: '([^']{0,60})'/,
  repeats: 'replaces',
  read: ([state = '']) => ({
    text: `the state of its configuration is ${printable(state, 40)}`,
    ...(state === 'healthy' || state === 'not_testable' ? {} : { isFault: true }),
    contradicts: ({ source }) =>
      state === 'healthy' && source === 'none'
        ? 'The log says that the configuration is healthy, and the captures hold none.'
        : undefined,
  }),
};
