import type { CodeRow } from './code.ts';
import { file, OIDC, ENTRA_ISSUER, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The sign-in broker needs an Entra ID issuer',
  message: ({ what }) =>
    `${what} must be https://login.microsoftonline.com/<tenant>/v2.0 for the broker flow`,
  hint: () => 'Give the Entra ID issuer of your tenant, or use the browser flow.',
};

export const docs = (): CodeDoc => ({
  why: 'The broker of the operating system signs in at Entra ID only.',
  fix: 'Give the issuer of your tenant, or choose the browser.',
  wrong: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC, inferenceGatewayOidcAuthFlow: 'broker' }),
  right: file({
    ...SIGN_IN,
    inferenceGatewayOidc: { clientId: 'claude-desktop', issuer: ENTRA_ISSUER },
    inferenceGatewayOidcAuthFlow: 'broker',
  }),
});
