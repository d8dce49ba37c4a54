import { describe, expect, test } from 'vitest';
import {
  startEmbeddedGateway,
  type EmbeddedGateway,
  type FaultName,
} from '../../src/embedded-gateway/index.ts';
import { fail, ok, type Outcome } from '../../src/errors.ts';
import { createClient } from '../../src/gateway/client.ts';
import type { GatewayClient, GatewayRequest } from '../../src/gateway/types.ts';
import type { Failure } from '../../src/net/types.ts';
import type { GatewayFacts, SendOptions } from '../../src/probe/check.ts';
import { MESSAGES } from '../../src/probe/requests/requests.ts';
import { runProbe } from '../../src/probe/probe.ts';
import { UNKNOWN_MODEL } from '../../src/probe/session/engine-view.ts';
import type { ProbeSession } from '../../src/probe/session/session.ts';
import { Stopped } from '../../src/probe/session/stopped.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { answerOf } from '../support/answers.ts';
import { sessionOf } from '../support/probe-session.ts';
import { idsOf, probeAt, resultOf } from '../support/replay-run.ts';

/* How many requests go out, at once and one after the other, and what is asked again. Counted, not timed. */

const MODELS = ['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-4-8'];
const LONG = 'context-1m-2025-08-07';

async function withGateway<T>(
  faults: readonly FaultName[],
  run: (gateway: EmbeddedGateway) => Promise<T>,
): Promise<T> {
  const gateway = await startEmbeddedGateway({ faults, models: MODELS });
  try {
    return await run(gateway);
  } finally {
    await gateway.close();
  }
}

function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Outcome<GatewayAnswer, Failure> {
  const json = status === 200 ? {} : { error: { message: 'no' } };
  return ok({ status, headers, text: JSON.stringify(json), json, firstByteMs: 1, ms: 1 });
}

