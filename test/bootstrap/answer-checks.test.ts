import { describe, expect, test } from 'vitest';
import { checkBody } from '../../src/bootstrap/body.ts';
import { address } from '../../src/bootstrap/checks/address.ts';
import { answer } from '../../src/bootstrap/checks/answer.ts';
import { body as bodyCheck } from '../../src/bootstrap/checks/body.ts';
import { contentEncoding } from '../../src/bootstrap/checks/content-encoding.ts';
import { contentType } from '../../src/bootstrap/checks/content-type.ts';
import { cookies } from '../../src/bootstrap/checks/cookies.ts';
import { etag } from '../../src/bootstrap/checks/etag.ts';
import { noStore } from '../../src/bootstrap/checks/no-store.ts';
import { otherAudience } from '../../src/bootstrap/checks/other-audience.ts';
import { revalidate } from '../../src/bootstrap/checks/revalidate.ts';
import { signIn } from '../../src/bootstrap/checks/sign-in.ts';
import { status } from '../../src/bootstrap/checks/status.ts';
import { withoutToken } from '../../src/bootstrap/checks/without-token.ts';
import { wrongToken } from '../../src/bootstrap/checks/wrong-token.ts';
import { issuerOf, preflight, signsInByDevice } from '../../src/bootstrap/preflight.ts';
import type { BootstrapCheck, Seen } from '../../src/bootstrap/types.ts';
import { outcomeOf } from '../../src/bootstrap/verdict.ts';
import { fail, ok } from '../../src/errors.ts';
import type { FailureKind } from '../../src/net/types.ts';
import type { BootstrapSource } from '../../src/schema/served.ts';
import { parseTarget } from '../../src/schema/index.ts';
import { ROLE } from './support.ts';

/* One answer of a bootstrap server -> what each check says of it: `status problem`. */

type Headers = Readonly<Record<string, string>>;
type Asked = NonNullable<Seen['asked']>;

const answered = (code: number, headers: Headers = {}, more: object = {}): Asked =>
  ok({ status: code, headers, text: '{}', json: {}, firstByteMs: 1, ms: 1, ...more });

const seen = (part: Partial<Seen>): Seen => ({
  url: new URL('https://gw.example.com/'),
  credential: true,
  secrets: [],
  limitMs: 4000,
  ...part,
});

function said(check: BootstrapCheck, part: Partial<Seen>): string {
  const verdict = check.run(seen(part));
  if (verdict === undefined) return 'nothing';
  return [verdict.status, verdict.problem, verdict.inconclusive === true ? 'inconclusive' : undefined]
    .filter((one) => one !== undefined)
    .join(' ');
}

describe('status', () => {
  test.each<[number, Headers, string, RegExp]>([
    [200, {}, 'pass', /answers 200/],
    [200, { 'set-cookie': 'a=b' }, 'pass', /answers 200/],
    [201, {}, 'fail status-201', /201; the app keeps/],
    [204, {}, 'fail status-204', /without a body/],
    [299, { 'set-cookie': 'a=b' }, 'fail cookie-needed', /answers 299 and sets a cookie/],
    [300, {}, 'fail redirect-not-followed', /300, a redirect; the app/],
    [
      302,
      { 'set-cookie': 'a=b' },
      'fail redirect-not-followed',
      /302, a redirect to "https:\/\/a\.example\/"; the app/,
    ],
    [399, {}, 'fail redirect-not-followed', /399/],
    [304, {}, 'fail status-304', /If-None-Match/],
    [304, { 'set-cookie': 'a=b' }, 'fail cookie-needed', /304/],
    [400, { 'retry-after': '7' }, 'fail status-400', /400 \(Retry-After: 7\); the app/],
    [401, {}, 'fail refused-401', /to the token; the app/],
    [401, { 'www-authenticate': 'Bearer error="invalid_token", x' }, 'fail refused-401', /\(invalid_token\)/],
    [401, { 'www-authenticate': 'Bearer ERROR=expired' }, 'fail refused-401', /\(expired\)/],
    [401, { 'www-authenticate': 'Bearer xerror=expired' }, 'fail refused-401', /token; the app/],
    [401, { 'www-authenticate': 'Bearer', 'set-cookie': 'a=b' }, 'fail cookie-needed', /401/],
    [403, {}, 'fail refused-403', /403/],
    [404, {}, 'fail status-404', /nothing is served/],
    [405, {}, 'fail status-405', /GET is not allowed/],
    [429, { 'retry-after': '7\u001B[31m' }, 'fail status-429', /429 \(Retry-After: 7\): too many/],
    [429, {}, 'fail status-429', /429: too many/],
    [500, {}, 'fail status-500', /500; the app/],
  ])('%i %j: %s', (code, headers, expected, detail) => {
    const more = code === 302 ? { location: 'https://a.example/' } : {};
    const asked = answered(code, headers, more);
    expect(said(status, { asked })).toBe(expected);
    expect(status.run(seen({ asked }))?.detail).toMatch(detail);
  });

  test('the hint tells the faults of a server from those of its answer', () => {
    expect(status.run(seen({ asked: answered(500) }))?.hint).toMatch(/log of the server/);
    expect(status.run(seen({ asked: answered(499) }))?.hint).toMatch(/Answer 200/);
  });

  test('without a credential only what is served to everybody is looked at', () => {
    expect(said(status, { bare: answered(200) })).toBe('pass');
    expect(said(status, { bare: answered(401) })).toBe('nothing');
    expect(said(status, { bare: answered(200), asked: answered(404) })).toBe('fail status-404');
    expect(said(status, {})).toBe('nothing');
  });
});

