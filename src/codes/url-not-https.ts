import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; host: string; loopback?: boolean | undefined }> = {
  severity: 'error',
  title: 'The address is not https',
  message: ({ what, host }) => `${what} uses plain http to ${host}`,
  hint: ({ loopback }) =>
    loopback === true
      ? 'Use https: this key allows no http, not even on loopback.'
      : 'Use https; Claude Desktop allows http on loopback only.',
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop refuses plain http but for loopback: credentials and prompts would travel in the open.',
  fix: 'Put TLS in front of the service and write https.',
  wrong: set({ inferenceGatewayBaseUrl: 'http://llm-gateway.example.com' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
