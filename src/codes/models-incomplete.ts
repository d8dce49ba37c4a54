import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The model list may not be what you expect');

export const docs = (): CodeDoc => ({
  why: 'The list can be read, but it does not say what it seems to say.',
  fix: 'Fix the entry that is named.',
  wrong: set({ inferenceModels: ['Claude Sonnet 4.5'] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', labelOverride: 'Claude Sonnet 4.5' }] }),
});
