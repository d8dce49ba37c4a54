import type { CodeRow } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string }> = {
  severity: 'error',
  title: 'A backslash is not doubled',
  message: ({ key }) =>
    `${key} holds a backslash that is not doubled; what arrives differs from what is written`,
  hint: () => 'Write \\\\ for every backslash, and \\" for every quote.',
};

export const docs = (): CodeDoc => ({
  why: 'In a registry file a backslash begins an escape, so a path with single ones arrives changed.',
  fix: 'Double every backslash.',
  wrong: values('"sshClientPath"="C:\\Windows\\System32\\OpenSSH\\ssh.exe"'),
  right: values('"sshClientPath"="C:\\\\Windows\\\\System32\\\\OpenSSH\\\\ssh.exe"'),
});
