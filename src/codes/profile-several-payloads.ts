import { worded } from './code.ts';
import { payloads, type CodeDoc } from './example.ts';

export const row = worded('warning', 'Several payloads configure Claude Desktop');

export const docs = (): CodeDoc => ({
  why: 'Where two payloads set the same key differently, nothing says which one wins.',
  fix: 'Put all settings into one payload.',
  wrong: payloads(
    '<dict>',
    '  <key>PayloadType</key>',
    '  <string>com.anthropic.claudefordesktop</string>',
    '  <key>PayloadIdentifier</key>',
    '  <string>com.example.claude.more</string>',
    '  <key>PayloadUUID</key>',
    '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
    '  <key>PayloadVersion</key>',
    '  <integer>1</integer>',
    '  <key>coworkTabEnabled</key>',
    '  <string>true</string>',
    '</dict>',
  ),
  right: payloads(),
});
