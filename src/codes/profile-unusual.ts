import { worded } from './code.ts';
import { profile, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The profile does something unexpected');

export const docs = (): CodeDoc => ({
  why: 'The profile installs, but part of it does not do what it seems to.',
  fix: 'Fix the key that is named.',
  wrong: profile('<key>coworkTabEnabled</key>', '<true/>'),
  right: profile(),
});
