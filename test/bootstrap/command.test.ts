import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credentialFor } from '../../src/commands/bootstrap/endpoint.ts';
import { readRoles } from '../../src/commands/bootstrap/roles.ts';
import { DeviceCodes, type OauthAnswer } from '../../src/embedded-bootstrap/device-code.ts';
import { startBootstrapServer, type BootstrapServer } from '../../src/embedded-bootstrap/index.ts';
import { Cancelled, ok } from '../../src/errors.ts';
import type { BootstrapSource } from '../../src/schema/served.ts';
import { fakeIo, runCli, type Run } from '../support/io.ts';
import { checked, ROLE } from './support.ts';

let server: BootstrapServer;
let token = '';
beforeAll(async () => {
  server = await startBootstrapServer({
    roles: new Map<string, object>([
      ['everybody', ROLE],
      ['pilots', { ...ROLE, inferenceModels: ['claude-opus-5'] }],
    ]) as ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  });
  token = server.tokens.get('everybody') ?? '';
});
afterAll(() => server.close());

const run = (
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<Run> =>
  runCli(['bootstrap', ...argv], {
    files,
    env: { TOKEN: token, NO_PROXY: '127.0.0.1,localhost,[::1]' },
    ...more,
  });

describe('bootstrap check', () => {
  test('without a token not everything is checked, which is no pass', async () => {
    const { report, problems } = await checked(server.url, undefined);
    expect([report.outcome, report.exitCode, problems]).toEqual(['unproven', 1, ['no-token']]);
  });

  test('in text: what is wrong, with its remedy, and the body', async () => {
    const { code, stdout } = await run(['check', server.urlOf('cacheable'), '--token-env', 'TOKEN']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✖ The bootstrap server has faults/);
    expect(stdout).toMatch(/no-store \(no-store-missing;[\s\S]*→ Send "Cache-Control: no-store"/);
    const good = await run(['check', server.url, '--token-env', 'TOKEN', '--quiet']);
    expect([good.code, good.stdout.split('\n').length]).toEqual([0, 2]);
  });

  test('without a token, in text and JUnit', async () => {
    const text = await run(['check', server.url]);
    expect([text.code, text.stdout.split('\n')[0]]).toEqual([
      1,
      `! Not everything could be checked at ${server.url}`,
    ]);
    expect(text.stdout).toMatch(/^– answer \(no-token; wanted: /m);
    const { code, stdout } = await run(['check', server.url, '--format', 'junit']);
    expect([code, stdout.match(/<error /g)?.length]).toEqual([1, 1]);
    expect(stdout).toMatch(/<error type="no-token" message="unproven: [^"]*">/);
  });

  test.each<[string, string | undefined, Readonly<Record<string, string>>, number, string]>([
    ['standard input', JSON.stringify(ROLE), {}, 0, '✔ The body is good: <stdin>'],
    [
      'a policy on standard input is a body',
      '{"bootstrapUrl":"https://a.example"}',
      {},
      1,
      '✖ The body has faults: <stdin>',
    ],
    [
      'a file of another program',
      undefined,
      { 'b.json': '{"mcpServers":{"a":{"command":"x"}}}' },
      1,
      '✖ The body has faults: b.json',
    ],
    ['a file that nobody reads', undefined, { 'b.json': 'hello' }, 1, '✖ The body has faults: b.json'],
  ])('a body: %s', async (_, stdin, files, code, first) => {
    const read = await run(
      ['check', stdin === undefined ? 'b.json' : '-'],
      files,
      stdin === undefined ? {} : { stdin },
    );
    expect([read.code, read.stdout.split('\n')[0]]).toEqual([code, first]);
  });

  test('a body without findings, in JUnit, is one test that passes', async () => {
    const { stdout } = await run(['check', 'b.json', '--format', 'junit'], {
      'b.json': JSON.stringify(ROLE),
    });
    expect(stdout.match(/<testcase /g)).toHaveLength(1);
    expect(stdout).toContain('Nothing to report');
  });

  test('a body with many keys of nobody: twelve of them are named', async () => {
    const more = Object.fromEntries(Array.from({ length: 15 }, (_unused, index) => [`nobody${index}`, 1]));
    const { stdout } = await run(['check', 'b.json'], { 'b.json': JSON.stringify({ ...ROLE, ...more }) });
    const list = stdout.slice(stdout.indexOf('Not applied by the app:')).split('\n');
    expect(list.slice(1, 15).map((one) => one.trim())).toEqual([
      ...Array.from({ length: 12 }, (_unused, index) => `nobody${index}`),
      '… and 3 more',
      expect.any(String),
    ]);
  });

  test('quiet, a policy is not said to be one', async () => {
    const policy = { 'policy.json': JSON.stringify({ bootstrapUrl: server.url }) };
    const { stderr } = await run(['check', 'policy.json', '--token-env', 'TOKEN', '--quiet'], policy);
    expect(stderr).toBe('');
  });

  test.each([
    ['as the file', ['check', 'policy.json']],
    ['beside an address', ['check', 'https://a.example.com', '--managed', 'policy.json']],
  ])('a policy whose reference leads nowhere sends nothing, given %s', async (_, argv) => {
    const policy = { bootstrapUrl: server.url, bootstrapHeaders: { 'x-key': '${env:NONE}' } };
    const { code, stderr } = await run(argv, { 'policy.json': JSON.stringify(policy) });
    expect(code).toBe(2);
    expect(stderr).toMatch(/policy\.json: .*NONE/);
  });

  test('in JUnit: a test for each check and each finding', async () => {
    const { stdout } = await run([
      'check',
      server.urlOf('excluded-keys'),
      '--token-env',
      'TOKEN',
      '--format',
      'junit',
    ]);
    expect(stdout).toMatch(/<testsuites name="cowork-3p bootstrap check">/);
    expect(stdout.match(/type="never-delivered"/g)).toHaveLength(4);
    expect(stdout).toMatch(/failures="4"/);
  });

  test('progress goes to a terminal only', async () => {
    const seen = await run(['check', server.url, '--token-env', 'TOKEN'], {}, { isTTY: true });
    expect(seen.stderr).toMatch(/asking without a token/);
    expect((await run(['check', server.url, '--token-env', 'TOKEN'])).stderr).toBe('');
  });

  test('a warning fails with --strict', async () => {
    const argv = ['check', server.urlOf('no-etag'), '--token-env', 'TOKEN'];
    expect((await run(argv)).code).toBe(0);
    expect((await run([...argv, '--strict'])).code).toBe(1);
  });

  test('a file is a body; against the policy it says what is lost', async () => {
    const files = {
      'body.json': JSON.stringify(ROLE),
      'policy.json': JSON.stringify({
        bootstrapUrl: 'https://llm-gateway.example.com/user/bootstrap',
        disableAutoUpdates: true,
      }),
    };
    const { stdout, code } = await run(
      ['check', 'body.json', '--managed', 'policy.json', '--format', 'json'],
      files,
    );
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { outcome: string; body: { lost: string[] } };
    expect([report.outcome, report.body.lost]).toEqual(['warnings', ['disableAutoUpdates']]);
  });

  test('what the app drops, and why, for the releases of a fleet', async () => {
    const body = JSON.stringify({ ...ROLE, user: 'alice', keepAwakeEnabled: true, bootstrapEnabled: true });
    const { stdout } = await run(['check', 'body.json', '--target', '1.46388', '--format', 'json'], {
      'body.json': body,
    });
    const { dropped } = (JSON.parse(stdout) as { body: { dropped: { path: string }[] } }).body;
    expect(dropped.map(({ path }) => path).sort()).toEqual(['bootstrapEnabled', 'keepAwakeEnabled', 'user']);
  });

  test.for<[string, string]>([
    ['v1', JSON.stringify(ROLE)],
    ['v2', JSON.stringify({ $schemaVersion: 2, inference: { provider: 'gateway' } })],
  ])('a body in the form %s', async ([form, body]) => {
    const { stdout } = await run(['check', 'body.json', '--format', 'json'], { 'body.json': body });
    expect((JSON.parse(stdout) as { body: { form: string } }).body.form).toBe(form);
  });

  test('a policy is no body: its server is asked', async () => {
    const policy = JSON.stringify({ bootstrapUrl: server.url });
    const { stdout, stderr, code } = await run(['check', 'policy.json', '--token-env', 'TOKEN'], {
      'policy.json': policy,
    });
    expect(stderr).toMatch(/is a policy: its bootstrap server is asked/);
    // The gateway of the answer has another origin, and nobody signs in elsewhere.
    expect(stdout).toMatch(/origin-pinned/);
    expect(code).toBe(1);
  });

  test.for<[string, readonly string[], RegExp]>([
    ['no file', ['check', 'none.json'], /none\.json does not exist/],
    ['another scheme', ['check', 'ftp://a.example.com/x'], /no https address/],
    ['an unset variable', ['check', 'https://a.example.com', '--token-env', 'NONE'], /NONE is not set/],
    ['a fault that is none', ['serve', 'roles', '--fault', 'x'], /no fault named x/],
    ['a folder without files', ['serve', 'roles'], /no folder with JSON files/],
  ])('%s is wrong usage', async ([, argv, words]) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });

  test('http beyond this machine is refused before a token is sent', async () => {
    const { problems } = await checked('http://192.0.2.1/user/bootstrap', token, ['--timeout', '300']);
    expect(problems).toEqual(['url-not-https']);
  });

  test('a server that nobody runs is told once', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', () => resolve()));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const { problems } = await checked(`http://127.0.0.1:${port}/user/bootstrap`, token);
    expect(problems).toEqual(['refused']);
  });

  // The time limit of the test bounds the whole; the server would take a minute.
  test('the whole ends, however slow the server', async () => {
    const { problems } = await checked(server.urlOf('slow-body'), token);
    expect(problems).toEqual(['timeout']);
  }, 20_000);
});

/* What requests of a user carry: from the policy, a flag, or a sign-in. */
describe('the credential of a user', () => {
  type Client = Parameters<typeof credentialFor>[3]['client'];
  const source = (settings: Readonly<Record<string, unknown>>): BootstrapSource => ({
    file: 'policy.json',
    url: server.url,
    signsIn: 'bootstrapOidc' in settings,
    asks: false,
    settings: new Map(Object.entries(settings)),
  });
  const FIXED = { bootstrapHeaders: { Authorization: 'Basic eHl6', 'X-Team': 'blue', 'x-number': 7 } };
  const FLAGS = { token: undefined, signIn: false, signInFlow: undefined, quiet: false };
  const none = { send: () => Promise.reject(new Error('it is asked')) } as unknown as Client;

  test.each<
    [string, Readonly<Record<string, unknown>>, string | undefined, object | undefined, readonly string[]]
  >([
    ['none', {}, undefined, undefined, []],
    ['a token', {}, 'tok', { authorization: 'Bearer tok' }, ['tok']],
    [
      'headers of the policy',
      FIXED,
      undefined,
      { authorization: 'Basic eHl6', 'x-team': 'blue' },
      ['Basic eHl6', 'blue'],
    ],
    [
      'both: the token is the bearer',
      FIXED,
      'tok',
      { authorization: 'Bearer tok', 'x-team': 'blue' },
      ['Basic eHl6', 'blue', 'tok'],
    ],
    ['headers without one', { bootstrapHeaders: {} }, undefined, undefined, []],
    ['headers that are none', { bootstrapHeaders: 'x: y' }, undefined, undefined, []],
  ])('%s', async (_, settings, token, headers, secrets) => {
    const { io } = fakeIo();
    const found = await credentialFor(
      new URL(server.url),
      source(settings),
      { ...FLAGS, token },
      { client: none, io },
    );
    expect(found).toEqual({ headers, secrets });
  });

  test('what it is made of is shown in no crash report', async () => {
    const concealed: string[] = [];
    const io = { ...fakeIo().io, conceal: (texts: readonly string[]) => void concealed.push(...texts) };
    const flags = { ...FLAGS, token: 'token-0123456789' };
    await credentialFor(
      new URL(server.url),
      source({ bootstrapHeaders: { a: 'secret-0123456789' } }),
      flags,
      { client: none, io },
    );
    expect(concealed).toEqual(expect.arrayContaining(['token-0123456789', 'secret-0123456789']));
  });

  test.each(['bootstrapHeaders', 'bootstrapHeadersHelper'])('nobody signs in beside %s', async (key) => {
    const { io } = fakeIo();
    const flags = { ...FLAGS, signIn: true };
    await expect(
      credentialFor(new URL(server.url), source({ [key]: { a: 'b' } }), flags, { client: none, io }),
    ).rejects.toThrow(/fixed headers, so nobody signs in/);
  });

  const OIDC = {
    clientId: 'desktop',
    authorizationUrl: 'https://login.example.com/authorize',
    tokenUrl: 'https://login.example.com/token',
    scopes: 'api://bootstrap/read',
  };
  /** A browser in which somebody signs in, and the provider that gives a token for the code. */
  async function signedIn(
    client: Readonly<Record<string, unknown>>,
    quiet = false,
    answer: object = { access_token: 'tok-of-alice' },
  ): Promise<{
    found: Awaited<ReturnType<typeof credentialFor>>;
    asked: URL;
    form: URLSearchParams;
    told: string;
  }> {
    const { io, result } = fakeIo();
    let asked = new URL('https://nobody.example');
    let form = new URLSearchParams();
    const write = (text: string): void => {
      io.stderr.write(text);
      if (!text.startsWith('https://')) return;
      asked = new URL(text.trim());
      const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({
        code: 'c0de',
        state: asked.searchParams.get('state') ?? '',
      }).toString();
      void fetch(back).then((response) => response.text());
    };
    const send = ({ body }: { body?: Uint8Array }) => {
      form = new URLSearchParams(Buffer.from(body ?? []).toString());
      const code = 'access_token' in answer ? 200 : 400;
      return Promise.resolve(
        ok({ status: code, headers: {}, text: '', json: answer, firstByteMs: 1, ms: 1 }),
      );
    };
    const found = await credentialFor(
      new URL(server.url),
      source({ bootstrapOidc: { ...OIDC, ...client } }),
      { ...FLAGS, signIn: true, quiet },
      { client: { send } as unknown as Client, io: { ...io, stderr: { ...io.stderr, write } } },
    );
    return { found, asked, form, told: result().stderr };
  }

  test('the access token of a sign-in as the policy has it', async () => {
    const { found, asked, form, told } = await signedIn({ redirectHost: 'localhost', issuer: '' });
    expect(found.headers).toEqual({ authorization: 'Bearer tok-of-alice' });
    expect(found.secrets).toEqual(expect.arrayContaining(['tok-of-alice', 'c0de']));
    expect(asked.origin + asked.pathname).toBe(OIDC.authorizationUrl);
    const { searchParams: query } = asked;
    expect([query.get('client_id'), query.get('scope')]).toEqual(['desktop', 'api://bootstrap/read']);
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\//);
    expect([form.get('client_id'), form.get('code')]).toEqual(['desktop', 'c0de']);
    expect(told).toContain('Signed in: the access token is used.\n');
  });

  test.each([
    [{}, /^http:\/\/127\.0\.0\.1:\d+\//],
    [{ redirectHost: 'elsewhere.example' }, /^http:\/\/127\.0\.0\.1:\d+\//],
  ])('%j: where the browser comes back to', async (client, back) => {
    const { asked, told } = await signedIn(client, true);
    expect(asked.searchParams.get('redirect_uri')).toMatch(back);
    expect(told).not.toContain('Signed in');
  });

  test('the port of the policy', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
    const { port } = taken.address() as AddressInfo;
    await expect(signedIn({ redirectPort: port })).rejects.toThrow(String(port));
    await new Promise((resolve) => taken.close(resolve));
    expect((await signedIn({ redirectPort: port })).asked.searchParams.get('redirect_uri')).toContain(
      `:${port}/`,
    );
  });

  test('a refusal is told as one of the sign-in', async () => {
    await expect(signedIn({}, true, { error: 'invalid_grant' })).rejects.toThrow(
      /^--sign-in: .*invalid_grant/,
    );
    await expect(signedIn({ clientId: '' })).rejects.toThrow('--sign-in: bootstrapOidc has no clientId.');
    await expect(signedIn({ issuer: 'http://login.example.com' })).rejects.toThrow(/no https address/);
  });

  test('who ends the run has cancelled it', async () => {
    const { io } = fakeIo({ signal: AbortSignal.abort() });
    const waiting = credentialFor(
      new URL(server.url),
      source({ bootstrapOidc: OIDC }),
      { ...FLAGS, signIn: true },
      { client: none, io },
    );
    await expect(waiting).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('bootstrap serve', () => {
  const files = {
    'roles/base.json': JSON.stringify(ROLE),
    'roles/pilots.json': '{ // pilots\n "extends": "./base.json", "inferenceModels": ["claude-opus-5"] }',
    'roles/others.json': JSON.stringify({ extends: './base.json', unheardOf: true }),
  };

  test('serves each role until it is stopped, bases apart', async () => {
    const stop = new AbortController();
    let served: unknown;
    /** Asks for the settings of a role, as it is told, and ends the server. */
    const ask = async (told: string): Promise<void> => {
      const [, url = ''] = /listening on (\S+)/.exec(told) ?? [];
      const [, bearer = ''] = /pilots {2}(\S+)/.exec(told) ?? [];
      served = await (await fetch(url, { headers: { authorization: `Bearer ${bearer}` } })).json();
      stop.abort();
    };
    const world = { signal: stop.signal, now: () => 1_000_000, heard: (told: string) => void ask(told) };
    const hostile = { ...files, 'roles/red\u001b[31m\u202e.json': '{}' };
    const { code, stdout } = await run(['serve', 'roles', '--quiet', '--expires-in', '8h'], hostile, world);
    expect(code).toBe(0);
    // Eight hours after the 1,000 seconds of the clock.
    expect(served).toMatchObject({ expiresAt: 1000 + 8 * 3600 });
    expect(stdout).toMatch(/Not for production/);
    expect(stdout).toMatch(/pilots {2}trial-/);
    expect(stdout).toMatch(/others {2}trial-/);
    expect(stdout).not.toMatch(/base {2}trial-/);
    expect(stdout).toMatch(/red {2}trial-/);
    expect(stdout).toMatch(/bootstrapUrl/);
  });

  test('a port that is taken is wrong usage', async () => {
    const { port } = new URL(server.origin);
    const { code, stdout, stderr } = await run(['serve', 'roles', '--port', port], files);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`Port ${port} cannot be used (EADDRINUSE).`);
    expect(stderr).toContain('Give another --port.');
  });

  test('lists its faults, and none that is no fault', async () => {
    const { code, stdout } = await run(['serve', 'roles', '--fault', 'list'], files);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^expired +serves an answer that has expired$/m);
    expect(stdout).not.toMatch(/^good/m);
  });

  test('the sign-in by device code asks which role one is', async () => {
    const post = (path: string, form: Record<string, string>): Promise<Response> =>
      fetch(server.origin + path, { method: 'POST', body: new URLSearchParams(form) });
    const begun = (await (await post('/device', {})).json()) as Record<string, string>;
    const poll = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: begun.device_code ?? '',
    };
    expect(await (await post('/token', poll)).json()).toEqual({ error: 'authorization_pending' });
    const page = await (await fetch(begun.verification_uri_complete ?? '')).text();
    expect(page).toContain('value="pilots"');
    await post('/verify', { user_code: begun.user_code ?? '', role: 'pilots' });
    const issued = (await (await post('/token', poll)).json()) as Record<string, string>;
    expect(issued.access_token).toBe(server.tokens.get('pilots'));
    expect(await (await post('/token', poll)).json()).toEqual({ error: 'invalid_grant' });
    const refreshed = await post('/token', {
      grant_type: 'refresh_token',
      refresh_token: issued.refresh_token ?? '',
    });
    expect(refreshed.status).toBe(200);
    const body = await fetch(server.url, {
      headers: { authorization: `Bearer ${issued.access_token ?? ''}` },
    });
    expect(((await body.json()) as { inferenceModels: string[] }).inferenceModels).toEqual(['claude-opus-5']);
  });

  test.for<[string, string, number]>([
    ['GET', '/user/bootstrap', 401],
    ['GET', '/bootstrap', 401],
    ['POST', '/user/bootstrap', 405],
    ['HEAD', '/user/bootstrap', 405],
    ['GET', '/expired/user/bootstrap', 401],
    ['GET', '/no-such-fault/user/bootstrap', 404],
    ['GET', '/.well-known/oauth-authorization-server', 200],
    ['GET', '/.well-known/openid-configuration', 404],
    ['GET', '/device', 404],
    ['GET', '/token', 404],
    ['GET', '/', 404],
  ])('%s %s of a stranger: %s', async ([method, path, status]) => {
    const response = await fetch(server.origin + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([status, status === 405 ? 'GET' : null]);
  });

  test('the page asks for a code, then for a role, and says what was chosen', async () => {
    const show = async (form?: Record<string, string>): Promise<string> => {
      const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      return (await fetch(`${server.origin}/verify`, init)).text();
    };
    const begun = await fetch(`${server.origin}/device`, { method: 'POST' });
    const { user_code } = (await begun.json()) as { user_code: string };
    for (const form of [undefined, { user_code: 'BBBB-BBBB' }, { user_code: 'BBBB-BBBB', role: 'pilots' }])
      expect(await show(form)).toContain('Code shown by the app');
    const choice = await show({ user_code });
    expect([...choice.matchAll(/<button name="role" value="(\w*)"/g)].map(([, role]) => role)).toEqual([
      ...server.tokens.keys(),
      '',
    ]);
    expect(await show({ user_code, role: 'nobody' })).toContain('Code shown by the app');
    expect(await show({ user_code, role: '' })).toContain('Refused.');
    expect(await show({ user_code, role: 'pilots' })).toContain('Signed in.');
  });

  test('the page escapes what a stranger sends', async () => {
    const page = await (
      await fetch(`${server.origin}/verify?user_code=${encodeURIComponent('"><script>')}`)
    ).text();
    expect(page).not.toContain('<script>');
  });
});

describe('a device code of the server for trying out', () => {
  const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
  /** The codes of a server for one role, and its clock. */
  function codes(): { readonly codes: DeviceCodes; readonly clock: { ms: number } } {
    const clock = { ms: 0 };
    return { codes: new DeviceCodes(new Map([['pilots', 'tok']]), () => clock.ms), clock };
  }
  const poll = (at: DeviceCodes, device: unknown, grant = GRANT): OauthAnswer =>
    at.token(new URLSearchParams({ grant_type: grant, device_code: String(device) }));

  test.for<[string, string | undefined, number, string | undefined]>([
    ['approved at once', 'pilots', 0, undefined],
    ['approved in time', 'pilots', 300_000, undefined],
    ['approved, and polled too late', 'pilots', 300_001, 'expired_token'],
    ['refused', undefined, 0, 'access_denied'],
  ])('%s', ([, role, ms, error]) => {
    const { codes: at, clock } = codes();
    const { json } = at.begin('http://127.0.0.1:1');
    const user = String(json.user_code);
    expect(user).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(json).toMatchObject({
      expires_in: 300,
      interval: 1,
      verification_uri: 'http://127.0.0.1:1/verify',
    });
    expect(poll(at, json.device_code)).toEqual({ status: 400, json: { error: 'authorization_pending' } });
    expect(at.approve(user.toLowerCase(), role)).toBe(true);
    clock.ms = ms;
    const { status, json: answer } = poll(at, json.device_code);
    expect([status, answer.error]).toEqual(error === undefined ? [200, undefined] : [400, error]);
    if (error === undefined) expect(answer).toMatchObject({ access_token: 'tok', expires_in: 3600 });
  });

  test('nobody waits with another code, as no role that there is, or after its time', () => {
    const { codes: at, clock } = codes();
    const user = String(at.begin('http://127.0.0.1:1').json.user_code);
    expect([at.waits('BBBB-BBBB'), at.approve('BBBB-BBBB', 'pilots'), at.approve(user, 'others')]).toEqual([
      false,
      false,
      false,
    ]);
    clock.ms = 300_000;
    expect(at.waits(` ${user}\n`)).toBe(true);
    clock.ms = 300_001;
    expect([at.waits(user), at.approve(user, 'pilots')]).toEqual([false, false]);
  });

  test('a hundred sign-ins wait at most: the oldest goes first', () => {
    const { codes: at } = codes();
    const begun = Array.from({ length: 101 }, () => at.begin('http://127.0.0.1:1').json);
    expect(poll(at, begun[0]?.device_code).json).toEqual({ error: 'invalid_grant' });
    expect(poll(at, begun[1]?.device_code).json).toEqual({ error: 'authorization_pending' });
  });

  test('another grant, and a refresh token that nobody got', () => {
    const { codes: at } = codes();
    expect(poll(at, 'x', 'password').json).toEqual({ error: 'unsupported_grant_type' });
    expect(poll(at, 'x', 'refresh_token').json).toEqual({ error: 'invalid_grant' });
  });
});

describe('the roles of a folder', () => {
  const all = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gw.example.com' };
  const text = (settings: object): string => JSON.stringify(settings);

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, object>>]>([
    [
      'each JSON file by its name, and nothing below or beside them',
      {
        'roles/everybody.json': text(all),
        'roles/pilots.jsonc': `// pilots\n${text(all)}`,
        'roles/notes.txt': text(all),
        'roles/old/everybody.json': text({}),
        'others/x.json': text({}),
      },
      { everybody: all, pilots: all },
    ],
    [
      'with what its base gives it; a base alone is no role',
      {
        'roles/base.json': text(all),
        'roles/pilots.json': text({ extends: './base.json', disableAutoUpdates: true }),
      },
      { pilots: { ...all, disableAutoUpdates: true } },
    ],
    [
      'as texts that are native there, without what is no setting',
      {
        'roles/a.json': text({
          ...all,
          $schema: './schema.json',
          expiresAt: 1,
          disableAutoUpdates: 'true',
          keyOfTomorrow: 'true',
        }),
      },
      { a: { ...all, disableAutoUpdates: true, keyOfTomorrow: 'true' } },
    ],
    [
      'with what references name',
      { 'roles/a.json': text({ ...all, inferenceGatewayApiKey: '${file:key.txt}' }), 'roles/key.txt': 'k\n' },
      { a: { ...all, inferenceGatewayApiKey: 'k' } },
    ],
  ])('%s', async (_, files, roles) => {
    const { io } = fakeIo({ files });
    expect(Object.fromEntries(await readRoles('roles', { format: 'text' }, io))).toEqual(roles);
  });

  test('more than a hundred are refused', async () => {
    const files = (number: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: number }, (_, at) => [`roles/r${String(at)}.json`, text(all)]));
    expect((await readRoles('roles', { format: 'text' }, fakeIo({ files: files(100) }).io)).size).toBe(100);
    await expect(readRoles('roles', { format: 'text' }, fakeIo({ files: files(101) }).io)).rejects.toThrow(
      'more than 100',
    );
  });
});
