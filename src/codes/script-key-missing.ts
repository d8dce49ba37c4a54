import type { CodeRow } from './code.ts';
import { script, type CodeDoc } from './example.ts';

export const row: CodeRow<{ path: string }> = {
  severity: 'warning',
  title: 'The script does not create the key',
  message: ({ path }) =>
    `The script sets values under ${path} and nowhere creates that key: on a device without it every statement fails`,
  hint: () => 'Create it first: New-Item -Path … -Force, where Test-Path says that it is missing.',
};

export const docs = (): CodeDoc => ({
  why: 'Set-ItemProperty and New-ItemProperty write into a key that is there. On a fresh device it is not, the statements fail one by one, and the script still ends as if all were well.',
  fix: 'Create the key before the first value.',
  wrong: script(
    "Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name 'isLocalDevMcpEnabled' -Value 'false'",
  ),
  right: script(
    "if (-not (Test-Path 'HKLM:\\SOFTWARE\\Policies\\Claude')) { New-Item 'HKLM:\\SOFTWARE\\Policies\\Claude' -Force }",
    "Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name 'isLocalDevMcpEnabled' -Value 'false'",
  ),
});
