import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ why: string }> = {
  severity: 'error',
  title: 'A model list is required',
  message: ({ why }) => `inferenceModels must list at least one model: ${why}`,
  hint: () => 'List full model IDs in inferenceModels.',
};

export const docs = (): CodeDoc => ({
  why: 'Where the app cannot ask for models and none are listed, the picker stays empty.',
  fix: 'List full model IDs in inferenceModels.',
  wrong: set({ modelDiscoveryEnabled: false }),
  right: set({ modelDiscoveryEnabled: false, inferenceModels: ['claude-sonnet-4-5'] }),
});
