import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import type { GatewayRequest } from '../../src/gateway/types.ts';
import type { Failure, Timeouts } from '../../src/net/types.ts';
import { accepted, isTaken, passingFailure } from '../../src/probe/session/engine-view.ts';
import { givesUp } from '../../src/probe/session/gives-up.ts';
import { Hangs } from '../../src/probe/session/hangs.ts';
import { Pace } from '../../src/probe/session/pace.ts';
import { followed } from '../../src/probe/session/redirect.ts';
import { isDevicePoll, isMessage, limitedAs, refusesClient, tokensOf } from '../../src/probe/session/told.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { answerOf, refusal } from '../support/answers.ts';
import { sessionOf } from '../support/probe-session.ts';

/* What the session of a run decides about one answer: whether it is asked again, waited for, followed. */

const TODAY = new Date('2026-11-26T08:00:00Z');
const MESSAGES = '/v1/messages?beta=true';
const COUNT = '/v1/messages/count_tokens?beta=true';
const POST: GatewayRequest = { method: 'POST', path: MESSAGES, body: { model: 'm', stream: true } };
const failure = (kind: Failure['kind'], phase?: Failure['phase']): Failure => ({
  kind,
  message: 'So it was.',
  ms: 1,
  ...(phase === undefined ? {} : { phase }),
});

describe('a request that fails is given up', () => {
  const hung = fail(failure('timeout', 'first-byte'));
  const cut = fail(failure('reset'));
  test.for<
    [string, Parameters<typeof givesUp>[0], number, [retries: number, inARow: number, left: number], boolean]
  >([
    ['at the second hang in a row', hung, 0, [1, 2, 9], true],
    ['not at the first hang', hung, 0, [0, 1, 9], false],
    ['not at the second cut: that costs no wait', cut, 0, [1, 2, 9], false],
    ['not at the third cut', cut, 0, [2, 3, 9], false],
    ['at the fourth', cut, 0, [3, 4, 9], true],
    ['when the run has no retry left', cut, 0, [0, 1, 0], true],
    ['not with the last one left', cut, 0, [0, 1, 1], false],
    ['at the second refusal in a row', ok(answerOf(401, '')), 0, [1, 2, 9], true],
    ['at the second 407', ok(answerOf(407, '')), 0, [1, 2, 9], true],
    ['not at the second 408', ok(answerOf(408, '')), 0, [1, 2, 9], false],
    ['not at the second 500', ok(answerOf(500, '')), 0, [1, 2, 9], false],
    ['at the second 503 that asks for a long wait', ok(answerOf(503, '')), 5000, [1, 2, 9], true],
    ['not at the second 503 that asks for less', ok(answerOf(503, '')), 4999, [1, 2, 9], false],
  ])('%s', ([, outcome, toldMs, [retries, inARow, left], gone]) => {
    expect(givesUp(outcome, { what: 'x', toldMs }, { retries, inARow, left })).toBe(gone);
  });
});

describe('an answer of 2xx', () => {
  test.for([
    ['200 stays', 200, 'x', {}, 200],
    ['201 counts as 200', 201, 'x', {}, 200],
    ['299 counts as 200', 299, 'x', {}, 200],
    ['300 is none', 300, 'x', {}, 300],
    ['204 without a body, whole', 204, '', {}, 204],
    ['204 without a body, streamed', 204, '', { stream: true }, 200],
    ['204 without a body, not streamed', 204, '', { stream: false }, 204],
    ['199 stays', 199, 'x', {}, 199],
  ] as const)('%s', ([, status, text, body, seen]) => {
    const outcome = accepted({ ...POST, body }, ok(answerOf(status, text)));
    expect(outcome).toMatchObject({ value: { status: seen } });
  });
});

