import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The value is empty',
  message: ({ what }) => `${what} is empty, and an empty value still counts as a policy`,
  hint: () => 'Give it a value, or remove the key.',
};

export const docs = (): CodeDoc => ({
  why: 'An empty text still counts as a policy: it hides what users set, and on Windows it hides the whole user hive.',
  fix: 'Give it a value, or remove the key.',
  wrong: set({ organizationInstructions: '' }),
  right: set({ organizationInstructions: 'Answer in English.' }),
});
