import { MAX_PORT } from '../formats.ts';
import { bool, integer, map, oidcClient, oneOf, text, type FieldRow } from '../key-spec.ts';

/** Shapes that several keys share, defined once. */

/** A TCP port of this device. */
export const port = integer({ min: 1, max: MAX_PORT });

/** Where an interactive sign-in takes place. */
export const authFlow = oneOf(['browser', 'broker']);

/** What a tool delivered by an MCP server may do. */
export const toolPermission = oneOf(['allow', 'ask', 'blocked']);
export const toolPermissions = map(toolPermission);

/** Extra hosts from which a sign-in callback may come. */
export const referrerHosts = {
  type: text(),
  summary: 'Names further hosts, separated by spaces, from which the sign-in callback is accepted.',
} as const satisfies FieldRow;

const endpoints = {
  clientId: {
    type: text({ role: 'identifier', minLength: 1 }),
    summary: 'Identifies the public OAuth client (PKCE, no secret) registered for the app.',
    required: true,
  },
  issuer: {
    type: text({ format: 'issuer' }),
    summary: 'Points at the identity provider by its issuer, from which the endpoints are discovered.',
  },
  authorizationUrl: {
    type: text({ format: 'https-url' }),
    summary: 'Gives the authorization endpoint of a provider that offers no discovery; issuer beats it.',
  },
  tokenUrl: {
    type: text({ format: 'https-url' }),
    summary: 'Gives the token endpoint that belongs to authorizationUrl; issuer beats it.',
  },
} as const satisfies Record<string, FieldRow>;

/** The host of the sign-in redirect, which providers such as Okta match letter by letter. */
const redirectHost = {
  type: oneOf(['127.0.0.1', 'localhost']),
  summary:
    'Picks the loopback name to which the sign-in returns; releases that do not know it use 127.0.0.1.',
  default: '127.0.0.1',
  since: '2.110.0',
} as const satisfies FieldRow;

const callback = {
  redirectHost,
  redirectPort: {
    type: port,
    summary: 'Fixes the loopback port to which the sign-in returns, for providers that match it exactly.',
  },
  additionalRedirectReferrerHosts: referrerHosts,
} as const satisfies Record<string, FieldRow>;

/** What a sign-in asks for where the configuration says nothing. */
export const DEFAULT_SCOPES = 'openid profile email offline_access';

const inference = {
  ...endpoints,
  bearerTokenType: {
    type: oneOf(['id_token', 'access_token']),
    summary: 'Picks the token that requests carry as their bearer.',
    default: 'id_token',
  },
  scopes: {
    type: text({ role: 'scopes' }),
    summary: 'Lists the scopes to ask for, separated by spaces; access_token cannot do without it.',
    default: DEFAULT_SCOPES,
  },
  appendOfflineAccess: {
    type: bool,
    summary: 'Adds offline_access to the scopes when the bearer is an access token.',
    default: true,
  },
  resource: {
    type: text({ format: 'uri-or-identifier' }),
    summary:
      'Names the gateway as resource indicator (RFC 8707) of an access token: an https address, or since 2.9939.2 an identifier such as urn:…; Entra ID has no use for it.',
    since: '1.30096.1',
  },
  ...callback,
} as const satisfies Record<string, FieldRow>;

/** Sign-in whose token goes to the gateway: inferenceGatewayOidc. */
export const gatewayOidc = oidcClient(inference);

/** Sign-in whose token goes to the inference endpoint: inferenceIdpOidc, which never lacked redirectHost. */
export const identityOidc = oidcClient({
  ...inference,
  redirectHost: { ...redirectHost, since: '2.7032.0' },
});

/** Sign-in whose token is exchanged at Google: inferenceVertexWorkforceOidc. */
export const workforceOidc = oidcClient({
  ...endpoints,
  scopes: {
    type: text({ role: 'scopes' }),
    summary: 'Lists the scopes to ask for, separated by spaces.',
    default: DEFAULT_SCOPES,
  },
  omitOfflineAccess: {
    type: bool,
    summary:
      'Keeps offline_access out of the request for providers that refuse it, so users sign in more often.',
    since: '1.17377.1',
  },
  ...callback,
});

/** Sign-in at the server that delivers the configuration: bootstrapOidc. */
export const bootstrapSignIn = oidcClient({
  ...endpoints,
  scopes: {
    type: text({ role: 'scopes' }),
    summary:
      'Lists scopes whose audience the bootstrap server checks; with Entra ID its client ID followed by /.default.',
    advised: true,
  },
  ...callback,
});
