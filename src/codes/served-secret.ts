import { worded } from './code.ts';
import { BASE, file, type CodeDoc } from './example.ts';

export const row = worded('info', 'The answer holds a credential');

export const docs = (): CodeDoc => ({
  why: 'A key for each user is what a bootstrap server is good for; one that all share, or one that a cache keeps, is open to everybody.',
  fix: 'Issue it for the user of the token, and let the answer expire before the key does.',
  wrong: file({
    ...BASE,
    inferenceCredentialKind: 'static',
    inferenceGatewayApiKey: 'Zx41-kitchen-sink-8842',
  }),
  right: file({ ...BASE, inferenceCredentialKind: 'interactive' }),
  flags: { as: 'bootstrap' },
});
