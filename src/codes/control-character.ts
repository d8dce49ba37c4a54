import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose here
const OUTSIDE = /^[\u0000-\u0020]+|[\u0000-\u0020]+$/g;

export const row: CodeRow<{ what: string; character: string }> = {
  severity: 'error',
  title: 'The value holds a character that no file can carry',
  message: ({ what, character }) =>
    `${what} holds ${character}, which a profile or a registry value cannot carry`,
  hint: () => 'Remove the character.',
  // Around a text nobody means it; inside, what was meant is not known.
  edit: ({ path, at }) => {
    const value = at(path);
    const cut = typeof value === 'string' ? value.replace(OUTSIDE, '') : value;
    return cut === value || cut === '' ? undefined : [{ path, value: cut }];
  },
};

export const docs = (): CodeDoc => ({
  why: 'XML has no way to write the character and the registry cuts a text at it, so it arrives changed or not at all.',
  fix: 'Remove it; it mostly comes along when text is copied.',
  wrong: set({ deploymentDisplayName: 'Example\u0007 Corp' }),
  right: set({ deploymentDisplayName: 'Example Corp' }),
  fixable: set({ deploymentDisplayName: 'Example Corp\u0007' }),
});