test.each<[BootstrapCheck, Headers, string]>([
  [noStore, { 'cache-control': 'no-store' }, 'pass'],
  [noStore, { 'cache-control': 'private, no-store' }, 'pass'],
  [noStore, { 'cache-control': 'max-age=0 ,\tNO-STORE ' }, 'pass'],
  [noStore, { 'cache-control': 'no-cache' }, 'fail no-store-missing'],
  [noStore, { 'cache-control': 'x-no-store' }, 'fail no-store-missing'],
  [noStore, {}, 'fail no-store-missing'],
  [noStore, { 'cache-control': 'no-store', age: '1' }, 'fail cached'],
  [noStore, { 'cache-control': 'no-store', age: '0' }, 'pass'],
  [noStore, { 'cache-control': 'no-store', age: 'x' }, 'pass'],
  [noStore, { 'cache-control': 'no-store', 'x-cache': 'HIT from edge' }, 'fail cached'],
  [noStore, { 'cache-control': 'no-store', 'cf-cache-status': 'hit' }, 'fail cached'],
  [noStore, { 'cache-control': 'no-store', 'x-vercel-cache': 'HIT' }, 'fail cached'],
  [noStore, { 'cache-control': 'no-store', 'x-cache': 'white' }, 'pass'],
  [contentType, { 'content-type': 'application/json' }, 'pass'],
  [contentType, { 'content-type': ' Application/JSON ; Charset="UTF-8"' }, 'pass'],
  [contentType, { 'content-type': 'application/json;charset=utf8' }, 'pass'],
  [contentType, { 'content-type': 'application/json; a=b; charset=latin1' }, 'fail charset'],
  [contentType, { 'content-type': 'application/json; xcharset=latin1' }, 'pass'],
  [contentType, { 'content-type': 'application/problem+json' }, 'fail content-type'],
  [contentType, { 'content-type': 'text/html' }, 'fail content-type'],
  [contentType, { 'content-type': ' ' }, 'fail content-type'],
  [contentType, {}, 'fail content-type'],
  [contentEncoding, {}, 'nothing'],
  [contentEncoding, { 'content-encoding': '' }, 'pass'],
  [contentEncoding, { 'content-encoding': ' Identity ' }, 'pass'],
  [contentEncoding, { 'content-encoding': 'identity, gzip' }, 'warn content-encoding'],
  [contentEncoding, { 'content-encoding': 'x-identity' }, 'warn content-encoding'],
  [contentEncoding, { 'content-encoding': 'gzip' }, 'warn content-encoding'],
  [etag, { etag: '"a"' }, 'pass'],
  [etag, { etag: ' W/"" ' }, 'pass'],
  [etag, { etag: '"!~\u00E9"' }, 'pass'],
  [etag, { etag: 'a' }, 'warn etag-malformed'],
  [etag, { etag: '"a"b"' }, 'warn etag-malformed'],
  [etag, { etag: '"a b"' }, 'warn etag-malformed'],
  [etag, { etag: 'w/"a"' }, 'warn etag-malformed'],
  [etag, { etag: '' }, 'warn etag-missing'],
  [etag, {}, 'warn etag-missing'],
  [cookies, { 'set-cookie': 'a=b' }, 'warn cookie-set'],
  [cookies, {}, 'nothing'],
])('$id %j: %s', (check, headers, expected) => {
  expect(said(check, { asked: answered(200, headers) })).toBe(expected);
  expect(said(check, { asked: answered(404, headers) })).toBe('nothing');
});

