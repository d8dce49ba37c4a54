import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('error', 'The setting does not work on this platform');

export const docs = (): CodeDoc => ({
  why: 'The setting cannot work on the platform the file is for.',
  fix: 'Give that platform a value of its own, or leave the key out there.',
  wrong: set({ sshClientPath: 'C:\\Windows\\System32\\OpenSSH\\ssh.exe' }),
  right: set({ sshClientPath: '/usr/bin/ssh' }),
  flags: { platform: 'linux' },
});
