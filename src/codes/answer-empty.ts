import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('error', 'The answer sets nothing');

export const docs = (): CodeDoc => ({
  why: 'An empty object, or one that wraps the settings, is a valid answer with nothing in it. The app applies it, and the device has no configuration.',
  fix: 'Put the keys at the top level. Where the server has nothing to say, let it answer 403 or 503.',
  wrong: file({}),
  right: file({ ...BASE, ...KEY }),
  flags: { as: 'bootstrap' },
});
