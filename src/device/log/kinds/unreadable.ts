import { named } from '../../notes.ts';
import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** A value that could not be read. */
export const unreadable: LogKind = {
  id: 'unreadable',
  mark: 'Failed to parse managed config',
  pattern: /Failed to parse managed config "([^"]{1,200})": (.{0,300})/,
  repeats: 'adds',
  read: ([key = '', why = '']) => ({
    text: `it could not read ${named(key)}: ${foreign(why)}`,
    isFault: true,
    contradicts: ({ keys, held }) =>
      keys.get(key)?.isMasked === true || !keys.has(key)
        ? held.has(key)
          ? undefined
          : `The log says that ${named(key)} could not be read, and no capture sets it.`
        : `The log says that ${named(key)} could not be read, and by the captures it is in force.`,
  }),
};
