import type { OidcFacts } from '../../src/gateway/types.ts';
import { answerOf, refusal } from '../support/answers.ts';
import { GONE, limited, PAGE, type Row, type World } from './check-world.ts';

/* The sign-in: its settings, the identity provider, and gateways that are their own. */

const GUID = '11111111-2222-3333-4444-555555555555';
const KEYCLOAK: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: 'cowork',
  issuer: 'https://id.example.com/realms/a',
  bearerTokenType: 'id_token',
  broker: false,
};
const oidc = (more: Partial<OidcFacts> = {}): World => ({ facts: { oidc: { ...KEYCLOAK, ...more } } });
const entra = (tenant: string, more: Partial<OidcFacts> = {}): World =>
  oidc({ issuer: `https://login.microsoftonline.com/${tenant}/v2.0`, clientId: GUID, ...more });

const METADATA = {
  issuer: 'https://id.example.com/realms/a',
  authorization_endpoint: 'https://id.example.com/auth',
  token_endpoint: 'https://id.example.com/token',
  jwks_uri: 'https://id.example.com/keys',
  code_challenge_methods_supported: ['plain', 'S256'],
};
const DISCOVERY = 'oidc https://id.example.com/realms/a/.well-known/openid-configuration';
const KEYS = 'oidc https://id.example.com/keys';
/** An identity provider with this metadata, and what else it answers. */
const provider = (
  metadata: object,
  answers: NonNullable<World['answers']> = {},
  more: Partial<OidcFacts> = {},
): World => ({
  ...oidc(more),
  answers: { [DISCOVERY]: answerOf(200, metadata), [KEYS]: answerOf(200, { keys: [{}] }), ...answers },
});
const without = (name: keyof typeof METADATA): object =>
  Object.fromEntries(Object.entries(METADATA).filter(([key]) => key !== name));

const OWN: World = { facts: { credentialKind: 'interactive', baseUrl: 'https://gw.example.com/api/' } };
const BEHIND = 'as-metadata https://gw.example.com/api/.well-known/oauth-authorization-server';
const BEFORE = 'as-metadata https://gw.example.com/.well-known/oauth-authorization-server/api';
const SERVER = {
  issuer: 'https://gw.example.com',
  device_authorization_endpoint: 'https://gw.example.com/device',
  token_endpoint: 'https://gw.example.com/token',
};
const own = (metadata: object, answers: NonNullable<World['answers']> = {}): World => ({
  ...OWN,
  answers: { [BEHIND]: answerOf(200, metadata), ...answers },
});
const CODE = {
  device_code: 'd-0123456789',
  user_code: 'AB-CD',
  verification_uri: 'https://gw.example.com/go',
  expires_in: 600,
};
const pending = (status = 400, error = 'authorization_pending'): ReturnType<typeof answerOf> =>
  answerOf(status, { error });
const device = (code: object, polled = pending()): World =>
  own(SERVER, {
    'device https://gw.example.com/device': answerOf(200, code),
    'device https://gw.example.com/token': polled,
  });
/** A token made out to this audience. */
const made = (aud: unknown): string => `h.${Buffer.from(JSON.stringify({ aud })).toString('base64url')}.s`;

