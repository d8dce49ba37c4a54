import type { CodeRow, Nothing } from './code.ts';
import { powershell, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'warning',
  title: 'The script writes the 32-bit view of the registry',
  message: () =>
    'The script writes the 32-bit view of the registry, which Claude Desktop, a 64-bit program, may not see',
  hint: () => 'Use the 64-bit view: Registry64, or reg add with /reg:64.',
};

export const docs = (): CodeDoc => ({
  why: 'A 64-bit program and a 32-bit one see different keys below SOFTWARE. Where the two are kept apart, the values arrive where the app does not look.',
  fix: 'Open the 64-bit view, and let the console run the script in the 64-bit host.',
  wrong: powershell(
    "$base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry32')",
    "$base.CreateSubKey('SOFTWARE\\Policies\\Claude').SetValue('deploymentDisplayName', 'Acme')",
  ),
  right: powershell(
    "$base = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')",
    "$base.CreateSubKey('SOFTWARE\\Policies\\Claude').SetValue('deploymentDisplayName', 'Acme')",
  ),
});
