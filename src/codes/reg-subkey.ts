import type { CodeRow } from './code.ts';
import { reg, REG, MACHINE, GATEWAY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ path: string }> = {
  severity: 'error',
  title: 'Values stand in a subkey',
  message: ({ path }) => `The values under ${path} stand in a subkey and are never read`,
  hint: () => 'Put them directly under SOFTWARE\\Policies\\Claude.',
};

export const docs = (): CodeDoc => ({
  why: 'Only values directly under the policy key are read.',
  fix: 'Put them directly under SOFTWARE\\Policies\\Claude.',
  wrong: reg(
    REG,
    '',
    MACHINE,
    GATEWAY,
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\\Models]',
    '"inferenceModels"="[\\"claude-sonnet-4-5\\"]"',
  ),
  right: reg(REG, '', MACHINE, GATEWAY, '"inferenceModels"="[\\"claude-sonnet-4-5\\"]"'),
});
