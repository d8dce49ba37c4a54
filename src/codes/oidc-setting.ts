import { worded } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row = worded('warning', 'A sign-in setting does not do what it says');

export const docs = (): CodeDoc => ({
  why: 'The sign-in works, but the member does not do what it says, or sign-in comes more often than it must.',
  fix: 'Fix the member that is named.',
  wrong: file({
    ...SIGN_IN,
    inferenceGatewayOidc: { ...OIDC, resource: 'https://llm-gateway.example.com' },
  }),
  right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
});
