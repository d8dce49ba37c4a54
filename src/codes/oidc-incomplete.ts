import type { CodeRow } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; problem: string }> = {
  severity: 'error',
  title: 'The sign-in settings are incomplete',
  message: ({ what, problem }) => `${what} ${problem}`,
  hint: () => 'Give clientId, and either issuer or both authorizationUrl and tokenUrl.',
};

export const docs = (): CodeDoc => ({
  why: 'The sign-in cannot begin, or another one takes its place without a word.',
  fix: 'Give clientId, and issuer or both endpoints.',
  wrong: file({ ...SIGN_IN, inferenceGatewayOidc: { clientId: 'claude-desktop' } }),
  right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
});
