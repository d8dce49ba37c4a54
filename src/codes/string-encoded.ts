import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('warning', 'A served value is a text instead of native JSON');

export const docs = (): CodeDoc => ({
  why: 'Texts such as "true" are how profiles and the registry carry booleans, numbers and lists. An answer is JSON and has types of its own; the app drops values it cannot read, one by one.',
  fix: 'Serve true instead of "true", 3600 instead of "3600", and lists and objects as JSON.',
  wrong: file({ ...BASE, ...KEY, disableAutoUpdates: 'true' }),
  right: file({ ...BASE, ...KEY, disableAutoUpdates: true }),
  flags: { as: 'bootstrap' },
});
