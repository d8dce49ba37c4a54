import { worded } from './code.ts';
import { json, type CodeDoc } from './example.ts';

const SERVED = [
  '{',
  '  "inferenceProvider": "gateway",',
  '  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",',
  '  "inferenceCredentialKind": "interactive"',
  '}',
];

export const row = worded('warning', 'The answer begins with a byte order mark');

export const docs = (): CodeDoc => ({
  why: 'Many JSON readers refuse a text that begins with one. Windows PowerShell and some editors write it unasked.',
  fix: 'Write UTF-8 without a byte order mark.',
  wrong: json(`\uFEFF${SERVED.join('\n')}`),
  right: json(...SERVED),
  flags: { as: 'bootstrap' },
});
