import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; known: string; target: string }> = {
  severity: 'info',
  title: 'It is not known whether the target release reads this',
  message: ({ what, known, target }) =>
    `Whether ${target} reads ${what} is not known; what is known: read ${known}`,
  hint: () => 'Try it on a device with that release before you rely on it.',
};

export const docs = (): CodeDoc => ({
  why: 'The first release that reads it is not documented; the target lies between one that did not and one that did.',
  fix: 'Try it on a device with that release, or choose a later target.',
  wrong: set({ dictationEnabled: true }),
  right: set({}),
  flags: { target: '1.40609.0' },
});
