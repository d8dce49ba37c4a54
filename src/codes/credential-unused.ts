import type { CodeRow } from './code.ts';
import { set, file, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; why: string }> = {
  severity: 'warning',
  at: 'name',
  title: 'The credential is not used',
  message: ({ key, why }) => `${key} is not used: ${why}`,
  hint: ({ key }) => `Remove ${key}.`,
};

export const docs = (): CodeDoc => ({
  why: 'A chosen kind switches every other source off, so the credential only lies around in the policy.',
  fix: 'Remove it, or choose its kind.',
  wrong: set({ inferenceCredentialKind: 'interactive' }),
  right: file(SIGN_IN),
});
