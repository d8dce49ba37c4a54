import type { CodeRow, Nothing } from './code.ts';
import { reg, REG, MACHINE, USER, GATEWAY, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'warning',
  title: 'Both hives are used',
  message: () =>
    'The file writes both HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER: since 1.19367.0 any machine value hides the user hive entirely',
  hint: () => 'Keep one hive; HKEY_LOCAL_MACHINE for a fleet.',
};

export const docs = (): CodeDoc => ({
  why: 'Since 1.19367.0 any value in the machine hive hides the user hive entirely; before, they were merged key by key.',
  fix: 'Put everything into one hive.',
  wrong: reg(REG, '', MACHINE, GATEWAY, '', USER, '"coworkTabEnabled"="true"'),
  right: reg(REG, '', MACHINE, GATEWAY, '"coworkTabEnabled"="true"'),
});