test.each<[BootstrapCheck, Headers, RegExp]>([
  [noStore, { age: '7' }, /from a cache and is 7 s old:/],
  [noStore, { 'x-cache': 'hit' }, /from a cache: one user/],
  [noStore, { 'cache-control': 'private' }, /Cache-Control is "private", without/],
  [noStore, {}, /has no Cache-Control/],
  [contentType, { 'content-type': 'Text/HTML; a=b' }, /"Text\/HTML; a=b", a page for browsers/],
  [contentType, { 'content-type': 'text/plain' }, /is "text\/plain"; the app/],
  [contentType, { 'content-type': 'application/json;charset="latin1"' }, /charset "latin1"/],
  [etag, { etag: 'W/"a"' }, /A weak one/],
  [etag, { etag: '"W/"' }, /It has one/],
])('$id %j: %s', (check, headers, detail) => {
  expect(check.run(seen({ asked: answered(200, headers) }))?.detail).toMatch(detail);
});

const failed = (kind: FailureKind, code = 'X'): Asked => fail({ kind, code, message: 'It fails', ms: 1 });

/** A policy that sets these keys. */
const policyOf = (keys: readonly string[], asks = false): BootstrapSource => ({
  file: 'policy.json',
  url: 'https://gw.example.com/user/bootstrap',
  signsIn: keys.includes('bootstrapOidc'),
  asks,
  settings: new Map(keys.map((key) => [key, {}])),
});

describe('the address', () => {
  test.each([
    ['https://b.example.com/user/bootstrap', 'pass'],
    ['https://user@b.example.com/', 'fail url-credentials'],
    ['https://:secret@b.example.com/', 'fail url-credentials'],
    ['http://b.example.com/', 'fail url-not-https'],
    ['http://127.0.0.1:1/', 'pass'],
    ['http://localhost/', 'pass'],
    ['https://b.example.com/#part', 'warn url-fragment'],
  ])('%s: %s', (url, expected) => {
    expect(said(address, { url: new URL(url) })).toBe(expected);
  });

  test.each(['https://user@b.example.com/', 'https://:secret@b.example.com/'])(
    '%s is not asked, so what is in it is sent nowhere',
    async (url) => {
      const { checks } = await preflight({
        url: new URL(url),
        get: () => Promise.reject(new Error('it is asked')),
        credential: { authorization: 'Bearer x' },
        forged: {},
        deviceCode: true,
        secrets: [],
        limitMs: 100,
        target: undefined,
        now: 0,
      });
      expect(checks.map(({ problem }) => problem)).toEqual(['url-credentials']);
    },
  );
});

