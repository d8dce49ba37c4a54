import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ base: string; file: string; over: string; keys: readonly string[] }> = {
  severity: 'warning',
  title: 'A base that comes twice takes back what another one changed',
  message: ({ base, file, over, keys }) =>
    `${base === file ? base : `${base} brings ${file} again, which`} takes back what ${over} had changed: ${named(keys)}`,
  hint: ({ over }) => `Name ${over} last, or say in this file what is meant.`,
};

function named(keys: readonly string[]): string {
  const more = keys.length - 5;
  return keys.slice(0, 5).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

export const docs = (): CodeDoc => ({
  why: 'Bases count from left to right, each with its own bases before it. Where two of them extend one file, the second one lays the values of that file over what the first one had changed.',
  fix: 'Put the base whose changes are to stay last in the list, or set those keys in the file itself.',
  wrong: json(
    '// locked.json and site.json both extend base.json, and locked.json changes disableAutoUpdates\n{ "extends": ["./locked.json", "./site.json"] }',
  ),
  right: json('{ "extends": ["./site.json", "./locked.json"] }'),
});
