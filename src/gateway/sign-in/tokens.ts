import { fail, ok } from '../../errors.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { printable } from '../../text/printable.ts';
import { redactor } from '../../text/redact.ts';
import { claimsOf } from '../../text/jwt.ts';
import { oauthError, requestedScopes } from '../oidc.ts';
import type { OidcFacts } from '../types.ts';
import type { Result } from './result.ts';
import { isObject } from '../../text/json.ts';

/*
 * What a token endpoint answers. Tokens leave the sign-in in `SignedIn` alone.
 */

/** What came of a sign-in. */
export interface SignedIn {
  /** What requests carry as their bearer. */
  readonly token: string;
  readonly kind: 'id_token' | 'access_token';
  /** All that came along and must never be shown. */
  readonly secrets: readonly string[];
  /** Seconds the token is valid, when it was told. */
  readonly expiresIn?: number;
  /** Whether a refresh token came: without one users sign in again when the token ends. */
  readonly refreshable: boolean;
}

/** The claims that OpenID Connect Core, section 3.1.3.7 has a client compare; the token came over TLS from its issuer. */
export function checkedTokens(
  answer: GatewayAnswer,
  oidc: OidcFacts,
  nonce: string,
  secrets: readonly string[],
): Result<SignedIn> {
  const json = isObject(answer.json) ? answer.json : {};
  const claims = typeof json.id_token === 'string' ? claimsOf(json.id_token) : undefined;
  if (typeof json.id_token === 'string' && requestedScopes(oidc).includes('openid')) {
    const audience = claims?.aud;
    if (claims === undefined) return fail({ message: 'the ID token is no JWT' });
    if (claims.nonce !== nonce) return fail({ message: 'the ID token belongs to another sign-in (nonce)' });
    if (audience !== oidc.clientId && !(Array.isArray(audience) && audience.includes(oidc.clientId)))
      return fail({ message: 'the ID token is not made out to clientId (aud)' });
    if (oidc.issuer !== undefined && claims.iss !== oidc.issuer)
      return fail({
        message: `the ID token names another issuer than ${oidc.key}.issuer (iss)`,
        hint: 'Set the issuer letter by letter as the provider writes it.',
      });
  }
  return tokensOf(answer, oidc.bearerTokenType, secrets);
}

/** The tokens of an answer, as the app would use them. `more`: what was sent and must never be shown either. */
export function tokensOf(
  answer: GatewayAnswer,
  kind: SignedIn['kind'],
  more: readonly string[],
): Result<SignedIn> {
  const json = isObject(answer.json) ? answer.json : {};
  const text = (name: string): string | undefined => {
    const value = json[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text(kind);
  if (token === undefined)
    return fail({
      message: `the token endpoint gives no ${kind}`,
      ...(kind === 'id_token'
        ? { hint: 'Add openid to the scopes, or set bearerTokenType to access_token.' }
        : {}),
    });
  const expiresIn = json.expires_in;
  return ok({
    token,
    kind,
    secrets: [
      token,
      ...more,
      ...['access_token', 'id_token', 'refresh_token'].flatMap((name) => text(name) ?? []),
    ],
    refreshable: text('refresh_token') !== undefined,
    ...(typeof expiresIn === 'number' && expiresIn > 0 ? { expiresIn } : {}),
  });
}

/** `HTTP 400 invalid_grant: "…"`, without what was sent. */
export function sayOauth(answer: GatewayAnswer, sent: readonly string[]): string {
  const error = oauthError(answer);
  const text = isObject(answer.json) ? answer.json.error_description : undefined;
  const said = typeof text === 'string' ? `: "${printable(redactor(sent)(printable(text, 800)), 200)}"` : '';
  return `HTTP ${answer.status}${error === undefined ? '' : ` ${error}`}${said}`;
}