describe('a failure that is asked for again', () => {
  const row = (
    answer: GatewayAnswer,
    request: Partial<GatewayRequest> = {},
    label = 'health',
  ): ReturnType<typeof passingFailure> =>
    passingFailure(ok(answer), { ...POST, ...request }, { label, today: TODAY });

  test.for([
    [200, undefined],
    [307, undefined],
    [399, undefined],
    [400, undefined],
    [401, { what: 'HTTP 401' }],
    [402, undefined],
    [403, undefined],
    [404, { what: 'HTTP 404' }],
    [405, undefined],
    [408, { what: 'HTTP 408' }],
    [409, { what: 'HTTP 409' }],
    [410, undefined],
    [429, undefined],
    [499, undefined],
    [500, { what: 'HTTP 500' }],
    [503, { what: 'HTTP 503' }],
    [529, { what: 'HTTP 529' }],
  ] as const)('HTTP %i', ([status, passing]) => {
    expect(row(answerOf(status, 'x'))).toEqual(passing);
  });

  test.for([
    ['GET', answerOf(500), { method: 'GET' as const }, undefined],
    ['without a credential', answerOf(500), { credential: 'none' as const }, undefined],
    [
      '401 for another credential',
      answerOf(401),
      { credential: { scheme: 'bearer' as const, token: 'x' } },
      undefined,
    ],
    ['401 for another path', answerOf(401), { path: COUNT }, undefined],
    ['404 for another path', answerOf(404), { path: COUNT }, undefined],
    ['500 for another path', answerOf(500), { path: COUNT }, { what: 'HTTP 500' }],
    ['a quota', refusal(503, 'Quota exceeded.'), {}, undefined],
    ['nothing', answerOf(200, ''), {}, { what: 'an empty answer' }],
    ['an error with HTTP 200', refusal(200, 'x'), {}, { what: 'an error with HTTP 200' }],
    ['with its wait', answerOf(503, '', { 'retry-after': '7' }), {}, { what: 'HTTP 503', toldMs: 7000 }],
    [
      'with a wait of a minute',
      answerOf(500, '', { 'retry-after': '60' }),
      {},
      { what: 'HTTP 500', toldMs: 60_000 },
    ],
    ['with a longer one', answerOf(500, '', { 'retry-after': '61' }), {}, undefined],
    ['told not to', answerOf(500, '', { 'x-should-retry': 'false' }), {}, undefined],
    ['told to', answerOf(400, '', { 'x-should-retry': 'true' }), {}, { what: 'HTTP 400' }],
    [
      'told to, with a long wait',
      answerOf(400, '', { 'x-should-retry': 'true', 'retry-after': '61' }),
      {},
      undefined,
    ],
    ['a limit, told to', answerOf(429, '', { 'x-should-retry': 'true' }), {}, undefined],
  ] as const)('%s', ([, answer, request, passing]) => {
    expect(row(answer, request)).toEqual(passing);
  });

  test('404 for the model that nobody has', () => {
    expect(row(answerOf(404), {}, 'unknown-model')).toBeUndefined();
    expect(row(answerOf(500), {}, 'unknown-model')).toEqual({ what: 'HTTP 500' });
  });

  test.for([
    ['a cut connection', failure('reset'), 'a cut connection'],
    ['no first byte in time', failure('timeout', 'first-byte'), 'no answer in time'],
    ['silence in the middle', failure('timeout', 'idle'), undefined],
    ['no connection in time', failure('timeout', 'connect'), undefined],
    ['another failure', failure('tls'), undefined],
    ['a handshake that is cut', { ...failure('tls'), code: 'ECONNRESET' }, 'a cut connection'],
    ['a certificate', { ...failure('tls'), code: 'CERT_HAS_EXPIRED' }, undefined],
    ['a tunnel that fails', { ...failure('proxy'), code: 'PROXY_502' }, 'no way through the proxy'],
    ['a tunnel that is refused', { ...failure('proxy'), code: 'PROXY_403' }, undefined],
  ] as const)('%s', ([, broken, what]) => {
    const passing = passingFailure(fail(broken), POST, { label: 'health', today: TODAY });
    expect(passing?.what).toBe(what);
  });
});

