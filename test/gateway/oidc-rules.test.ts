import { claimsOf } from '../../src/text/jwt.ts';
import { describe, expect, test } from 'vitest';
import { ok } from '../../src/errors.ts';
import {
  asEndpoints,
  asInsertedUrl,
  asMetadataUrl,
  discoveryUrl,
  isSafeEndpoint,
  oauthError,
  postForm,
  providerOf,
  readMetadata,
  redirectUri,
  requestedScopes,
  resourceOf,
} from '../../src/gateway/oidc.ts';
import { checkedTokens, sayOauth, tokensOf } from '../../src/gateway/sign-in/tokens.ts';
import type { GatewayRequest, OidcFacts } from '../../src/gateway/types.ts';
import { answerOf } from '../support/answers.ts';

/* What a sign-in asks of metadata, addresses, scopes and tokens, each rule by itself. */

const OIDC: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: 'desktop',
  issuer: 'https://login.example.com',
  bearerTokenType: 'id_token',
  broker: false,
};

describe('metadata', () => {
  test('is read as far as its members are what they should be', () => {
    expect(
      readMetadata({
        issuer: 'i',
        authorization_endpoint: 'a',
        token_endpoint: 't',
        device_authorization_endpoint: 'd',
        jwks_uri: 'j',
        scopes_supported: ['s', 1, null],
        code_challenge_methods_supported: ['S256'],
        grant_types_supported: ['g'],
        response_types_supported: ['r'],
      }),
    ).toEqual({
      issuer: 'i',
      authorizationEndpoint: 'a',
      tokenEndpoint: 't',
      deviceEndpoint: 'd',
      jwksUri: 'j',
      scopes: ['s'],
      challengeMethods: ['S256'],
      grantTypes: ['g'],
      responseTypes: ['r'],
    });
    expect(readMetadata({ issuer: '', token_endpoint: 1, scopes_supported: 's' })).toEqual({});
    expect(readMetadata({ scopes_supported: Array.from({ length: 2000 }, () => 's') })?.scopes).toHaveLength(
      1000,
    );
    expect(readMetadata(null)).toBeUndefined();
  });

  test.for([
    [discoveryUrl('https://a.example/t//'), 'https://a.example/t/.well-known/openid-configuration'],
    [asMetadataUrl('https://a.example/t/'), 'https://a.example/t/.well-known/oauth-authorization-server'],
    [asInsertedUrl('https://a.example/t/'), 'https://a.example/.well-known/oauth-authorization-server/t'],
    [asInsertedUrl('https://a.example/'), undefined],
    [redirectUri(undefined), 'http://127.0.0.1/callback'],
    [redirectUri(8123), 'http://127.0.0.1:8123/callback'],
    [redirectUri(8123, 'localhost'), 'http://localhost:8123/callback'],
    [redirectUri(undefined, 'localhost'), 'http://localhost/callback'],
  ])('%#: %s', ([address, expected]) => {
    expect(address).toBe(expected);
  });

  test('endpoints of another origin are left for those of the base', () => {
    const base = 'https://a.example/t/';
    expect(asEndpoints(base, {})).toEqual({
      device: 'https://a.example/t/oauth/device_authorization',
      token: 'https://a.example/t/oauth/token',
      fallen: ['device_authorization_endpoint', 'token_endpoint'],
    });
    expect(
      asEndpoints(base, { deviceEndpoint: 'https://a.example/d', tokenEndpoint: 'https://b.example/t' }),
    ).toEqual({
      device: 'https://a.example/d',
      token: 'https://a.example/t/oauth/token',
      fallen: ['token_endpoint'],
    });
    expect(
      asEndpoints(base, { deviceEndpoint: 'http://a.example/d', tokenEndpoint: 'no' }).fallen,
    ).toHaveLength(2);
  });
});

describe('an endpoint', () => {
  test.for([
    ['https://a.example/x', true],
    ['http://a.example/x', false],
    ['http://localhost:80/x', true],
    ['http://127.0.0.1/x', true],
    ['http://[::1]/x', true],
    ['http://127.0.0.1.example/x', false],
    ['http://localhost.example/x', false],
    ['https://user@a.example/x', false],
    ['https://:secret@a.example/x', false],
    ['ftp://localhost/x', false],
    ['javascript:alert(1)', false],
    ['a.example', false],
  ] as const)('%s is safe: %s', ([address, safe]) => {
    expect(isSafeEndpoint(address)).toBe(safe);
  });
});

