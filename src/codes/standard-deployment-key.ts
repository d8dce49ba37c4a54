import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string }> = {
  severity: 'info',
  at: 'name',
  title: 'The key belongs to standard deployments',
  message: ({ key }) =>
    `${key} is read in standard (claude.ai) deployments only; third-party mode ignores it`,
  hint: ({ key }) => `Remove ${key}.`,
};

export const docs = (): CodeDoc => ({
  why: 'The key governs sign-ins at claude.ai; third-party mode has none.',
  fix: 'Remove the key from the third-party configuration.',
  wrong: set({ loginSsoOrgDomain: 'example.com' }),
  right: set({}),
});
