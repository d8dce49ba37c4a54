import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; character: string }> = {
  severity: 'error',
  title: 'The value holds a character that no file can carry',
  message: ({ what, character }) =>
    `${what} holds ${character}, which a profile or a registry value cannot carry`,
  hint: () => 'Remove the character.',
};

export const docs = (): CodeDoc => ({
  why: 'XML has no way to write the character and the registry cuts a text at it, so it arrives changed or not at all.',
  fix: 'Remove it; it mostly comes along when text is copied.',
  wrong: set({ deploymentDisplayName: 'Example\u0007 Corp' }),
  right: set({ deploymentDisplayName: 'Example Corp' }),
});
