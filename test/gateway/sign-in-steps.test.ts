import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fail, ok, type Outcome } from '../../src/errors.ts';
import { listen } from '../../src/gateway/sign-in/callback.ts';
import { deviceGrant } from '../../src/gateway/sign-in/device-grant.ts';
import { signIn } from '../../src/gateway/sign-in/sign-in.ts';
import type { GatewayRequest, OidcFacts } from '../../src/gateway/types.ts';
import type { Failure } from '../../src/net/types.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { answerOf } from '../support/answers.ts';

/* The steps of a sign-in, each with answers from here: no provider and no waiting. */

const GONE: Failure = { kind: 'reset', message: 'it was cut', ms: 1 };
const CODE = {
  device_code: 'code-canary-1',
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://a.example/device',
};
const GRANTED = answerOf(200, { access_token: 'token-1' });
const pending = (error: string, status = 400): GatewayAnswer => answerOf(status, { error });

interface Run {
  readonly outcome: Awaited<ReturnType<typeof deviceGrant>>;
  readonly waits: readonly number[];
  readonly lines: readonly string[];
  readonly sent: readonly GatewayRequest[];
}

/** A device grant whose endpoints answer these in turn; the last one stays. */
async function grant(
  answers: readonly (GatewayAnswer | Failure)[],
  fields: Readonly<Record<string, string | undefined>> = {},
  onWait: (stop: AbortController) => void = () => undefined,
): Promise<Run> {
  const waits: number[] = [];
  const lines: string[] = [];
  const sent: GatewayRequest[] = [];
  const stop = new AbortController();
  const outcome = await deviceGrant(
    {
      baseUrl: 'https://a.example',
      signal: stop.signal,
      show: (line) => lines.push(line),
      send: (request): Promise<Outcome<GatewayAnswer, Failure>> => {
        const next = answers[Math.min(sent.length, answers.length - 1)] ?? GONE;
        sent.push(request);
        return Promise.resolve('kind' in next ? fail(next) : ok(next));
      },
      wait: (ms) => {
        waits.push(ms / 1000);
        onWait(stop);
        return Promise.resolve();
      },
    },
    { device: 'https://a.example/d', token: 'https://a.example/t' },
    fields,
    'access_token',
  );
  return { outcome, waits, lines, sent };
}

const words = ({ outcome }: Run): string => (outcome.ok ? 'signed in' : outcome.failure.message);
const form = (request: GatewayRequest | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request?.body as Uint8Array)));

