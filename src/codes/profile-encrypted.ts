import type { CodeRow, Nothing } from './code.ts';
import { profile, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'error',
  title: 'The profile is encrypted',
  message: () => 'The content of the profile is encrypted, so nothing in it can be checked',
  hint: () => 'Give the profile as it was before it was encrypted for a device.',
};

export const docs = (): CodeDoc => ({
  why: 'The content was encrypted for one device, so nobody else can read or check it.',
  fix: 'Check the profile as it was before.',
  wrong: profile('<key>EncryptedPayloadContent</key>', '<data>AAECAw==</data>'),
  right: profile(
    '<key>PayloadIdentifier</key>',
    '<string>com.example.claude</string>',
    '<key>PayloadUUID</key>',
    '<string>2C4F1E5A-6D0B-4C39-9A57-0B1D8E3F7A21</string>',
    '<key>PayloadVersion</key>',
    '<integer>1</integer>',
  ),
});
