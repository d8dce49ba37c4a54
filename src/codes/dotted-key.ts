import type { CodeRow } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; parent: string }> = {
  severity: 'error',
  at: 'name',
  title: 'A dotted key is never read',
  message: ({ key }) => `"${key}" is never read: there are no dotted keys`,
  hint: ({ parent }) => `Write one value for "${parent}" that holds the members.`,
};

export const docs = (): CodeDoc => ({
  why: 'No key has a dot in its name. With inferenceGatewayOidc.clientId and the like the sign-in silently falls back to another one.',
  fix: 'Write one value with members.',
  wrong: file({
    ...SIGN_IN,
    'inferenceGatewayOidc.clientId': OIDC.clientId,
    'inferenceGatewayOidc.issuer': OIDC.issuer,
  }),
  right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
});
