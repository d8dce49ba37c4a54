import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string }> = {
  severity: 'warning',
  title: 'The model is listed twice',
  message: ({ model }) => `The model "${model}" is listed more than once; Claude Desktop merges the entries`,
  hint: () => 'Keep one entry.',
  // A name alone adds nothing to the entry before it.
  edit: ({ path, at }) =>
    typeof path.at(-1) === 'number' && typeof at(path) === 'string'
      ? [{ path, value: undefined }]
      : undefined,
};

export const docs = (): CodeDoc => ({
  why: 'The entries are merged, and which label or flag survives is not documented.',
  fix: 'Keep one entry with all its members.',
  wrong: set({ inferenceModels: ['claude-sonnet-4-5', { name: 'claude-sonnet-4-5', supports1m: true }] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true }] }),
  fixable: set({ inferenceModels: ['claude-sonnet-4-5', 'claude-opus-4-5', 'claude-sonnet-4-5'] }),
});
