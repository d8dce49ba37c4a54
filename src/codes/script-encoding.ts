import { worded } from './code.ts';
import { powershell, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The script is encoded in a way that is not read everywhere');

export const docs = (): CodeDoc => ({
  why: 'Windows PowerShell 5.1, which Intune runs, takes a script without a byte order mark for ANSI. A dash or a quote of typography becomes three characters, one of which may end a text.',
  fix: 'Keep scripts to ASCII; JSON can say every character as \\uXXXX.',
  wrong: powershell("Set-ItemProperty -Path $policy -Name 'deploymentDisplayName' -Value 'Zürich'"),
  right: powershell("Set-ItemProperty -Path $policy -Name 'deploymentDisplayName' -Value 'Zurich'"),
});
