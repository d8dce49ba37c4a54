import { named } from '../../notes.ts';
import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** Something managed that the app does not know: a key, or with some releases the whole file. */
export const unknownManaged: LogKind = {
  id: 'unknown-managed',
  mark: '[managedConfig] Ignoring',
  pattern: /\[managedConfig\] Ignoring (.{1,200}?): unrecognized/,
  repeats: 'adds',
  read: ([what = '']) => {
    const key = /"?([A-Za-z][A-Za-z0-9]{0,99})"?$/.exec(what)?.[1] ?? '';
    return {
      text: `it ignores ${foreign(what)} of the managed configuration`,
      isFault: true,
      contradicts: ({ keys, source }) =>
        keys.has(key) && source !== 'local'
          ? `The log says that ${named(key)} is ignored, and by the captures it is in force.`
          : undefined,
    };
  },
};
