import { worded } from './code.ts';
import { commandFile, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The script does something that goes wrong on devices');

export const docs = (): CodeDoc => ({
  why: 'Some statements do what they say and still leave the device without the policy: they wait for an answer, write a file that does not stay, or one that the user cannot read.',
  fix: 'Follow the hint of the finding.',
  wrong: commandFile('reg add HKLM\\SOFTWARE\\Policies\\Claude /v deploymentDisplayName /d Acme'),
  right: commandFile('reg add HKLM\\SOFTWARE\\Policies\\Claude /v deploymentDisplayName /d Acme /f'),
});
