import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The address contains the endpoint',
  message: ({ what }) => `${what} contains /v1/messages; Claude Desktop appends that itself`,
  hint: () => 'Cut /v1/messages off the address.',
};

export const docs = (): CodeDoc => ({
  why: 'The app puts /v1/messages after the address, so it would ask for /v1/messages/v1/messages.',
  fix: 'Give what stands before /v1/messages.',
  wrong: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/v1/messages' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
