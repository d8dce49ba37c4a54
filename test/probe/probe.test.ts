import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { fail as failed, ok } from '../../src/errors.ts';
import { fail, unproven, pass, skip, warn, type Check, type RunAnswer } from '../../src/probe/check.ts';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import type { Network } from '../../src/net/network.ts';
import { checks, estimate, runProbe, unknownCheckIds } from '../../src/probe/probe.ts';
import { selectChecks } from '../../src/probe/run/selection.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import type { GatewayClient } from '../../src/gateway/types.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import { withGateway } from '../support/gateway-client.ts';
import { idsOf, probeAt, resultOf, wordsOf } from '../support/replay-run.ts';

const KEY = 'sk-probe-test-0123456789';

/** A client nobody calls. */
const idle: GatewayClient = {
  baseUrl: 'http://127.0.0.1:9',
  secrets: [KEY],
  send: () => Promise.reject(new Error('no request was expected')),
  stream: () => Promise.reject(new Error('no request was expected')),
  close: () => Promise.resolve(),
};

function check(
  id: string,
  run: () => RunAnswer | undefined | Promise<RunAnswer | undefined>,
  more: Partial<Pick<Check, 'needs' | 'negative'>> & { readonly when?: 'default' | 'passive' } = {},
): Check {
  return {
    id,
    title: id,
    group: 'A',
    owner: 'gateway',
    required: true,
    whenBroken: 'no',
    when: 'default',
    ...more,
    run: () => Promise.resolve(run()),
  };
}

const facts = { baseUrl: 'http://127.0.0.1:9', scheme: 'bearer', customHeaders: {}, models: [] } as const;

function run(
  list: readonly Check[],
  more: Partial<Parameters<typeof runProbe>[0]> = {},
): ReturnType<typeof runProbe> {
  return runProbe({ client: idle, facts, route: { env: {} }, checks: list, ...more });
}

const statuses = (results: readonly CheckResult[]): Record<string, string> =>
  Object.fromEntries(
    results.map(({ id, status, blockedBy }) => [
      id,
      blockedBy === undefined ? status : `skip < ${blockedBy}`,
    ]),
  );

