import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The number is too large to be exact',
  message: ({ what }) => `${what} is beyond 2^53 and cannot be read exactly`,
  hint: () => 'Write a smaller number, or a string where the key takes one.',
};

export const docs = (): CodeDoc => ({
  why: 'Beyond 2^53 a number is rounded on the way, so another one arrives.',
  fix: 'Write a smaller number.',
  wrong: set({ inferenceMaxTokensPerWindow: 10_000_000_000_000_000, inferenceTokenWindowHours: 24 }),
  right: set({ inferenceMaxTokensPerWindow: 10_000_000, inferenceTokenWindowHours: 24 }),
});