export const SIGN_IN_ROWS: readonly Row[] = [
  // The settings.
  ['oidc-config-lint', {}, 'nothing', /^$/],
  [
    'oidc-config-lint',
    oidc(),
    'pass',
    /^inferenceGatewayOidc asks for openid profile email offline_access and sends the id_token; register http:\/\/127\.0\.0\.1\/callback \(any port\) as a public client\.$/,
  ],
  [
    'oidc-config-lint',
    oidc({ redirectPort: 8080 }),
    'pass',
    /register http:\/\/127\.0\.0\.1:8080\/callback\.$/,
  ],
  [
    'oidc-config-lint',
    oidc({ redirectHost: 'localhost' }),
    'pass',
    /register http:\/\/localhost\/callback \(any port\)/,
  ],
  ['oidc-config-lint', entra(GUID, { broker: true }), 'pass', /id_token; the identity broker signs in\.$/],
  ['oidc-config-lint', oidc({ clientId: undefined }), 'fail', /^inferenceGatewayOidc has no clientId\.$/],
  ['oidc-config-lint', oidc({ clientId: '' }), 'fail', /has no clientId/],
  ...[{}, { authorizationUrl: 'https://a.example.com' }, { tokenUrl: 'https://a.example.com' }].map(
    (urls): Row => [
      'oidc-config-lint',
      oidc({ issuer: undefined, ...urls }),
      'fail',
      /neither issuer nor both authorizationUrl and tokenUrl\.$/,
    ],
  ),
  [
    'oidc-config-lint',
    oidc({ issuer: 'https://id.example.com/.well-known/openid-configuration' }),
    'fail',
    /is the address of the metadata\.$/,
  ],
  ['oidc-config-lint', oidc({ issuer: 'http://id.example.com' }), 'fail', /\.issuer is no https address\.$/],
  [
    'oidc-config-lint',
    oidc({ issuer: undefined, authorizationUrl: 'http://a.example.com', tokenUrl: 'https://a.example.com' }),
    'fail',
    /^inferenceGatewayOidc\.authorizationUrl is no https address\.$/,
  ],
  [
    'oidc-config-lint',
    oidc({ bearerTokenType: 'access_token' }),
    'fail',
    /sends access tokens but names no scopes\.$/,
  ],
  ['oidc-config-lint', oidc({ scopes: 'profile offline_access' }), 'fail', /scopes lacks openid/],
  [
    'oidc-config-lint',
    entra(GUID, { resource: 'r' }),
    'fail',
    /resource is set, which Entra ID does not take/,
  ],
  ['oidc-config-lint', oidc({ broker: true }), 'fail', /broker flow signs in with Microsoft Entra ID only/],
  ['oidc-config-lint', oidc({ scopes: 'openid' }), 'warn', /does not ask for offline_access/],
  [
    'oidc-config-lint',
    oidc({ bearerTokenType: 'access_token', scopes: 'api', appendOfflineAccess: false }),
    'warn',
    /does not ask for offline_access/,
  ],
  [
    'oidc-config-lint',
    oidc({ bearerTokenType: 'access_token', scopes: 'api' }),
    'pass',
    /api offline_access/,
  ],
  [
    'oidc-config-lint',
    oidc({ resource: 'r' }),
    'warn',
    /resource counts with bearerTokenType access_token only/,
  ],
  ['oidc-config-lint', oidc({ tokenUrl: 'https://a.example.com' }), 'warn', /endpoints beside the issuer/],
  [
    'oidc-config-lint',
    oidc({ authorizationUrl: 'https://a.example.com' }),
    'warn',
    /endpoints beside the issuer/,
  ],
  ['oidc-config-lint', entra(GUID), 'pass', /offline_access/],
  ...['common', 'Organizations', 'consumers'].map((tenant): Row => [
    'oidc-config-lint',
    entra(tenant),
    'warn',
    new RegExp(`names no tenant \\("${tenant}"\\)`),
  ]),
  [
    'oidc-config-lint',
    oidc({ issuer: `https://sts.windows.net/${GUID}/`, clientId: GUID }),
    'warn',
    /is not the v2\.0 issuer of a tenant\.$/,
  ],
  [
    'oidc-config-lint',
    entra(GUID, { clientId: 'cowork' }),
    'warn',
    /clientId is not the ID of an Entra application/,
  ],
  ...['https://a.okta.com', 'https://auth.pingone.eu/a/as'].flatMap((issuer): readonly Row[] => [
    ['oidc-config-lint', oidc({ issuer }), 'warn', /has no redirectPort/],
    ['oidc-config-lint', oidc({ issuer, redirectHost: 'localhost' }), 'warn', /has no redirectPort/],
    ['oidc-config-lint', oidc({ issuer, redirectPort: 8080 }), 'pass', /8080/],
  ]),
  [
    'oidc-config-lint',
    oidc({ issuer: 'https://accounts.google.com', scopes: 'openid' }),
    'warn',
    /^Google gives "Desktop app" clients a secret/,
  ],
  [
    'oidc-config-lint',
    { ...oidc({ redirectPort: 80 }), port: 'EACCES' },
    'warn',
    /port 80 cannot be listened on without special rights \(EACCES\)/,
  ],
  [
    'oidc-config-lint',
    { ...oidc({ redirectPort: 8080 }), port: 'EADDRINUSE' },
    'warn',
    /port 8080 is taken on this device \(EADDRINUSE\)/,
  ],
  ['oidc-config-lint', { ...oidc(), port: 'EADDRINUSE' }, 'pass', /any port/],
  // The identity provider.
  ['oidc-discovery', {}, 'nothing', /^$/],
  ['oidc-discovery', provider(METADATA), 'pass', /its keys can be fetched, and it offers PKCE \(S256\)\.$/],
  ['oidc-discovery', { ...oidc(), other: GONE }, 'fail', /cannot be fetched: It was cut\.$/],
  ['oidc-discovery', { ...oidc(), other: limited }, 'unproven', /Not tested/],
  [
    'oidc-discovery',
    { ...oidc(), other: { ...answerOf(301), location: 'https://new.example.com' } },
    'fail',
    /openid-configuration redirects to https:\/\/new\.example\.com \(HTTP 301\)\.$/,
  ],
  ...[404, 405, 500].map((status): Row => [
    'oidc-discovery',
    { ...oidc(), other: answerOf(status) },
    'fail',
    new RegExp(`answers HTTP ${String(status)}`),
  ]),
  ['oidc-discovery', { ...oidc(), other: PAGE }, 'fail', /with an HTML page that is no discovery document/],
  ['oidc-discovery', { ...oidc(), other: answerOf(200, 'no') }, 'fail', /with something that is no/],
  ['oidc-discovery', provider(without('issuer')), 'fail', /names no issuer\.$/],
  [
    'oidc-discovery',
    provider({ ...METADATA, issuer: 'https://other.example.com' }),
    'fail',
    /"https:\/\/other\.example\.com" instead of "https:\/\/id\.example\.com\/realms\/a"\.$/,
  ],
  ['oidc-discovery', provider({ ...METADATA, issuer: 'https://{tenantid}' }), 'fail', /another issuer/],
  [
    'oidc-discovery',
    provider({ ...METADATA, issuer: `${METADATA.issuer}/` }),
    'warn',
    /^The issuer differs by a trailing slash from "https:\/\/id\.example\.com\/realms\/a\/"/,
  ],
  ...(['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).flatMap((name): readonly Row[] => [
    ['oidc-discovery', provider(without(name)), 'fail', new RegExp(`has no ${name}\\.$`)],
    [
      'oidc-discovery',
      provider({ ...METADATA, [name]: 'http://id.example.com/x' }),
      'fail',
      new RegExp(`^${name} is no https address`),
    ],
  ]),
  [
    'oidc-discovery',
    provider({ ...METADATA, response_types_supported: ['token'] }),
    'fail',
    /does not offer the authorization code flow/,
  ],
  [
    'oidc-discovery',
    provider({ ...METADATA, grant_types_supported: ['refresh_token'] }),
    'fail',
    /does not offer the grant authorization_code/,
  ],
  [
    'oidc-discovery',
    provider({ ...METADATA, grant_types_supported: ['authorization_code'] }),
    'warn',
    /^The grant refresh_token is not offered/,
  ],
  ['oidc-discovery', provider(without('code_challenge_methods_supported')), 'warn', /S256 is not advertised/],
  [
    'oidc-discovery',
    provider({ ...METADATA, code_challenge_methods_supported: ['plain'] }),
    'warn',
    /offered with plain only, and the app uses S256/,
  ],
  [
    'oidc-discovery',
    provider({ ...METADATA, scopes_supported: ['openid', 'profile'] }),
    'warn',
    /^The scopes email, offline_access are not among scopes_supported; without offline_access users sign in anew/,
  ],
  [
    'oidc-discovery',
    provider({ ...METADATA, scopes_supported: ['openid', 'profile', 'offline_access'] }),
    'warn',
    /^The scope email is not among scopes_supported\.$/,
  ],
  [
    'oidc-discovery',
    provider({ ...METADATA, scopes_supported: ['openid'] }, {}, { scopes: 'openid api' }),
    'pass',
    /PKCE/,
  ],
  [
    'oidc-discovery',
    provider(METADATA, { [KEYS]: answerOf(200, { keys: [] }) }),
    'warn',
    /HTTP 200 without keys/,
  ],
  ['oidc-discovery', provider(METADATA, { [KEYS]: answerOf(500) }), 'warn', /jwks_uri answers HTTP 500, so/],
  [
    'oidc-discovery',
    provider(METADATA, { [KEYS]: GONE }),
    'warn',
    /jwks_uri cannot be fetched: It was cut\.$/,
  ],
  [
    'oidc-discovery',
    provider(METADATA, { 'oidc https://id.example.com/token': GONE }),
    'warn',
    /token_endpoint cannot be reached: It was cut\.$/,
  ],
  [
    'oidc-discovery',
    provider(METADATA, { 'oidc https://id.example.com/token': { ...GONE, kind: 'too-large' } }),
    'pass',
    /PKCE/,
  ],
  ...(
    [
      [{}, 'pass', /^Both endpoints answer/],
      [{ 'oidc https://t.example.com': GONE }, 'fail', /tokenUrl cannot be reached: It was cut\.$/],
      [{ 'oidc https://a.example.com': answerOf(404) }, 'warn', /authorizationUrl answers HTTP 404\.$/],
    ] as const
  ).map(([answers, said, detail]): Row => [
    'oidc-discovery',
    {
      ...oidc({
        issuer: undefined,
        authorizationUrl: 'https://a.example.com',
        tokenUrl: 'https://t.example.com',
      }),
      answers,
    },
    said,
    detail,
  ]),
  // A gateway that is its own sign-in server.
  ['as-metadata', {}, 'nothing', /^$/],
  ['as-metadata', { facts: { ...oidc().facts, credentialKind: 'interactive' } }, 'nothing', /^$/],
  ['as-metadata', own(SERVER), 'pass', /advertises its device and token endpoints/],
  ['as-metadata', { ...OWN, other: limited }, 'unproven', /Not tested/],
  [
    'as-metadata',
    { ...OWN, other: answerOf(404) },
    'fail',
    /no sign-in metadata at https:\/\/gw\.example\.com\/api\/\.well-known\/oauth-authorization-server \(HTTP 404/,
  ],
  [
    'as-metadata',
    { ...OWN, answers: { [BEFORE]: answerOf(200, SERVER) }, other: answerOf(404) },
    'warn',
    /^The metadata is served at https:\/\/gw\.example\.com\/\.well-known\/oauth-authorization-server\/api only/,
  ],
  ['as-metadata', own({ token_endpoint: SERVER.token_endpoint }), 'fail', /no device_authorization_endpoint/],
  [
    'as-metadata',
    own({ ...SERVER, device_authorization_endpoint: 'http://gw.example.com/device' }),
    'fail',
    /is no https address: http:\/\/gw\.example\.com\/device\.$/,
  ],
  [
    'as-metadata',
    own({ ...SERVER, device_authorization_endpoint: '/device' }),
    'warn',
    /^device_authorization_endpoint is not an absolute .* asks https:\/\/gw\.example\.com\/api\/oauth\/device_authorization instead/,
  ],
  [
    'as-metadata',
    own({ ...SERVER, token_endpoint: 'https://other.example.com/token' }),
    'warn',
    /^token_endpoint is not .* asks https:\/\/gw\.example\.com\/api\/oauth\/token instead/,
  ],
  [
    'as-metadata',
    own({ ...SERVER, device_authorization_endpoint: '/device', token_endpoint: '/token' }),
    'warn',
    /^device_authorization_endpoint and token_endpoint are not/,
  ],
  [
    'as-metadata',
    own({ ...SERVER, grant_types_supported: ['refresh_token'] }),
    'warn',
    /not list the device grant/,
  ],
  ['as-metadata', own({ ...SERVER, issuer: '' }), 'warn', /names no issuer/],
  ['as-device-auth', {}, 'skip', /Does not apply/],
  ['as-device-auth', { ...OWN, other: answerOf(404) }, 'skip', /no metadata where the app looks/],
  ['as-device-auth', device(CODE), 'pass', /given out for an empty form, and the poll is told to wait/],
  ['as-device-auth', own(SERVER, { device: GONE }), 'fail', /^No device code: It was cut\.$/],
  ['as-device-auth', own(SERVER, { device: limited }), 'unproven', /Not tested/],
  [
    'as-device-auth',
    own(SERVER, { device: answerOf(400, { error: 'invalid_client' }) }),
    'fail',
    /400 invalid_client/,
  ],
  ['as-device-auth', own(SERVER, { device: answerOf(400, { error: 'No Code' }) }), 'fail', /\(HTTP 400\)\.$/],
  ['as-device-auth', own(SERVER, { device: answerOf(200, 'no') }), 'fail', /without a JSON object/],
  ['as-device-auth', device({}), 'fail', /lacks device_code, user_code, verification_uri, expires_in\.$/],
  [
    'as-device-auth',
    device({ ...CODE, user_code: '', expires_in: 0 }),
    'fail',
    /lacks user_code, expires_in\.$/,
  ],
  [
    'as-device-auth',
    device({ ...CODE, verification_uri: 'http://gw.example.com' }),
    'fail',
    /no https address/,
  ],
  ['as-device-auth', device(CODE, answerOf(200, {})), 'fail', /gives a token that nobody signed in for/],
  [
    'as-device-auth',
    device(CODE, pending(400, 'expired_token')),
    'fail',
    /a poll with HTTP 400 expired_token instead/,
  ],
  ['as-device-auth', device(CODE, pending(400, 'slow_down')), 'warn', /told to slow down \(HTTP 400\)/],
  ['as-device-auth', device(CODE, pending(401)), 'warn', /comes with HTTP 401 instead of 400/],
  ['as-device-auth', device({ ...CODE, interval: 10 }), 'pass', /told to wait/],
  ['as-device-auth', device({ ...CODE, interval: 11 }), 'warn', /wait up to 11 s/],
  // A token for another application.
  ['sso-aud', {}, 'skip', /no token was named/],
  ['sso-aud', { foreign: made('other') }, 'fail', /takes a token that was made out to another application/],
  [
    'sso-aud',
    { ...oidc(), foreign: made('cowork') },
    'unproven',
    /made out to the clientId of the configuration/,
  ],
  ['sso-aud', { ...oidc(), foreign: made(['x', 'cowork']) }, 'unproven', /made out to the clientId/],
  ['sso-aud', { ...oidc(), foreign: made(['x']) }, 'fail', /takes a token/],
  [
    'sso-aud',
    { ...oidc({ bearerTokenType: 'access_token' }), foreign: made('cowork') },
    'fail',
    /takes a token/,
  ],
  ['sso-aud', { foreign: made('x'), other: GONE }, 'unproven', /^Not found out: It was cut\.$/],
  ['sso-aud', { foreign: made('x'), other: limited }, 'unproven', /Not tested/],
  [
    'sso-aud',
    { foreign: made('x'), other: refusal(404, 'no') },
    'unproven',
    /^Not found out: HTTP 404: "no"\.$/,
  ],
  ...[401, 403].map((status): Row => [
    'sso-aud',
    { foreign: made('x'), other: refusal(status, 'no') },
    'unproven',
    new RegExp(`is refused \\(HTTP ${String(status)}\\), but so may every token be`),
  ]),
];
