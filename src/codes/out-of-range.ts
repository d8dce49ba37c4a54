import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; got: string; bound: string }> = {
  severity: 'error',
  title: 'The value is out of range',
  message: ({ what, got, bound }) => `${what} is ${got}; it must be ${bound}`,
  hint: ({ bound }) => `Choose a value that is ${bound}.`,
};

export const docs = (): CodeDoc => ({
  why: 'The app refuses the value, and the default applies.',
  fix: 'Choose a value inside the bounds.',
  wrong: set({ configRecheckIntervalMinutes: 60 }),
  right: set({ configRecheckIntervalMinutes: 30 }),
});
