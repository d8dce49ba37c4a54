import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ chain: string; clause: string }> = {
  severity: 'error',
  title: 'A base cannot be read',
  message: ({ chain, clause }) => `The last file of ${chain} ${clause}`,
  hint: () => 'Correct the path, or the file it names.',
};

export const docs = (): CodeDoc => ({
  why: 'What the base sets is unknown, so the configuration cannot be checked as a whole.',
  fix: 'Correct the path. It is taken from the folder of the file that names it.',
  wrong: json('{ "extends": "./bse.json", "disableAutoUpdates": true }'),
  right: json('{ "extends": "./base.json", "disableAutoUpdates": true }'),
});
