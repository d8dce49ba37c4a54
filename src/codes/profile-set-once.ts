import type { CodeRow, Nothing } from './code.ts';
import { payloads, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'warning',
  title: 'The settings are set once, not forced',
  message: () =>
    'The settings stand under Set-Once, which is not enforced: Claude Desktop reads forced preferences only',
  hint: () => 'Move them to Forced, or export a direct payload.',
};

export const docs = (): CodeDoc => ({
  why: 'Set-Once writes a preference that users may change. Claude Desktop reads forced preferences only.',
  fix: 'Use Forced, or a payload of the type com.anthropic.claudefordesktop.',
  wrong: payloads(
    '<dict>',
    '  <key>PayloadType</key>',
    '  <string>com.apple.ManagedClient.preferences</string>',
    '  <key>PayloadIdentifier</key>',
    '  <string>com.example.claude.preferences</string>',
    '  <key>PayloadUUID</key>',
    '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
    '  <key>PayloadVersion</key>',
    '  <integer>1</integer>',
    '  <key>PayloadContent</key>',
    '  <dict>',
    '    <key>com.anthropic.claudefordesktop</key>',
    '    <dict>',
    '      <key>Set-Once</key>',
    '      <array>',
    '        <dict>',
    '          <key>mcx_preference_settings</key>',
    '          <dict>',
    '            <key>coworkTabEnabled</key>',
    '            <string>true</string>',
    '          </dict>',
    '        </dict>',
    '      </array>',
    '    </dict>',
    '  </dict>',
    '</dict>',
  ),
  right: payloads(),
});
