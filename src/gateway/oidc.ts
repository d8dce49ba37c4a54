import type { Outcome } from '../errors.ts';
import { DEFAULT_SCOPES } from '../schema/index.ts';
import type { OidcFacts } from './types.ts';
import { isSurelyLoopback } from '../text/loopback.ts';
import type { Failure } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { GatewayRequest } from './types.ts';
import { hostOf } from '../net/url.ts';
import { isObject } from '../text/json.ts';

/*
 * Metadata of identity providers and authorization servers, and what a sign-in asks of them. Sources: OpenID
 * Connect Discovery 1.0, RFC 8414 (metadata), RFC 8628 (device grant), RFC 8252 and 7636 (native apps, PKCE),
 * RFC 8707 (resource), and the vendor's page on the gateway for what the app does.
 */

/** The way to an identity provider: never with the credential of the gateway. */
export type Send = (request: GatewayRequest) => Promise<Outcome<GatewayAnswer, Failure>>;

const WELL_KNOWN_OIDC = '/.well-known/openid-configuration';
const WELL_KNOWN_AS = '/.well-known/oauth-authorization-server';
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const METADATA_TIMEOUTS = { connect: 10_000, firstByte: 10_000, total: 15_000 } as const;

/** Metadata as far as it is read. Every string is hostile text. */
export interface Metadata {
  readonly issuer?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly deviceEndpoint?: string;
  readonly jwksUri?: string;
  readonly scopes?: readonly string[];
  readonly challengeMethods?: readonly string[];
  readonly grantTypes?: readonly string[];
  readonly responseTypes?: readonly string[];
}

/** The members of a metadata document that are what they should be; undefined when it is none. */
export function readMetadata(json: unknown): Metadata | undefined {
  if (!isObject(json)) return undefined;
  const text = (key: string): string | undefined => {
    const value = json[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const list = (key: string): readonly string[] | undefined => {
    const value = json[key];
    return Array.isArray(value)
      ? value.filter((each): each is string => typeof each === 'string').slice(0, 1000)
      : undefined;
  };
  return defined({
    issuer: text('issuer'),
    authorizationEndpoint: text('authorization_endpoint'),
    tokenEndpoint: text('token_endpoint'),
    deviceEndpoint: text('device_authorization_endpoint'),
    jwksUri: text('jwks_uri'),
    scopes: list('scopes_supported'),
    challengeMethods: list('code_challenge_methods_supported'),
    grantTypes: list('grant_types_supported'),
    responseTypes: list('response_types_supported'),
  });
}

function defined<T extends object>(row: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A document that an identity provider or resource publishes: asked for without a credential. */
export function getMetadata(send: Send, url: string): Promise<Outcome<GatewayAnswer, Failure>> {
  return send({ method: 'GET', path: url, credential: 'none', timeouts: METADATA_TIMEOUTS });
}

/** A form as OAuth takes it (RFC 6749, appendix B). */
export function postForm(
  send: Send,
  url: string,
  fields: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<Outcome<GatewayAnswer, Failure>> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
  return send({
    method: 'POST',
    path: url,
    credential: 'none',
    body: new TextEncoder().encode(form.toString()),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    timeouts: METADATA_TIMEOUTS,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** `error` of an OAuth answer (RFC 6749, section 5.2): when it is one. */
export function oauthError({ json }: Pick<GatewayAnswer, 'json'>): string | undefined {
  const error = isObject(json) ? json.error : undefined;
  return typeof error === 'string' && isErrorCode(error) ? error : undefined;
}

/** Whether a text is a code of OAuth: of a small alphabet, so that it can be printed. */
export function isErrorCode(text: string): boolean {
  return /^[a-z0-9_]{1,60}$/.test(text);
}

/** Where discovery looks: the app puts the suffix behind the issuer. */
export function discoveryUrl(issuer: string): string {
  return issuer.replace(/\/+$/, '') + WELL_KNOWN_OIDC;
}

/** Metadata of a gateway that is its own authorization server: behind the base path, as the app asks for it. */
export function asMetadataUrl(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '') + WELL_KNOWN_AS;
}

/** The same where RFC 8414, section 3.1 wants it: before the path. Undefined when the base has no path. */
export function asInsertedUrl(baseUrl: string): string | undefined {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, '');
  return path === '' ? undefined : origin + WELL_KNOWN_AS + path;
}

/** The device and token endpoints the app falls back to when the metadata names none of the same origin. */
export function asEndpoints(
  baseUrl: string,
  metadata: Metadata,
): { readonly device: string; readonly token: string; readonly fallen: readonly string[] } {
  const base = baseUrl.replace(/\/+$/, '');
  const fallen: string[] = [];
  const pick = (name: string, endpoint: string | undefined, fallback: string): string => {
    if (endpoint !== undefined && sameOrigin(endpoint, base)) return endpoint;
    fallen.push(name);
    return base + fallback;
  };
  return {
    device: pick('device_authorization_endpoint', metadata.deviceEndpoint, '/oauth/device_authorization'),
    token: pick('token_endpoint', metadata.tokenEndpoint, '/oauth/token'),
    fallen,
  };
}

function sameOrigin(endpoint: string, base: string): boolean {
  return URL.canParse(endpoint) && URL.canParse(base) && new URL(endpoint).origin === new URL(base).origin;
}

/** https, or http on loopback; without user information. */
export function isSafeEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isSurelyLoopback(hostOf(url));
}

/** The scopes the app asks for: vendor page "Gateway", default and `appendOfflineAccess`. */
export function requestedScopes({
  bearerTokenType,
  scopes,
  appendOfflineAccess,
}: OidcFacts): readonly string[] {
  const asked = (scopes ?? DEFAULT_SCOPES).split(/\s+/).filter((scope) => scope !== '');
  const appends = bearerTokenType === 'access_token' && appendOfflineAccess !== false;
  return appends && !asked.includes('offline_access') ? [...asked, 'offline_access'] : asked;
}

type Provider = 'entra' | 'okta' | 'ping' | 'google' | 'other';

/** Whose identity provider this is, by its host. */
export function providerOf({
  issuer,
  authorizationUrl,
}: Pick<OidcFacts, 'issuer' | 'authorizationUrl'>): Provider {
  const text = issuer ?? authorizationUrl ?? '';
  const host = URL.canParse(text) ? new URL(text).hostname : '';
  if (
    /^(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)$/.test(
      host,
    )
  )
    return 'entra';
  if (/(?:^|\.)(?:okta(?:preview|-emea|-gov)?\.com|okta\.mil)$/.test(host)) return 'okta';
  if (/(?:^|\.)(?:pingone\.(?:com|eu|asia|ca)|pingidentity\.com)$/.test(host)) return 'ping';
  if (host === 'accounts.google.com') return 'google';
  return 'other';
}

/** The redirect address to register: vendor page "Gateway"; `localhost` (`redirectHost`) is another address. */
export function redirectUri(port: number | string | undefined, host = '127.0.0.1'): string {
  return `http://${host}${port === undefined ? '' : `:${port}`}/callback`;
}

/** The field `resource` of a request for tokens, where the app sends it. */
export function resourceOf(oidc: OidcFacts): { resource?: string } {
  const { resource, bearerTokenType } = oidc;
  return resource === undefined || bearerTokenType !== 'access_token' || providerOf(oidc) === 'entra'
    ? {}
    : { resource };
}
