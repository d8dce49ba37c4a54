import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string }> = {
  severity: 'error',
  title: 'The reference is malformed',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: () => 'Write ${env:NAME} or ${file:/path}; a literal ${ is written $${.',
};

export const docs = (): CodeDoc => ({
  why: 'A reference that is not well formed is not replaced, so its text itself would be deployed.',
  fix: 'Write ${env:NAME} or ${file:/path}. A literal ${ is written $${.',
  wrong: set({ inferenceGatewayApiKey: '${env:GATEWAY-KEY}' }),
  right: set({ inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' }),
});