test.for<[string, ReturnType<typeof answerOf> | Failure, boolean]>([
  ['an answer', answerOf(200, {}), true],
  ['a redirect', answerOf(307), true],
  ['a connection in use that was cut', { ...answerOf(200, {}), cutInUse: { served: 1, ageMs: 9 } }, false],
  ['a failure that may pass', answerOf(200, ''), false],
  ['a server error', answerOf(500), false],
  ['a refusal', answerOf(400), false],
  ['a limit', answerOf(429), false],
  ['no answer', failure('reset'), false],
])('whether a message that is sent again at the end of a run passes: %s', ([, came, passes]) => {
  const outcome = 'kind' in came ? fail(came) : ok(came);
  expect(isTaken(outcome, POST, { label: 'again', today: TODAY })).toBe(passes);
});

describe('what a request is', () => {
  test.for([
    ['POST', MESSAGES, true],
    ['GET', MESSAGES, false],
    ['POST', COUNT, false],
  ] as const)('%s %s is a message: %s', ([method, path, is]) => {
    expect(isMessage({ method, path })).toBe(is);
  });

  test.for([
    [{ model: 'claude-opus-5' }, 0, 'claude-opus-5'],
    [{ model: 'claude-opus-5' }, 250_000, 'claude-opus-5'],
    [{ model: 'claude-opus-5' }, 250_001, 'claude-opus-5 large'],
    [{ model: 5 }, 0, ''],
    [[], 0, ''],
    [undefined, 0, ''],
  ] as const)('whose limit %j of %d bytes meets', ([body, leastBytes, whose]) => {
    expect(limitedAs({ ...POST, body, leastBytes })).toBe(whose);
  });
});

test.for([
  [undefined, 0],
  [{}, 0],
  [{ a: 'bcdefg' }, 3],
] as const)('the tokens of a request with %j: %i', ([body, tokens]) => {
  expect(tokensOf({ ...POST, body })).toBe(tokens);
});

describe('a refusal of the client by its name', () => {
  test.for([
    [403, 'Forbidden', true],
    [403, 'Monthly quota exceeded', false],
    [400, 'Only claude-cli may ask', true],
    [400, 'Only Claude Code may ask', true],
    [401, 'unknown client', true],
    [406, 'bad User-Agent', true],
    [426, 'update your client', true],
    [400, 'clientele', false],
    [400, 'bad request', false],
    [404, 'unknown client', false],
    [500, 'unknown client', false],
    [400, `${'x'.repeat(2000)} client`, false],
  ] as const)('HTTP %i %s: %s', ([status, message, refused]) => {
    expect(refusesClient({ ...refusal(status, message), text: message })).toBe(refused);
  });

  test.for([
    [{ error: 'authorization_pending' }, true],
    [{ error: 'slow_down' }, true],
    [{ error: 'access_denied' }, false],
    [['slow_down'], false],
  ] as const)('a poll of the device grant: %j', ([body, poll]) => {
    expect(isDevicePoll(answerOf(429, body))).toBe(poll);
  });
});

