import type { CodeRow } from './code.ts';
import { payloads, type CodeDoc } from './example.ts';

export const row: CodeRow<{ type: string }> = {
  severity: 'info',
  title: 'The profile holds other payloads',
  message: ({ type }) => `The payload of type ${type} is not for Claude Desktop and was not read`,
};

export const docs = (): CodeDoc => ({
  why: 'The profile also configures something else, which is not checked here.',
  fix: 'Nothing needs fixing; one profile a purpose is easier to keep.',
  wrong: payloads(
    '<dict>',
    '  <key>PayloadType</key>',
    '  <string>com.apple.dock</string>',
    '  <key>PayloadIdentifier</key>',
    '  <string>com.example.dock</string>',
    '  <key>PayloadUUID</key>',
    '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
    '  <key>PayloadVersion</key>',
    '  <integer>1</integer>',
    '</dict>',
  ),
  right: payloads(),
});
