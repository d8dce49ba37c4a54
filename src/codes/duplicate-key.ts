import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; how?: string }> = {
  severity: 'error',
  title: 'The same key stands twice',
  message: ({ key, how }) =>
    `"${key}" stands more than once${how === undefined ? '' : ` (${how})`}; which one counts is not defined`,
  hint: () => 'Keep one of them.',
};

export const docs = (): CodeDoc => ({
  why: 'Which of the two values counts depends on the reader, so tools and the app may disagree.',
  fix: 'Keep the one that is meant. In the registry, names that differ in case only are the same.',
  wrong: json('{', '  "coworkTabEnabled": true,', '  "coworkTabEnabled": false', '}'),
  right: json('{', '  "coworkTabEnabled": false', '}'),
});
