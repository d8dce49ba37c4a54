import { worded } from './code.ts';
import { reg, REG, MACHINE, GATEWAY, type CodeDoc } from './example.ts';

export const row = worded('error', 'The first line is not the header of a registry file');

export const docs = (): CodeDoc => ({
  why: 'Registry editors know two header lines; with any other the file is refused.',
  fix: 'Begin the file with "Windows Registry Editor Version 5.00".',
  wrong: reg('Windows Registry Editor Version 6.00', '', MACHINE, GATEWAY),
  right: reg(REG, '', MACHINE, GATEWAY),
});
