import type { CodeRow, Nothing } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<Nothing> = {
  severity: 'info',
  title: '"extends" names no base',
  message: () => '"extends" is an empty list',
  hint: () => 'Name a base, or remove "extends".',
};

export const docs = (): CodeDoc => ({
  why: 'Without a base there is nothing to unset, and the file stands for itself.',
  fix: 'Name a base, or remove the member.',
  wrong: json('{ "extends": [], "inferenceProvider": "gateway" }'),
  right: json('{ "extends": ["./base.json"] }'),
});
