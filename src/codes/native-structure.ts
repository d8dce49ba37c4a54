import type { CodeRow } from './code.ts';
import { plist, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; type: string }> = {
  severity: 'warning',
  title: 'A native plist structure',
  message: ({ key, type }) =>
    `${key} is a native plist ${type}; older releases drop it, and a JSON string is read by all`,
  hint: () => 'Re-export with "cowork-3p export --format mobileconfig".',
};

export const docs = (): CodeDoc => ({
  why: 'Arrays and dictionaries in a property list are read by newer releases only; a JSON string is read by all.',
  fix: 'Re-export the file; "cowork-3p export" writes JSON strings.',
  wrong: plist('<key>inferenceModels</key>', '<array>', '  <string>claude-sonnet-4-5</string>', '</array>'),
  right: plist('<key>inferenceModels</key>', '<string>["claude-sonnet-4-5"]</string>'),
});