describe('what strangers are told', () => {
  const challenge = (value: string): Headers => ({ 'www-authenticate': value });
  test.each<[Asked | undefined, Asked | undefined, string, RegExp]>([
    [undefined, undefined, 'nothing', /^$/],
    [answered(401), undefined, 'pass', /answers 401/],
    [answered(401, challenge('Bearer realm="a, b", error=invalid_token')), undefined, 'pass', /401/],
    [answered(401, challenge('Bearer abc==, DPoP algs="ES256"')), undefined, 'pass', /401/],
    [answered(401, challenge('Basic realm="x"')), undefined, 'warn challenge-not-bearer', /asks for Basic,/],
    [answered(401, challenge(' NTLM')), undefined, 'warn challenge-not-bearer', /asks for NTLM,/],
    [
      answered(401, challenge('Bearer realm="x')),
      undefined,
      'warn challenge-malformed',
      /no challenge: "Bearer/,
    ],
    [answered(401, challenge(`Bearer a="${'b'.repeat(3988)}"`)), undefined, 'pass', /401/],
    [
      answered(401, challenge(`Bearer a="${'b'.repeat(4000)}"`)),
      undefined,
      'warn challenge-malformed',
      /no ch/,
    ],
    [answered(200), undefined, 'fail served-without-token', /whoever knows the address/],
    [
      answered(200, { 'content-type': 'text/html' }),
      undefined,
      'fail login-page-without-token',
      /page for browsers/,
    ],
    [answered(302), undefined, 'fail no-token-302', /302 without a token, a redirect; the app/],
    [
      answered(302, {}, { location: 'https://login.example/' }),
      undefined,
      'fail no-token-302',
      /a redirect to "https:\/\/login\.example\/"; the app/,
    ],
    [answered(400), undefined, 'fail no-token-400', /400 without a token; the app begins/],
    // Who answers everybody alike is told about once, by the check of the status; but a 403 says "never".
    [answered(500), answered(500), 'nothing', /^$/],
    [answered(403), answered(403), 'fail no-token-403', /403/],
    [answered(500), answered(200), 'fail no-token-500', /500/],
    [failed('reset'), failed('reset'), 'nothing', /^$/],
    [failed('reset'), answered(200), 'fail no-token-reset', /Without a token: It fails/],
    [failed('reset'), undefined, 'fail no-token-reset', /Without a token: It fails/],
  ])('%j, and with a token %j: %s', (bare, asked, expected, detail) => {
    const part = { ...(bare === undefined ? {} : { bare }), ...(asked === undefined ? {} : { asked }) };
    expect(said(withoutToken, part)).toBe(expected);
    expect(withoutToken.run(seen(part))?.detail ?? '').toMatch(detail);
  });

  test.each<[number | undefined, string, string]>([
    [200, 'fail any-token-accepted', 'fail other-audience-accepted'],
    [401, 'pass', 'pass'],
    [403, 'pass', 'pass'],
    [404, 'nothing', 'warn other-audience-404'],
    [499, 'nothing', 'warn other-audience-499'],
    [500, 'warn wrong-token-500', 'warn other-audience-500'],
    [503, 'warn wrong-token-503', 'warn other-audience-503'],
    [undefined, 'nothing', 'nothing'],
  ])('%s to a token of nobody, and of another application', (code, wrong, other) => {
    const one = code === undefined ? failed('reset') : answered(code);
    expect([said(wrongToken, { forged: one }), said(otherAudience, { foreign: one })]).toEqual([
      wrong,
      other,
    ]);
    expect([said(wrongToken, {}), said(otherAudience, {})]).toEqual(['nothing', 'nothing']);
  });
});

describe('asked again with its ETag', () => {
  const tagged = (tag: string, code = 200): Asked => answered(code, { etag: tag });
  const same = answered(304);
  test.each<[string, Partial<Seen>, string]>([
    ['without one there is nothing to ask', { asked: answered(200), again: same }, 'nothing'],
    ['nothing came of the first', { asked: answered(404, { etag: '"1"' }), again: same }, 'nothing'],
    ['unchanged', { asked: tagged('"1"'), again: same }, 'pass'],
    ['no time was left', { asked: tagged('"1"') }, 'skip inconclusive'],
    ['the connection is cut', { asked: tagged('"1"'), again: failed('reset') }, 'warn if-none-match-reset'],
    ['another status', { asked: tagged('"1"'), again: tagged('"1"', 412) }, 'warn if-none-match-412'],
    ['the whole, with the same one', { asked: tagged('"1"'), again: tagged('"1"') }, 'warn etag-ignored'],
    ['it has changed once', { asked: tagged('"1"'), again: tagged('"2"'), twice: same }, 'pass'],
    [
      'it changes each time',
      { asked: tagged('"1"'), again: tagged('"2"'), twice: tagged('"3"') },
      'warn etag-unstable',
    ],
    ['no time for the new one', { asked: tagged('"1"'), again: tagged('"2"') }, 'skip inconclusive'],
    [
      'cut with the new one',
      { asked: tagged('"1"'), again: tagged('"2"'), twice: failed('reset') },
      'warn etag-unstable',
    ],
  ])('%s', (_, part, expected) => {
    expect(said(revalidate, part)).toBe(expected);
  });
});

