import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; readers: readonly string[]; provider: string }> = {
  severity: 'info',
  at: 'name',
  title: 'The key belongs to another provider',
  message: ({ key, readers, provider }) =>
    `${key} is read for ${readers.join(' and ')} only; with inferenceProvider "${provider}" it is ignored`,
  hint: ({ key }) => `Remove ${key}.`,
};

export const docs = (): CodeDoc => ({
  why: 'Keys of providers other than the selected one are ignored. That is harmless, and often left over.',
  fix: 'Remove the key.',
  wrong: set({ inferenceBedrockRegion: 'us-east-1' }),
  right: set({}),
});