describe('whose identity provider it is', () => {
  test.for([
    ['https://login.microsoftonline.com/t/v2.0', 'entra'],
    ['https://login.microsoftonline.us/t', 'entra'],
    ['https://login.partner.microsoftonline.cn/t', 'entra'],
    ['https://sts.windows.net/t', 'entra'],
    ['https://login.microsoftonline.com.example.com', 'other'],
    ['https://my.login.microsoftonline.com', 'other'],
    ['https://corp.okta.com', 'okta'],
    ['https://corp.oktapreview.com', 'okta'],
    ['https://corp.okta-emea.com', 'okta'],
    ['https://corp.okta-gov.com', 'okta'],
    ['https://corp.okta.mil', 'okta'],
    ['https://notokta.com', 'other'],
    ['https://okta.com.example', 'other'],
    ['https://auth.pingone.com', 'ping'],
    ['https://auth.pingone.eu', 'ping'],
    ['https://auth.pingone.asia', 'ping'],
    ['https://auth.pingone.ca', 'ping'],
    ['https://sso.pingidentity.com', 'ping'],
    ['https://accounts.google.com', 'google'],
    ['https://x.accounts.google.com', 'other'],
    ['no address', 'other'],
  ] as const)('%s: %s', ([issuer, provider]) => {
    expect(providerOf({ issuer })).toBe(provider);
    expect(providerOf({ authorizationUrl: issuer })).toBe(provider);
  });

  test('the issuer before the address', () => {
    expect(
      providerOf({ issuer: 'https://a.okta.com', authorizationUrl: 'https://accounts.google.com' }),
    ).toBe('okta');
    expect(providerOf({})).toBe('other');
  });
});

describe('scopes and resource', () => {
  const access = { ...OIDC, bearerTokenType: 'access_token' } as const;
  test.for<[string, OidcFacts, readonly string[]]>([
    ['the default', OIDC, ['openid', 'profile', 'email', 'offline_access']],
    ['the default for an access token', access, ['openid', 'profile', 'email', 'offline_access']],
    ['blanks', { ...OIDC, scopes: ' a\t b ' }, ['a', 'b']],
    ['appended', { ...access, scopes: 'a' }, ['a', 'offline_access']],
    ['there already', { ...access, scopes: 'offline_access a' }, ['offline_access', 'a']],
    ['told not to', { ...access, scopes: 'a', appendOfflineAccess: false }, ['a']],
    ['told to', { ...access, scopes: 'a', appendOfflineAccess: true }, ['a', 'offline_access']],
    ['for an ID token', { ...OIDC, scopes: 'a', appendOfflineAccess: true }, ['a']],
  ])('%s', ([, oidc, scopes]) => {
    expect(requestedScopes(oidc)).toEqual(scopes);
  });

  test.for<[string, OidcFacts, object]>([
    ['none', access, {}],
    ['for an access token', { ...access, resource: 'api' }, { resource: 'api' }],
    ['for an ID token', { ...OIDC, resource: 'api' }, {}],
    ['at Entra ID', { ...access, issuer: 'https://sts.windows.net/t', resource: 'api' }, {}],
  ])('resource: %s', ([, oidc, fields]) => {
    expect(resourceOf(oidc)).toEqual(fields);
  });
});