describe('the runner', () => {
  test('skips what needs a failed check, and names the one at the root', async () => {
    const made = vi.fn(() => pass(''));
    const { results } = await run([
      check('c', made, { needs: ['b'] }),
      check('a', () => fail('down')),
      check('b', made, { needs: ['a'] }),
      check('d', () => pass('fine')),
    ]);
    expect(statuses(results)).toEqual({ c: 'skip < a', a: 'fail', b: 'skip < a', d: 'pass' });
    expect(made).not.toHaveBeenCalled();
    expect(results.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd']);
  });

  test('goes on after a warning, after what does not apply, and after a failure that does not block', async () => {
    const { results } = await run([
      check('warns', () => warn('hm')),
      check('na', () => skip('plain http')),
      check('soft', () => ({ ...fail('bad'), blocking: false })),
      check('next', () => pass(''), { needs: ['warns', 'na', 'soft'] }),
      check('silent', () => undefined),
      check('after', () => pass(''), { needs: ['silent'] }),
    ]);
    expect(statuses(results)).toEqual({
      warns: 'warn',
      na: 'skip',
      soft: 'fail',
      next: 'pass',
      after: 'pass',
    });
  });

  test('stops at what could not be checked', async () => {
    const { results } = await run([
      check('limited', () => unproven('429')),
      check('next', () => pass(''), { needs: ['limited'] }),
    ]);
    expect(statuses(results)).toEqual({ limited: 'warn', next: 'skip < limited' });
    expect(probeExitCode(results)).toBe(1);
    expect(verdict(results).works).toBe('unproven');
  });

  test('runs what may upset a gateway last and one at a time, and what only looks after that', async () => {
    const order: string[] = [];
    let busy = 0;
    const negative = async (id: string): Promise<RunAnswer> => {
      busy += 1;
      expect(busy).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy -= 1;
      order.push(id);
      return pass('');
    };
    const slow = async (id: string): Promise<RunAnswer> => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      order.push(id);
      return pass('');
    };
    await run([
      check('look', () => (order.push('look'), pass('')), { when: 'passive' }),
      check('bad-1', () => negative('bad-1'), { negative: true }),
      check('bad-2', () => negative('bad-2'), { negative: true }),
      check('slow', () => slow('slow')),
    ]);
    expect(order).toEqual(['slow', 'bad-1', 'bad-2', 'look']);
  });

  test('tells a check that broke from one that failed', async () => {
    const { results } = await run([
      check('broken', () => {
        throw new TypeError(`cannot read ${KEY} of \u001B[31mundefined`);
      }),
      check('next', () => pass(''), { needs: ['broken'] }),
    ]);
    const [broken] = results;
    expect(broken).toMatchObject({ status: 'skip', crashed: true, inconclusive: true });
    expect(broken?.detail).toMatch(/bug in cowork-3p.*TypeError/);
    expect(broken?.detail).not.toContain(KEY);
    expect(broken?.detail).not.toContain('\u001B');
    expect(probeExitCode(results)).toBe(3);
    expect(statuses(results).next).toBe('skip < broken');
  });

  test('cleans every sentence, whatever a check made of it', async () => {
    const { results } = await run([
      check('leaky', () => fail(`saw ${KEY}\u001B]0;x\u0007\u202E`, `use ${KEY}`)),
    ]);
    expect(wordsOf({ results })).not.toContain(KEY);
    expect(wordsOf({ results })).toBe('saw ••••\nuse ••••');
  });

  test('reports each result as it ends', async () => {
    const seen: string[] = [];
    await run(
      [
        check('late', async () => (await new Promise((resolve) => setTimeout(resolve, 10)), pass(''))),
        check('early', () => pass('')),
      ],
      { onResult: ({ id }) => seen.push(id) },
    );
    expect(seen).toEqual(['early', 'late']);
  });

  test('ends at the limit for the whole run', async () => {
    const begun = performance.now();
    await withGateway({ faults: ['hang-headers'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { totalMs: 300, timeouts: {} },
      });
      expect(report.stopped).toBe('time');
      expect(resultOf(report, 'health')).toMatchObject({ status: 'skip', blockedBy: 'no-redirect' });
      expect(idsOf(report, 'fail')).toEqual([]);
      expect(probeExitCode(report.results)).toBe(1);
    });
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test('can be cancelled, before and in between', async () => {
    await withGateway({ faults: ['hang-headers'] }, async ({ gateway }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { signal: controller.signal },
      });
      expect(report.stopped).toBe('cancelled');
      expect(idsOf(report, 'fail')).toEqual([]);
      const again = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { signal: controller.signal },
      });
      expect(again.requests).toBe(0);
    });
  });
});