describe('a redirect that is followed', () => {
  const BASE = 'https://gate.example.com/a/b';
  const to = (
    status: number,
    location: string | undefined,
    base = BASE,
    path = MESSAGES,
  ): string | undefined =>
    followed(
      { method: 'POST', path },
      {
        ...answerOf(status, '', location === undefined ? {} : { location }),
        ...(location === undefined || !URL.canParse(location, base)
          ? {}
          : { location: new URL(location, base).href }),
      },
      base,
    )?.path;

  test.for([
    [307, 'https://gate.example.com/v2/messages?x=1', '/../../v2/messages?x=1'],
    [308, '/v2/messages', '/../../v2/messages'],
    [302, '/v2/messages', undefined],
    [301, '/v2/messages', undefined],
    [307, undefined, undefined],
    [307, 'http://gate.example.com/v2', undefined],
    [307, 'https://gate.example.com:8443/v2', undefined],
    [307, 'https://other.example.com/v2', undefined],
    [307, 'https://sub.gate.example.com/v2', undefined],
  ] as const)('HTTP %i to %s', ([status, location, path]) => {
    expect(to(status, location)).toBe(path);
  });

  test('three times at most: one that leads in a circle is an answer in the end', async () => {
    const asked: string[] = [];
    const session = sessionOf({
      baseUrl: 'https://gate.example.com',
      secrets: [],
      send: ({ path }) => {
        asked.push(path);
        const location = `https://gate.example.com/hop${String(asked.length)}`;
        return Promise.resolve(ok({ ...answerOf(307, '', { location }), location }));
      },
    });
    const outcome = await session.send('health', POST);
    expect(outcome).toMatchObject({ ok: true, value: { status: 307 } });
    expect(asked).toEqual([POST.path, '/hop1', '/hop2', '/hop3']);
    expect(session.redirect()).toEqual({ status: 307, location: 'https://gate.example.com/hop1' });
  });

  test('neither from an address of its own, nor below an address that is none', () => {
    expect(to(307, '/x', 'https://gate.example.com', 'https://gate.example.com/token')).toBeUndefined();
    expect(
      followed(POST, { ...answerOf(307), location: 'https://a.example/' }, 'no address'),
    ).toBeUndefined();
    expect(followed(POST, { ...answerOf(307), location: 'no address' }, BASE)).toBeUndefined();
    expect(to(307, '/x', 'https://gate.example.com')).toBe('/x');
  });
});

