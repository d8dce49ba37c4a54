import type { CodeRow } from './code.ts';
import { file, BASE, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; why: string }> = {
  severity: 'error',
  title: 'A required key is missing',
  message: ({ key, why }) => `${key} is missing: ${why}`,
  hint: ({ key }) => `Set ${key}.`,
};

export const docs = (): CodeDoc => ({
  why: 'Without the key third-party mode does not start: the app falls back to standard mode or shows a configuration error.',
  fix: 'Set the key.',
  wrong: file({ inferenceProvider: 'gateway', ...KEY }),
  right: file({ ...BASE, ...KEY }),
});