describe('what a token endpoint answers', () => {
  const jwt = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const good = { nonce: 'n', aud: 'desktop', iss: 'https://login.example.com' };
  const checked = (json: object, oidc: OidcFacts = OIDC): ReturnType<typeof checkedTokens> =>
    checkedTokens(answerOf(200, json), oidc, 'n', ['verifier']);

  test.for<[string, object, OidcFacts, RegExp | 'taken']>([
    ['right', { id_token: jwt(good) }, OIDC, 'taken'],
    ['no JWT', { id_token: 'x' }, OIDC, /no JWT/],
    ['another nonce', { id_token: jwt({ ...good, nonce: 'm' }) }, OIDC, /nonce/],
    ['another audience', { id_token: jwt({ ...good, aud: 'x' }) }, OIDC, /aud/],
    ['another issuer', { id_token: jwt({ ...good, iss: 'https://x.example' }) }, OIDC, /iss/],
    ['an issuer with a slash', { id_token: jwt({ ...good, iss: `${good.iss}/` }) }, OIDC, /iss/],
    [
      'no issuer to compare',
      { id_token: jwt({ ...good, iss: 'x' }) },
      { ...OIDC, issuer: undefined },
      'taken',
    ],
    [
      'without openid nothing is compared',
      { id_token: jwt({}), access_token: 'a' },
      { ...OIDC, bearerTokenType: 'access_token', scopes: 'api' },
      'taken',
    ],
    ['an access token alone', { access_token: 'a' }, { ...OIDC, bearerTokenType: 'access_token' }, 'taken'],
    ['no ID token', { access_token: 'a' }, OIDC, /no id_token/],
    ['no issuer in it', { id_token: jwt({ ...good, iss: undefined }) }, OIDC, /iss/],
    ['an audience that begins alike', { id_token: jwt({ ...good, aud: 'desktop2' }) }, OIDC, /aud/],
    // It says whose sign-in this was, whichever token requests carry.
    [
      'another nonce beside the access token',
      { id_token: jwt({ ...good, nonce: 'm' }), access_token: 'a' },
      { ...OIDC, bearerTokenType: 'access_token' },
      /nonce/,
    ],
    ['a list', ['a'], { ...OIDC, bearerTokenType: 'access_token' }, /no access_token/],
    ['a number', { access_token: 5 }, { ...OIDC, bearerTokenType: 'access_token' }, /no access_token/],
  ])('%s', ([, json, oidc, words]) => {
    const outcome = checked(json, oidc);
    if (words === 'taken') expect(outcome.ok).toBe(true);
    else
      expect(outcome).toMatchObject({
        ok: false,
        failure: { message: expect.stringMatching(words) as string },
      });
  });

  test('the token of the kind that was asked for, and all that must not be shown', () => {
    const json = { access_token: 'a', id_token: 'i', refresh_token: 'r', expires_in: 60 };
    expect(tokensOf(answerOf(200, json), 'id_token', ['v'])).toEqual(
      ok({
        token: 'i',
        kind: 'id_token',
        secrets: ['i', 'v', 'a', 'i', 'r'],
        refreshable: true,
        expiresIn: 60,
      }),
    );
    expect(
      tokensOf(answerOf(200, { access_token: 'a', expires_in: 0, refresh_token: '' }), 'access_token', []),
    ).toEqual(ok({ token: 'a', kind: 'access_token', secrets: ['a', 'a'], refreshable: false }));
    expect(tokensOf(answerOf(200, { id_token: '' }), 'id_token', [])).toMatchObject({
      failure: { hint: expect.stringContaining('openid') as string },
    });
    const none = tokensOf(answerOf(200, 'no'), 'access_token', []);
    expect(none.ok || none.failure.hint).toBeUndefined();
  });

  test.for([
    [{ error: 'invalid_grant' }, 'HTTP 400 invalid_grant'],
    [
      { error: 'invalid_grant', error_description: 'no\u0007 v-0123456789' },
      'HTTP 400 invalid_grant: "no ••••"',
    ],
    [{ error: 'Invalid Grant!' }, 'HTTP 400'],
    [{ error: 'x'.repeat(61) }, 'HTTP 400'],
    [{ error_description: 5 }, 'HTTP 400'],
    ['invalid_grant', 'HTTP 400'],
  ] as const)('%j in words', ([body, words]) => {
    expect(sayOauth(answerOf(400, body), ['v-0123456789'])).toBe(words);
  });

  test('an error is one of a small alphabet, at most 60 characters', () => {
    expect(oauthError(answerOf(400, { error: 'x'.repeat(60) }))).toBe('x'.repeat(60));
    expect(oauthError(answerOf(400, ['slow_down']))).toBeUndefined();
  });

  test('claims of a JWT', () => {
    expect(claimsOf(jwt({ a: 1 }))).toEqual({ a: 1 });
    expect(claimsOf(jwt([1]))).toBeUndefined();
    expect(claimsOf('one')).toBeUndefined();
    expect(claimsOf(`h.${'A'.repeat(64 * 1024 + 1)}.s`)).toBeUndefined();
  });
});

test('a form goes without the credential of the gateway, as bytes of its own type', async () => {
  const sent: GatewayRequest[] = [];
  const signal = new AbortController().signal;
  const send = (request: GatewayRequest): Promise<ReturnType<typeof ok<ReturnType<typeof answerOf>>>> => {
    sent.push(request);
    return Promise.resolve(ok(answerOf(200)));
  };
  await postForm(send, 'https://a.example/t', { a: 'b c', none: undefined, d: '&' }, signal);
  expect(sent).toMatchObject([
    {
      method: 'POST',
      path: 'https://a.example/t',
      credential: 'none',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      signal,
    },
  ]);
  expect(new TextDecoder().decode(sent[0]?.body as Uint8Array)).toBe('a=b+c&d=%26');
});