describe('selection', () => {
  test('`only` brings its prerequisites along in silence', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { only: ['tool-forced'] },
      });
      expect(report.results.map(({ id, status }) => [id, status])).toEqual([['tool-forced', 'pass']]);
      expect(report.partial).toBe(true);
      expect(verdict(report.results, report).sentence).toBe('The check that was asked for passes.');
    });
  });

  test('a prerequisite that fails is shown all the same', async () => {
    await withGateway({ faults: ['500'] }, async ({ gateway }) => {
      const seen: string[] = [];
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { only: ['tool-forced'], onResult: ({ id }) => seen.push(id) },
      });
      expect(statuses(report.results)).toEqual({ health: 'fail', 'tool-forced': 'skip < health' });
      expect(seen).toEqual(['health', 'tool-forced']);
    });
  });

  test('`skip` leaves a check out, and what needs it is made without', async () => {
    await withGateway({ faults: ['waf', 'limits-ignored'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        options: { skip: ['waf-body', 'health'] },
      });
      expect(report.results.some(({ id }) => id === 'waf-body' || id === 'health')).toBe(false);
      expect(resultOf(report, 'message-basic').status).toBe('pass');
    });
  });

  test('names a deep check without --deep, and knows what it does not know', () => {
    expect(selectChecks(checks, { only: ['cache-effective'] }).shown).toEqual(new Set(['cache-effective']));
    expect(selectChecks(checks, {}).run.some(({ when }) => when === 'deep' || when === 'flag')).toBe(false);
    expect(selectChecks(checks, { deep: true }).run.some(({ id }) => id === 'context-1m')).toBe(false);
    expect(selectChecks(checks, { context1m: true }).run.some(({ id }) => id === 'context-1m')).toBe(true);
    expect(unknownCheckIds(checks, ['health', 'helath'])).toEqual(['helath']);
  });

  test('a run costs by its models', () => {
    const { run: list } = selectChecks(checks, {});
    const [one, two] = [
      estimate(list, ['claude-haiku-4-5']),
      estimate(list, ['claude-haiku-4-5', 'claude-opus-5']),
    ];
    expect(two.input).toBeGreaterThan(one.input + 1000);
    const route = estimate(list, ['claude-haiku-4-5'], { offered: ['claude-haiku-4-5', 'claude-opus-5'] });
    expect(route.input - one.input).toBe(8);
  });
});

describe('verdict and exit code', () => {
  const result = (id: string, more: Partial<CheckResult>): CheckResult => ({
    id,
    title: id,
    required: true,
    status: 'pass',
    detail: '',
    ms: 1,
    ...more,
  });
  test.for([
    ['all pass', [result('a', {})], 0, 0, 'yes'],
    ['a warning', [result('a', { status: 'warn' })], 0, 1, 'yes'],
    ['a required failure', [result('health', { status: 'fail' })], 1, 1, 'no'],
    [
      'a failure that the app survives',
      [result('auth-rejects-bad', { status: 'fail', whenBroken: 'partly' })],
      1,
      1,
      'partly',
    ],
    ['an optional failure', [result('count-tokens', { status: 'fail', required: false })], 0, 1, 'yes'],
    ['a required check not made', [result('a', { status: 'skip', inconclusive: true })], 1, 1, 'unproven'],
    [
      'an optional check not made',
      [result('a', {}), result('b', { status: 'skip', inconclusive: true, required: false })],
      0,
      0,
      'yes',
    ],
    ['what does not apply', [result('a', {}), result('b', { status: 'skip' })], 0, 0, 'yes'],
    [
      'a bug and a failure',
      [
        result('a', { status: 'skip', crashed: true, inconclusive: true }),
        result('health', { status: 'fail' }),
      ],
      1,
      1,
      'no',
    ],
    ['nothing', [], 0, 0, 'unproven'],
  ] as const)('%s', ([, results, exit, strict, works]) => {
    expect([
      probeExitCode(results),
      probeExitCode(results, { strict: true }),
      verdict(results).works,
    ]).toEqual([exit, strict, works]);
  });

  test('says in one sentence what is wrong, and lists each change once', () => {
    const found = verdict([
      result('stream-basic', { status: 'fail', hint: 'Turn buffering off.' }),
      result('tool-stream', { status: 'fail', hint: 'Turn buffering off.' }),
      result('count-tokens', { status: 'warn', hint: 'Serve it.' }),
    ]);
    expect(found.sentence).toBe(
      'Claude Desktop would not work with this gateway: stream-basic and tool-stream fail.',
    );
    expect(found.changes).toEqual(['Turn buffering off.', 'Serve it.']);
  });
});