describe('a device grant', () => {
  test.for<[string, GatewayAnswer | Failure, RegExp]>([
    ['a device endpoint that fails', GONE, /^no device code: it was cut/],
    ['that refuses', answerOf(400, { error: 'invalid_client' }), /^no device code: HTTP 400 invalid_client/],
    ['that answers with 201', answerOf(201, CODE), /^no device code: HTTP 201/],
    ['with text', answerOf(200, 'hello'), /^no device code: HTTP 200/],
    ['without device_code', answerOf(200, { ...CODE, device_code: undefined }), /lacks device_code/],
    ['with an empty one', answerOf(200, { ...CODE, device_code: '' }), /lacks device_code/],
    ['without user_code', answerOf(200, { ...CODE, user_code: 5 }), /lacks device_code, user_code/],
    ['without an address', answerOf(200, { ...CODE, verification_uri: null }), /or verification_uri$/],
    [
      'with an unsafe one',
      answerOf(200, { ...CODE, verification_uri: 'http://a.example' }),
      /no https address/,
    ],
  ])('%s', async ([, answer, message]) => {
    const run = await grant([answer]);
    expect(words(run)).toMatch(message);
    expect([run.waits, run.lines]).toEqual([[], []]);
  });

  test.for<[string, unknown, number]>([
    ['five seconds where none is told', undefined, 5],
    ['as told', 1, 1],
    ['a minute at most', 60, 60],
    ['five instead of more', 61, 5],
    ['five instead of none', 0, 5],
    ['five instead of less', -1, 5],
    ['five instead of a text', '2', 5],
  ])('waits %s', async ([, interval, seconds]) => {
    const run = await grant([answerOf(200, { ...CODE, interval }), GRANTED]);
    expect(words(run)).toBe('signed in');
    expect(run.waits).toEqual([seconds]);
  });

  test.for<[string, readonly (GatewayAnswer | Failure)[], RegExp, readonly number[]]>([
    ['pending', [pending('authorization_pending'), GRANTED], /signed in/, [5, 5]],
    ['slow down', [pending('slow_down'), pending('slow_down'), GRANTED], /signed in/, [5, 10, 15]],
    [
      'slow down, up to a minute',
      [...Array.from({ length: 12 }, () => pending('slow_down')), GRANTED],
      /signed in/,
      [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 60],
    ],
    ['denied', [pending('access_denied')], /refused \(access_denied\)/, [5]],
    ['expired', [pending('expired_token')], /expired/, [5]],
    ['another error', [pending('invalid_grant')], /answers HTTP 400 invalid_grant/, [5]],
    ['no error', [answerOf(500, {})], /answers HTTP 500/, [5]],
    ['201', [answerOf(201, { access_token: 'x' })], /answers HTTP 201/, [5]],
    ['cut twice', [GONE, GONE, GRANTED], /signed in/, [5, 10, 20]],
    ['cut three times', [GONE, GONE, GONE, GRANTED], /token endpoint fails: it was cut/, [5, 10, 20]],
    [
      'cut now and then',
      [GONE, GONE, pending('authorization_pending'), GONE, GONE, GRANTED],
      /signed in/,
      [5, 10, 20, 20, 40, 60],
    ],
    ['no token', [answerOf(200, { id_token: 'x' })], /gives no access_token/, [5]],
  ])('%s', async ([, polls, message, waits]) => {
    const run = await grant([answerOf(200, CODE), ...polls]);
    expect(words(run)).toMatch(message);
    expect(run.waits).toEqual(waits);
    expect(`${words(run)} ${run.lines.join(' ')}`).not.toContain('canary');
  });

  test('says where to enter what, both addresses where both are safe', async () => {
    const told = async (whole: unknown): Promise<readonly string[]> =>
      (await grant([answerOf(200, { ...CODE, verification_uri_complete: whole }), GRANTED])).lines;
    const first = 'To sign in, open https://a.example/device and enter the code WDJB-MJHT';
    expect(await told('https://a.example/device?c=1')).toEqual([
      first,
      'or open https://a.example/device?c=1',
    ]);
    expect(await told('http://a.example/device?c=1')).toEqual([first]);
    expect(await told(undefined)).toEqual([first]);
  });

  test('asks for a code with the fields given, and polls with the client alone', async () => {
    const { sent } = await grant([answerOf(200, CODE), GRANTED], { client_id: 'desktop', scope: 'openid' });
    expect(form(sent[0])).toEqual({ client_id: 'desktop', scope: 'openid' });
    expect(form(sent[1])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'code-canary-1',
      client_id: 'desktop',
    });
    expect(sent.map(({ path }) => path)).toEqual(['https://a.example/d', 'https://a.example/t']);
    const bare = await grant([answerOf(200, CODE), GRANTED]);
    expect(form(bare.sent[1])).not.toHaveProperty('client_id');
  });

  test('ends when it is stopped, and when the code has expired', async () => {
    const stopped = await grant([answerOf(200, CODE), GRANTED], {}, (stop) => stop.abort());
    expect(words(stopped)).toBe('the sign-in was stopped');
    expect(stopped.sent).toHaveLength(1);
    const expired = await grant([answerOf(200, { ...CODE, expires_in: 1e-9 }), GRANTED]);
    expect(words(expired)).toMatch(/has expired before/);
    const endless = await grant([answerOf(200, { ...CODE, expires_in: -1 }), GRANTED]);
    expect(words(endless)).toBe('signed in');
  });
});

