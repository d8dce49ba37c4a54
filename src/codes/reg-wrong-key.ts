import type { CodeRow } from './code.ts';
import { reg, REG, MACHINE, GATEWAY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ path: string; more?: number }> = {
  severity: 'error',
  title: 'Values stand under another registry key',
  message: ({ path, more = 0 }) =>
    `The values under ${path}${more > 0 ? ` and ${more} other ${more === 1 ? 'key' : 'keys'}` : ''} are not read by Claude Desktop`,
  hint: () => 'Use HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude.',
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop reads SOFTWARE\\Policies\\Claude and no other key. A key that was plainly meant to be this one (the 32-bit view WOW6432Node, a slip in a name) is an error; keys of other software, Claude Code among them, are a warning.',
  fix: 'Move the values there.',
  wrong: reg(REG, '', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude]', GATEWAY),
  right: reg(REG, '', MACHINE, GATEWAY),
});
