import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; name: string; fix: string }> = {
  severity: 'warning',
  title: 'A header carries a credential',
  message: ({ what, name }) =>
    `${what} sets "${name}", which looks like a credential; a header set here is neither rotated nor protected as one`,
  hint: ({ fix }) => fix,
};

export const docs = (): CodeDoc => ({
  why: 'Fixed headers go to every device as they stand and are never renewed; the vendor asks to keep credentials out of them.',
  fix: 'Use the credential keys, or a helper that prints the header.',
  wrong: set({ inferenceCustomHeaders: { Authorization: 'Bearer ${env:TOKEN}' } }),
  right: set({ inferenceCustomHeaders: { 'X-Team': 'platform' } }),
});