describe('answers that do not come', () => {
  const late = failure('timeout', 'first-byte');

  test('are waited for twice, then for six seconds; streams and whole answers apart', () => {
    const hangs = new Hangs();
    hangs.note('stream', late);
    expect(hangs.bounds('stream')).toEqual({});
    hangs.note('stream', failure('timeout', 'idle'));
    hangs.note('stream', failure('reset', 'first-byte'));
    hangs.note('stream', undefined);
    expect(hangs.bounds('stream')).toEqual({});
    hangs.note('stream', late);
    expect(hangs.bounds('stream')).toEqual({ firstByte: 6000 });
    expect(hangs.bounds('whole')).toEqual({});
  });

  test.for<[string, Partial<Timeouts>, Partial<Timeouts>, number, Partial<Timeouts>]>([
    ['of the request alone', { total: 9 }, {}, 0, { total: 9 }],
    ['of the run alone', {}, { total: 9 }, 0, { total: 9 }],
    ['of both: the less of each', { total: 9, idle: 3 }, { total: 5, idle: 7 }, 0, { total: 5, idle: 3 }],
    ['after two hangs the next answer is not waited for long', {}, {}, 2, { firstByte: 6000 }],
    ['but for a limit that is shorter', { firstByte: 5000 }, { firstByte: 9000 }, 2, { firstByte: 5000 }],
  ])('the bounds of a request: %s', ([, own, ofRun, met, bounds]) => {
    const hangs = new Hangs();
    for (let at = 0; at < met; at++) hangs.note('stream', late);
    expect(hangs.bound({ ...POST, timeouts: own }, ofRun)).toEqual(bounds);
    const get = { method: 'GET', path: '/', timeouts: own } as const;
    if (met > 0) expect(hangs.bound(get, ofRun)).toEqual({ ...ofRun, ...own });
  });

  test('are given up for good once they did not come however often they were asked for', () => {
    const hangs = new Hangs();
    hangs.note('stream', late);
    expect(hangs.isVain('stream', late)).toBe(false);
    hangs.gaveUp('stream', failure('reset'));
    expect(hangs.isVain('stream', late)).toBe(false);
    hangs.gaveUp('stream', late);
    expect(hangs.isVain('stream', late)).toBe(true);
    expect(hangs.isVain('stream', failure('reset'))).toBe(false);
    expect(hangs.isVain('whole', late)).toBe(false);
  });

  test.for<[string, Partial<GatewayRequest>, Partial<Timeouts>, number, object]>([
    ['its own', { timeouts: { firstByte: 9000, total: 15_000 } }, {}, 0, { firstByte: 9000, total: 15_000 }],
    ['those of the run', {}, { connect: 5000 }, 0, { connect: 5000 }],
    [
      'the least of both',
      { timeouts: { firstByte: 9000, total: 15_000 } },
      { firstByte: 3000, total: 30_000 },
      0,
      { firstByte: 3000, total: 15_000 },
    ],
    ['six seconds where two did not come', { timeouts: { firstByte: 9000 } }, {}, 2, { firstByte: 6000 }],
    ['less than that', { timeouts: { firstByte: 900 } }, { firstByte: 700 }, 2, { firstByte: 700 }],
    ['a list, as long as ever', { method: 'GET' }, { firstByte: 9000 }, 2, { firstByte: 9000 }],
    ['a whole answer, as long as ever', { body: {} }, { firstByte: 9000 }, 2, { firstByte: 9000 }],
  ])('how long a request is waited for: %s', ([, request, ofRun, times, expected]) => {
    const hangs = new Hangs();
    for (let met = 0; met < times; met += 1) hangs.note('stream', late);
    expect(hangs.bound({ ...POST, ...request }, ofRun)).toEqual(expected);
  });

  test.for<[string, ReturnType<typeof answerOf> | Failure, number, [number, number, number], boolean]>([
    ['a server error', answerOf(500), 0, [0, 1, 9], false],
    ['a server error, twice', answerOf(500), 0, [1, 2, 9], false],
    ['a server error, four times', answerOf(500), 0, [3, 1, 9], true],
    ['where the run has no retry left', answerOf(500), 0, [0, 1, 0], true],
    ['where it has one', answerOf(500), 0, [0, 1, 1], false],
    ['a refusal', answerOf(404), 0, [0, 1, 9], false],
    ['a refusal, twice', answerOf(404), 0, [1, 2, 9], true],
    ['a refusal, twice, and others passed in between', answerOf(404), 0, [1, 1, 9], false],
    ['a wait of 5 seconds, twice', answerOf(503), 5000, [1, 2, 9], true],
    ['a wait of less, twice', answerOf(503), 4999, [1, 2, 9], false],
    ['no answer in time', failure('timeout', 'first-byte'), 0, [0, 1, 9], false],
    ['no answer in time, twice', failure('timeout', 'first-byte'), 0, [1, 2, 9], true],
    ['a cut connection, twice', failure('reset'), 0, [1, 2, 9], false],
  ])('is not asked for again: %s', ([, came, toldMs, [retries, inARow, left], ends]) => {
    const outcome = 'kind' in came ? fail(came) : ok(came);
    expect(givesUp(outcome, { what: 'so', toldMs }, { retries, inARow, left })).toBe(ends);
  });

  test('the end of a body is waited for until one has not come', () => {
    const hangs = new Hangs();
    const asked = { method: 'POST', path: '/v1/messages', lingerMs: 25_000 } as const;
    for (const tail of [{}, { tailMs: 3000 }]) hangs.came({ ...refusal(200, 'x'), ...tail });
    expect(hangs.linger(asked)).toBe(25_000);
    expect(hangs.linger({ method: 'GET', path: '/v1/models' })).toBeUndefined();
    hangs.came({ ...refusal(200, 'x'), ...{ tailMs: 'open' } });
    expect(hangs.linger(asked)).toBeUndefined();
  });
});

