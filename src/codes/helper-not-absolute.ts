import type { CodeRow } from './code.ts';
import { file, BASE, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string }> = {
  severity: 'error',
  title: 'The helper is not an absolute path',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: () => 'Give the absolute path of one program, without arguments, ~ or quotes.',
};

export const docs = (): CodeDoc => ({
  why: 'The helper is started without a shell: no ~, no variable and no arguments are understood, and the start fails.',
  fix: 'Give the absolute path of one program; arguments go into inferenceCredentialHelperArgs.',
  wrong: file({ ...BASE, inferenceCredentialHelper: '~/bin/gateway-token --quiet' }),
  right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
});
