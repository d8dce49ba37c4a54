import { worded } from './code.ts';
import { file, BASE, KEY, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The file does not start third-party mode');

export const docs = (): CodeDoc => ({
  why: 'That is legal for a policy that only governs updates or standard deployments; it is told because it is easily forgotten in a third-party one.',
  fix: 'Leave it, or set inferenceProvider.',
  wrong: file({ disableAutoUpdates: true }),
  right: file({ ...BASE, ...KEY, disableAutoUpdates: true }),
});
