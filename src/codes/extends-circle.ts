import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ chain: string }> = {
  severity: 'error',
  title: 'Files extend each other in a circle',
  message: ({ chain }) => `"extends" leads in a circle: ${chain}`,
  hint: () => 'Move what both need into a third file, and let both extend that one.',
};

export const docs = (): CodeDoc => ({
  why: 'Neither file comes before the other, so which value counts is undecided.',
  fix: 'Move what both need into a third file, and let both extend that one.',
  wrong: json('{ "extends": "./itself.json" }'),
  right: json('{ "extends": "./base.json" }'),
});
