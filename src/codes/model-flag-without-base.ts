import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string; flag: string; base: string }> = {
  severity: 'warning',
  title: 'The model flag has no effect alone',
  message: ({ model, flag, base }) => `"${model}" sets ${flag} without ${base}, so it does nothing`,
  hint: ({ flag, base }) => `Set ${base} as well, or remove ${flag}.`,
};

export const docs = (): CodeDoc => ({
  why: 'The flag refines another one that is not set, so it does nothing.',
  fix: 'Set the other one too, or remove the flag.',
  wrong: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', prefer1m: true }] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true, prefer1m: true }] }),
});