describe('the credential', () => {
  test('none, and the user signs in: not checked, and how to give a token', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, facts: { credentialKind: 'interactive' } });
      // It is no authorization server of its own either.
      expect(idsOf(report, 'fail')).toEqual(['as-metadata']);
      expect(resultOf(report, 'auth-accepted')).toMatchObject({
        status: 'skip',
        inconclusive: true,
        hint: expect.stringContaining('--credential-env NAME') as string,
      });
      expect(resultOf(report, 'health').blockedBy).toBe('auth-accepted');
      expect(resultOf(report, 'base-url-join').status).toBe('pass');
      expect(probeExitCode(report.results)).toBe(1);
    });
  });

  test('the helper failed: that is the one error', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        facts: {
          credentialKind: 'helper-script',
          helper: { ms: 10, problem: 'The helper exited with 1.', warnings: [] },
        },
      });
      expect(idsOf(report, 'fail')).toEqual(['helper-output']);
      expect(resultOf(report, 'auth-accepted').blockedBy).toBe('helper-output');
    });
  });

  test('a custom header that cannot be sent stops before the first request', async () => {
    const report = await probeAt({
      url: 'http://127.0.0.1:9',
      key: KEY,
      facts: { customHeaders: { 'bad name': 'x' } },
    });
    expect(idsOf(report, 'fail')).toEqual(['tcp-connect', 'custom-headers']);
    expect(report.requests).toBe(0);
  });

  test('a header that carries the gateway’s own key is told from an open gateway', async () => {
    await withGateway({ faults: ['open-auth'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        facts: { customHeaders: { 'x-portkey-api-key': 'pk-0123456789abcdef' } },
      });
      expect(resultOf(report, 'auth-rejects-bad').status).toBe('warn');
      expect(resultOf(report, 'custom-headers').status).toBe('warn');
      expect(wordsOf(report)).not.toContain('pk-0123456789abcdef');
    });
  });

  test('x-api-key where it is what the gateway takes', async () => {
    await withGateway({ faults: ['api-key-only'] }, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { scheme: 'x-api-key' } });
      expect(idsOf(report, 'fail')).toEqual([]);
    });
  });
});

describe('the models', () => {
  test('the named one is asked, else a configured Haiku, else a listed one', async () => {
    await withGateway({}, async ({ gateway }) => {
      const asked = async (more: object): Promise<string> => {
        const from = gateway.requests.length;
        await probeAt({ url: gateway.url, key: gateway.apiKey, facts: more, options: { only: ['health'] } });
        const post = gateway.requests.slice(from).find(({ method }) => method === 'POST');
        return (post?.json as { model: string }).model;
      };
      expect(await asked({ model: 'claude-opus-5' })).toBe('claude-opus-5');
      expect(await asked({ models: [{ name: 'claude-opus-5[1m]' }] })).toBe('claude-opus-5');
      expect(
        await asked({ models: [{ name: 'claude-opus-5' }, { name: 'claude-haiku-4-5-20251001' }] }),
      ).toBe('claude-haiku-4-5-20251001');
      expect(await asked({ models: [{ name: 'haiku' }] })).toBe('claude-haiku-4-5-20251001');
      expect(await asked({})).toBe('claude-haiku-4-5-20251001');
    });
  });

  test('a configured model that is not served, one the app refuses, and an alias nobody resolves', async () => {
    await withGateway({}, async ({ gateway }) => {
      const probe = (models: readonly { name: string }[], discovery?: boolean): ReturnType<typeof probeAt> =>
        probeAt({
          url: gateway.url,
          key: gateway.apiKey,
          facts: { models, ...(discovery === undefined ? {} : { discovery }) },
          options: { only: ['model-routes', 'models-config-match'] },
        });
      const unserved = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'claude-opus-9' }]);
      expect(statuses(unserved.results)).toEqual({
        'model-routes': 'fail',
        'models-config-match': 'skip < model-routes',
      });
      const refused = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'gpt-5' }]);
      expect(resultOf(refused, 'models-config-match')).toMatchObject({ status: 'fail' });
      const alias = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'opus' }], false);
      expect(resultOf(alias, 'models-config-match').status).toBe('warn');
    });
  });

  test('no list is no failure when the models are configured', async () => {
    await withGateway({ faults: ['models-404'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        facts: { models: [{ name: 'claude-haiku-4-5-20251001' }] },
      });
      expect(idsOf(report, 'fail')).toEqual([]);
      expect(idsOf(report, 'warn')).toEqual([]);
      expect(resultOf(report, 'models-list').status).toBe('skip');
    });
  });
});

