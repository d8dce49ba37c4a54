import { worded } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The registry file deletes');

export const docs = (): CodeDoc => ({
  why: 'The import removes values, also those that others wrote.',
  fix: 'Keep it only if this file is the sole source of the policy, and put it first.',
  wrong: values('"coworkTabEnabled"="true"', '"coworkTabEnabled"=-'),
  right: values('"coworkTabEnabled"="true"'),
});
