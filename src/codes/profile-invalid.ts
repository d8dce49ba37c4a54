import type { CodeRow } from './code.ts';
import { profile, type CodeDoc } from './example.ts';

export const row: CodeRow<{ problem: string; fix: string }> = {
  severity: 'error',
  title: 'The profile breaks a rule of configuration profiles',
  message: ({ problem }) => problem,
  hint: ({ fix }) => fix,
};

export const docs = (): CodeDoc => ({
  why: 'The value breaks a rule that holds for every profile, and the installation fails.',
  fix: 'Give it the form that is asked for.',
  wrong: profile(
    '<key>PayloadIdentifier</key>',
    '<string>com.example.claude</string>',
    '<key>PayloadUUID</key>',
    '<string>claude-desktop</string>',
    '<key>PayloadVersion</key>',
    '<integer>1</integer>',
  ),
  right: profile(
    '<key>PayloadIdentifier</key>',
    '<string>com.example.claude</string>',
    '<key>PayloadUUID</key>',
    '<string>2C4F1E5A-6D0B-4C39-9A57-0B1D8E3F7A21</string>',
    '<key>PayloadVersion</key>',
    '<integer>1</integer>',
  ),
});
