import { createServer as createTcp, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OidcFacts } from '../../src/gateway/types.ts';
import { createClient } from '../../src/gateway/client.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { claimsOf, readMetadata, requestedScopes } from '../../src/gateway/oidc.ts';
import type { SignInOptions } from '../../src/gateway/sign-in/options.ts';
import { signIn } from '../../src/gateway/sign-in/sign-in.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { runCli } from '../support/io.ts';
import {
  browse,
  CLIENT,
  DEVICE_CODE,
  serve,
  startOwnServer,
  startProvider,
  type OwnServerOptions,
} from '../support/oidc-server.ts';
import { probeAt, resultOf, wordsOf } from '../support/replay-run.ts';

// oidc-provider tells every default it falls back to.
beforeAll(() => {
  for (const method of ['info', 'warn'] as const) vi.spyOn(console, method).mockReturnValue();
});

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
function kept<T extends { close(): Promise<unknown> }>(server: T): T {
  open.push(server);
  return server;
}

const OIDC: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: CLIENT,
  bearerTokenType: 'id_token',
  broker: false,
};

async function look(
  facts: Parameters<typeof probeAt>[0]['facts'],
  only: readonly string[],
  more: Parameters<typeof probeAt>[0]['options'] = {},
  url = 'http://127.0.0.1:9',
): Promise<{ readonly results: readonly CheckResult[] }> {
  return probeAt({
    url,
    key: 'sk-test',
    ...(facts === undefined ? {} : { facts }),
    options: { only, ...more },
  });
}

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

