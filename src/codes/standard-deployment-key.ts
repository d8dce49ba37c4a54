import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; instead?: string }> = {
  severity: 'info',
  at: 'name',
  title: 'The key belongs to standard deployments',
  message: ({ key }) =>
    `${key} is read in standard (claude.ai) deployments only; third-party mode ignores it`,
  hint: ({ key, instead }) =>
    `${instead === undefined ? '' : `In third-party mode ${instead} does this. `}Keep ${key} where the same policy serves standard deployments; otherwise it can go.`,
};

export const docs = (): CodeDoc => ({
  why: 'The key governs sign-ins at claude.ai; third-party mode has none.',
  fix: 'Keep it where the policy serves standard deployments too; otherwise leave it out.',
  wrong: set({ loginSsoOrgDomain: 'example.com' }),
  right: set({}),
});
