import { worded } from './code.ts';
import { BASE, file, type CodeDoc } from './example.ts';

export const row = worded('info', 'Users are asked before the app applies this');

export const docs = (): CodeDoc => ({
  why: 'What runs code or redirects traffic is not taken from a server without a question, unless the policy of the device vouches for it. The log says "stripped pending consent".',
  fix: 'Deliver bootstrapUrl by device management for the whole machine, or set trustBootstrapDelivery.',
  wrong: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/claude-token' }),
  right: file({ ...BASE, inferenceCredentialKind: 'interactive' }),
  flags: { as: 'bootstrap' },
});
