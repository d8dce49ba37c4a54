import { describe, expect, test } from 'vitest';
import { fail } from '../../src/errors.ts';
import type { OidcFacts } from '../../src/gateway/types.ts';
import { createClient } from '../../src/gateway/client.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { readMetadata, requestedScopes } from '../../src/gateway/oidc.ts';
import { claimsOf } from '../../src/text/jwt.ts';
import type { SignInOptions } from '../../src/gateway/sign-in/options.ts';
import { signIn } from '../../src/gateway/sign-in/sign-in.ts';
import { runCli } from '../support/io.ts';
import {
  browse,
  CLIENT,
  DEVICE_CODE,
  startOwnServer,
  startProvider,
  type OwnServerOptions,
} from '../support/oidc-server.ts';
import { kept, OIDC } from './sign-in-servers.ts';

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

  test.each<[string, Partial<SignInOptions>]>([
    ['of the gateway', { baseUrl: 'http://gw.example.com' }],
    ['of the provider', { oidc: { ...OIDC, issuer: 'http://idp.example.com' } }],
    ['of what only looks like loopback', { oidc: { ...OIDC, issuer: 'http://[::ffff:7f1:101]' } }],
  ])('metadata %s is asked for over https only', async (_whose, options) => {
    const asked: string[] = [];
    const send: SignInOptions['send'] = (request) => {
      asked.push(request.path);
      return Promise.reject(new Error('asked'));
    };
    const { outcome } = await enter({ ...options, send });
    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('no https address') as string },
    });
  });

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

  test('metadata that does not come is told, not that nobody signed in', async () => {
    const outcome = await signIn({
      send: async () => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        return fail({
          kind: 'timeout',
          phase: 'total',
          message: 'idp:443 had not answered',
          target: 'idp:443',
          ms: 40,
        });
      },
      baseUrl: 'https://gw.example.com',
      oidc: { ...OIDC, issuer: 'https://idp.example.com' },
      limitMs: 10,
      signal: new AbortController().signal,
      show: () => undefined,
    });
    expect(outcome).toMatchObject({
      failure: { message: 'no sign-in metadata: idp:443 had not answered' },
    });
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
