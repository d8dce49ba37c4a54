import type { CodeRow } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'Scopes are required',
  message: ({ what }) => `${what} asks for an access token without scopes`,
  hint: () => 'Add scopes that name the gateway, or use the default bearerTokenType id_token.',
};

export const docs = (): CodeDoc => ({
  why: 'Without scopes an access token is not meant for the gateway, which then refuses it.',
  fix: 'Name a scope of the gateway, or use the ID token, which is the default.',
  wrong: file({ ...SIGN_IN, inferenceGatewayOidc: { ...OIDC, bearerTokenType: 'access_token' } }),
  right: file({
    ...SIGN_IN,
    inferenceGatewayOidc: {
      ...OIDC,
      bearerTokenType: 'access_token',
      scopes: 'openid offline_access api://llm-gateway/use',
    },
  }),
});
