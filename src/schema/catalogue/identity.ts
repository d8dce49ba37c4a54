import type { KeyRow } from '../key-spec.ts';
import { authFlow, identityOidc } from './shapes.ts';

/** Connection, external identity provider: the sign-in that serves several providers. */
export const identity = {
  inferenceIdpOidc: {
    title: 'Identity provider (OIDC)',
    nestedPath: 'inference.credential.oidc',
    nestedKind: 'external-idp',
    summary: 'Signs users in at your own OpenID Connect provider, on behalf of the external-idp kind.',
    type: identityOidc,
    providers: ['gateway', 'bedrock'],
    since: '2.7032.0',
    notes: [
      'Its members are those of inferenceGatewayOidc.',
      'It counts only while inferenceCredentialKind is external-idp.',
      'On Bedrock it also takes inferenceBedrockBaseUrl and a written list of models.',
      'A fleet with releases before 2.7032.0 keeps interactive and inferenceGatewayOidc on the gateway.',
    ],
    beside: { kind: 'external-idp' },
  },
  inferenceIdpAuthFlow: {
    title: 'Identity provider sign-in flow',
    nestedPath: 'inference.credential.authFlow',
    nestedKind: 'external-idp',
    summary: 'Chooses between the system browser and the identity broker of the operating system.',
    type: authFlow,
    providers: ['gateway', 'bedrock'],
    unset: 'The system browser opens.',
    since: '2.7032.0',
    notes: ['The broker signs in against Microsoft Entra ID only, and does not exist on Linux.'],
    beside: { kind: 'external-idp' },
  },
} as const satisfies Record<string, KeyRow>;
