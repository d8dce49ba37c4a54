import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string; fix?: string | undefined }> = {
  severity: 'error',
  title: 'The text has the wrong form',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: ({ fix }) => fix,
};

export const docs = (): CodeDoc => ({
  why: 'The text cannot be what the key asks for, so the app refuses it or it cannot work.',
  fix: 'Write it in the form that the hint gives.',
  wrong: set({ deploymentOrganizationUuid: 'example-corp' }),
  right: set({ deploymentOrganizationUuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }),
});
