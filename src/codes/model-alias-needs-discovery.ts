import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ model: string }> = {
  severity: 'warning',
  title: 'The alias cannot be resolved',
  message: ({ model }) =>
    `"${model}" is a tier alias, and model discovery is off or not available, so nothing resolves it`,
  hint: () => 'Write the full model ID.',
};

export const docs = (): CodeDoc => ({
  why: 'An alias such as sonnet is resolved against the models that the gateway lists; without discovery nothing resolves it.',
  fix: 'Write the full ID.',
  wrong: set({ modelDiscoveryEnabled: false, inferenceModels: ['sonnet'] }),
  right: set({ modelDiscoveryEnabled: false, inferenceModels: ['claude-sonnet-4-5'] }),
});