describe('the pace of a gateway', () => {
  const limit = (message = 'slow', headers: Readonly<Record<string, string>> = {}): GatewayAnswer =>
    refusal(429, message, headers);

  /** The waits of a row of answers, as the session asks: the first is new, the others follow it. */
  function waits(answers: readonly GatewayAnswer[], pace = new Pace(() => undefined)): unknown[] {
    return answers.map((answer, at) =>
      pace.pauseAfter(answer, { whose: 'm', inARow: at > 0, today: TODAY, tokens: () => 30_000 }),
    );
  }

  test.for<[string, readonly GatewayAnswer[], readonly (number | undefined)[]]>([
    [
      'waits that double, six of them',
      Array.from({ length: 8 }, () => limit()),
      [1000, 2000, 4000, 8000, 16_000, 32_000, undefined, undefined],
    ],
    [
      'three where the gateway says how long',
      Array.from({ length: 5 }, () => limit('slow', { 'retry-after': '2' })),
      [2000, 2000, 2000, undefined, undefined],
    ],
    [
      'one for a cool-down',
      Array.from({ length: 3 }, () => limit('cooldown, try again in 5 seconds')),
      [5000, undefined, undefined],
    ],
    ['the words', [limit('Try again in 5 seconds')], [5000]],
    ['the words, short', [limit('Try again in 5s')], [5000]],
    ['the words of another unit', [limit('Try again in 5 minutes')], [1000]],
    ['the header before the words', [limit('Try again in 5 s', { 'retry-after': '3' })], [3000]],
    ['a minute', [limit('', { 'retry-after': '60' })], [60_000]],
    ['more than a minute', [limit('', { 'retry-after': '61' })], [undefined]],
    ['money that is spent', [limit('Your credit is spent')], [undefined]],
    ['a request that is too large', [limit('Request too large for your tier')], [undefined]],
    [
      'a window that is paid for extra',
      [limit('Extra usage is required for long context requests')],
      [undefined],
    ],
    [
      'more tokens than pass in a minute',
      [limit('rate limit of 25,000 input tokens per minute')],
      [undefined],
    ],
    ['fewer tokens than pass in a minute', [limit('rate limit of 40,000 tokens per minute')], [1000]],
    ['told not to', [limit('', { 'x-should-retry': 'false' })], [undefined]],
    ['after one in vain nothing is waited for', [limit('budget'), limit()], [undefined, undefined]],
    ['what passes ends the row', [limit(), limit(), answerOf(200), limit()], [1000, 2000, undefined, 2000]],
    ['an overload is no limit', [answerOf(529)], [undefined]],
  ])('%s', ([, answers, expected]) => {
    expect(waits(answers)).toEqual(expected);
  });

  test('what passes for one model ends the row of that one alone', () => {
    const pace = new Pace(() => undefined);
    const ask = (whose: string, answer: GatewayAnswer): unknown =>
      pace.pauseAfter(answer, { whose, inARow: true, today: TODAY, tokens: () => 1 });
    expect([ask('a', limit()), ask('b', answerOf(200)), ask('a', limit())]).toEqual([2000, undefined, 4000]);
    expect([ask('a', answerOf(200)), ask('a', limit())]).toEqual([undefined, 2000]);
  });

  test('models are limited apart', () => {
    const pace = new Pace(() => undefined);
    const ask = (whose: string, answer = limit()): unknown =>
      pace.pauseAfter(answer, { whose, inARow: false, today: TODAY, tokens: () => 1 });
    expect(ask('a', limit('budget'))).toBeUndefined();
    expect(ask('b')).toBe(1000);
    expect(ask('a')).toBeUndefined();
  });

  test('a limit asks for one request at a time, a cool-down does not', () => {
    let calls = 0;
    const pace = new Pace(() => (calls += 1));
    waits([limit('cooldown')], pace);
    expect([pace.limited, calls]).toEqual([false, 0]);
    waits([limit(), limit()], pace);
    expect([pace.limited, calls]).toEqual([true, 2]);
  });
});
