import { describe, expect, test } from 'vitest';
import { ok } from '../../src/errors.ts';
import { signIn } from '../../src/gateway/sign-in/sign-in.ts';
import type { GatewayRequest, OidcFacts } from '../../src/gateway/types.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';

/* The claims of an ID token that a client compares (OpenID Connect Core, section 3.1.3.7), one by one. */

const OIDC: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: 'desktop',
  authorizationUrl: 'https://login.example.com/authorize',
  tokenUrl: 'https://login.example.com/token',
  bearerTokenType: 'id_token',
  broker: false,
};

type Claims = Readonly<Record<string, unknown>>;

const jwt = (claims: Claims): string =>
  ['{"alg":"none"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** Signs in at a provider that answers with the claims; the browser brings back what `back` makes of the address. */
async function enter(
  claims: (asked: URLSearchParams) => Claims,
  oidc: OidcFacts = OIDC,
  back: (query: URLSearchParams) => void = () => undefined,
  limitMs = 3000,
): Promise<{
  readonly outcome: Awaited<ReturnType<typeof signIn>>;
  readonly sent: readonly GatewayRequest[];
}> {
  let asked = new URLSearchParams();
  const sent: GatewayRequest[] = [];
  const stop = new AbortController();
  const outcome = await signIn({
    baseUrl: 'https://gateway.example.com',
    oidc,
    signal: stop.signal,
    limitMs,
    send: (request) => {
      sent.push(request);
      const json = { id_token: jwt(claims(asked)), access_token: 'access', token_type: 'Bearer' };
      const answer: GatewayAnswer = {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: JSON.stringify(json),
        json,
        firstByteMs: 1,
        ms: 1,
      };
      return Promise.resolve(ok(answer));
    },
    show: (line) => {
      const address = /https:\/\/\S+/.exec(line)?.[0];
      if (address === undefined) return;
      asked = new URL(address).searchParams;
      const callback = new URL(asked.get('redirect_uri') ?? '');
      callback.searchParams.set('code', 'code-1');
      callback.searchParams.set('state', asked.get('state') ?? '');
      back(callback.searchParams);
      // Whoever comes after the end meets nobody.
      void fetch(callback).then(
        (response) => response.text(),
        () => undefined,
      );
    },
  });
  return { outcome, sent };
}

const right = (asked: URLSearchParams): Claims => ({ nonce: asked.get('nonce'), aud: 'desktop' });

describe('the ID token of a sign-in', () => {
  test('is taken when it answers this sign-in', async () => {
    const { outcome, sent } = await enter(right);
    expect(outcome).toMatchObject({ ok: true, value: { kind: 'id_token' } });
    expect(sent.map(({ path, credential }) => [path, credential])).toEqual([[OIDC.tokenUrl, 'none']]);
  });

  test.each<[string, (asked: URLSearchParams) => Claims, RegExp]>([
    ['another nonce', (asked) => ({ ...right(asked), nonce: 'of-another-sign-in' }), /another sign-in/],
    ['no nonce', () => ({ aud: 'desktop' }), /another sign-in/],
    ['another audience', (asked) => ({ ...right(asked), aud: 'another-app' }), /aud/],
    ['audiences without this one', (asked) => ({ ...right(asked), aud: ['a', 'b'] }), /aud/],
    ['no audience', (asked) => ({ nonce: asked.get('nonce') }), /aud/],
  ])('%s is refused', async (_, claims, words) => {
    const { outcome } = await enter(claims);
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) expect(outcome.failure.message).toMatch(words);
  });

  test('a list of audiences with this one is taken', async () => {
    const { outcome } = await enter((asked) => ({ ...right(asked), aud: ['other', 'desktop'] }));
    expect(outcome.ok).toBe(true);
  });

  test('a browser that brings another state is turned away, and the sign-in ends in time', async () => {
    const { outcome, sent } = await enter(right, OIDC, (query) => query.set('state', 'forged'), 500);
    expect(outcome.ok).toBe(false);
    expect(sent).toEqual([]);
  });
});
