import type { CodeRow } from './code.ts';
import { profile, type CodeDoc } from './example.ts';

export const row: CodeRow<{ problem: string; fix: string }> = {
  severity: 'error',
  title: 'The profile is incomplete',
  message: ({ problem }) => problem,
  hint: ({ fix }) => fix,
};

export const docs = (): CodeDoc => ({
  why: 'A profile without one of these keys does not install.',
  fix: 'Re-export the profile; "cowork-3p export" writes all of them.',
  wrong: profile(
    '<key>PayloadIdentifier</key>',
    '<string>com.example.claude</string>',
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
