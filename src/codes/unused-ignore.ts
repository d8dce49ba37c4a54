import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ code: string }> = {
  severity: 'warning',
  title: 'The suppression matches no finding',
  message: ({ code }) => `The suppression of ${code} matches no finding`,
  hint: () => 'Remove it.',
};

export const docs = (): CodeDoc => ({
  why: 'The finding is gone, or the comment names another one; left in, it would silence something later.',
  fix: 'Remove the comment.',
  wrong: json(
    '{',
    '  // cowork-3p-ignore url-loopback-http: developers only',
    '  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com"',
    '}',
  ),
  right: json(
    '{',
    '  // cowork-3p-ignore url-loopback-http: developers only',
    '  "inferenceGatewayBaseUrl": "http://localhost:4000"',
    '}',
  ),
});
