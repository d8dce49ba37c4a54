import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('error', 'expiresAt is no point in time');

export const docs = (): CodeDoc => ({
  why: 'Until when the app may use the answer is a number, in seconds since 1970, or in milliseconds from 1e12 on. What the app makes of anything else is not documented: a date in words is a warning, anything that is no time an error.',
  fix: 'Write a number such as 4102444800, or leave it out: then an answer counts for an hour.',
  wrong: file({ ...BASE, ...KEY, expiresAt: 'in an hour' }),
  right: file({ ...BASE, ...KEY, expiresAt: 4102444800 }),
  flags: { as: 'bootstrap' },
});