describe('the address', () => {
  const network = (over: Partial<Network>): Network => ({
    lookup: () => Promise.resolve(ok(['192.0.2.7'])),
    connect: () => Promise.resolve(ok({ ms: 3 })),
    handshake: () => Promise.resolve(failed({ code: 'ECONNREFUSED' })),
    ...over,
  });
  const shaken = {
    authorized: true,
    protocol: 'TLSv1.3',
    names: ['gw.example.com'],
    validTo: new Date('2030-01-01'),
  };
  const reach = async (
    over: Partial<Network>,
    more: Partial<Parameters<typeof probeAt>[0]> = {},
  ): Promise<readonly CheckResult[]> => {
    const report = await probeAt({
      url: 'https://gw.example.com',
      key: KEY,
      ...more,
      options: {
        network: network(over),
        today: () => new Date('2026-11-23'),
        only: ['dns', 'tcp-connect', 'tls-expiry', 'tls-chain'],
      },
    });
    return report.results;
  };

  test.for([
    ['http://gw.example.com', 'fail', /plain http/],
    ['http://localhost:1', 'warn', /localhost/],
    ['http://127.0.0.1:1', 'pass', /loopback/],
    ['http://[::1]:1', 'pass', /loopback/],
    ['https://user:pw@gw.example.com', 'fail', /user name or password/],
    ['https://gw.example.com/?k=1', 'fail', /query/],
    ['gw.example.com', 'fail', /not an http or https URL/],
    ['ftp://gw.example.com', 'fail', /not an http or https URL/],
  ] as const)('%s: %s', async ([url, status, says]) => {
    const report = await probeAt({
      url,
      key: KEY,
      options: { only: ['base-url-scheme'], network: network({}) },
    });
    expect(resultOf(report, 'base-url-scheme').status).toBe(status);
    expect(resultOf(report, 'base-url-scheme').detail).toMatch(says);
    expect(wordsOf(report)).not.toContain('pw@');
    expect(report.gateway).not.toContain('pw');
  });

  test('a name that does not resolve is one error', async () => {
    const results = await reach({ lookup: () => Promise.resolve(failed({ code: 'ENOTFOUND' })) });
    expect(statuses(results)).toEqual({
      dns: 'fail',
      'tcp-connect': 'skip < dns',
      'tls-expiry': 'skip < dns',
      'tls-chain': 'skip < dns',
    });
  });

  test('one family that refuses is a warning', async () => {
    const results = await reach({
      lookup: () => Promise.resolve(ok(['192.0.2.7', '2001:db8::7'])),
      connect: (address) =>
        Promise.resolve(address.includes(':') ? failed({ code: 'ECONNREFUSED' }) : ok({ ms: 3 })),
      handshake: () => Promise.resolve(ok(shaken)),
    });
    expect(resultOf({ results }, 'tcp-connect')).toMatchObject({ status: 'warn' });
    expect(resultOf({ results }, 'tls-chain').status).toBe('pass');
  });

  test.for([
    [
      'expired',
      { authorized: false, code: 'CERT_HAS_EXPIRED', validTo: new Date('2026-01-05') },
      'tls-expiry',
      /expired on 2026-01-05/,
    ],
    [
      'self-signed',
      { authorized: false, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'tls-chain',
      /self-signed.*--ca FILE/s,
    ],
    ['private root', { authorized: false, code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls-chain', /system store/],
    [
      'missing intermediate',
      { authorized: false, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      'tls-chain',
      /intermediate/,
    ],
    [
      'wrong name',
      { authorized: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID', names: ['other.example.com'] },
      'tls-chain',
      /it is for other\.example\.com/,
    ],
  ] as const)('certificate: %s', async ([, over, id, says]) => {
    const results = await reach({ handshake: () => Promise.resolve(ok({ ...shaken, ...over })) });
    expect(results.filter(({ status }) => status === 'fail').map((result) => result.id)).toEqual([id]);
    expect(wordsOf({ results })).toMatch(says);
  });

  test('soon to expire, TLS 1.2 only, and a port that speaks no TLS', async () => {
    const soon = await reach({
      handshake: () => Promise.resolve(ok({ ...shaken, validTo: new Date('2026-12-01') })),
    });
    expect(resultOf({ results: soon }, 'tls-expiry')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('8 days') as string,
    });
    const old = await reach({ handshake: () => Promise.resolve(ok({ ...shaken, protocol: 'TLSv1.2' })) });
    expect(resultOf({ results: old }, 'tls-chain').status).toBe('warn');
    const plain = await reach({
      handshake: () => Promise.resolve(failed({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })),
    });
    expect(resultOf({ results: plain }, 'tls-chain').detail).toMatch(/does not speak TLS/);
  });

  test('trusted only with the CA that was given', async () => {
    const results = await reach(
      {
        handshake: ({ ca = [] }) =>
          Promise.resolve(ok({ ...shaken, authorized: ca.length > 0, code: 'SELF_SIGNED_CERT_IN_CHAIN' })),
      },
      { route: { env: {}, ca: ['-----BEGIN CERTIFICATE-----'] } },
    );
    expect(resultOf({ results }, 'tls-chain')).toMatchObject({ status: 'warn' });
  });

  test('behind a proxy this device neither resolves nor connects', async () => {
    const never = (): never => {
      throw new Error('the proxy does that');
    };
    const gateway = await startEmbeddedGateway();
    const proxy = await startForwardProxy(gateway.url);
    try {
      const report = await probeAt({
        // Resolved by nobody here.
        url: 'http://gateway.invalid',
        key: gateway.apiKey,
        route: { env: { HTTP_PROXY: proxy.url } },
        options: { network: { lookup: never, connect: never, handshake: never }, skip: ['base-url-scheme'] },
      });
      expect(resultOf(report, 'dns').status).toBe('skip');
      expect(resultOf(report, 'tcp-connect').status).toBe('skip');
      expect(resultOf(report, 'proxy-path').status).toBe('pass');
      // No check that was skipped opens the way for a credential.
      expect(resultOf(report, 'health')).toMatchObject({
        status: 'fail',
        detail: expect.stringContaining('Nothing secret is sent over http') as string,
      });
      expect(gateway.requests).toEqual([]);
    } finally {
      await proxy.close();
      await gateway.close();
    }
  });

  test('a proxy that is down is one error, and its password is not shown', async () => {
    const report = await probeAt({
      url: 'https://gw.example.com',
      key: KEY,
      route: { env: { HTTPS_PROXY: 'http://user:proxy-password@127.0.0.1:9' } },
    });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    expect(resultOf(report, 'health').blockedBy).toBe('proxy-path');
    expect(wordsOf(report)).not.toContain('proxy-password');
  });

  test('nothing listens: one error', async () => {
    const report = await probeAt({ url: 'http://127.0.0.1:9', key: KEY });
    expect(idsOf(report, 'fail')).toEqual(['tcp-connect']);
    expect(resultOf(report, 'tcp-connect').detail).toMatch(
      /Nothing listens on 127\.0\.0\.1:9 \(ECONNREFUSED\)/,
    );
    expect(verdict(report.results).sentence).toMatch(/tcp-connect fails/);
  });

  test('a port that answers nothing is one error', async () => {
    const deaf = await listen(createServer((_incoming, outgoing) => outgoing.destroy()));
    try {
      const report = await probeAt({ url: deaf.url, key: KEY });
      expect(idsOf(report, 'fail')).toEqual(['health']);
      expect(resultOf(report, 'models-list').blockedBy).toBe('health');
    } finally {
      await deaf.close();
    }
  });

  test('a base that ends in /v1 is told, with the one that works', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({ url: `${gateway.url}/v1/`, key: gateway.apiKey });
      expect(resultOf(report, 'base-url-join')).toMatchObject({
        status: 'warn',
        hint: expect.stringContaining(`Set inferenceGatewayBaseUrl to ${gateway.url};`) as string,
      });
      expect(idsOf(report, 'fail')).toEqual(['health']);
      expect(resultOf(report, 'health').hint).toContain(gateway.url);
      const prefix = await probeAt({ url: `${gateway.url}/llm/claude`, key: gateway.apiKey });
      expect(resultOf(prefix, 'base-url-join')).toMatchObject({
        status: 'fail',
        hint: expect.stringContaining(`to ${gateway.url};`) as string,
      });
      expect(idsOf(prefix, 'fail')).toEqual(['base-url-join']);
    });
  });
});

describe('no false pass', () => {
  test('a healthy health check with broken streams', async () => {
    await withGateway({ faults: ['truncated-clean'] }, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey });
      expect(resultOf(report, 'health').status).toBe('pass');
      expect(verdict(report.results)).toMatchObject({
        works: 'partly',
        sentence: expect.stringContaining('no streaming') as string,
      });
      expect(probeExitCode(report.results)).toBe(1);
    });
  });

  test(
    'events kept back until all text is there, although the stream began at once',
    { timeout: 20_000 },
    async () => {
      const gateway = await startEmbeddedGateway({ latencyMs: 6 });
      const proxy = await startProxy(gateway.url, { holdAfter: 1 });
      try {
        const report = await probeAt({ url: proxy.url, key: gateway.apiKey });
        expect(idsOf(report, 'fail')).toEqual(['stream-incremental']);
      } finally {
        await proxy.close();
        await gateway.close();
      }
    },
  );
});

