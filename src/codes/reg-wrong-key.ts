import type { CodeRow } from './code.ts';
import { reg, REG, MACHINE, GATEWAY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ path: string }> = {
  severity: 'error',
  title: 'Values stand under another registry key',
  message: ({ path }) => `The values under ${path} are not read by Claude Desktop`,
  hint: () => 'Use HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude.',
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop reads SOFTWARE\\Policies\\Claude and no other key.',
  fix: 'Move the values there.',
  wrong: reg(REG, '', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude]', GATEWAY),
  right: reg(REG, '', MACHINE, GATEWAY),
});