describe('the way of a sign-in', () => {
  const OIDC: OidcFacts = {
    key: 'inferenceGatewayOidc',
    clientId: 'desktop',
    issuer: 'https://login.example.com',
    bearerTokenType: 'id_token',
    broker: false,
  };
  const METADATA = {
    issuer: 'https://login.example.com',
    authorization_endpoint: 'https://login.example.com/a',
    token_endpoint: 'https://login.example.com/t',
    device_authorization_endpoint: 'https://login.example.com/d',
  };

  /** Signs in where everything answers `json`, and gives the addresses asked and what is said. */
  async function way(
    json: object,
    options: Partial<Parameters<typeof signIn>[0]> = {},
    status = 200,
  ): Promise<{
    readonly paths: readonly string[];
    readonly said: string;
    readonly lines: readonly string[];
  }> {
    const paths: string[] = [];
    const lines: string[] = [];
    const outcome = await signIn({
      baseUrl: 'https://gw.example.com/x',
      signal: new AbortController().signal,
      show: (line) => lines.push(line),
      limitMs: 5000,
      wait: () => Promise.resolve(),
      send: ({ path }) => {
        paths.push(path);
        return Promise.resolve(ok(answerOf(status, json)));
      },
      ...options,
    });
    return { paths, lines, said: outcome.ok ? 'signed in' : outcome.failure.message };
  }
  const without = (name: keyof typeof METADATA): object => ({ ...METADATA, [name]: undefined });
  const insecure = (name: keyof typeof METADATA): object => ({
    ...METADATA,
    [name]: 'http://login.example.com/x',
  });
  const device = { oidc: OIDC, flow: 'device' } as const;
  const [AUTHORIZE, TOKEN] = ['https://login.example.com/a', 'https://login.example.com/t'];
  /** A provider of which no metadata is asked for. */
  const by = (urls: Partial<OidcFacts>): OidcFacts => ({ ...OIDC, issuer: undefined, ...urls });

  test.for<[string, object, Partial<Parameters<typeof signIn>[0]>, RegExp]>([
    ['a browser at the gateway itself', METADATA, { flow: 'browser' }, /with a device code/],
    ['a gateway without a device endpoint', without('device_authorization_endpoint'), {}, /no device_auth/],
    ['no clientId', METADATA, { oidc: { ...OIDC, clientId: undefined } }, /has no clientId/],
    ['no token endpoint', without('token_endpoint'), { oidc: OIDC }, /no https token endpoint/],
    ['an insecure one', insecure('token_endpoint'), { oidc: OIDC }, /no https token endpoint/],
    ['no device endpoint', without('device_authorization_endpoint'), device, /no device grant/],
    ['an insecure one there', insecure('device_authorization_endpoint'), device, /no device grant/],
    [
      'no authorization endpoint',
      without('authorization_endpoint'),
      { oidc: OIDC },
      /no https authorization/,
    ],
    ['an insecure one here', insecure('authorization_endpoint'), { oidc: OIDC }, /no https authorization/],
    ['no issuer and no tokenUrl', METADATA, { oidc: by({ authorizationUrl: AUTHORIZE }) }, /no https token/],
    [
      'no issuer and no authorizationUrl',
      METADATA,
      { oidc: by({ tokenUrl: TOKEN }) },
      /no https authorization/,
    ],
    [
      'no issuer, for a device',
      METADATA,
      { oidc: by({ authorizationUrl: AUTHORIZE, tokenUrl: TOKEN }), flow: 'device' },
      /no device grant/,
    ],
  ])('%s', async ([, json, options, message]) => {
    const { said, paths } = await way(json, options);
    expect(said).toMatch(message);
    expect(paths.length).toBeLessThanOrEqual(1);
  });

  test('metadata that is not there', async () => {
    const { said, paths } = await way(METADATA, { oidc: OIDC }, 404);
    expect(said).toMatch(/no sign-in metadata at https:\/\/login\.example\.com\/\.well-known.*HTTP 404/);
    expect(paths).toEqual(['https://login.example.com/.well-known/openid-configuration']);
  });

  test('a device grant at a provider asks there, and at a gateway of its own origin', async () => {
    expect((await way({ ...METADATA, ...CODE, id_token: 'x' }, device)).paths.slice(1)).toEqual([
      'https://login.example.com/d',
      'https://login.example.com/t',
    ]);
    expect((await way({ ...METADATA, ...CODE, access_token: 'x' })).paths).toEqual([
      'https://gw.example.com/x/.well-known/oauth-authorization-server',
      'https://gw.example.com/x/oauth/device_authorization',
      'https://gw.example.com/x/oauth/token',
    ]);
  });

  test('a broker is stood in for by a browser, which is said unless the flow was chosen', async () => {
    const broker = { ...OIDC, broker: true };
    expect((await way({ ...METADATA, ...CODE }, { oidc: broker, flow: 'device' })).lines[0]).toMatch(
      /^To sign in/,
    );
    const stop = new AbortController();
    const shown: string[] = [];
    await way(METADATA, {
      oidc: broker,
      signal: stop.signal,
      show: (line) => {
        shown.push(line);
        stop.abort();
      },
    });
    expect(shown[0]).toMatch(/identity broker/);
    const { lines } = await way(METADATA, { oidc: OIDC, signal: AbortSignal.timeout(20) });
    expect(lines[0]).toMatch(/^To sign in/);
  });
});

