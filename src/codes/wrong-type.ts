import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; expected: string; got: string }> = {
  severity: 'error',
  title: 'The value is of the wrong type',
  message: ({ what, expected, got }) => `${what} must be ${expected}; this is ${got}`,
  hint: ({ expected }) => `Write ${expected}.`,
};

export const docs = (): CodeDoc => ({
  why: 'A value that cannot be read is dropped, or read as the most restrictive one; since 1.40609.0 several keys fail closed.',
  fix: 'Give the type the key has; "cowork-3p explain KEY" shows it.',
  wrong: set({ coworkTabEnabled: 'yes' }),
  right: set({ coworkTabEnabled: true }),
});
