import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; nearest?: string | undefined }> = {
  severity: 'warning',
  title: 'Claude Desktop reads no such key',
  message: ({ key }) => `Claude Desktop reads no key named "${key}"`,
  hint: ({ nearest }) =>
    nearest === undefined ? 'Remove it; "cowork-3p explain" lists every key.' : `Did you mean ${nearest}?`,
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop does not read the key, so what it was meant to do does not happen. On Linux one unknown key was seen to void the whole file, hence it is an error there.',
  fix: 'Fix the spelling, or remove the key.',
  wrong: set({ coworkTabsEnabled: false }),
  right: set({ coworkTabEnabled: false }),
});
