import type { CodeRow, Nothing } from './code.ts';
import { payloads, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'info',
  title: 'The signature was not verified',
  message: () => 'The profile is signed; it was opened, but its signature was not verified',
  hint: () => 'Verify it with "openssl cms -verify" or "security cms -D".',
};

export const docs = (): CodeDoc => ({
  why: 'The profile was opened without asking who signed it.',
  fix: 'Verify it with "openssl cms -verify" or "security cms -D".',
  wrong: { ...payloads(), note: 'signed' },
  right: { ...payloads(), note: 'not signed' },
});