const BROWSER: OidcFacts = {
  key: 'inferenceGatewayOidc',
  clientId: 'desktop',
  authorizationUrl: 'https://login.example.com/a?tenant=t',
  tokenUrl: 'https://login.example.com/t',
  bearerTokenType: 'access_token',
  resource: 'api',
  broker: false,
};

/** A browser flow in which the browser comes back with a code; `answer` is that of the token endpoint. */
async function browsing(
  oidc: OidcFacts,
  answer: (fields: Record<string, string>) => Outcome<GatewayAnswer, Failure>,
): Promise<{
  readonly outcome: Awaited<ReturnType<typeof signIn>>;
  readonly asked: URLSearchParams;
  readonly sent: readonly Record<string, string>[];
}> {
  const sent: Record<string, string>[] = [];
  let asked = new URLSearchParams();
  const outcome = await signIn({
    baseUrl: 'https://gw.example.com',
    oidc,
    signal: new AbortController().signal,
    limitMs: 20_000,
    send: (request) => {
      const fields = form(request);
      sent.push(fields);
      return Promise.resolve(answer(fields));
    },
    show: (line) => {
      if (!line.startsWith('https:')) return;
      asked = new URL(line).searchParams;
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', 'code-0123456789');
      back.searchParams.set('state', asked.get('state') ?? '');
      void fetch(back).then((response) => response.text());
    },
  });
  return { outcome, asked, sent };
}

test.each<[OidcFacts['redirectHost'], RegExp]>([
  [undefined, /^http:\/\/127\.0\.0\.1:\d+\/callback$/],
  ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+\/callback$/],
  ['localhost', /^http:\/\/localhost:\d+\/callback$/],
])(
  'a browser flow to %s: what is asked, what is sent for the code, and nothing of it in a refusal',
  async (redirectHost, address) => {
    const { outcome, asked, sent } = await browsing(
      { ...BROWSER, redirectHost },
      ({ code = '', code_verifier: verifier = '' }) =>
        ok(answerOf(400, { error: 'invalid_client', error_description: `no ${code} ${verifier}` })),
    );
    expect(Object.fromEntries(asked)).toMatchObject({
      tenant: 't',
      response_type: 'code',
      client_id: 'desktop',
      scope: 'openid profile email offline_access',
      code_challenge_method: 'S256',
      resource: 'api',
      redirect_uri: expect.stringMatching(address) as string,
    });
    const [fields] = sent;
    expect(fields).toMatchObject({
      grant_type: 'authorization_code',
      code: 'code-0123456789',
      client_id: 'desktop',
      redirect_uri: asked.get('redirect_uri'),
      resource: 'api',
    });
    const verifier = fields?.code_verifier ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(asked.get('code_challenge'));
    expect(verifier.length).toBeGreaterThanOrEqual(43);
    expect([asked.get('state'), asked.get('nonce')].map((text) => (text ?? '').length >= 22)).toEqual([
      true,
      true,
    ]);
    expect(asked.get('state')).not.toBe(asked.get('nonce'));
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        message: 'the token endpoint refuses the code: HTTP 400 invalid_client: "no •••• ••••"',
        hint: expect.stringContaining('public client') as string,
      },
    });
  },
);

test.each<[string, Outcome<GatewayAnswer, Failure>, object]>([
  ['cut', fail(GONE), { ok: false, failure: { message: 'the token endpoint fails: it was cut' } }],
  [
    'another refusal, which no registration fixes',
    ok(answerOf(400, { error: 'invalid_grant' })),
    { ok: false, failure: { message: 'the token endpoint refuses the code: HTTP 400 invalid_grant' } },
  ],
  [
    '201',
    ok(answerOf(201, { access_token: 'x' })),
    { ok: false, failure: { message: 'the token endpoint refuses the code: HTTP 201' } },
  ],
  [
    'a token',
    ok(answerOf(200, { access_token: 'x' })),
    { ok: true, value: { token: 'x', kind: 'access_token', refreshable: false } },
  ],
])('the code is traded: %s', async (_what, answer, expected) => {
  const { outcome, sent } = await browsing(BROWSER, () => answer);
  expect(outcome).toMatchObject(expected);
  if (!outcome.ok) expect(outcome.failure).not.toHaveProperty('hint');
  // What was sent for the tokens shows no more than they do.
  else
    expect(outcome.value.secrets).toEqual(
      expect.arrayContaining(['x', sent[0]?.code, sent[0]?.code_verifier]),
    );
});

