import type { CodeRow, Edit } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; effect: string; fix: string; edits?: readonly Edit[] | undefined }> =
  {
    severity: 'warning',
    at: 'name',
    title: 'The key is no longer read',
    message: ({ key, effect }) => `${key} is no longer read: ${effect}`,
    hint: ({ fix }) => fix,
    edit: ({ args }) => args.edits,
  };

export const docs = (): CodeDoc => ({
  why: 'No release that is still around reads the key.',
  fix: 'Remove it; "cowork-3p migrate" does.',
  wrong: set({ disableDefaultPlugins: true }),
  right: set({}),
});