describe('no false failure', () => {
  test(
    'far away is not buffered, and the wall time stays near the longest chain',
    { timeout: 20_000 },
    async () => {
      const gateway = await startEmbeddedGateway();
      const proxy = await startProxy(gateway.url, { delayMs: 300 });
      try {
        const begun = performance.now();
        const report = await probeAt({
          url: proxy.url,
          key: gateway.apiKey,
          facts: { models: [{ name: 'claude-haiku-4-5-20251001' }] },
          options: { timeouts: {} },
        });
        // Chain: the first answers, three rounds of four, five one by one.
        expect(performance.now() - begun).toBeLessThan(5000);
        expect(report.requests).toBeGreaterThan(15);
        expect(idsOf(report, 'fail')).toEqual([]);
      } finally {
        await proxy.close();
        await gateway.close();
      }
    },
  );
});

interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A reverse proxy that takes its time, or lets the first pieces of an answer out and holds the rest to its end. */
function startProxy(
  target: string,
  { delayMs = 0, holdAfter }: { delayMs?: number; holdAfter?: number },
): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  return listen(
    createServer((incoming, outgoing) => {
      const { method, headers, url: path } = incoming;
      setTimeout(() => {
        const upstream = httpRequest({ hostname, port, path, method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          outgoing.flushHeaders();
          const held: Buffer[] = [];
          let passed = 0;
          answer.on('data', (piece: Buffer) => {
            passed += 1;
            if (holdAfter === undefined || passed <= holdAfter) outgoing.write(piece);
            else held.push(piece);
          });
          answer.on('end', () => outgoing.end(Buffer.concat(held)));
        });
        upstream.on('error', () => outgoing.destroy());
        incoming.pipe(upstream);
      }, delayMs);
    }),
  );
}

/** A forward proxy that takes every host for one gateway, tunnels included. */
function startForwardProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const forward = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const { pathname, search } = new URL(incoming.url ?? '/', 'http://gateway.invalid');
    const upstream = httpRequest({ hostname, port, path: pathname + search, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  forward.on('connect', (_incoming, client, first) => {
    void import('node:net').then(({ connect }) => {
      const upstream = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.write(first);
        upstream.pipe(client);
        client.pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
      client.on('close', () => upstream.destroy());
    });
  });
  return listen(forward);
}

async function listen(server: Server): Promise<Proxy> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