test('a sign-in waits five minutes for somebody', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let ended: unknown;
    const shown = new Promise<void>((resolve) => {
      void signIn({
        baseUrl: 'https://gw.example.com',
        oidc: BROWSER,
        signal: new AbortController().signal,
        send: () => Promise.resolve(fail(GONE)),
        show: () => resolve(),
      }).then((outcome) => (ended = outcome));
    });
    await shown;
    await vi.advanceTimersByTimeAsync(299_999);
    expect(ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitFor(() =>
      expect(ended).toMatchObject({ failure: { message: 'nobody signed in within 5 min' } }),
    );
  } finally {
    vi.useRealTimers();
  }
});

describe('the browser comes back', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function begun(signal = new AbortController().signal): Promise<{
    readonly base: string;
    readonly code: Promise<unknown>;
  }> {
    const outcome = await listen(0, 'state-1', signal);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    closing.push(() => outcome.value.close());
    const code = outcome.value.code.then((found) => (found.ok ? found.value : found.failure.message));
    return { base: `http://127.0.0.1:${String(outcome.value.port)}`, code };
  }

  test.for<[string, string, RegExp]>([
    ['with a code', '/callback?state=state-1&code=abc', /^abc$/],
    [
      'with an error',
      '/callback?state=state-1&error=access_denied',
      /refuses the sign-in \(access_denied\)$/,
    ],
    ['with an error beside a code', '/callback?state=state-1&code=abc&error=no', /\(no\)$/],
    ['with an error of no such name', '/callback?state=state-1&error=a-B', /\(no code\)$/],
    ['with one behind another', '/callback?state=state-1&error=B%20access_denied', /\(no code\)$/],
    ['with words', '/callback?state=state-1&error=x&error_description=a%07b', /\(x\): "ab"$/],
    ['with nothing', '/callback?state=state-1', /\(no code\)$/],
    ['with an empty code', '/callback?state=state-1&code=', /\(no code\)$/],
  ])('%s', async ([, path, words]) => {
    const { base, code } = await begun();
    const response = await fetch(base + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(await response.text()).toMatch(/close this window/);
    expect(await code).toMatch(words);
  });

  test.for<[string, string, string, number]>([
    ['another path', 'GET', '/callbacks?state=state-1&code=x', 404],
    ['another method', 'POST', '/callback?state=state-1&code=x', 404],
    ['another state', 'GET', '/callback?state=state-2&code=x', 400],
    ['a longer state', 'GET', '/callback?state=state-11&code=x', 400],
    ['no state', 'GET', '/callback?code=x', 400],
  ])('%s is answered and forgotten', async ([, method, path, status]) => {
    const { base, code } = await begun();
    expect((await fetch(base + path, { method })).status).toBe(status);
    await fetch(`${base}/callback?state=state-1&code=right`);
    expect(await code).toBe('right');
  });

  test('a request that is no address is answered and forgotten; nothing that is open then outlives the end', async () => {
    const { base, code } = await begun();
    const { port } = new URL(base);
    const socket = connect(Number(port), '127.0.0.1');
    const heard: string[] = [];
    socket.on('data', (chunk) => heard.push(String(chunk)));
    socket.write('GET // HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'end');
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 404 /);
    const silent = connect(Number(port), '127.0.0.1');
    await once(silent, 'connect');
    await fetch(`${base}/callback?state=state-1&code=right`);
    expect(await code).toBe('right');
    closing.pop()?.();
    await once(silent, 'close');
  });

  test('a sign-in that is stopped waits for no browser', async () => {
    const stop = new AbortController();
    const { code } = await begun(stop.signal);
    stop.abort();
    expect(await code).toBe('the sign-in was stopped');
    expect(await (await begun(stop.signal)).code).toBe('the sign-in was stopped');
  });

  test('nothing listens after the end', async () => {
    const { base } = await begun();
    closing.pop()?.();
    await expect(fetch(base)).rejects.toThrow();
  });
});
