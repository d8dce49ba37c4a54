import type { CodeRow } from './code.ts';
import { payloads, type CodeDoc } from './example.ts';

export const row: CodeRow<{ size: number; limit: string }> = {
  severity: 'warning',
  title: 'The profile is large',
  message: ({ size, limit }) => `The profile has ${size} bytes; ${limit}`,
  hint: () => 'Move long values, such as server lists, to what the bootstrap server delivers.',
};

export const docs = (): CodeDoc => ({
  why: 'Large profiles are slow to deliver, and each MDM has a limit; Intune takes 1,000,000 bytes.',
  fix: 'Move long lists to what a bootstrap server delivers.',
  wrong: { ...payloads(), note: 'with a value of 250,000 characters' },
  right: payloads(),
});
