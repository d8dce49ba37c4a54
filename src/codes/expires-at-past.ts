import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('error', 'The answer has expired, or is about to');

export const docs = (): CodeDoc => ({
  why: 'The app keeps an answer until expiresAt and asks again every 10 minutes. An end that is past makes the configuration unusable or asks for a new one at every turn.',
  fix: 'Compute it anew for each answer, from the clock of the server in UTC.',
  wrong: file({ ...BASE, ...KEY, expiresAt: 1600000000 }),
  right: file({ ...BASE, ...KEY, expiresAt: 4102444800 }),
  flags: { as: 'bootstrap' },
});
