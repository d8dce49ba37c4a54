import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; text: string; deployed?: true }> = {
  severity: 'warning',
  title: 'A placeholder was left in',
  message: ({ what, text }) => `${what} still holds the placeholder ${text}`,
  hint: ({ deployed }) =>
    deployed === true
      ? 'Fill it in.'
      : 'Fill it in, or use a reference such as ${env:NAME} that export resolves.',
};

export const docs = (): CodeDoc => ({
  why: 'The text was copied from a sample and waits to be filled in. In an address or an ID it is an error, elsewhere a warning.',
  fix: 'Fill it in, or write a reference such as ${env:NAME} that export resolves.',
  wrong: set({ inferenceGatewayBaseUrl: 'https://REPLACE_ME.example.com' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
