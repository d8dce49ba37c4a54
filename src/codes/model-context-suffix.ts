import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string; plain: string }> = {
  severity: 'warning',
  title: 'The model ID has a [1m] suffix',
  message: ({ model }) => `"${model}" carries the suffix [1m], an old spelling that no gateway receives`,
  hint: ({ plain }) => `Write { "name": "${plain}", "supports1m": true }.`,
};

export const docs = (): CodeDoc => ({
  why: 'The suffix is an old way to say supports1m; the app turns it into that and cuts it off.',
  fix: 'Write an object with supports1m.',
  wrong: set({ inferenceModels: ['claude-sonnet-4-5[1m]'] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true }] }),
});
