import type { CodeRow, Edit } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; effect: string; fix: string; edits?: readonly Edit[] | undefined }> =
  {
    severity: 'warning',
    at: 'name',
    title: 'The key is retired',
    message: ({ key, effect }) => `${key} is a retired key: ${effect}`,
    hint: ({ fix }) => fix,
    edit: ({ args }) => args.edits,
  };

export const docs = (): CodeDoc => ({
  why: 'The key has another name today. With --target it is an error where that release no longer reads it; a key that is merely superseded is told as information.',
  fix: '"cowork-3p migrate" writes the new name.',
  wrong: set({ isDxtEnabled: true }),
  right: set({ isDesktopExtensionEnabled: true }),
});
