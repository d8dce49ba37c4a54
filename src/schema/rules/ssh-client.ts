import { finalText, isWindowsPath } from './reading.ts';
import type { Rule } from './rule.ts';

/** On Windows the SSH client is a program of its own, never a script. */
export const sshClient: Rule = {
  id: 'ssh-client',
  source: 'Vendor page "SSH" of October 2026, sshClientPath',
  when: ['sshClientPath'],
  check({ settings, platform, report }) {
    const path = finalText(settings.get('sshClientPath'));
    if (path === undefined) return;
    const windows = platform === 'windows' || isWindowsPath(path);
    const script = /\.(?:cmd|bat|ps1)$/i.exec(path)?.[0];
    if (!windows || script === undefined) return;
    report('platform-unsupported', ['sshClientPath'], {
      fault: `sshClientPath names a ${script} script, and on Windows only a native .exe is started`,
      fix: 'Give the path of ssh.exe.',
    });
  },
};
