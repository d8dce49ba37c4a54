import type { CodeRow } from './code.ts';
import { powershell, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; from: string }> = {
  severity: 'info',
  title: 'A script computes the value',
  message: ({ what, from }) =>
    `${what} is known only when the script runs (it comes from ${from}), so it was not checked`,
  hint: () =>
    'Check it on a device that ran the script: "reg export" or "defaults export" shows what arrived.',
};

export const docs = (): CodeDoc => ({
  why: 'A script is read and never run. What it writes literally is checked; what a command, a variable of the device or an argument supplies is not known and never guessed.',
  fix: 'Write the value literally where it is no secret, or check the device afterwards.',
  wrong: powershell("Set-ItemProperty -Path $policy -Name 'deploymentDisplayName' -Value (hostname)"),
  right: powershell("Set-ItemProperty -Path $policy -Name 'deploymentDisplayName' -Value 'Acme'"),
});
