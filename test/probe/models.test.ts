import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startEmbeddedGateway,
  type EmbeddedGateway,
  type FaultName,
} from '../../src/embedded-gateway/index.ts';
import {
  discoverModels,
  type ModelsOptions,
  type ModelsReport,
  type NoModels,
} from '../../src/probe/models/list.ts';
import { readModelPage } from '../../src/protocol/model-list.ts';
import { ok, type Outcome } from '../../src/errors.ts';
import type { GatewayClient, GatewayRequest } from '../../src/gateway/types.ts';
import { clientFor } from '../support/gateway-client.ts';

let gateway: EmbeddedGateway;

beforeAll(async () => {
  gateway = await startEmbeddedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.faults.clear());

async function discover(
  fault?: FaultName,
  options: ModelsOptions = {},
): Promise<Outcome<ModelsReport, NoModels>> {
  if (fault !== undefined) gateway.faults.add(fault);
  const client = clientFor(gateway.url, { credential: { scheme: 'bearer', token: gateway.apiKey } });
  try {
    return await discoverModels(client, {
      timeouts: { firstByte: fault === 'models-hang' ? 500 : 15_000 },
      ...options,
    });
  } finally {
    await client.close();
  }
}

async function list(fault?: FaultName, options?: ModelsOptions): Promise<ModelsReport> {
  const outcome = await discover(fault, options);
  if (!outcome.ok) throw new Error(outcome.failure.detail);
  return outcome.value;
}

/** A client that answers page after page from here. */
function pages(...bodies: readonly unknown[]): { client: GatewayClient; asked: string[] } {
  const asked: string[] = [];
  const client: GatewayClient = {
    baseUrl: 'http://127.0.0.1:1',
    secrets: [],
    send({ path }: GatewayRequest) {
      const json = bodies[Math.min(asked.length, bodies.length - 1)];
      asked.push(path);
      return Promise.resolve(
        ok({ status: 200, headers: {}, text: JSON.stringify(json), json, firstByteMs: 1, ms: 1 }),
      );
    },
    stream: () => Promise.reject(new Error('no stream was expected')),
    close: () => Promise.resolve(),
  };
  return { client, asked };
}

const rows = (...ids: readonly string[]): object[] => ids.map((id) => ({ id }));

describe('the model list', () => {
  test('is compared with what is configured', async () => {
    const report = await list(undefined, {
      configured: [
        { name: 'claude-opus-5[1m]' },
        { name: 'claude-none-1' },
        { name: 'haiku' },
        { name: 'mythos' },
      ],
    });
    expect(report.source).toBe('discovery');
    expect(report.models.find(({ id }) => id === 'claude-opus-5')).toEqual({
      id: 'claude-opus-5',
      displayName: expect.any(String) as string,
      usable: true,
      reason: null,
      configured: true,
      rawId: 'claude-opus-5',
    });
    expect(report.models.filter(({ configured }) => configured)).toHaveLength(1);
    expect(report.missing).toEqual(['claude-none-1', 'mythos']);
    expect(report.notes).toEqual([]);
  });

  test('says why each hidden model is hidden', async () => {
    const { client } = pages({
      data: [
        { id: 'claude-opus-5', display_name: 'Opus' },
        { id: 'claude-opus-5' },
        { id: 'gpt-4o' },
        { id: 'claude-gpt-5' },
        { id: 'router' },
        { id: 'best', anthropic_family_tier: 'opus' },
        { id: 'odd', anthropic_family_tier: 'emperor' },
        { id: '' },
        { id: 'claude-\u001B[31mred' },
        { id: `claude-${'x'.repeat(300)}` },
        { id: '__proto__' },
        { id: 'claude-*' },
      ],
    });
    const outcome = await discoverModels(client);
    if (!outcome.ok) throw new Error('no list');
    const seen = outcome.value.models.map(({ id, usable, reason }) => [id.slice(0, 20), usable, reason]);
    expect(seen).toEqual([
      ['claude-opus-5', true, null],
      ['claude-opus-5', false, expect.stringContaining('already stands in row 1')],
      ['gpt-4o', false, expect.stringContaining('"gpt"')],
      ['claude-gpt-5', false, expect.stringContaining('"gpt"')],
      ['router', false, expect.stringContaining('not recognisably Claude')],
      ['best', true, expect.stringContaining('anthropic_family_tier')],
      ['odd', false, expect.stringContaining('none the app knows')],
      ['claude-red', false, expect.stringContaining('control characters')],
      [`claude-${'x'.repeat(13)}`, false, expect.stringContaining('longer than 256')],
      ['__proto__', false, expect.stringContaining('not recognisably Claude')],
      ['claude-*', false, expect.stringContaining('wildcard route')],
    ]);
  });

  test('one malformed row hides them all', async () => {
    const report = await list('models-bad-rows');
    expect(report.models.every(({ usable }) => !usable)).toBe(true);
    expect(report.models[0]?.reason).toMatch(/row 2 is malformed/);
    expect(report.notes[0]).toMatch(/Row 2 is not an object/);
  });

  test('is read page by page, though the app reads one', async () => {
    const report = await list('models-paged');
    expect(report.models.length).toBeGreaterThan(3);
    expect(report.models.filter(({ usable }) => usable)).toHaveLength(3);
    expect(report.models[3]?.reason).toMatch(/page 2/);
    expect(report.notes).toEqual([expect.stringContaining('first page')]);
  });

  test('that never ends is left after twenty pages, 1,000 rows or 1 MB', async () => {
    expect((await list('models-has-more-loop')).notes.join(' ')).toMatch(/leads nowhere new/);
    let count = 0;
    const endless = {
      get data() {
        return rows(`claude-${(count += 1)}`);
      },
      has_more: true,
      get last_id() {
        return String(count);
      },
    };
    const many = pages(endless);
    await discoverModels(many.client);
    expect(many.asked).toHaveLength(20);
    const long = pages({
      data: rows(...Array.from({ length: 5000 }, (_, at) => `claude-${String(at)}`)),
      has_more: true,
      last_id: 'x',
    });
    const outcome = await discoverModels(long.client);
    expect(outcome.ok && outcome.value.models).toHaveLength(1000);
    expect(long.asked).toHaveLength(1);
    const page = (name: string): object => ({
      data: rows(...Array.from({ length: 600 }, (_, at) => `claude-${name}-${String(at)}`)),
      has_more: true,
      last_id: name,
    });
    const twice = await discoverModels(pages(page('a'), page('b')).client);
    expect(twice.ok && twice.value.models).toHaveLength(1000);
    const heavy = pages(
      ...Array.from({ length: 30 }, (_, at) => ({
        data: [{ id: `claude-${String(at)}`, note: 'x'.repeat(300_000) }],
        has_more: true,
        last_id: String(at),
      })),
    );
    await discoverModels(heavy.client);
    expect(heavy.asked.length).toBeLessThan(6);
  });

  test('asks for the next page with the last ID, whatever is in it', async () => {
    const { client, asked } = pages(
      { data: rows('claude-a'), has_more: true, last_id: 'a&b=c/../d' },
      { data: rows('claude-b') },
    );
    await discoverModels(client);
    expect(asked).toEqual(['/v1/models?limit=1000', '/v1/models?limit=1000&after_id=a%26b%3Dc%2F..%2Fd']);
  });

  test.for([
    ['models-404', /no model list \(HTTP 404\)/],
    ['models-501', /no model list/],
    ['models-401', /refuses the credential/],
    ['models-redirect', /redirects/],
    ['models-hang', /no answer within/],
    ['models-html', /no JSON object/],
    ['models-array', /bare array/],
    ['models-wrong-key', /"models" instead of "data"/],
    ['models-deep', /no JSON object/],
    ['models-huge', /larger than 10 MB/],
  ] as const)('%s is told', async ([fault, says]) => {
    const outcome = await discover(fault);
    if (outcome.ok) throw new Error('there should be no list');
    expect(outcome.failure.detail).toMatch(says);
    expect(outcome.failure.hint).toMatch(/inferenceModels|inferenceGateway/);
  });

  test.each([
    [
      'http://127.0.0.1:1/other/v1/models',
      /another address, .*not sent there/,
      /Set inferenceGatewayBaseUrl to http:\/\/127\.0\.0\.1:1\/other,/,
    ],
    [
      'https://login.example.com/authorize?x=1',
      /another address, https:\/\/login\.example\.com/,
      /sign-in page/,
    ],
    ['/llm/v1/models', /redirects \/v1\/models to http/, /BaseUrl to http.*\/llm, which/],
  ])('a redirect to %s', async (location, says, hint) => {
    const client = {
      baseUrl: 'http://gateway.example',
      secrets: [],
      send: () =>
        Promise.resolve(
          ok({
            status: 307,
            headers: {},
            location: new URL(location, 'http://gateway.example').href,
            text: '',
            json: undefined,
            firstByteMs: 1,
            ms: 1,
          }),
        ),
    } as unknown as GatewayClient;
    const outcome = await discoverModels(client);
    if (outcome.ok) throw new Error('there should be no list');
    expect(outcome.failure.detail).toMatch(says);
    expect(outcome.failure.hint).toMatch(hint);
  });

  test('shows nothing a terminal would obey', async () => {
    const report = await list('models-ansi');
    const shown = JSON.stringify(
      report.models.map(({ id, displayName, reason }) => [id, displayName, reason]),
    );
    // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
    expect(shown).not.toMatch(/\\u00[01]|[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  });
});

describe('one page', () => {
  test.for([
    [null, 'not-json'],
    ['text', 'not-json'],
    [{}, 'no-data'],
    [{ data: {} }, 'no-data'],
    [[], 'array'],
    [{ models: [] }, 'models-key'],
    [{ data: [] }, 'list'],
  ] as const)('%j is %s', ([json, shape]) => {
    expect(readModelPage({ json }).shape).toBe(shape);
  });

  test('keeps a few bad rows, and counts all', () => {
    const page = readModelPage({
      json: { data: [...Array.from({ length: 100 }, () => null), { id: 'claude-x' }] },
    });
    expect([page.bad.length, page.badCount, page.total]).toEqual([5, 100, 101]);
  });
});

describe('an answer that is no list', () => {
  test.for<[number, RegExp]>([
    [300, /redirects \/v1\/models/],
    [399, /redirects \/v1\/models/],
    [400, /with HTTP 400/],
    [401, /refuses the credential/],
    [403, /refuses the credential/],
    [404, /has no model list/],
    [405, /has no model list/],
    [500, /with HTTP 500/],
    [501, /has no model list/],
  ])('HTTP %i', async ([status, detail]) => {
    const { client } = pages({});
    const answer = { status, headers: {}, text: '', json: undefined, firstByteMs: 1, ms: 1 };
    const outcome = await discoverModels({ ...client, send: () => Promise.resolve(ok(answer)) });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { status, detail: expect.stringMatching(detail) as string },
    });
  });

  test.for<[string, string | undefined, RegExp, RegExp]>([
    [
      'the list elsewhere',
      'http://b.example/x/v1/models',
      /another address, http:\/\/b\.example/,
      /Url to http:\/\/b\.example\/x, which/,
    ],
    [
      'a page elsewhere',
      'http://b.example/login',
      /credential was not sent there/,
      /sign-in page or another server/,
    ],
    [
      'the list at home',
      'http://127.0.0.1:1/x/v1/models',
      /to http:\/\/127\.0\.0\.1:1\/x\/v1\/models, which/,
      /Url to http:\/\/127\.0\.0\.1:1\/x, which/,
    ],
    ['a page at home', 'http://127.0.0.1:1/login', /treats as a failure\.$/, /answers without a redirect/],
    ['nowhere', undefined, /redirects \/v1\/models, which/, /answers without a redirect/],
  ])('a redirect to %s', async ([, location, detail, hint]) => {
    const { client } = pages({});
    const moved = location === undefined ? {} : { location };
    const answer = { status: 302, headers: {}, text: '', json: undefined, firstByteMs: 1, ms: 1, ...moved };
    const outcome = await discoverModels({ ...client, send: () => Promise.resolve(ok(answer)) });
    expect(outcome).toMatchObject({
      failure: {
        detail: expect.stringMatching(detail) as string,
        hint: expect.stringMatching(hint) as string,
      },
    });
  });
});
