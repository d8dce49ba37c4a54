import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ expected: string; got: string }> = {
  severity: 'error',
  title: 'The file holds something else than settings',
  message: ({ expected, got }) => `The file must hold ${expected}; this one holds ${got}`,
  hint: () => 'Put the keys at the top level of one object.',
};

export const docs = (): CodeDoc => ({
  why: 'The container is read, but no settings are where they must be.',
  fix: 'Put the keys at the top level of one object, one property list or one payload.',
  wrong: json('[{ "inferenceProvider": "gateway" }]'),
  right: json('{ "inferenceProvider": "gateway" }'),
});