/** A session before a gateway that answers as it is told; `most` is the most requests that were in it at once. */
function sessionBefore(
  respond: (count: number, inside: number) => Outcome<GatewayAnswer, Failure>,
  more: Parameters<typeof sessionOf>[1] = {},
): {
  readonly session: ProbeSession;
  readonly seen: { most: number; count: number; readonly requests: GatewayRequest[] };
} {
  const seen = { most: 0, count: 0, requests: [] as GatewayRequest[] };
  let inside = 0;
  const client = {
    baseUrl: 'http://gateway.example',
    secrets: [],
    send: async (request: GatewayRequest) => {
      seen.requests.push(request);
      seen.count += 1;
      const count = seen.count;
      inside += 1;
      seen.most = Math.max(seen.most, inside);
      const outcome = respond(count, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      return outcome;
    },
  };
  const session = sessionOf(client, { concurrency: 6, models: [{ name: MODELS[0] ?? '' }], ...more });
  return { session, seen };
}

const POST: GatewayRequest = { method: 'POST', path: '/v1/messages', body: {} };
const six = (session: ProbeSession): Promise<unknown> =>
  Promise.all(Array.from({ length: 6 }, (_, at) => session.send(`r${String(at)}`, POST)));

describe('the pace', () => {
  test('six at once while nothing fails', async () => {
    const { session, seen } = sessionBefore(() => answer(200));
    await six(session);
    expect([seen.most, seen.count, session.paced]).toEqual([6, 6, false]);
  });

  test('after a 429 one at a time, and everything is answered', async () => {
    const { session, seen } = sessionBefore((count) =>
      count === 1 ? answer(429, { 'retry-after': '0' }) : answer(200),
    );
    await session.send('first', POST);
    seen.most = 0;
    await six(session);
    expect([seen.most, session.paced]).toEqual([1, true]);
  });

  test('after a failure one at a time, too', async () => {
    const { session, seen } = sessionBefore((count) => answer(count === 1 ? 500 : 200));
    await session.send('first', POST);
    seen.most = 0;
    await six(session);
    expect([seen.most, session.paced]).toEqual([1, false]);
  });

  test('a gateway that fails whatever comes beside another request: all pass, alone', async () => {
    const { session, seen } = sessionBefore((_count, inside) => answer(inside > 1 ? 503 : 200));
    const outcomes = (await six(session)) as Outcome<GatewayAnswer, Failure>[];
    expect(outcomes.map((each) => each.ok && each.value.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(seen.count).toBeLessThanOrEqual(12);
    expect(session.failures().failed.length).toBeGreaterThan(0);
  });

  test('every second request fails: none is given up', async () => {
    const { session } = sessionBefore((count) => answer(count % 2 === 1 ? 500 : 200));
    const outcomes = (await six(session)) as Outcome<GatewayAnswer, Failure>[];
    expect(outcomes.every((each) => each.ok && each.value.status === 200)).toBe(true);
  });

  test('what passes when it is asked again costs nothing of what an outage may take', async () => {
    const { session, seen } = sessionBefore((count) =>
      answer(count % 2 === 1 ? 500 : 200, { 'retry-after': '0' }),
    );
    for (let at = 0; at < 30; at++) {
      const outcome = await session.send(`r${String(at)}`, POST);
      expect(outcome.ok && outcome.value.status).toBe(200);
    }
    expect(seen.count).toBe(60);
  });

  test.each([
    [401, MESSAGES, false, 2],
    [404, MESSAGES, true, 2],
    [404, MESSAGES, false, 2],
    [404, '/v1/messages/count_tokens', true, 1],
  ])('HTTP %i at %s (stream %s), as often as the engine: %i times', async (status, path, stream, count) => {
    const { session, seen } = sessionBefore(() => answer(status));
    await session.send('one', { ...POST, path, body: { stream } });
    expect(seen.count).toBe(count);
  });

  test('a model that nobody has is asked for once', async () => {
    const { session, seen } = sessionBefore(() => answer(404));
    await session.send(UNKNOWN_MODEL, { ...POST, path: MESSAGES });
    expect(seen.count).toBe(1);
  });

  test('a wrong key is asked for once', async () => {
    const { session, seen } = sessionBefore(() => answer(401));
    await session.send('one', { ...POST, path: MESSAGES, credential: { scheme: 'bearer', token: 'x' } });
    expect(seen.count).toBe(1);
  });

  test.each<[string, number, Readonly<Record<string, string>>, number]>([
    ['a server error that says not to', 500, { 'x-should-retry': 'false' }, 1],
    ['a refusal that says to', 400, { 'x-should-retry': 'true' }, 2],
  ])('x-should-retry: %s', async (_, status, headers, count) => {
    const { session, seen } = sessionBefore(() => answer(status, headers));
    await session.send('one', POST);
    expect(seen.count).toBe(count);
  });

  test.each([400, 401, 403, 404, 413])('HTTP %i is asked once', async (status) => {
    const { session, seen } = sessionBefore(() => answer(status));
    await session.send('one', POST);
    expect(seen.count).toBe(1);
  });
});

describe('failures in a row', () => {
  test.each<[string, number, boolean]>([
    ['one passes', 1, false],
    ['two end a turn of the app', 2, true],
  ])('%s', async (_, failures, turnLost) => {
    const { session } = sessionBefore((count) => answer(count <= failures ? 500 : 200));
    await session.send('one', POST);
    expect(session.failures()).toMatchObject({ failed: ['HTTP 500'], turnLost });
  });

  test('what fails beside others and then every second time is none', async () => {
    const { session } = sessionBefore((count) => answer(count % 2 === 0 ? 500 : 200));
    await six(session);
    expect(session.failures().turnLost).toBe(false);
  });

  test('an outage that meets six at once: the engine would have met it twice', async () => {
    const { session } = sessionBefore((count) => answer(count <= 8 ? 529 : 200));
    await six(session);
    expect(session.failures().turnLost).toBe(true);
  });

  test.each<[string, (count: number, inside: number) => boolean, boolean]>([
    ['an outage that three of six meet, and nothing after', (count) => count >= 2 && count <= 4, true],
    ['whatever comes beside another request', (_count, inside) => inside > 1, false],
    ['every third', (count) => count % 3 === 0, false],
    ['one of six', (count) => count === 3, false],
  ])('what the engine would meet of %s', async (_, fails, turnLost) => {
    const { session } = sessionBefore((count, inside) => answer(fails(count, inside) ? 502 : 200));
    session.wait = () => Promise.resolve();
    await six(session);
    await six(session);
    await six(session);
    expect(session.failures()).toMatchObject({ turnLost });
    expect(session.failures().failed.length).toBeGreaterThan(0);
  });

  test.each<['turnLost' | 'split', (count: number) => readonly [connection: number, fails: boolean]]>([
    ['turnLost', (count) => [1, count >= 2 && count <= 4]],
    ['split', (count) => [count % 2, count % 2 === 0]],
  ])('where the gateway limits requests, they may fail for that: %s is not told', async (what, respond) => {
    let limit = false;
    const { session } = sessionBefore((count) => {
      const [connection, fails] = respond(count);
      const given = answer(limit ? 429 : fails ? 502 : 200, { 'retry-after': '0' });
      limit = false;
      return given.ok ? ok({ ...given.value, connection }) : given;
    });
    session.wait = () => Promise.resolve();
    for (let turn = 0; turn < 3; turn += 1) await six(session);
    for (let turn = 0; turn < 8; turn += 1) await session.send(`s${String(turn)}`, POST);
    expect(session.failures()[what]).toBe(true);
    limit = true;
    await session.send('limited', POST);
    expect([session.failures()[what], session.paced]).toEqual([false, true]);
  });

  test.each<[string, (count: number) => boolean, boolean]>([
    ['that is taken', () => false, false],
    ['that is refused for one message only', (count) => count === 4 || count === 5, false],
    ['that is refused for good after some messages', (count) => count > 3, true],
    ['that was never taken', () => true, false],
  ])('a credential %s', async (_, refuses, shutOut) => {
    const { session } = sessionBefore((count) => answer(refuses(count) ? 401 : 200));
    session.wait = () => Promise.resolve();
    for (let turn = 0; turn < 5; turn += 1)
      await session.send(`r${String(turn)}`, { ...POST, path: MESSAGES });
    await session.settle();
    expect(session.failures()).toMatchObject({ shutOut });
  });

  test.each<[string, (count: number, inside: number) => boolean, boolean, boolean]>([
    ['two that follow one another', (count) => count === 2 || count === 3, true, true],
    ['two that do not', (count) => count === 2 || count === 4, false, false],
    ['a limit of three at once', (_count, inside) => inside > 3, true, false],
    ['what fails when that is sent, too', (count) => count === 3 || count === 4 || count > 9, true, false],
  ])('at its end a run sends at once what failed side by side: %s', async (_, fails, asks, turnLost) => {
    const { session, seen } = sessionBefore((count, inside) => answer(fails(count, inside) ? 503 : 200));
    session.wait = () => Promise.resolve();
    await six(session);
    const before = seen.count;
    await session.settle();
    expect(session.failures()).toMatchObject({ turnLost });
    expect(seen.count > before).toBe(asks);
  });

  test.each<
    [string, boolean, (count: number, inside: number) => readonly [connection: number, fails: boolean]]
  >([
    ['one connection fails whatever is asked', true, (count) => [count % 2, count % 2 === 0]],
    ['one connection fails now and then', false, (count) => [count % 2, count % 4 === 0]],
    ['whatever comes beside another request', false, (_count, inside) => [inside, inside > 1]],
  ])('%s: servers that differ: %o', async (_, split, respond) => {
    const { session } = sessionBefore((count, inside) => {
      const [connection, fails] = respond(count, inside);
      const given = answer(fails ? 503 : 200);
      return given.ok ? ok({ ...given.value, connection }) : given;
    });
    session.wait = () => Promise.resolve();
    // As many at once again after each failure, and one at a time.
    for (let turn = 0; turn < 3; turn += 1) await six(session);
    for (let turn = 0; turn < 8; turn += 1) await session.send(`s${String(turn)}`, POST);
    expect(session.failures()).toMatchObject({ split });
  });

  test.each([
    ['Rate limit exceeded', 2, 200],
    ['Out of call volume quota', 1, 403],
  ])('HTTP 403 with the words "%s": asked %i times', async (message, count, status) => {
    const json = { message };
    const { session, seen } = sessionBefore((asked) =>
      asked > 1
        ? answer(200)
        : ok({ status: 403, headers: {}, text: JSON.stringify(json), json, firstByteMs: 1, ms: 1 }),
    );
    session.wait = () => Promise.resolve();
    const outcome = await session.send('one', POST);
    expect([outcome.ok && outcome.value.status, seen.count]).toEqual([status, count]);
  });

  test('a page in place of an answer is asked for once more', async () => {
    const page = ok({ status: 200, headers: {}, text: '<html>', json: undefined, firstByteMs: 1, ms: 1 });
    const { session, seen } = sessionBefore((count) => (count === 1 ? page : answer(200)));
    const outcome = await session.send('one', POST);
    expect([outcome.ok && outcome.value.text, seen.count]).toEqual(['{}', 2]);
    expect(session.failures()).toMatchObject({ failed: ['an HTML page'], turnLost: false });
  });

  test('one tier is limited alone: the others are waited for as before', async () => {
    const { session } = sessionBefore((count) =>
      answer(count < 5 ? 429 : count === 5 ? 429 : 200, { 'retry-after': '0' }),
    );
    const body = (model: string): GatewayRequest => ({ ...POST, body: { model } });
    const dead = await session.send('one', body('a'));
    const alive = await session.send('two', body('b'));
    expect([dead, alive].map((each) => each.ok && each.value.status)).toEqual([429, 200]);
  });

  test('a burst of so many requests in some seconds: all are answered', async () => {
    let left = 3;
    const { session } = sessionBefore(() => {
      left -= 1;
      return left >= 0 ? answer(200) : answer(429, { 'retry-after': '1' });
    });
    session.wait = () => {
      left = 3;
      return Promise.resolve();
    };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => session.send(`r${String(at)}`, POST)),
    );
    expect(outcomes.every((each) => each.ok && each.value.status === 200)).toBe(true);
  });
});

describe('what is not waited for for ever', () => {
  const late = fail<Failure>({ kind: 'timeout', phase: 'first-byte', message: 'No answer came.', ms: 1 });

  test('an answer that does not come is asked for twice, and the next of its kind once', async () => {
    const { session, seen } = sessionBefore(() => late);
    session.wait = () => Promise.resolve();
    const counts: number[] = [];
    for (const stream of [true, true, false, false]) {
      const before = seen.count;
      await session.send('one', { ...POST, body: { stream } });
      counts.push(seen.count - before);
    }
    expect(counts).toEqual([2, 1, 2, 1]);
  });

  test('a server error is asked again three times, and 24 times in all', async () => {
    const { session, seen } = sessionBefore(() => answer(500));
    const waited: number[] = [];
    session.wait = (ms) => {
      waited.push(ms);
      return Promise.resolve();
    };
    await session.send('one', POST);
    expect([seen.count, waited]).toEqual([4, [500, 500, 750]]);
    for (let at = 2; at <= 8; at++) await session.send(`r${String(at)}`, POST);
    expect(seen.count).toBe(32);
    await session.send('last', POST);
    expect([seen.count, session.requests, session.failures().failed]).toEqual([33, 33, []]);
  });
});

describe('connections that are cut', () => {
  /** What the client says of each message: `.` answered; `2` sent again by itself; `c` cut after others; `x` failed; `l` limited. */
  async function after(
    events: string,
    request: GatewayRequest = POST,
    options: SendOptions = {},
  ): Promise<unknown> {
    const { session, seen } = sessionBefore((count) => {
      const event = events[count - 1] ?? '.';
      const given = answer(event === 'x' ? 500 : event === 'l' ? 429 : 200);
      if (!given.ok) return given;
      if (event === '2') return ok({ ...given.value, isSecond: true });
      const use = event === 'c' ? { served: 1, ageMs: 9 } : { served: 5, ageMs: 900 };
      return ok({ ...given.value, ...(event === 'c' ? { cutInUse: use } : { use }) });
    });
    session.wait = () => Promise.resolve();
    while (seen.count < events.length) await session.send(`r${String(seen.count)}`, request, options);
    const before = seen.count;
    await session.settle();
    const { failed, cutInUse, turnLost } = session.failures();
    return [failed, cutInUse, turnLost, seen.count > before ? 'asks' : 'asks nothing'];
  }
  const CUT = 'a cut connection';

  test.for<[string, string, unknown]>([
    ['none', '...', [[], 0, false, 'asks nothing']],
    ['one that others outlived', 'c...', [[CUT], 1, false, 'asks nothing']],
    ['one whose message failed before', 'xc...', [['HTTP 500', CUT], 1, true, 'asks']],
    ['two, each seen before the next is sent', 'cc...', [[CUT, CUT], 2, false, 'asks nothing']],
    ['one in a turn that is lost anyway', 'xxc...', [['HTTP 500', CUT], 1, true, 'asks nothing']],
    ['one whose message failed before, and a limit', 'lxc...', [['HTTP 500', CUT], 1, false, 'asks nothing']],
    ['two that others came between', 'c.c..', [[CUT, CUT], 2, false, 'asks nothing']],
  ])('%s', async ([, events, expected]) => {
    expect(await after(events)).toEqual(expected);
  });

  const bare: GatewayRequest = { ...POST, credential: 'none' };
  test.for<[string, string, GatewayRequest, SendOptions, unknown]>([
    ['one without a credential', '2..', bare, {}, [[CUT], 0, false, 'asks nothing']],
    ['two in a row', '22..', bare, {}, [[CUT, CUT], 0, true, 'asks']],
    ['one that is asked once', '2..', POST, { retry: false }, [[CUT], 0, false, 'asks nothing']],
    ['a list', '2..', { method: 'GET', path: '/v1/models' }, {}, [[], 0, false, 'asks nothing']],
  ])('and sent again by the client, where the engine would have met it: %s', async ([, ...row]) => {
    const [events, request, options, expected] = row;
    expect(await after(events, request, options)).toEqual(expected);
  });
});

describe('what of a request the session decides', () => {
  const quick = (session: ProbeSession, waited: number[] = []): number[] => {
    session.wait = (ms) => (waited.push(ms), Promise.resolve());
    return waited;
  };

  test('what is asked elsewhere: no redirect is followed, no limit waited for, and no 401 held against the key', async () => {
    const to = 'http://gateway.example/other';
    const redirect = ok({ ...answerOf(307, '', { location: to }), location: to });
    const { session, seen } = sessionBefore(
      (count) => [answer(200), redirect, answer(429), answer(401)][count - 1] ?? answer(401),
    );
    const waited = quick(session);
    await session.send('own', POST);
    for (let at = 0; at < 3; at += 1) await session.send('aside', POST, { aside: true });
    await session.settle();
    expect([seen.count, waited, session.paced, session.redirect()]).toEqual([4, [], false, undefined]);
  });

  test('what is asked once is not asked again, neither for a limit nor for a failure', async () => {
    const { session, seen } = sessionBefore((count) => answer(count === 1 ? 429 : 500));
    const waited = quick(session);
    await session.send('a', POST, { retry: false });
    await session.send('b', POST, { retry: false });
    expect([seen.count, waited]).toEqual([2, []]);
  });

  test('a poll of the device grant that comes too early is no limit', async () => {
    const { session, seen } = sessionBefore(() => ok(answerOf(429, { error: 'slow_down' })));
    const waited = quick(session);
    await session.send('device', POST);
    expect([seen.count, waited, session.paced]).toEqual([1, [], false]);
  });

  test('of a wait that the gateway asks for, the time counts that has passed since', async () => {
    let now = 0;
    const { session } = sessionBefore((count) => answer(count === 1 ? 429 : 200, { 'retry-after': '5' }), {
      now: () => (now += 1500),
    });
    const waited = quick(session);
    await session.send('a', POST);
    expect(waited).toEqual([3500]);
  });

  test('each is bound by the limits of the run, and carries how long the end of its body is waited for', async () => {
    const { session, seen } = sessionBefore(() => answer(200), { timeouts: { firstByte: 3000 } });
    await session.send('a', { ...POST, timeouts: { firstByte: 9000, total: 15_000 }, lingerMs: 25_000 });
    expect(seen.requests[0]).toMatchObject({
      timeouts: { firstByte: 3000, total: 15_000 },
      lingerMs: 25_000,
    });
  });

  test('what failed is seen as well as what came of it in the end', async () => {
    const { session } = sessionBefore((count) => answer(count < 3 ? 500 : 200));
    quick(session);
    await session.send('a', POST);
    expect(session.observed().map(({ label, status }) => `${label} ${String(status)}`)).toEqual([
      'a 500',
      'a 500',
      'a 200',
    ]);
  });

  test('a failure after the run was stopped says nothing of the gateway', async () => {
    const stop = new AbortController();
    const cut = fail<Failure>({ kind: 'reset', message: 'It was cut.', ms: 1 });
    const { session, seen } = sessionBefore(() => (stop.abort(), cut), { signal: stop.signal });
    await expect(session.send('a', POST)).rejects.toBeInstanceOf(Stopped);
    expect(seen.count).toBe(1);
  });
});

describe('a credential that is refused', () => {
  const bad: GatewayRequest = { ...POST, path: MESSAGES, credential: { scheme: 'bearer', token: 'x' } };
  test.each<[string, readonly number[], GatewayRequest, number, boolean]>([
    ['at the end, by two messages in a row', [200, 401, 401, 401, 401], POST, 2, true],
    ['at the end, by one of two', [200, 401, 401, 401, 200], POST, 2, false],
    ['because it is wrong on purpose', [200, 401], bad, 0, false],
    ['because it is none', [200, 401], { ...bad, credential: 'none' }, 0, false],
    ['by none', [200, 200], POST, 0, false],
  ])('%s', async (_, statuses, request, more, shutOut) => {
    const { session, seen } = sessionBefore((count) =>
      answer(statuses[count - 1] ?? 401, { 'x-should-retry': 'false' }),
    );
    await session.send('a', { ...POST, path: MESSAGES });
    await session.send('b', { ...request, path: MESSAGES });
    const before = seen.count;
    await session.settle();
    expect(session.failures()).toMatchObject({ shutOut });
    // The first message of all is the health check, which the small ones go by.
    expect(seen.count - before).toBe(more === 0 ? 0 : more + 1);
  });
});

describe('the name of the client', () => {
  test.each<[string, number[], string | undefined]>([
    ['a refusal that the name of the engine lifts', [403, 200, 403, 200], 'claude-cli'],
    ['one that both names meet', [403, 403], undefined],
    ['one by chance: our own name is taken, too', [403, 200, 200], undefined],
  ])('%s', async (_, statuses, expected) => {
    const { session, seen } = sessionBefore((count) => answer(statuses[count - 1] ?? 200));
    await session.send('health', POST);
    expect(session.clientName()?.split('/')[0]).toBe(expected);
    expect(seen.count).toBe(statuses.length);
  });

  const agents = (requests: readonly GatewayRequest[]): readonly string[] =>
    requests.map(({ headers = {} }) => (headers['user-agent'] ?? 'own').split('/')[0] ?? '');

  test('once the engine alone is taken, all goes out under its name, but not what is asked elsewhere', async () => {
    const { session, seen } = sessionBefore((count) => answer([403, 200, 403][count - 1] ?? 200));
    await session.send('health', POST);
    await session.send('aside', POST, { aside: true });
    await session.send('named', { ...POST, headers: { 'user-agent': 'mine/1' } });
    expect(agents(seen.requests)).toEqual(['own', 'claude-cli', 'own', 'claude-cli', 'own', 'mine']);
  });

  test('what is asked at the end of a run goes out under that name, too', async () => {
    const statuses = [403, 200, 403, 200, 401, 401, 401];
    const { session, seen } = sessionBefore((count) =>
      answer(statuses[count - 1] ?? 401, { 'x-should-retry': 'false' }),
    );
    for (const label of ['health', 'a']) await session.send(label, { ...POST, path: MESSAGES });
    const before = seen.count;
    await session.settle();
    expect(session.failures().shutOut).toBe(true);
    expect(agents(seen.requests.slice(before))).toEqual(['claude-cli', 'claude-cli', 'claude-cli']);
  });

  test.each<[string, string, Readonly<Record<string, string>>, number, number]>([
    ['another request', 'models', {}, 403, 1],
    ['a name of the configuration', 'health', { 'User-Agent': 'corp/1' }, 403, 1],
    ['a refusal of something else', 'health', {}, 400, 1],
  ])('is not tried after %s', async (_, label, customHeaders, status, count) => {
    const { session, seen } = sessionBefore(() => answer(status), { customHeaders });
    await session.send(label, POST);
    expect(seen.count).toBe(count);
  });

  test('is tried once', async () => {
    const { session, seen } = sessionBefore(() => answer(403));
    await session.send('health', POST);
    await session.send('health', POST);
    expect(seen.count).toBe(3);
  });
});

describe('the limit of retry-after', () => {
  test.each<[string, number, Readonly<Record<string, string>>, number[]]>([
    ['a wait of a minute', 429, { 'retry-after': '60' }, [60_000]],
    ['fractions of a second', 429, { 'retry-after': '1.5' }, [1500]],
    ['milliseconds', 429, { 'retry-after-ms': '700', 'retry-after': '30' }, [700]],
    ['a second more than the engine waits', 429, { 'retry-after': '61' }, []],
    ['told not to ask again', 429, { 'x-should-retry': 'false' }, []],
    ['a day is not waited for', 429, { 'retry-after': '86400' }, []],
    ['a date', 429, { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }, [9000]],
    ['a date that has passed', 429, { 'retry-after': 'Wed, 31 Dec 1969 23:59:00 GMT' }, [0]],
    ['no word of it', 429, {}, [1000]],
    ['neither number nor date', 429, { 'retry-after': 'soon' }, [1000]],
    ['503 of a limit', 503, { 'retry-after': '5', 'x-ratelimit-remaining': '0' }, [5000]],
    ['503 of a longer one, not as long', 503, { 'retry-after': '60', 'x-ratelimit-remaining': '0' }, [5000]],
    ['503 of minutes', 503, { 'retry-after': '61' }, []],
    ['503 of a limit that does not say how long', 503, { 'x-ratelimit-remaining': '0' }, [1000]],
  ])('%s', async (_, status, headers, expected) => {
    const { session } = sessionBefore((count) => answer(count === 1 ? status : 200, headers));
    const waited: number[] = [];
    session.wait = (ms) => {
      waited.push(ms);
      return Promise.resolve();
    };
    const outcome = await session.send('one', POST);
    expect(waited).toEqual(expected);
    expect(outcome).toMatchObject({ ok: true, value: { status: expected.length === 0 ? status : 200 } });
  });

  test.each<[string, Readonly<Record<string, string>>, number[]]>([
    ['told how long: three times', { 'retry-after': '2' }, [2000, 2000, 2000]],
    ['not told: six times, twice as long each', {}, [1000, 2000, 4000, 8000, 16_000, 32_000]],
  ])('a limit that stays, %s', async (_, headers, expected) => {
    const { session } = sessionBefore(() => answer(429, headers));
    const waited: number[] = [];
    session.wait = (ms) => {
      waited.push(ms);
      return Promise.resolve();
    };
    await session.send('one', POST);
    expect(waited).toEqual(expected);
    // Spent: nothing is waited for any more.
    await session.send('two', POST);
    expect(waited).toEqual(expected);
  });

  test.each(['Budget exceeded', 'SPEND limit', 'Billing hard limit', 'no Credit left'])(
    'what time does not fix is not waited for: %s',
    async (message) => {
      const json = { error: { message } };
      const { session, seen } = sessionBefore(() =>
        ok({
          status: 429,
          headers: { 'retry-after': '1' },
          text: JSON.stringify(json),
          json,
          firstByteMs: 1,
          ms: 1,
        }),
      );
      session.wait = () => Promise.resolve();
      await session.send('one', POST);
      expect(seen.count).toBe(1);
    },
  );
});

describe('a run on three tiers', () => {
  test(
    'is 26 requests at most, in 9 rounds: 2.7 s where each takes 300 ms',
    { timeout: 60_000 },
    async () => {
      await withGateway([], async (gateway) => {
        const facts: GatewayFacts = {
          baseUrl: gateway.url,
          scheme: 'bearer',
          customHeaders: {},
          models: MODELS.map((name) => ({ name })),
        };
        const credential = { scheme: 'bearer' as const, token: gateway.apiKey };
        const real = createClient({ baseUrl: gateway.url, headers: {}, route: { env: {} }, credential });
        const rounds = { count: 0 };
        const client = inRounds(real, rounds);
        try {
          const report = await runProbe({ client, credential, route: { env: {} }, facts });
          expect(idsOf(report, 'fail')).toEqual([]);
          expect(report.requests).toBeLessThanOrEqual(26);
          expect(rounds.count).toBeLessThanOrEqual(9);
        } finally {
          await real.close();
        }
      });
    },
  );
});

/** Holds requests back until no other comes, and lets them go together: a round is what goes out at once. */
function inRounds(client: GatewayClient, rounds: { count: number }): GatewayClient {
  let held: (() => void)[] = [];
  let inside = 0;
  let timer: NodeJS.Timeout | undefined;
  const release = (): void => {
    if (inside > 0 || held.length === 0) return;
    rounds.count += 1;
    const going = held;
    held = [];
    inside = going.length;
    for (const go of going) go();
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(release, 60);
  };
  const round = async <T>(make: () => Promise<T>): Promise<T> => {
    await new Promise<void>((resolve) => {
      held.push(resolve);
      later();
    });
    try {
      return await make();
    } finally {
      inside -= 1;
      later();
    }
  };
  return {
    ...client,
    send: (request) => round(() => client.send(request)),
    stream: (request) => round(() => client.stream(request)),
  };
}

describe('what the engine leaves out, and asks without a stream', () => {
  test('the 1M beta goes out with supports1m, and a refusal of it is told and survived', async () => {
    await withGateway(['beta-1m-invalid'], async (gateway) => {
      const models = [{ name: 'claude-sonnet-4-6', supports1m: true }];
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { models } });
      const turn = resultOf(report, 'rich-request');
      expect([turn.status, turn.detail]).toEqual(['warn', expect.stringMatching(/1M context is lost/)]);
      const betas = turnsOf(gateway).map(({ headers }) => headers['anthropic-beta']?.includes(LONG));
      expect([betas[0], betas.includes(false)]).toEqual([true, true]);
    });
  });

  test('without supports1m it is never sent', async () => {
    await withGateway([], async (gateway) => {
      const models = [{ name: 'claude-sonnet-4-6' }];
      await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { models } });
      expect(turnsOf(gateway).some(({ headers }) => headers['anthropic-beta']?.includes(LONG))).toBe(false);
    });
  });

  test('a broken stream is asked for once more, whole: partly, with every model', async () => {
    await withGateway(['data-only'], async (gateway) => {
      const models = MODELS.map((name) => ({ name }));
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { models } });
      expect(resultOf(report, 'rich-request')).toMatchObject({ status: 'fail', whenBroken: 'partly' });
      for (const model of MODELS) {
        const streams = turnsOf(gateway)
          .map(({ json }) => json as { model?: string; stream?: boolean; max_tokens?: number })
          .filter((body) => body.model === model && (body.max_tokens ?? 0) >= 32_000)
          .map(({ stream }) => stream);
        expect(streams.filter((stream) => stream === false).length).toBeGreaterThanOrEqual(3);
      }
    });
  });

  test('a stream that is refused is not asked for whole', async () => {
    await withGateway(['stream-refused'], async (gateway) => {
      const models = [{ name: 'claude-haiku-4-5' }];
      await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { models } });
      const whole = turnsOf(gateway).filter(({ json }) => (json as { stream?: boolean }).stream === false);
      expect(whole).toEqual([]);
    });
  });
});

/** Requests in the shape of a turn: with tools and metadata. */
function turnsOf(gateway: EmbeddedGateway): EmbeddedGateway['requests'] {
  return gateway.requests.filter(({ json }) => {
    const body = (json ?? {}) as { tools?: unknown; metadata?: unknown };
    return body.tools !== undefined && body.metadata !== undefined;
  });
}