describe('the sign-in by device code', () => {
  const source = policyOf([]);
  const at = 'https://gw.example.com';
  const GOOD = { device_authorization_endpoint: `${at}/device`, token_endpoint: `${at}/token` };
  const meta = (json: unknown, code = 200): Asked => answered(code, {}, { json });
  // Where no policy says so, users may sign in otherwise: what is there is looked at, and what is missing is no fault.
  test.each<[string, Asked | undefined, string, string]>([
    ['not asked for', undefined, 'nothing', 'nothing'],
    ['none', meta(undefined, 404), 'fail device-metadata-missing', 'nothing'],
    ['no connection', failed('reset'), 'fail device-metadata-missing', 'nothing'],
    ['no object', meta([]), 'fail device-metadata-invalid', 'warn device-metadata-invalid'],
    [
      'no endpoint',
      meta({ ...GOOD, token_endpoint: 7 }),
      'fail device-endpoint-missing',
      'warn device-endpoint-missing',
    ],
    [
      'no address',
      meta({ ...GOOD, token_endpoint: '/token' }),
      'fail device-endpoint-missing',
      'warn device-endpoint-missing',
    ],
    ['no page of its own', meta(GOOD), 'pass', 'pass'],
    [
      'another origin',
      meta({ ...GOOD, verification_uri: 'https://other.example/' }),
      'fail device-other-origin',
      'fail device-other-origin',
    ],
    [
      'another port',
      meta({ ...GOOD, token_endpoint: `${at}:444/token` }),
      'fail device-other-origin',
      'fail device-other-origin',
    ],
    [
      'other grants',
      meta({ ...GOOD, grant_types_supported: ['authorization_code'] }),
      'warn device-grant-missing',
      'warn device-grant-missing',
    ],
    [
      'the grant among others',
      meta({ ...GOOD, grant_types_supported: ['x', 'urn:ietf:params:oauth:grant-type:device_code'] }),
      'pass',
      'pass',
    ],
  ])('%s', (_, metadata, wanted, perhaps) => {
    const part = metadata === undefined ? {} : { metadata };
    expect([said(signIn, { ...part, source }), said(signIn, part)]).toEqual([wanted, perhaps]);
  });

  test('the status of what is missing is told', () => {
    const detail = (metadata: Asked): string | undefined => signIn.run(seen({ metadata, source }))?.detail;
    expect(detail(meta(undefined, 404))).toMatch(/at this server \(HTTP 404\)$/);
    expect(detail(failed('reset'))).toMatch(/at this server$/);
  });

  test.each([
    ['https://b.example.com/user/bootstrap', 'https://b.example.com'],
    ['https://b.example.com/bootstrap/', 'https://b.example.com'],
    ['https://b.example.com/a/user/bootstrap?x=1', 'https://b.example.com/a'],
    ['https://b.example.com/a/mybootstrap', 'https://b.example.com/a/mybootstrap'],
    ['https://b.example.com/config//', 'https://b.example.com/config'],
  ])('the issuer of %s: %s', (url, issuer) => {
    expect(issuerOf(new URL(url))).toBe(issuer);
  });

  test.each([
    [undefined, true],
    [[], true],
    [['bootstrapOidc'], false],
    [['bootstrapHeaders'], false],
    [['bootstrapHeadersHelper'], false],
  ])('a policy with %j has users sign in so: %s', (keys, device) => {
    const policy =
      keys && ({ settings: new Map(keys.map((key) => [key, {}])) } as unknown as BootstrapSource);
    expect(signsInByDevice(policy)).toBe(device);
  });
});

describe('a body', () => {
  const G: Readonly<Record<string, unknown>> = ROLE;
  const of = (settings: unknown, options: object = {}): ReturnType<typeof checkBody> =>
    checkBody(Buffer.from(typeof settings === 'string' ? settings : JSON.stringify(settings)), {
      now: 0,
      ...options,
    });

  test.each<[string, unknown, object, string, readonly string[]]>([
    ['settings', G, {}, 'v1', []],
    ['a nested one', { $schemaVersion: 2, inference: { provider: 'gateway' } }, {}, 'v2', []],
    ['of another program', { mcpServers: { a: { command: 'x' } } }, {}, 'none', []],
    ['of no object', '[1]', {}, 'none', []],
    ['no JSON', 'hello', {}, 'none', []],
    ['a key of nobody', { ...G, nobody: 1 }, {}, 'v1', ['nobody']],
    ['a value of a wrong type', { ...G, disableAutoUpdates: 'maybe' }, {}, 'v1', ['disableAutoUpdates']],
    [
      'too new for some',
      { ...G, keepAwakeEnabled: true },
      { target: parseTarget('1.46388') },
      'v1',
      ['keepAwakeEnabled'],
    ],
    [
      'read by none any more',
      { ...G, isDxtEnabled: true },
      { target: parseTarget('latest') },
      'v1',
      ['isDxtEnabled'],
    ],
    [
      'on another platform',
      { ...G, inferenceCredentialHelperWindows: 'C:\\a.exe' },
      { platform: 'macos' },
      'v1',
      ['inferenceCredentialHelperWindows'],
    ],
  ])('%s', (_, settings, options, form, dropped) => {
    const report = of(settings, options);
    expect([report.form, report.dropped.map(({ path }) => path.join('.'))]).toEqual([form, dropped]);
    expect(new Set(report.dropped.map(({ path }) => path.join('.'))).size).toBe(report.dropped.length);
  });

  test.each<[string, unknown, string]>([
    ['good', G, 'pass'],
    ['with a warning', { ...G, nobody: 1 }, 'warn unknown-key'],
    ['with an error behind a warning', { nobody: 1, ...G, disableAutoUpdates: 'maybe' }, 'fail wrong-type'],
    ['that is no JSON', 'hello', 'fail not-json'],
    ['that is a list', '[1]', 'fail not-an-object'],
    ['with a byte order mark', `\uFEFF${JSON.stringify(G)}`, 'warn bom'],
  ])('%s', (_, settings, expected) => {
    expect(said(bodyCheck, { body: of(settings) })).toBe(expected);
    expect(said(bodyCheck, {})).toBe('nothing');
  });

  test.each([
    [true, ['inferenceGatewayBaseUrl']],
    [false, []],
  ])('what users are asked about, where they are asked: %s', (asks, paths) => {
    const { consent } = of(G, { source: policyOf([], asks) });
    expect(consent.map(({ path }) => path.join('.'))).toEqual(paths);
  });
});

