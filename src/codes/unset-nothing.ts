import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; nearest?: string | undefined }> = {
  severity: 'info',
  title: 'null unsets what no base sets',
  message: ({ key }) => `${key} is null, and no base sets it`,
  hint: ({ nearest }) => (nearest === undefined ? 'Remove it.' : `Did you mean ${nearest}?`),
};

export const docs = (): CodeDoc => ({
  why: 'Where a file extends another, null takes a setting of the base away. Here there is none, which is often a slip of spelling.',
  fix: 'Correct the name, or remove the line.',
  wrong: json('{ "extends": "./base.json", "disableAutoUpdate": null }'),
  right: json('{ "extends": "./base.json", "disableAutoUpdates": null }'),
});
