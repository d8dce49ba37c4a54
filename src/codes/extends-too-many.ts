import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ chain: string; most: string }> = {
  severity: 'error',
  title: 'The chain of bases is too long',
  message: ({ chain, most }) => `"extends" reaches more than ${most}: ${chain}`,
  hint: () => 'Extend fewer files; two levels serve most fleets.',
};

export const docs = (): CodeDoc => ({
  why: 'A chain this long is followed no further, so settings would be missing.',
  fix: 'Name the bases in one list instead of a chain.',
  wrong: json('{ "extends": "./deep-1.json" }'),
  right: json('{ "extends": "./base.json" }'),
});
