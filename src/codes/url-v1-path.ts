import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'warning',
  title: 'The address ends in /v1',
  message: ({ what }) =>
    `${what} ends in /v1, and Claude Desktop appends /v1/messages: the gateway would be asked for /v1/v1/messages`,
  hint: () => 'Remove the trailing /v1, or run "cowork-3p probe" to see which form answers.',
};

export const docs = (): CodeDoc => ({
  why: 'The app appends /v1/messages, so most gateways would answer 404 to /v1/v1/messages. Some accept it, and one sample of the vendor has it, hence only a warning.',
  fix: 'Remove the trailing /v1; "cowork-3p probe" shows which form answers.',
  wrong: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/v1' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
