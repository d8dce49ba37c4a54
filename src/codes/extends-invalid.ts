import { worded } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row = worded('error', '"extends" names no file beside this one');

export const docs = (): CodeDoc => ({
  why: 'The file is checked without the settings of that base, and nothing can be written from it.',
  fix: 'Name each base by its path from this file.',
  wrong: json('{ "extends": "https://intranet.example.com/base.json", "inferenceProvider": "gateway" }'),
  right: json('{ "extends": "./base.json", "disableAutoUpdates": null }'),
});