describe('signing in', { timeout: 60_000 }, () => {
  async function enter(
    options: Partial<SignInOptions>,
    person: (address: string, lines: readonly string[]) => void = () => undefined,
  ): Promise<{ outcome: Awaited<ReturnType<typeof signIn>>; lines: string[] }> {
    const baseUrl = options.baseUrl ?? 'http://127.0.0.1:9';
    const client = kept(createClient({ baseUrl, route: { env: {} } }));
    const lines: string[] = [];
    const outcome = await signIn({
      send: (request) => client.send(request),
      baseUrl,
      signal: new AbortController().signal,
      limitMs: 20_000,
      wait: (_ms, signal) => new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : 40)),
      ...options,
      show: (line) => {
        lines.push(line);
        const address = /https?:\/\/\S+/.exec(line)?.[0];
        if (address !== undefined) person(address, lines);
      },
    });
    if (outcome.ok)
      for (const secret of outcome.value.secrets) expect(lines.join('\n')).not.toContain(secret);
    return { outcome, lines };
  }

  test('the browser flow at a real provider', async () => {
    const { url } = kept(await startProvider());
    let shown: Promise<string> | undefined;
    const { outcome } = await enter({ oidc: { ...OIDC, issuer: url } }, (address) => {
      shown = browse(address);
    });
    expect(outcome).toMatchObject({ ok: true, value: { kind: 'id_token' } });
    expect(await shown).toMatch(/You are signed in/);
    const claims = outcome.ok ? claimsOf(outcome.value.token) : undefined;
    expect(claims).toMatchObject({ iss: url, aud: CLIENT });
  });

  test('the device grant at a real provider, with an access token', async () => {
    const { url } = kept(await startProvider());
    const oidc: OidcFacts = { ...OIDC, issuer: url, bearerTokenType: 'access_token', scopes: 'openid' };
    let began = false;
    const { outcome } = await enter({ oidc, flow: 'device' }, (address, lines) => {
      const code = /enter the code (\S+)/.exec(lines[0] ?? '')?.[1];
      if (began || code === undefined) return;
      began = true;
      void browse(address, { user_code: code });
    });
    expect(outcome).toMatchObject({ ok: true, value: { kind: 'access_token' } });
  });

  test('a callback with another state or path is not ours; a refusal is told', async () => {
    const { url } = kept(await startProvider());
    const statuses: number[] = [];
    const { outcome } = await enter({ oidc: { ...OIDC, issuer: url } }, (address) => {
      const query = new URL(address).searchParams;
      const back = new URL(query.get('redirect_uri') ?? '');
      void (async () => {
        statuses.push((await fetch(new URL('/favicon.ico', back))).status);
        statuses.push((await fetch(`${back.href}?code=stolen&state=wrong`)).status);
        const text = encodeURIComponent('no \u001b[31mway');
        await fetch(
          `${back.href}?error=access_denied&error_description=${text}&state=${query.get('state') ?? ''}`,
        );
      })();
    });
    expect(statuses).toEqual([404, 400]);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/access_denied\): "no way"/) as string },
    });
  });

  test('a code that the provider does not know; nothing of it is shown', async () => {
    const { url } = kept(await startProvider());
    const { outcome } = await enter({ oidc: { ...OIDC, issuer: url } }, (address) => {
      const query = new URL(address).searchParams;
      const back = query.get('redirect_uri') ?? '';
      void fetch(`${back}?code=code-canary-0123456789&state=${query.get('state') ?? ''}`);
    });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/invalid_grant/) as string },
    });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  test('a token endpoint that fails: asked three times, each wait twice as long', async () => {
    const gateway = kept(await startEmbeddedGateway());
    const { url } = kept(await startOwnServer(gateway, {}));
    const client = kept(createClient({ baseUrl: url, route: { env: {} } }));
    const waits: number[] = [];
    const { outcome } = await enter({
      baseUrl: url,
      send: (request) =>
        client.send(waits.length === 0 ? request : { ...request, path: 'http://127.0.0.1:9/token' }),
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    expect(outcome).toMatchObject({ ok: false });
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  const pending = [400, { error: 'authorization_pending' }] as const;
  test.for([
    [
      'granted',
      [pending, [429, { error: 'slow_down' }], [200, { access_token: 'token-canary', expires_in: 60 }]],
      undefined,
    ],
    ['refused', [pending, [400, { error: 'access_denied' }]], /refused/],
    ['expired', [[400, { error: 'expired_token' }]], /expired/],
    ['broken', [[500, { oops: DEVICE_CODE }]], /HTTP 500/],
    ['no token', [[200, { id_token: 'x' }]], /gives no access_token/],
  ] as const satisfies readonly (readonly [
    string,
    NonNullable<OwnServerOptions['polls']>,
    RegExp | undefined,
  ])[])('at the gateway itself: %s', async ([, polls, says]) => {
    const gateway = kept(await startEmbeddedGateway());
    const { url } = kept(await startOwnServer(gateway, { polls }));
    const waits: number[] = [];
    const { outcome, lines } = await enter({
      baseUrl: url,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    expect(lines.join('\n')).toMatch(/enter the code WDJB-MJHT/);
    expect(lines.join('\n') + (outcome.ok ? '' : outcome.failure.message)).not.toContain('canary');
    if (says === undefined) {
      expect(outcome).toMatchObject({ ok: true, value: { token: 'token-canary', expiresIn: 60 } });
      expect(waits).toEqual([1000, 1000, 6000]);
    } else
      expect(outcome).toMatchObject({
        ok: false,
        failure: { message: expect.stringMatching(says) as string },
      });
  });

  test('bounded by time, and cancelled at once', async () => {
    const { url } = kept(await startProvider());
    const slow = await enter({ oidc: { ...OIDC, issuer: url }, limitMs: 300 });
    expect(slow.outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/nobody signed in/) as string },
    });
    const stop = new AbortController();
    const cancelled = await enter({ oidc: { ...OIDC, issuer: url }, signal: stop.signal }, () =>
      stop.abort(),
    );
    expect(cancelled.outcome).toMatchObject({ ok: false, failure: { cancelled: true } });
  });

  test('a redirect port that is taken', async () => {
    const { url } = kept(await startProvider());
    const port = Number(new URL(url).port);
    const { outcome } = await enter({ oidc: { ...OIDC, issuer: url, redirectPort: port } });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/EADDRINUSE/) as string },
    });
  });

  test('the whole program: sign in, probe with the token, show none of it', async () => {
    const gateway = kept(await startEmbeddedGateway());
    const polls = [
      pending,
      [200, { access_token: gateway.apiKey, refresh_token: 'refresh-canary-1' }],
    ] as const;
    const { url } = kept(await startOwnServer(gateway, { polls }));
    const run = await runCli(['probe', '--sign-in', '--only', 'auth-accepted', '--format', 'json'], {
      files: {
        'cowork-3p.json': JSON.stringify({
          inferenceProvider: 'gateway',
          inferenceGatewayBaseUrl: url,
          inferenceCredentialKind: 'interactive',
        }),
      },
    });
    expect(run.stderr).toMatch(/enter the code WDJB-MJHT/);
    expect(JSON.parse(run.stdout)).toMatchObject({
      exitCode: 0,
      checks: [{ id: 'auth-accepted', status: 'pass' }],
    });
    expect(run.stdout + run.stderr).not.toContain(gateway.apiKey);
    expect(run.stdout + run.stderr).not.toContain('canary');
  });
});

test('scopes as the app asks for them', () => {
  expect(requestedScopes(OIDC)).toEqual(['openid', 'profile', 'email', 'offline_access']);
  expect(requestedScopes({ ...OIDC, scopes: 'openid' })).toEqual(['openid']);
  expect(requestedScopes({ ...OIDC, bearerTokenType: 'access_token', scopes: 'api' })).toEqual([
    'api',
    'offline_access',
  ]);
  expect(
    requestedScopes({ ...OIDC, bearerTokenType: 'access_token', scopes: 'api', appendOfflineAccess: false }),
  ).toEqual(['api']);
  expect(readMetadata([])).toBeUndefined();
  expect(claimsOf('no.token')).toBeUndefined();
});
