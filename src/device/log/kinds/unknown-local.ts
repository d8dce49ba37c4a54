import { named } from '../../notes.ts';
import type { LogKind } from '../kind.ts';

/** A key of the local library that the app does not know; it is told twice a launch. */
export const unknownLocal: LogKind = {
  id: 'unknown-local',
  mark: 'Ignoring local configuration',
  pattern: /Ignoring local configuration (?:value|key) "([^"]{1,200})"/,
  repeats: 'adds',
  read: ([key = '']) => ({
    text: `it ignores ${named(key)} of the local configuration`,
    contradicts: ({ keys }) =>
      keys.get(key)?.from === 'local'
        ? `The log says that ${named(key)} is ignored, and by the captures it is in force.`
        : undefined,
  }),
};
