import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The address holds credentials',
  message: ({ what }) =>
    `${what} holds a user name or password; Claude Desktop refuses such addresses since 1.32352.0`,
  hint: () => 'Remove what stands before the @ and use a credential key instead.',
};

export const docs = (): CodeDoc => ({
  why: 'Since 1.32352.0 addresses with a user name or password are refused; before, the password showed up in logs.',
  fix: 'Move the credential to the key that is made for it, or to a header.',
  wrong: set({ otlpEndpoint: 'https://collector:password@otlp.example.com' }),
  right: set({
    otlpEndpoint: 'https://otlp.example.com',
    otlpHeadersHelper: '/usr/local/bin/otlp-headers',
  }),
});
