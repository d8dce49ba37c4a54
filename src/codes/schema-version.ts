import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The form of the answer has an unknown number');

export const docs = (): CodeDoc => ({
  why: 'Flat keys need no mark, and the nested form is known by its clusters. What another number does is not documented.',
  fix: 'Remove $schemaVersion from flat settings.',
  wrong: file({ ...BASE, ...KEY, $schemaVersion: 3 }),
  right: file({ ...BASE, ...KEY }),
  flags: { as: 'bootstrap' },
});
