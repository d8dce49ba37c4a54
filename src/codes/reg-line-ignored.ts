import { worded } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row = worded('error', 'A line is dropped on import');

export const docs = (): CodeDoc => ({
  why: 'An importer drops a line that it cannot read, mostly without a word: the value never arrives.',
  fix: 'Fix the line, or re-export the file.',
  wrong: values('"coworkTabEnabled"="true'),
  right: values('"coworkTabEnabled"="true"'),
});
