import type { CodeRow } from './code.ts';
import { plist, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; text: string; by: string }> = {
  severity: 'warning',
  title: 'An MDM would replace this text',
  message: ({ what, text, by }) => `${what} holds ${text}, which ${by} replaces on the way to the device`,
  hint: () => 'Keep it only if the replacement is meant.',
};

export const docs = (): CodeDoc => ({
  why: 'The MDM replaces the text for each device or user. That is fine where it is meant, and a surprise where it is not.',
  fix: 'Keep it if it is meant, and silence the finding; otherwise write the text differently.',
  wrong: plist('<key>inferenceCustomHeaders</key>', '<string>{"X-User":"$EMAIL"}</string>'),
  right: plist('<key>inferenceCustomHeaders</key>', '<string>{"X-Team":"platform"}</string>'),
});
