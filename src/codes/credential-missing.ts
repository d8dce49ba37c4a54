import { worded } from './code.ts';
import { file, BASE, type CodeDoc } from './example.ts';

export const row = worded('error', 'No credential is configured');

export const docs = (): CodeDoc => ({
  why: 'The app then says: no credential configured for the provider. Inference does not start.',
  fix: 'Set a key, a helper, or the kind of sign-in.',
  wrong: file(BASE),
  right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
});
