import type { CodeRow, Nothing } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'warning',
  title: 'The default value is set',
  message: () =>
    'The default value of the key is set: Claude Desktop reads nothing from it, yet under HKEY_LOCAL_MACHINE it hides the user hive',
  hint: () => 'Remove the line.',
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop reads nothing from the default value, but in the machine hive it hides the user hive.',
  fix: 'Remove the line.',
  wrong: values('@="managed"'),
  right: values('"coworkTabEnabled"="true"'),
});
