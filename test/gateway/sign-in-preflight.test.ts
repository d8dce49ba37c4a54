import { createServer as createTcp, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { OidcFacts } from '../../src/gateway/types.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import {
  DEVICE_CODE,
  serve,
  startOwnServer,
  startProvider,
  type OwnServerOptions,
} from '../support/oidc-server.ts';
import { probeAt, resultOf, wordsOf } from '../support/replay-run.ts';
import { kept, OIDC, look } from './sign-in-servers.ts';

describe('the preflight', { timeout: 30_000 }, () => {
  const discovery = async (oidc: Partial<OidcFacts>): Promise<CheckResult> =>
    resultOf(
      await look({ credentialKind: 'interactive', oidc: { ...OIDC, ...oidc } }, ['oidc-discovery']),
      'oidc-discovery',
    );
  const fake = async (
    change: (url: string) => Record<string, unknown>,
    { jwks = '{"keys":[{}]}' } = {},
  ): Promise<string> => {
    const { url } = kept(
      await serve((own) => (request, response) => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/jwks') response.end(jwks);
        else if (request.url?.startsWith('/.well-known') === true)
          response.end(
            JSON.stringify({
              issuer: own,
              authorization_endpoint: `${own}/auth`,
              token_endpoint: `${own}/token`,
              jwks_uri: `${own}/jwks`,
              code_challenge_methods_supported: ['S256'],
              scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
              ...change(own),
            }),
          );
        else response.writeHead(404).end('{}');
      }),
    );
    return url;
  };

  test('a real provider passes; its metadata URL as issuer does not', async () => {
    const { url } = kept(await startProvider());
    const good = await discovery({ issuer: url });
    // oidc-provider lists profile and email only where claims are configured.
    expect(good.status).not.toBe('fail');
    expect(good.detail).not.toMatch(/PKCE with|jwks_uri answers|token_endpoint/);
    expect(await discovery({ issuer: `${url}/realm` })).toMatchObject({
      status: 'fail',
      hint: expect.stringMatching(/base URL of the provider/) as string,
    });
  });

  test.for([
    ['all as it should be', () => ({}), 'pass', /issuer is right/],
    [
      'another issuer',
      () => ({ issuer: 'https://other.example.com' }),
      'fail',
      /another issuer: "https:\/\/other/,
    ],
    ['a trailing slash', (url: string) => ({ issuer: `${url}/` }), 'warn', /trailing slash/],
    ['no issuer', () => ({ issuer: 7 }), 'fail', /names no issuer/],
    ['no token endpoint', () => ({ token_endpoint: undefined }), 'fail', /has no token_endpoint/],
    [
      'plain http',
      () => ({ authorization_endpoint: 'http://idp.example.com/a' }),
      'fail',
      /no https address/,
    ],
    ['no PKCE', () => ({ code_challenge_methods_supported: undefined }), 'warn', /PKCE with S256/],
    ['plain PKCE', () => ({ code_challenge_methods_supported: ['plain'] }), 'warn', /plain only/],
    [
      'no offline_access',
      () => ({ scopes_supported: ['openid', 'profile', 'email'] }),
      'warn',
      /sign in anew/,
    ],
    ['no code flow', () => ({ response_types_supported: ['id_token'] }), 'fail', /authorization code flow/],
    ['no refresh', () => ({ grant_types_supported: ['authorization_code'] }), 'warn', /refresh_token/],
    [
      'keys elsewhere',
      (url: string) => ({ jwks_uri: `${url}/nowhere` }),
      'warn',
      /jwks_uri answers HTTP 404/,
    ],
    ['hostile text', () => ({ issuer: 'https://x/\u001b]8;;evil\u0007\u202e' }), 'fail', /another issuer/],
  ] as const)('%s', async ([, change, status, says]) => {
    const result = await discovery({ issuer: await fake(change) });
    expect(result.status).toBe(status);
    expect(result.detail).toMatch(says);
    // eslint-disable-next-line no-control-regex -- what must not come through
    expect(result.detail).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  test('a provider that floods, hangs or is not there', async () => {
    const flood = kept(await serve(() => (_request, response) => response.end('x'.repeat(2_000_000))));
    expect(await discovery({ issuer: flood.url })).toMatchObject({
      status: 'fail',
      detail: expect.stringMatching(/larger than 1 MB/) as string,
    });
    const html = kept(await serve(() => (_request, response) => response.end('<html>sign in</html>')));
    expect((await discovery({ issuer: html.url })).detail).toMatch(/HTML page/);
    expect((await discovery({ issuer: 'http://127.0.0.1:9' })).status).toBe('fail');
  });

  test.for([
    [{ issuer: 'https://idp.example.com' }, 'pass', /register http:\/\/127\.0\.0\.1\/callback/],
    [{}, 'fail', /neither issuer nor both/],
    [
      { issuer: 'https://idp.example.com/.well-known/openid-configuration' },
      'fail',
      /address of the metadata/,
    ],
    [{ issuer: 'http://idp.example.com' }, 'fail', /no https/],
    [{ issuer: 'https://idp.example.com', bearerTokenType: 'access_token' }, 'fail', /names no scopes/],
    [
      {
        issuer: 'https://login.microsoftonline.com/t/v2.0',
        resource: 'https://gw',
        bearerTokenType: 'access_token',
        scopes: 'api://x/.default',
      },
      'fail',
      /Entra ID does not take/,
    ],
    [{ issuer: 'https://login.microsoftonline.com/common/v2.0' }, 'warn', /names no tenant.*GUID/],
    [{ issuer: 'https://sts.windows.net/t/' }, 'warn', /v2\.0 issuer/],
    [{ issuer: 'https://corp.okta.com/oauth2/default' }, 'warn', /no redirectPort/],
    [{ issuer: 'https://accounts.google.com' }, 'warn', /secret/],
    [{ issuer: 'https://idp.example.com', scopes: 'openid' }, 'warn', /offline_access/],
    [{ issuer: 'https://idp.example.com', scopes: 'profile offline_access' }, 'fail', /lacks openid/],
    [{ issuer: 'https://idp.example.com', broker: true }, 'fail', /broker flow/],
    [
      { issuer: 'https://idp.example.com', tokenUrl: 'https://idp.example.com/t' },
      'warn',
      /beside the issuer/,
    ],
  ] as const satisfies readonly (readonly [Partial<OidcFacts>, ...unknown[]])[])(
    'lint: %o',
    async ([oidc, status, says]) => {
      const facts = { credentialKind: 'interactive', oidc: { ...OIDC, ...oidc } };
      const result = resultOf(await look(facts, ['oidc-config-lint']), 'oidc-config-lint');
      expect(result.status).toBe(status);
      expect(result.detail).toMatch(says);
    },
  );

  test('a redirect port that is taken here', async () => {
    const server = createTcp();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const oidc = { ...OIDC, issuer: 'https://idp.example.com', redirectPort: port };
    const result = resultOf(await look({ oidc }, ['oidc-config-lint']), 'oidc-config-lint');
    server.close();
    expect(result).toMatchObject({ status: 'warn', detail: expect.stringMatching(/taken/) as string });
  });

  describe('a gateway that signs in itself', () => {
    const own = async (options: OwnServerOptions, base = ''): Promise<readonly CheckResult[]> => {
      const gateway = kept(await startEmbeddedGateway());
      const { url } = kept(await startOwnServer(gateway, options));
      const { results } = await look(
        { credentialKind: 'interactive' },
        ['as-metadata', 'as-device-auth'],
        {},
        url + base,
      );
      expect(wordsOf({ results })).not.toContain(DEVICE_CODE);
      return results;
    };
    const pending = { error: 'authorization_pending' };
    test.for([
      ['sound', {}, 'pass', 'pass', /told to wait/],
      [
        'no device endpoint',
        { metadata: { device_authorization_endpoint: undefined } },
        'fail',
        'skip',
        /advertises no device/,
      ],
      [
        'another origin',
        { metadata: { token_endpoint: 'https://other.example.com/t' } },
        'warn',
        'pass',
        /so the app asks .*\/oauth\/token/,
      ],
      [
        'a relative address',
        { metadata: { device_authorization_endpoint: '/oauth/x' } },
        'warn',
        'pass',
        /not an absolute/,
      ],
      ['no metadata', { metadataPath: '/nowhere' }, 'fail', 'skip', /no sign-in metadata/],
      ['a refused form', { deviceStatus: 400 }, 'pass', 'fail', /refuses an empty form/],
      [
        'missing members',
        { device: { user_code: undefined, expires_in: 'x' } },
        'pass',
        'fail',
        /lacks user_code, expires_in/,
      ],
      ['plain http', { device: { verification_uri: 'http://gw.example.com/d' } }, 'pass', 'fail', /no https/],
      ['a slow interval', { device: { interval: 30 } }, 'pass', 'warn', /30 s/],
      ['429 for pending', { polls: [[429, pending]] }, 'pass', 'warn', /429 instead of 400/],
      [
        'a wrong error',
        { polls: [[400, { error: 'invalid_request', error_description: DEVICE_CODE }]] },
        'pass',
        'fail',
        /400 invalid_request/,
      ],
      ['a gift', { polls: [[200, { access_token: 'x' }]] }, 'pass', 'fail', /nobody signed in/],
    ] as const satisfies readonly (readonly [string, OwnServerOptions, ...unknown[]])[])(
      '%s',
      async ([, options, metadata, device, says]) => {
        const results = await own(options);
        expect(resultOf({ results }, 'as-metadata').status).toBe(metadata);
        expect(resultOf({ results }, 'as-device-auth').status).toBe(device);
        expect(wordsOf({ results })).toMatch(says);
      },
    );

    test('metadata only where RFC 8414 puts it', async () => {
      const results = await own({ metadataPath: '/.well-known/oauth-authorization-server/llm' }, '/llm');
      expect(resultOf({ results }, 'as-metadata')).toMatchObject({
        status: 'warn',
        detail: expect.stringMatching(/only, as RFC 8414/) as string,
      });
    });
  });

  test('a token of another audience', async () => {
    const gateway = kept(await startEmbeddedGateway());
    const token = 'other-audience-canary';
    const probe = (token: string): ReturnType<typeof probeAt> =>
      probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { only: ['sso-aud', 'auth-accepted'], otherAudience: { scheme: 'bearer', token } },
      });
    const refused = await probe(token);
    expect(resultOf(refused, 'sso-aud').status).toBe('pass');
    expect(wordsOf(refused)).not.toContain(token);
    expect(resultOf(await probe(gateway.apiKey), 'sso-aud').status).toBe('fail');
  });
});
