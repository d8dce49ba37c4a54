import { worded } from './code.ts';
import { set, file, BASE, type CodeDoc } from './example.ts';

export const row = worded('warning', 'More than one credential is configured');

export const docs = (): CodeDoc => ({
  why: 'Only one of them is used, and which one follows from an order that is easily misremembered.',
  fix: 'Remove the one that is not meant, or name the one that is with inferenceCredentialKind.',
  wrong: set({ inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
  right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
});
