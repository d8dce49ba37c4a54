import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string; fix?: string }> = {
  severity: 'error',
  title: 'The header cannot be sent',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: ({ fix }) =>
    fix ??
    "Use an HTTP field name (letters, digits and !#$%&'*+-.^_`|~) and a one-line value (RFC 9110, section 5).",
};

export const docs = (): CodeDoc => ({
  why: 'Such a header cannot be sent, or the client overwrites it.',
  fix: 'Use a name of letters, digits and hyphens, and a value of one line.',
  wrong: set({ inferenceCustomHeaders: { 'X Team': 'platform' } }),
  right: set({ inferenceCustomHeaders: { 'X-Team': 'platform' } }),
});
