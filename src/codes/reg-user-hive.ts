import type { CodeRow, Nothing } from './code.ts';
import { reg, REG, MACHINE, USER, GATEWAY, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'warning',
  title: 'The user hive is used',
  message: () =>
    'HKEY_CURRENT_USER is ignored as soon as anything stands under HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude',
  hint: () => 'Use HKEY_LOCAL_MACHINE for a fleet.',
};

export const docs = (): CodeDoc => ({
  why: 'Users may be able to change their own hive, and anything in the machine hive hides it.',
  fix: 'Use HKEY_LOCAL_MACHINE for a fleet.',
  wrong: reg(REG, '', USER, GATEWAY),
  right: reg(REG, '', MACHINE, GATEWAY),
});
