import type { CodeRow, Nothing } from './code.ts';
import { script, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'error',
  title: 'The script writes no policy',
  message: () =>
    'The script writes nothing that Claude Desktop reads, as far as it can be followed without running it',
  hint: () =>
    'Give the script that writes SOFTWARE\\Policies\\Claude, a profile or managed-settings.json; or export what a device has.',
};

export const docs = (): CodeDoc => ({
  why: 'A script that is checked in place of the one that writes the policy says nothing about it.',
  fix: 'Give the right script, or the result: "reg export HKLM\\SOFTWARE\\Policies\\Claude policy.reg".',
  wrong: script('Write-Output "hello"'),
  right: script(
    "New-Item -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Force",
    "Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name 'isLocalDevMcpEnabled' -Value 'false'",
  ),
});
