import { describe, expect, test } from 'vitest';
import { answer } from '../../src/bootstrap/checks/answer.ts';
import { contentEncoding } from '../../src/bootstrap/checks/content-encoding.ts';
import { contentType } from '../../src/bootstrap/checks/content-type.ts';
import { cookies } from '../../src/bootstrap/checks/cookies.ts';
import { etag } from '../../src/bootstrap/checks/etag.ts';
import { noStore } from '../../src/bootstrap/checks/no-store.ts';
import { status } from '../../src/bootstrap/checks/status.ts';
import type { BootstrapCheck, Seen } from '../../src/bootstrap/types.ts';
import { outcomeOf } from '../../src/bootstrap/verdict.ts';
import { fail, ok } from '../../src/errors.ts';
import type { FailureKind } from '../../src/net/types.ts';

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

describe('a whole answer in time', () => {
  const failed = (kind: FailureKind, code = 'X'): Asked => fail({ kind, code, message: 'It fails', ms: 1 });
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
