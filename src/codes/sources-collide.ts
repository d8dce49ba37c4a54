import { worded } from './code.ts';
import { GATEWAY, MACHINE, REG, USER, reg, type CodeDoc } from './example.ts';

export const row = worded('warning', 'Two files collide on one device');

export const docs = (): CodeDoc => ({
  why: 'Files that are right one by one may hide each other on a device: two profiles for one preference domain, or values under HKEY_LOCAL_MACHINE that hide everything under HKEY_CURRENT_USER. It shows when the files are validated together, such as this one with a file that sets disableAutoUpdates under HKEY_LOCAL_MACHINE.',
  fix: 'Put the settings that a device gets into one file, or deploy the files to different devices.',
  wrong: reg(REG, '', USER, GATEWAY),
  right: reg(REG, '', MACHINE, GATEWAY),
  flags: { together: reg(REG, '', MACHINE, '"disableAutoUpdates"="true"') },
});
