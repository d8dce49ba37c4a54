import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ base: string }> = {
  severity: 'info',
  title: 'A base is named twice',
  message: ({ base }) => `"extends" names "${base}" twice; the second one changes nothing`,
  hint: () => 'Remove one of the two.',
};

export const docs = (): CodeDoc => ({
  why: 'A base counts once, at its first place in the list.',
  fix: 'Name each base once.',
  wrong: json('{ "extends": ["./base.json", "./base.json"] }'),
  right: json('{ "extends": ["./base.json"] }'),
});
