import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('info', 'A default is another one behind a bootstrap server');

export const docs = (): CodeDoc => ({
  why: 'A few settings do not mean the same when a server delivers them, or are off by default there though they are on under a policy.',
  fix: 'Serve the value that you mean.',
  wrong: file({ ...BASE, ...KEY, disableNonessentialTelemetry: false }),
  right: file({ ...BASE, ...KEY, disableNonessentialTelemetry: false, disableEssentialTelemetry: false }),
  flags: { as: 'bootstrap' },
});