describe('a whole answer in time', () => {
  test.each<[string, Partial<Seen>, string, RegExp, RegExp | undefined]>([
    ['in time', { asked: answered(200, {}, { ms: 2000 }) }, 'pass', /^In 2000 ms$/, undefined],
    ['slow', { asked: answered(200, {}, { ms: 2001 }) }, 'warn slow', /2\.0 s; every/, /Cache/],
    [
      'no token',
      { bare: answered(200), credential: false },
      'skip no-token inconclusive',
      /No token/,
      /--token-env/,
    ],
    ['no answer to the token yet', { bare: answered(200) }, 'pass', /^In 1 ms$/, undefined],
    [
      'a proxy that asks who it is',
      { asked: failed('proxy', 'PROXY_407') },
      'fail status-407',
      /It fails/,
      /without a sign-in/,
    ],
    ['another proxy', { asked: failed('proxy') }, 'fail proxy', /It fails/, /--proxy/],
    [
      'too late',
      { asked: failed('timeout') },
      'fail timeout',
      /It fails; the app waits \d+ s/,
      /within a second/,
    ],
    [
      'too large',
      { asked: failed('too-large') },
      'fail too-large',
      /larger than 5 MB, unpacked/,
      /settings only/,
    ],
    ['no such name', { asked: failed('dns') }, 'fail dns', /It fails/, /private name/],
    ['nobody listens', { asked: failed('refused') }, 'fail refused', /It fails/, /port/],
    ['a certificate', { asked: failed('tls') }, 'fail tls', /It fails/, /--ca FILE/],
    ['cut', { asked: failed('reset') }, 'fail reset', /It fails/, /log of the server/],
    [
      'the failure of the token counts',
      { asked: failed('reset'), bare: answered(200) },
      'fail reset',
      /It fails/,
      /log/,
    ],
  ])('%s', (_, part, expected, detail, hint) => {
    expect(said(answer, part)).toBe(expected);
    const verdict = answer.run(seen(part));
    expect(verdict?.detail).toMatch(detail);
    if (hint === undefined) expect(verdict?.hint).toBeUndefined();
    else expect(verdict?.hint).toMatch(hint);
  });

  test('nothing was asked', () => {
    expect(said(answer, {})).toBe('nothing');
  });
});

describe('what a report comes to', () => {
  const check = (state: string, inconclusive = false): unknown => ({
    status: state,
    ...(inconclusive ? { inconclusive: true } : {}),
  });
  const body = (...severities: readonly string[]): unknown => ({
    diagnostics: severities.map((severity) => ({ severity })),
  });
  test.each<[string, readonly unknown[], unknown, string]>([
    ['nothing', [], undefined, 'good'],
    ['all pass', [check('pass')], body('info'), 'good'],
    ['a check warns', [check('warn')], undefined, 'warnings'],
    ['the body has a warning', [check('pass')], body('warning'), 'warnings'],
    ['a check fails', [check('fail'), check('skip', true)], undefined, 'faults'],
    ['the body has an error', [check('skip', true)], body('error'), 'faults'],
    ['something could not be asked', [check('skip', true), check('warn')], body('warning'), 'unproven'],
    ['something was skipped', [check('skip')], undefined, 'good'],
  ])('%s', (_, checks, of, expected) => {
    expect(outcomeOf({ checks, body: of } as unknown as Parameters<typeof outcomeOf>[0])).toBe(expected);
  });
});
