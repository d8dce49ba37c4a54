import { worded } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The registry file does something unexpected');

export const docs = (): CodeDoc => ({
  why: 'Some importers read the line differently from others.',
  fix: 'Re-export the file.',
  wrong: values('  "coworkTabEnabled" = "true"'),
  right: values('"coworkTabEnabled"="true"'),
});
