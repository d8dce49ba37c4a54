import type { CodeRow } from './code.ts';
import { plist, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; type: string }> = {
  severity: 'error',
  title: 'The value is of a type that is never read',
  message: ({ key, type }) => `${key} is ${type}, which Claude Desktop does not read`,
  hint: () => 'Write the value as a string.',
};

export const docs = (): CodeDoc => ({
  why: 'Dates and data are no types that Claude Desktop reads, so the key counts as not set.',
  fix: 'Write the value as a string.',
  wrong: plist('<key>deploymentDisplayName</key>', '<data>RXhhbXBsZQ==</data>'),
  right: plist('<key>deploymentDisplayName</key>', '<string>Example</string>'),
});
